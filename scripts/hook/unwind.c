// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unwind: does each exit of a function drop exactly the references that were taken before it?
 *
 * A SmPL rule matches the statements around the place that it changes; it cannot see whether a
 * label far below is still right for a goto far above it. So the result is parsed again, as C and
 * independently of the rule. Code that cannot be parsed reliably is rejected: one put too many is
 * a use-after-free that no compiler detects.
 */
#include "hook/unwind.h"
#include "c/code.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/* No real function nests this deeply, and the parser below recurses. */
#define MAX_LEVEL 50

/*
 * The statements of a function that matter. @name is the label, an assignment's
 * "nsp->uts_ns=copy_utsname", the variable that is returned, or the operand of a put, such as
 * "nsp->uts_ns". @level is 1 for a statement that always runs, plus one for each condition, loop
 * or block around it.
 */
enum kind { COPY, TAKE, LABEL, GOTO, RETURN, PUT };

struct event {
	enum kind kind;
	char *name;
	int level;
	int offset;
};

struct reader {
	const struct unwinding *what;
	const char *file;
	const char *text;
	GPtrArray *words;
	GArray *offsets;
	guint at;
	bool lost;
	GPtrArray *events;
};

static void event_free(gpointer data)
{
	struct event *event = data;

	g_free(event->name);
	g_free(event);
}

static bool refuse(const struct reader *r, int offset, GError **err, const char *fmt, ...)
	G_GNUC_PRINTF(4, 5);

static bool refuse(const struct reader *r, int offset, GError **err, const char *fmt, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, fmt);
	what = g_strdup_vprintf(fmt, args);
	va_end(args);
	return fail(err, STATUS_TREE, "%s:%d: %s: %s", r->file, text_line(r->text, offset),
		    r->what->by, what);
}

