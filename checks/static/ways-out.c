// SPDX-License-Identifier: GPL-2.0-only
/*
 * The function that copies an nsproxy's members: each way through it is followed, with what it
 * holds. A way that fails must have put all that it took, and one that succeeds nothing.
 */
#include "ways-out.h"
#include "lib/text.h"

#include <string.h>

#define MEMBERS 32
#define VARIABLES 8
#define MOST 200000

/* What a copy came to, as far as the code has asked. */
enum outcome { NOT_CALLED, NOT_ASKED, GOOD, FAILED };

/* What a variable is. */
enum value { UNKNOWN, ZERO, ERROR, RESULT };

struct way {
	signed char held[MEMBERS];
	enum outcome outcome[MEMBERS];
	enum value value[VARIABLES];
	/* With RESULT: the member whose copy said it. */
	int of[VARIABLES];
};

struct reader {
	struct patched *patched;
	const struct parsed *parsed;
	const struct flow *flow;
	const char *function;
	/* Names of members and of variables, and whether the function copies a member. */
	GPtrArray *members, *variables;
	bool copied[MEMBERS];
	int ours, steps;
	GHashTable *said;
};

static char *word(const struct reader *r, int i)
{
	return parsed_join(r->parsed, i, i + 1);
}

static bool is(const struct reader *r, int i, const char *text)
{
	return parsed_is(r->parsed, i, text);
}

static int index_in(GPtrArray *names, const char *name, guint most)
{
	guint i;

	if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, &i))
		return i;
	if (names->len == most)
		return -1;
	g_ptr_array_add(names, g_strdup(name));
	return names->len - 1;
}

/* The member of "nsp->uts_ns" in these tokens, and of nothing else; -1: they are something else. */
static int member_at(const struct reader *r, int first, int end)
{
	g_autofree char *name = NULL;

	if (end != first + 3 || !parsed_is_name(r->parsed, first) || !is(r, first + 1, "->"))
		return -1;
	name = word(r, first + 2);
	return index_in(r->members, name, MEMBERS);
}

static int variable_at(const struct reader *r, int i)
{
	g_autofree char *name = word(r, i);

	return parsed_is_name(r->parsed, i) ? index_in(r->variables, name, VARIABLES) : -1;
}

/* The copy_utsname() of 2006 does not say which member it is for: its name has the member's. */
static int member_of_call(const struct reader *r, const char *call)
{
	if (!strcmp(call, patched_spec(r->patched, "copy")))
		return r->ours;
	for (guint i = 0; i < r->members->len && strstr(call, "copy"); i++) {
		g_autofree char *stem = g_strdup(r->members->pdata[i]);

		if (g_str_has_suffix(stem, "_ns"))
			stem[strlen(stem) - strlen("_ns")] = '\0';
		if (strstr(call, stem))
			return i;
	}
	return -1;
}

static void say(struct reader *r, const struct step *step, const char *what)
{
	if (g_hash_table_add(r->said, g_strdup(what)))
		found(r->patched, "%s:%d: %s(): %s", r->parsed->path,
		      parsed_line(r->parsed, step->first), r->function, what);
}

static void call(struct way *way, int member)
{
	way->held[member]++;
	way->outcome[member] = NOT_ASKED;
}

static void set(struct way *way, int variable, enum value value, int of)
{
	if (variable < 0)
		return;
	way->value[variable] = value;
	way->of[variable] = of;
}

static void assign(const struct reader *r, struct way *way, int first, int equals, int end)
{
	int member = member_at(r, first, equals), from = equals + 1, variable;
	g_autofree char *right = word(r, from);
	bool calls = parsed_is_name(r->parsed, from) && is(r, from + 1, "(");

	if (member >= 0) {
		if (calls && r->copied[member])
			call(way, member);
		return;
	}
	variable = variable_at(r, equals - 1);
	set(way, variable, is(r, from, "0") && end == from + 1 ? ZERO :
			   is(r, from, "-")		       ? ERROR :
								 UNKNOWN, -1);
	if (!calls)
		return;
	member = g_str_has_prefix(right, "PTR_ERR") ? member_at(r, from + 2, end - 1) :
						      member_of_call(r, right);
	if (member >= 0 && !g_str_has_prefix(right, "PTR_ERR"))
		call(way, member);
	if (member >= 0)
		set(way, variable, RESULT, member);
}

