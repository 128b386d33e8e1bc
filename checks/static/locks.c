// SPDX-License-Identifier: GPL-2.0-only
/*
 * An added statement of a function is where a neighbour's is that says the same: as deep in blocks,
 * and with the same locks.
 */
#include "steps.h"
#include "lib/text.h"
#include "added-lines.h"

#include <string.h>

/* More ways through a function are not followed. */
#define MOST 20000

#define NOT_IN_WORD "(?<![A-Za-z0-9])"

/* The lines of functions, with "@" for the namespace that each names. */
static char *general(const char *line, const char *lower, const char *upper)
{
	g_autofree char *pattern = g_strdup_printf(
		NOT_IN_WORD "(?:%s)(?=ns_|_|[^A-Za-z0-9_]|$)|(?<=NEW|[^A-Za-z0-9])(?:%s)(?![A-Z0-9])",
		lower, upper);
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW, 0, NULL);
	g_autofree char *with = g_regex_replace_literal(regex, line, -1, 0, "@", 0, NULL);
	g_autoptr(GRegex) blanks = g_regex_new("\\s+", G_REGEX_RAW, 0, NULL);

	return g_regex_replace_literal(blanks, with ? with : line, -1, 0, "", 0, NULL);
}

/* A call that takes (1) or releases (-1) a lock, and the lock's name. */
static int locks(const struct parsed *parsed, int i, char **lock)
{
	static const struct {
		const char *pattern;
		int what;
	} calls[] = {
		{ "^(\\w*)_unlock(\\w*)$", -1 },
		{ "^(\\w*)_lock(\\w*)$", 1 },
		{ "^(\\w*)unlock_(\\w*)$", -1 },
		{ "^(\\w*)lock_(\\w*)$", 1 },
		{ "^()up_(\\w+)$", -1 },
		{ "^()down_(\\w+)$", 1 },
	};
	g_autofree char *word = NULL;

	if (!parsed_is_name(parsed, i) || !parsed_is(parsed, i + 1, "("))
		return 0;
	word = parsed_join(parsed, i, i + 1);
	for (size_t n = 0; n < G_N_ELEMENTS(calls); n++) {
		g_autofree char *first = text_match(word, calls[n].pattern, 1),
				*rest = text_match(word, calls[n].pattern, 2);

		if (!first)
			continue;
		*lock = g_strdup_printf(" %s-%s", first, rest);
		return calls[n].what;
	}
	return 0;
}

/* The locks that are held after a step. */
static char *after(const struct parsed *parsed, const struct step *step, const char *held)
{
	g_autoptr(GString) now = g_string_new(held);

	for (int i = step->first; i < step->end && step->kind != PICK; i++) {
		g_autofree char *lock = NULL;
		int what = locks(parsed, i, &lock);
		const char *at = what < 0 ? strstr(now->str, lock) : NULL;

		if (what > 0)
			g_string_append(now, lock);
		else if (at)
			g_string_erase(now, at - now->str, strlen(lock));
	}
	return g_strdup(now->str);
}