static void split(struct reader *r)
{
	g_autofree char *code = text_code(r->text, false);
	g_autoptr(GRegex) regex = g_regex_new("\\w+|->|\\S", G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	for (g_regex_match(regex, code, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		int start;

		g_match_info_fetch_pos(match, 0, &start, NULL);
		g_ptr_array_add(r->words, g_match_info_fetch(match, 0));
		g_array_append_val(r->offsets, start);
	}
}

static const char *word(const struct reader *r, guint at)
{
	return at < r->words->len ? r->words->pdata[at] : "";
}

static bool is(const struct reader *r, guint at, const char *what)
{
	return !strcmp(word(r, at), what);
}

static bool is_name(const struct reader *r, guint at)
{
	return g_ascii_isalpha(*word(r, at)) || *word(r, at) == '_';
}

static bool is_jump(const struct reader *r, guint at)
{
	return is(r, at, "goto") || is(r, at, "return");
}

/* Exactly "(nsp->uts_ns)": a new string without the parentheses, or NULL. */
static char *argument(const struct reader *r, guint at)
{
	if (!is(r, at, "(") || !is_name(r, at + 1) || !is(r, at + 2, "->") || !is_name(r, at + 3) ||
	    !is(r, at + 4, ")"))
		return NULL;
	return g_strconcat(word(r, at + 1), "->", word(r, at + 3), NULL);
}

/* The end of an open parenthesis, or of a statement if none is open. */
static guint end_of(struct reader *r, guint at, bool statement)
{
	int open = 0;

	for (; *word(r, at); at++) {
		const char *p = word(r, at);

		/* A jump out of the middle of an expression is not supported. */
		r->lost |= is_jump(r, at) && !(statement && !open);
		open += strchr("({[", *p) != NULL;
		open -= strchr(")}]", *p) != NULL;
		if (open < 0 || (!open && *p == (statement ? ';' : ')')))
			return at + 1;
	}
	r->lost = true;
	return at;
}

static void event_add(struct reader *r, enum kind kind, char *name, int level, guint at)
{
	struct event *event = g_new0(struct event, 1);

	event->kind = kind;
	event->name = name;
	event->level = level;
	event->offset = g_array_index(r->offsets, int, at);
	g_ptr_array_add(r->events, event);
}

/* An assignment of a function's return value, without blanks and up to that function's name. */
static char *assignment(const struct reader *r, guint from, guint to)
{
	g_autoptr(GString) name = g_string_new(NULL);

	for (guint i = from; i < to; i++) {
		g_string_append(name, word(r, i));
		if (is(r, i, "=") && is_name(r, i + 1) && is(r, i + 2, "("))
			return g_strconcat(name->str, word(r, i + 1), NULL);
	}
	return NULL;
}

/*
 * Does an assignment take a reference to @member? The "err = copy_utsname()" of 2006 does not name
 * the member; there the function's name contains the member's name without "_ns".
 */
static bool takes(const char *assignment, const char *member)
{
	const char *target = strstr(assignment, "->"), *equals = strchr(assignment, '=');
	g_autofree char *stem = g_strdup(strstr(member, "->") + 2);

	if (target && target < equals)
		return g_str_has_prefix(assignment, member) &&
		       assignment + strlen(member) == equals;
	if (g_str_has_suffix(stem, "_ns"))
		stem[strlen(stem) - strlen("_ns")] = '\0';
	return strstr(equals, stem);
}

static bool takes_event(const struct event *take, const char *member)
{
	return takes(take->name, member);
}

/* "err=PTR_ERR_OR_ZERO": it tells of a failure, and takes nothing. */
static bool is_test(const char *assignment)
{
	return g_str_has_suffix(assignment, "=PTR_ERR_OR_ZERO");
}

static void simple(struct reader *r, int level, const char *tested)
{
	guint from = r->at, to = end_of(r, from, true);
	/*
	 * Any call with such an argument counts as a put, whatever the function is called: a
	 * function in the unwind code must not be given what has not been taken.
	 */
	g_autofree char *put = is_name(r, from) && to == from + 7 ? argument(r, from + 1) : NULL;
	g_autofree char *taken = assignment(r, from, to);
	bool ours = false;

	r->at = to;
	for (guint i = from; i < to; i++)
		ours |= is(r, i, r->what->copy) && is(r, i + 1, "(");
	if (is(r, from, "goto"))
		event_add(r, GOTO, g_strdup(word(r, from + 1)), level, from);
	else if (is(r, from, "return"))
		event_add(r, RETURN, g_strdup(to == from + 3 ? word(r, from + 1) : ""), level,
			  from);
	else if (ours)
		event_add(r, COPY, g_steal_pointer(&taken), level, from);
	else if (put)
		/*
		 * "if (nsp->uts_ns)" around its own put does not count as a condition: if it is
		 * NULL, there is nothing to put.
		 */
		event_add(r, PUT, g_strdup(put), level - !g_strcmp0(put, tested), from);
	else if (taken && !is_test(taken))
		event_add(r, TAKE, g_steal_pointer(&taken), level, from);
}

static void statement(struct reader *r, int level, const char *tested);

static void block(struct reader *r, int level, const char *tested)
{
	for (r->at++; !is(r, r->at, "}") && !r->lost; ) {
		if (is(r, r->at, "{"))
			block(r, level + 1, NULL);
		else
			statement(r, level, tested);
	}
	r->at++;
}

/* if, for, while, switch, and for_each_…(): the statement after any of them may or may not run. */
static void control(struct reader *r, int level)
{
	g_autofree char *tested = is(r, r->at, "if") ? argument(r, r->at + 1) : NULL;
	bool can_else = is(r, r->at, "if");

	r->at = end_of(r, r->at + 1, false);
	statement(r, level + 1, tested);
	if (!can_else || !is(r, r->at, "else"))
		return;
	r->at++;
	statement(r, level + 1, NULL);
}

static void statement(struct reader *r, int level, const char *tested)
{
	guint after;

	r->lost |= level > MAX_LEVEL || !*word(r, r->at);
	if (r->lost)
		return;
	if (is(r, r->at, "{")) {
		block(r, level, tested);
	} else if (is(r, r->at, "case") || is(r, r->at, "default")) {
		while (*word(r, r->at) && !is(r, r->at, ":"))
			r->at++;
		r->at++;
	} else if (is_name(r, r->at) && is(r, r->at + 1, ":")) {
		event_add(r, LABEL, g_strdup(word(r, r->at)), level, r->at);
		r->at += 2;
	} else if (is(r, r->at, "do")) {
		r->at++;
		statement(r, level + 1, NULL);
		r->at = end_of(r, r->at, true);
	} else if (is_name(r, r->at) && is(r, r->at + 1, "(") && !is_jump(r, r->at)) {
		after = end_of(r, r->at + 1, false);
		if (is(r, r->at, "if") || is(r, r->at, "while") || is(r, r->at, "for") ||
		    is(r, r->at, "switch") || is_name(r, after) || is(r, after, "{"))
			control(r, level);
		else
			simple(r, level, tested);
	} else {
		simple(r, level, tested);
	}
}

/*
 * The function's body, which follows its parameters; 0 if the function is missing or defined
 * twice.
 */
static guint body_of(struct reader *r, const char *function)
{
	guint body = 0;

	for (guint i = 0; i < r->words->len; i++) {
		guint after;

		if (!is(r, i, function) || !is(r, i + 1, "("))
			continue;
		after = end_of(r, i + 1, false);
		if (!is(r, after, "{"))
			continue;
		if (body)
			return 0;
		body = after;
	}
	return body;
}

static const struct event *event_at(const struct reader *r, guint i)
{
	return r->events->pdata[i];
}

/* The number of events of a kind and name; @last gets the index of the last one. */
static int count(const struct reader *r, enum kind kind, const char *name, guint *last)
{
	int found = 0;

	for (guint i = 0; i < r->events->len; i++) {
		if (event_at(r, i)->kind != kind || (name && strcmp(event_at(r, i)->name, name)))
			continue;
		*last = i;
		found++;
	}
	return found;
}

static int count_puts(const GPtrArray *puts, const char *name)
{
	int found = 0;

	for (guint i = 0; i < puts->len; i++)
		found += !strcmp(puts->pdata[i], name);
	return found;
}

static int count_ours(const struct reader *r, const GPtrArray *puts)
{
	int found = 0;

	for (guint i = 0; i < puts->len; i++)
		found += !strcmp(strstr(puts->pdata[i], "->") + 2, r->what->member);
	return found;
}

/* The puts from a goto's label up to the return; the events own the strings. */
static GPtrArray *puts_from(const struct reader *r, const struct event *from, GError **err)
{
	g_autoptr(GPtrArray) puts = g_ptr_array_new();
	const struct event *jump = from;
	guint at;

	for (guint jumps = 0; jumps < r->events->len; jumps++) {
		if (count(r, LABEL, jump->name, &at) != 1 || event_at(r, at)->level != 1) {
			refuse(r, jump->offset, err,
			       "expected exactly one label '%s', at the function's top level",
			       jump->name);
			return NULL;
		}
		for (jump = NULL, at++; at < r->events->len && !jump; at++) {
			const struct event *event = event_at(r, at);

			if (event->kind == LABEL || event->kind == TAKE)
				continue;
			if (event->kind == COPY || event->level != 1) {
				refuse(r, event->offset, err,
				       "the error path from '%s' on is not a plain list of puts",
				       from->name);
				return NULL;
			}
			if (event->kind == RETURN)
				return g_steal_pointer(&puts);
			if (event->kind == PUT)
				g_ptr_array_add(puts, event->name);
			else
				jump = event;
		}
		if (!jump)
			break;
	}
	refuse(r, from->offset, err, "the error path from '%s' on does not return", from->name);
	return NULL;
}

/*
 * Error paths before our copy must not put our namespace; those after it must put it exactly once.
 */
static bool ways_out(const struct reader *r, guint copy, guint own, GError **err)
{
	const char *taken = event_at(r, copy)->name ? event_at(r, copy)->name : "";

	for (guint i = 0; i < r->events->len; i++) {
		const struct event *event = event_at(r, i);
		g_autoptr(GPtrArray) puts = NULL;
		int ours;

		if (i < copy && event->kind == RETURN && *event->name &&
		    g_str_has_prefix(taken, event->name) &&
		    g_str_has_prefix(taken + strlen(event->name), "->"))
			return refuse(r, event->offset, err,
				      "'return %s' comes before the copy of %s", event->name,
				      r->what->member);
		if (i > copy && event->kind == RETURN && event->level != 1)
			return refuse(r, event->offset, err,
				      "a return after the copy of %s does not put it",
				      r->what->member);
		/* The return on success: code after it is only reached by a goto. */
		if (i > copy && event->kind == RETURN)
			break;
		if ((event->kind != GOTO && !(event->kind == LABEL && i > copy)) || i == own)
			continue;
		puts = puts_from(r, event, err);
		if (!puts)
			return false;
		ours = count_ours(r, puts);
		if (event->kind == LABEL && ours)
			return refuse(r, event->offset, err,
				      "the success path runs into '%s', which puts %s", event->name,
				      r->what->member);
		if (event->kind == LABEL)
			break;
		if (i < copy && ours)
			return refuse(r, event->offset, err,
				      "'goto %s' puts %s, which is not copied yet", event->name,
				      r->what->member);
		if (i > copy && ours != 1)
			return refuse(r, event->offset, err,
				      "'goto %s' after the copy of %s puts it %d times, not once",
				      event->name, r->what->member, ours);
	}
	return true;
}

/*
 * What was taken since the last copy whose failure is tested: @jump is the goto of that failure,
 * @takes that copy, and what is taken after it without a test, as by get_time_ns().
 */
struct before {
	const struct event *jump;
	GPtrArray *takes;
};

/* The copy before ours. Return: false if there is none, or if it is not sure what was taken. */
static bool find_before(const struct reader *r, guint copy, struct before *before)
{
	bool tested = false;

	for (guint i = 0; i < copy; i++) {
		struct event *event = r->events->pdata[i];

		if (event->kind == TAKE && (event->level == 1 || strstr(event->name, "->"))) {
			g_ptr_array_add(before->takes, event);
			tested = false;
		} else if (event->kind == GOTO && event->level > 1 && before->takes->len &&
			   !tested) {
			/* Its label is for everything that was taken before this copy. */
			g_ptr_array_remove_range(before->takes, 0, before->takes->len - 1);
			before->jump = event;
			tested = true;
		}
	}
	for (guint i = 1; i < before->takes->len; i++)
		if (((struct event *)before->takes->pdata[i])->level > 1)
			return false;
	return before->jump;
}

/* Is each of these puts for one of the takes, and each take put? */
static bool puts_taken(const struct reader *r, const struct event *out, const GPtrArray *more,
		       const GPtrArray *takes, GError **err)
{
	const struct event *last = takes->pdata[takes->len - 1];

	for (guint i = 0; i < more->len; i++) {
		guint n = 0;

		while (n < takes->len && !takes_event(takes->pdata[n], more->pdata[i]))
			n++;
		if (n == takes->len)
			return refuse(r, out->offset, err,
				      "'goto %s' puts %s, not what '%s()' took", out->name,
				      (char *)more->pdata[i], last->name);
	}
	for (guint i = 0; i < takes->len; i++) {
		const struct event *take = takes->pdata[i];
		guint n = 0;

		while (n < more->len && !takes_event(take, more->pdata[n]))
			n++;
		if (n == more->len)
			return refuse(r, out->offset, err,
				      "'goto %s' does not put what '%s()' took", out->name,
				      take->name);
	}
	return true;
}

static bool own_puts(const struct reader *r, const struct event *out, const struct before *before,
		     GError **err)
{
	g_autoptr(GPtrArray) puts = puts_from(r, out, err), less = NULL;
	g_autoptr(GPtrArray) more = g_ptr_array_new();

	if (!puts)
		return false;
	less = puts_from(r, before->jump, err);
	if (!less)
		return false;
	for (guint i = 0; i < puts->len; i++) {
		if (count_puts(puts, puts->pdata[i]) != 1)
			return refuse(r, out->offset, err, "'goto %s' puts %s twice", out->name,
				      (char *)puts->pdata[i]);
		if (!count_puts(less, puts->pdata[i]))
			g_ptr_array_add(more, puts->pdata[i]);
	}
	if (count_ours(r, puts))
		return refuse(r, out->offset, err, "'goto %s' puts %s, whose copy has failed",
			      out->name, r->what->member);
	for (guint i = 0; i < less->len; i++)
		if (!count_puts(puts, less->pdata[i]))
			return refuse(r, out->offset, err, "'goto %s' does not put %s", out->name,
				      (char *)less->pdata[i]);
	if (more->len != before->takes->len || puts->len != less->len + more->len)
		return refuse(r, out->offset, err,
			      "'goto %s' must put exactly %s more than 'goto %s'", out->name,
			      before->takes->len == 1 ? "one" : "what was taken since then",
			      before->jump->name);
	return puts_taken(r, out, more, before->takes, err);
}

/*
 * If our copy fails, we must put what the error path of the copy before ours puts, and what was
 * taken by that copy and since then.
 */
static bool own_way_out(const struct reader *r, guint copy, guint own, GError **err)
{
	struct before before = { .takes = g_ptr_array_new() };
	bool good;

	if (find_before(r, copy, &before))
		good = own_puts(r, event_at(r, own), &before, err);
	else
		good = refuse(r, event_at(r, copy)->offset, err,
			      "copy with a goto not found directly before that of %s",
			      r->what->member);
	g_ptr_array_unref(before.takes);
	return good;
}

static bool check(struct reader *r, GError **err)
{
	const char *function = r->what->function;
	guint body, copy = 0, own, jump = 0;
	int calls = 0, where;

	split(r);
	body = body_of(r, function);
	r->lost = false;
	if (!body)
		return fail(err, STATUS_TREE, "%s: %s: expected exactly one function %s()",
			    r->file, r->what->by, function);
	where = g_array_index(r->offsets, int, body);
	r->at = body;
	block(r, 1, NULL);
	if (r->lost)
		return refuse(r, where, err, "%s() cannot be parsed reliably", function);

	for (guint i = body; i < r->at; i++)
		calls += is(r, i, r->what->copy) && is(r, i + 1, "(");
	if (calls != 1 || count(r, COPY, NULL, &copy) != 1)
		return refuse(r, where, err, "%s() is not called exactly once in %s()",
			      r->what->copy, function);
	own = copy;
	where = event_at(r, copy)->offset;
	if (event_at(r, copy)->level != 1)
		return refuse(r, where, err, "%s() would be called conditionally",
			      r->what->copy);
	while (++own < r->events->len && event_at(r, own)->kind != GOTO &&
	       event_at(r, own)->kind != LABEL)
		;
	if (own == r->events->len || event_at(r, own)->kind != GOTO || event_at(r, own)->level != 2)
		return refuse(r, where, err, "failure of %s() does not 'goto %s'", r->what->copy,
			      r->what->label ? r->what->label : "…");
	if (r->what->label && (count(r, GOTO, r->what->label, &jump) != 1 || jump != own))
		return refuse(r, where, err,
			      "failure of %s() does not 'goto %s', or another jump does as well",
			      r->what->copy, r->what->label);
	return ways_out(r, copy, own, err) && own_way_out(r, copy, own, err);
}

static bool check_text(const struct unwinding *what, const char *file, const char *text,
		       GError **err)
{
	struct reader r = {
		.what = what,
		.file = file,
		.text = text,
		.words = g_ptr_array_new_with_free_func(g_free),
		.offsets = g_array_new(FALSE, FALSE, sizeof(int)),
		.events = g_ptr_array_new_with_free_func(event_free),
	};
	bool good = check(&r, err);

	g_ptr_array_unref(r.words);
	g_array_unref(r.offsets);
	g_ptr_array_unref(r.events);
	return good;
}

/* More of them than this in one function, and each in two states, are not tried. */
#define MAX_CONDITIONS 8

#define DIRECTIVE "[ \t]*#[ \t]*"

/* The function's text, from its parameters to the first "}" in column 0. */
static bool find_function(const struct unwinding *what, const char *text, size_t *from, size_t *to)
{
	g_autofree char *pattern =
		g_strdup_printf("\\b%s\\((?=[^;{}]*\\{)", what->function);
	int at = text_find(text, pattern);
	const char *end = at < 0 ? NULL : strstr(text + at, "\n}");

	*from = at;
	*to = end ? (size_t)(end - text) : strlen(text);
	return at >= 0;
}

/*
 * "#ifdef CONFIG_X" and "#ifndef CONFIG_X" are about the same: a new string, "CONFIG_X", or the
 * whole condition; NULL if this line does not begin a conditional.
 */
static char *condition_of(const char *line, bool *negated)
{
	char *name = text_match(line, "^" DIRECTIVE "(?:ifn?def[ \t]+|if[ \t]+!?[ \t]*defined[ \t]*"
				"\\(?[ \t]*)(\\w+)[ \t]*\\)?[ \t]*$", 1);

	*negated = name && text_has(line, "^" DIRECTIVE "(?:ifndef|if[ \t]+!)");
	return name ? name : text_match(line, "^" DIRECTIVE "if[ \t]*(.*)$", 1);
}

static guint index_of(GPtrArray *conditions, const char *condition)
{
	guint at;

	if (!g_ptr_array_find_with_equal_func(conditions, condition, g_str_equal, &at)) {
		at = conditions->len;
		g_ptr_array_add(conditions, g_strdup(condition));
	}
	return at;
}

/*
 * Replaces each condition of the lines by 0 or 1, as the bits of @state say, in its place.
 * @conditions: gets those that it does not have yet
 */
static char *configured(const char *text, size_t from, size_t to, guint state,
			GPtrArray *conditions)
{
	char *result = g_strdup(text), *next;

	for (char *line = result + from; line < result + to; line = next) {
		size_t len = strcspn(line, "\n");
		g_autofree char *copy = g_strndup(line, len);
		bool negated;
		g_autofree char *condition = condition_of(copy, &negated);

		next = line + len + 1;
		if (!condition || len < strlen("#if 1"))
			continue;
		memset(line, ' ', len);
		memcpy(line, (state >> index_of(conditions, condition) & 1) != negated ?
		       "#if 1" : "#if 0", strlen("#if 1"));
	}
	return result;
}

/* "with CONFIG_A and without CONFIG_B", for an error. */
static void say_state(GError **err, const GPtrArray *conditions, guint state)
{
	g_autoptr(GString) says = g_string_new(conditions->len ? " (" : "");

	for (guint i = 0; i < conditions->len; i++)
		g_string_append_printf(says, "%s%s %s", i ? ", " : "",
				       state >> i & 1 ? "with" : "without",
				       (char *)conditions->pdata[i]);
	error_end(err, g_string_append(says, conditions->len ? ")" : "")->str);
}

/**
 * unwind_check() - is every exit of a function correct after a copy was added, in every
 * configuration?
 * @what: the function and the copy
 * @file: the file's name in the tree
 * @text: the file, with the copy in it
 * @err: STATUS_TREE, with the line
 *
 * Return: false if an exit puts too much or too little, or if the code cannot be parsed reliably.
 */
bool unwind_check(const struct unwinding *what, const char *file, const char *text, GError **err)
{
	g_autoptr(GPtrArray) conditions = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *code = text_code(text, true);
	g_autofree char *body = NULL;
	size_t from, to;

	if (!find_function(what, code, &from, &to))
		return check_text(what, file, text, err);
	g_free(configured(code, from, to, 0, conditions));
	body = g_strndup(code + from, to - from);
	if (text_has(body, "^" DIRECTIVE "elif"))
		return fail(err, STATUS_TREE, "%s:%d: %s: %s() has an #elif, which is not tried",
			    file, text_line(text, from), what->by, what->function);
	if (conditions->len > MAX_CONDITIONS)
		return fail(err, STATUS_TREE,
			    "%s:%d: %s: %s() has %u conditions; at most %d are tried", file,
			    text_line(text, from), what->by, what->function, conditions->len,
			    MAX_CONDITIONS);
	for (guint state = 0; state < 1u << conditions->len; state++) {
		g_autofree char *with = configured(code, from, to, state, conditions);
		g_autofree char *only = code_only(file, with);

		if (check_text(what, file, only, err))
			continue;
		say_state(err, conditions, state);
		return false;
	}
	return true;
}