static void run(const struct reader *r, struct way *way, const struct step *step)
{
	g_autofree char *name = word(r, step->first);
	int member = is(r, step->first + 1, "(") ?
			     member_at(r, step->first + 2, step->end - 1) :
			     -1;

	if (member >= 0) {
		way->held[member] += strstr(name, "get") ? 1 : -1;
		return;
	}
	for (int i = step->first; i < step->end; i++)
		if (is(r, i, "=")) {
			assign(r, way, step->first, i, step->end);
			return;
		}
	/* A call whose result nobody looks at. */
	member = is(r, step->first + 1, "(") ? member_of_call(r, name) : -1;
	if (member >= 0)
		call(way, member);
}

/* Whether a copy failed: 1, 0, or -1 if nobody has asked yet. */
static int failed(const struct way *way, int member)
{
	return way->outcome[member] == NOT_ASKED ? -1 : way->outcome[member] == FAILED;
}

struct question {
	/* The copy or the variable that is asked about, or -1. */
	int member, variable;
	/* 1 or 0, or -1 if either may be. */
	int answer;
	bool not;
};

static struct question ask(const struct reader *r, const struct way *way, int first, int end)
{
	struct question q = { .member = -1, .variable = -1, .answer = -1 };

	for (;;) {
		bool likely = is(r, first, "likely") || is(r, first, "unlikely");
		int open = first + likely;

		if (is(r, first, "!")) {
			q.not = !q.not;
			first++;
		} else if (is(r, open, "(") && parsed_at(r->parsed, open)->mate == end - 1) {
			first = open + 1;
			end--;
		} else {
			break;
		}
	}
	if (is(r, first, "IS_ERR") || is(r, first, "IS_ERR_OR_NULL")) {
		q.member = member_at(r, first + 2, end - 1);
	} else if (member_at(r, first, end) >= 0) {
		int member = member_at(r, first, end);

		/* "if (!nsp->uts_ns)" after a copy asks if it failed; else there is a pointer. */
		if (way->outcome[member] == NOT_ASKED && q.not)
			q.member = member, q.not = false;
		else
			q.answer = 1;
	} else if (end == first + 1 ||
		   (end == first + 3 && is(r, end - 1, "0") &&
		    (is(r, first + 1, "<") || is(r, first + 1, "!=") || is(r, first + 1, "==")))) {
		q.not ^= is(r, first + 1, "==") && end > first + 1;
		q.variable = variable_at(r, first);
	}
	if (q.variable >= 0 && way->value[q.variable] == RESULT)
		q.member = way->of[q.variable];
	else if (q.variable >= 0 && way->value[q.variable] != UNKNOWN)
		q.answer = way->value[q.variable] == ERROR;
	if (q.member >= 0)
		q.answer = failed(way, q.member);
	return q;
}

/* Goes one way at a question whose answer was not known. */
static void decide(struct way *way, const struct question *q, bool answer)
{
	if (q->member >= 0) {
		way->outcome[q->member] = answer ? FAILED : GOOD;
		way->held[q->member] -= answer;
	} else if (q->variable >= 0) {
		set(way, q->variable, answer ? ERROR : ZERO, -1);
	}
}

/* Does the way succeed? @all says whether it gives an nsproxy away. */
static bool succeeds(const struct reader *r, const struct way *way, const struct step *step,
		     bool *all)
{
	int first = step->first + 1, variable;
	bool any = false;

	for (guint i = 0; i < r->members->len; i++)
		any |= way->outcome[i] == FAILED;
	if (step->end <= first)
		return !any;
	if (is(r, first, "0"))
		return true;
	if (step->end > first + 1 || is(r, first, "NULL"))
		return false;
	for (int i = 0; i < (int)r->flow->steps->len; i++) {
		const struct step *other = flow_step(r->flow, i);
		int member = other->kind == DO && is(r, other->first + 3, "=") ?
				     member_at(r, other->first, other->first + 3) :
				     -1;
		g_autofree char *base = word(r, other->first);

		*all |= member >= 0 && r->copied[member] && is(r, first, base);
	}
	variable = variable_at(r, first);
	if (*all || variable < 0)
		return *all || !any;
	if (way->value[variable] == RESULT)
		return failed(way, way->of[variable]) != 1;
	return way->value[variable] != ERROR && !any;
}