/* For each step a set of the locks that may be held when it begins. */
static GHashTable **follow(const struct parsed *parsed, const struct flow *flow)
{
	GHashTable **held = g_new0(GHashTable *, flow->steps->len + 1);
	g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(GPtrArray) with = g_ptr_array_new_with_free_func(g_free);
	int at = 0;

	for (guint i = 0; i < flow->steps->len; i++)
		held[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_array_append_val(todo, at);
	g_ptr_array_add(with, g_strdup(""));
	for (int steps = 0; todo->len && steps < MOST; steps++) {
		g_autofree char *locks = g_ptr_array_steal_index(with, with->len - 1);
		g_autofree char *then = NULL;
		const struct step *step;
		int next;

		at = g_array_index(todo, int, todo->len - 1);
		g_array_set_size(todo, todo->len - 1);
		if (!g_hash_table_add(held[at], g_strdup(locks)))
			continue;
		step = flow_step(flow, at);
		if (step->kind == RETURN || step->kind == STOP)
			continue;
		then = after(parsed, step, locks);
		next = step->kind == JUMP ? step->to : at + 1;
		g_array_append_val(todo, next);
		g_ptr_array_add(with, g_strdup(then));
		if (step->kind != TEST && step->kind != PICK)
			continue;
		g_array_append_val(todo, step->to);
		g_ptr_array_add(with, g_strdup(then));
	}
	return held;
}

/* The step that begins in a line; -1: none does. */
static int step_in(const struct parsed *parsed, const struct flow *flow, int line)
{
	for (int i = 0; i < (int)flow->steps->len; i++) {
		const struct step *step = flow_step(flow, i);

		if (step->kind != JUMP && step->end > step->first &&
		    parsed_line(parsed, step->first) == line)
			return i;
	}
	return -1;
}

static bool same(GHashTable *one, GHashTable *two)
{
	GHashTableIter iter;
	gpointer locks;

	g_hash_table_iter_init(&iter, one);
	while (g_hash_table_iter_next(&iter, &locks, NULL))
		if (!g_hash_table_contains(two, locks))
			return false;
	return g_hash_table_size(one) == g_hash_table_size(two);
}

static void check_line(struct patched *patched, const struct parsed *parsed,
		       const struct flow *flow, GHashTable **held, const GPtrArray *lines,
		       const int *range, int line)
{
	int ours = step_in(parsed, flow, line), twin = 0;
	g_autofree char *wanted = general(lines->pdata[line - 1], patched_spec(patched, "name"),
					  patched_spec(patched, "NAME"));

	if (ours < 0 || !strchr(wanted, '@'))
		return;
	if (!g_hash_table_size(held[ours]))
		found(patched, "%s:%d: control never gets here", parsed->path, line);
	for (int n = range[0]; n <= range[1]; n++) {
		g_autofree char *text = general(lines->pdata[n - 1],
						"uts|ipc|pid|net|mnt|cgroup|time",
						"UTS|IPC|PID|NET|NS|CGROUP|TIME");
		int its = parsed_added(parsed, n) || strcmp(text, wanted) ?
				  -1 :
				  step_in(parsed, flow, n);

		if (its < 0)
			continue;
		twin = n;
		if (flow_step(flow, its)->depth == flow_step(flow, ours)->depth &&
		    same(held[its], held[ours]))
			return;
	}
	if (twin)
		found(patched,
		      "%s:%d: line %d says the same of another namespace, but in another block or under other locks",
		      parsed->path, line, twin);
}

static void check_function(struct patched *patched, const struct parsed *parsed,
			   const struct function *function, const GPtrArray *lines)
{
	int range[] = { parsed_line(parsed, function->open), parsed_line(parsed, function->close) };
	g_autoptr(Flow) flow = NULL;
	GHashTable **held;
	bool any = false;

	for (int n = range[0]; n <= range[1]; n++)
		any |= parsed_added(parsed, n);
	if (!any)
		return;
	flow = flow_new(parsed, function);
	if (flow->lost) {
		found(patched, "%s:%d: this function cannot be read", parsed->path,
		      parsed_line(parsed, flow->lost));
		return;
	}
	held = follow(parsed, flow);
	for (int n = range[0] + 1; n < range[1]; n++)
		if (parsed_added(parsed, n))
			check_line(patched, parsed, flow, held, lines, range, n);
	for (guint i = 0; i < flow->steps->len; i++)
		g_hash_table_unref(held[i]);
	g_free(held);
}

/**
 * check_locks() - added statements of functions
 * @patched: the series
 * @parsed: a file
 */
void check_locks(struct patched *patched, const struct parsed *parsed)
{
	g_autoptr(GPtrArray) lines = text_lines(parsed->text);

	for (guint i = 0; i < parsed->functions->len && !parsed->is_new; i++)
		check_function(patched, parsed,
			       &g_array_index(parsed->functions, struct function, i), lines);
}