static void leave(struct reader *r, const struct way *way, const struct step *step)
{
	bool all = false, good = succeeds(r, way, step, &all), own = failed(way, r->ours) == 1;
	g_autofree char *by = NULL;

	for (guint i = 0; i < r->members->len; i++) {
		all |= good && r->copied[i] && way->outcome[i] != NOT_CALLED;
		if (way->outcome[i] == FAILED)
			by = g_strdup_printf("where the copy of %s fails",
					     (char *)r->members->pdata[i]);
	}
	if (good && way->outcome[r->ours] == NOT_ASKED)
		say(r, step, "nobody asks whether our copy has failed");
	for (guint i = 0; i < r->members->len; i++) {
		int want = good && all && r->copied[i];
		g_autofree char *what = NULL;

		if (way->held[i] == want || ((int)i != r->ours && !own))
			continue;
		what = g_strdup_printf("%s %s %s", by ? by : good ? "on success" : "where it fails",
				       (char *)r->members->pdata[i],
				       way->held[i] > want ? "is not put" :
				       want		   ? "is not held" :
							     "is put once too often");
		say(r, step, what);
	}
}

static void follow(struct reader *r, struct way way, int at)
{
	while (r->steps++ < MOST) {
		const struct step *step = flow_step(r->flow, at);
		struct question q;

		if (step->kind == DO)
			run(r, &way, step);
		if (step->kind == RETURN)
			leave(r, &way, step);
		if (step->kind == RETURN || step->kind == STOP)
			return;
		if (step->kind == PICK) {
			follow(r, way, step->to);
		} else if (step->kind == TEST) {
			q = ask(r, &way, step->first, step->end);
			if (q.answer < 0) {
				struct way other = way;

				/* The other one is where the condition does not hold. */
				decide(&other, &q, q.not);
				follow(r, other, step->to);
				decide(&way, &q, !q.not);
			} else if (q.answer == q.not) {
				at = step->to;
				continue;
			}
		}
		at = step->kind == JUMP ? step->to : at + 1;
	}
}

/* The members that the function takes or puts. */
static void find_members(struct reader *r)
{
	r->ours = index_in(r->members, patched_spec(r->patched, "member"), MEMBERS);
	r->copied[r->ours] = true;
	for (guint i = 0; i < r->flow->steps->len; i++) {
		const struct step *step = flow_step(r->flow, i);
		g_autofree char *taker = word(r, step->first + 4);
		int member;

		if (step->kind != DO)
			continue;
		if (is(r, step->first + 1, "("))
			member_at(r, step->first + 2, step->end - 1);
		else if (is(r, step->first + 3, "=") && is(r, step->first + 5, "(") &&
			 text_has(taker, "copy|get")) {
			member = member_at(r, step->first, step->first + 3);
			if (member >= 0)
				r->copied[member] = true;
		}
	}
	for (guint i = 0; i < r->flow->steps->len; i++) {
		const struct step *step = flow_step(r->flow, i);
		int equals = step->first;

		while (equals < step->end && !is(r, equals, "="))
			equals++;
		if (step->kind == DO && is(r, equals + 2, "(") && !is(r, equals - 2, "->")) {
			g_autofree char *name = word(r, equals + 1);
			int member = member_of_call(r, name);

			if (member >= 0)
				r->copied[member] = true;
		}
	}
}

/**
 * check_ways_out() - check each way through the function that copies
 * @patched: the series
 * @parsed: its file
 * @function: the function
 */
void check_ways_out(struct patched *patched, const struct parsed *parsed,
		    const struct function *function)
{
	g_autofree char *name = parsed_join(parsed, function->name, function->name + 1);
	g_autoptr(Flow) flow = flow_new(parsed, function);
	struct reader r = { .patched = patched, .parsed = parsed, .flow = flow, .function = name };

	if (flow->lost) {
		found(patched, "%s:%d: %s() cannot be read", parsed->path,
		      parsed_line(parsed, flow->lost), name);
		return;
	}
	r.members = g_ptr_array_new_with_free_func(g_free);
	r.variables = g_ptr_array_new_with_free_func(g_free);
	r.said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	find_members(&r);
	follow(&r, (struct way){ .held = { 0 } }, 0);
	if (r.steps >= MOST)
		found(patched, "%s:%d: %s() has too many ways through it", parsed->path,
		      parsed_line(parsed, function->name), name);
	g_ptr_array_unref(r.members);
	g_ptr_array_unref(r.variables);
	g_hash_table_unref(r.said);
}
