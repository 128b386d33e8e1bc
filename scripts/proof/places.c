// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines of ours inside a function: each stands where a neighbour's line that says the same could
 * stand. It is as deep in blocks, the same locks are held, and control gets there.
 */
#include "proof/proof.h"
#include "engine/rename.h"
#include "c/flow.h"

#include <string.h>

/* A line without its blanks, to compare it with another. */
static char *bare(const char *line)
{
	GString *text = g_string_new(NULL);

	for (; *line; line++)
		if (!g_ascii_isspace(*line))
			g_string_append_c(text, *line);
	return g_string_free(text, FALSE);
}

/* The first token of a line; -1: the line has none. */
static int first_in(const struct reading *r, int line)
{
	int low = 0, high = reading_count(r);

	while (low < high) {
		int middle = (low + high) / 2;

		if (reading_token(r, middle)->line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low < reading_count(r) && reading_token(r, low)->line == line ? low : -1;
}

static int depth_at(const struct reading *r, const struct function *function, int at)
{
	int depth = 0;

	for (int i = function->open; i < at; i++)
		if (reading_is(r, i, "{"))
			depth += reading_partner(r, i) >= at;
	return depth;
}

/* +1: the call takes a lock, -1: it releases one; @name gets the lock's name. */
static int locks(const struct reading *r, int at, char **name)
{
	static const struct {
		const char *take, *release;
	} pairs[] = { { "_lock", "_unlock" }, { "lock_", "unlock_" }, { "down_", "up_" } };
	g_autofree char *word = NULL;

	if (!reading_is_word(r, at) || !reading_is(r, at + 1, "("))
		return 0;
	word = reading_text(r, at);
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		const char *release = strstr(word, pairs[i].release);
		const char *take = strstr(word, pairs[i].take);
		const char *found = release ? release : take;
		const char *end = release ? pairs[i].release : pairs[i].take;

		if (!found || (i == 2 && found != word))
			continue;
		*name = g_strdup_printf("%.*s%s%s", (int)(found - word), word, pairs[i].take,
					found + strlen(end));
		return release ? -1 : 1;
	}
	return 0;
}

/* The locks that are held at a token, as text. Blocks that control leaves for good are skipped. */
static char *held_at(const struct reading *r, const struct function *function, int at)
{
	g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func(g_free);
	GString *text = g_string_new(NULL);

	for (int i = function->open + 1; i < at; i++) {
		int partner = reading_partner(r, i), what;
		g_autofree char *name = NULL;
		guint index;

		if (reading_is(r, i, "{") && partner >= 0 && partner < at &&
		    flow_ends(r, partner - 1)) {
			i = partner;
			continue;
		}
		what = locks(r, i, &name);
		if (what > 0)
			g_ptr_array_add(held, g_steal_pointer(&name));
		else if (what < 0 &&
			 g_ptr_array_find_with_equal_func(held, name, g_str_equal, &index))
			g_ptr_array_remove_index(held, index);
	}
	for (guint i = 0; i < held->len; i++)
		g_string_append_printf(text, "%s%s()", i ? ", " : "", (char *)held->pdata[i]);
	return g_string_free(text, FALSE);
}

/* What a search for the neighbour's line came to. */
struct twin {
	int line;	/* a line like ours, in another place; 0: there is none */
	bool fits;	/* there is one in a place like ours */
};

static void compare(const struct changed *changed, const struct function *function, int at,
		    const char *wanted, struct twin *twin)
{
	const struct reading *r = changed->after;
	int end = reading_token(r, function->close)->line;

	for (int line = reading_token(r, function->open)->line; line <= end && !twin->fits;
	     line++) {
		int other = first_in(r, line);
		g_autofree char *text = NULL, *mine = NULL, *its = NULL;

		if (other < 0 || changed_added(changed, other) || other <= function->open)
			continue;
		text = bare(changed->lines->pdata[line - 1]);
		if (strcmp(text, wanted))
			continue;
		twin->line = line;
		mine = held_at(r, function, at);
		its = held_at(r, function, other);
		twin->fits = depth_at(r, function, at) == depth_at(r, function, other) &&
			     !strcmp(mine, its);
	}
}

static bool stands_like(const struct proof *proof, const struct changed *changed,
			const struct function *function, int at, GError **err)
{
	const char *line = changed->lines->pdata[changed_line(changed, at) - 1];
	struct twin twin = { 0 };
	g_autofree char *held = NULL;

	for (guint i = 0; i < proof->neighbours->len && !twin.fits; i++) {
		g_autofree char *renamed = g_strdup(line), *wanted = NULL;

		rename_words(proof->spec, proof->neighbours->pdata[i], &renamed);
		rename_parts(proof->spec, proof->neighbours->pdata[i], &renamed);
		if (!strcmp(renamed, line))
			continue;
		wanted = bare(renamed);
		compare(changed, function, at, wanted, &twin);
	}
	if (twin.fits || !twin.line)
		return true;
	held = held_at(changed->after, function, at);
	return changed_fail(changed, at, err,
			    "this line would not be where its neighbour is, in line %d: %s",
			    twin.line, *held ? held : "another block, or other locks");
}

/* Statements after an unconditional jump are never reached, unless they have a label. */
static bool is_reached(const struct changed *changed, int at, GError **err)
{
	const struct reading *r = changed->after;
	int before = at - 1;

	if (reading_is(r, at, "case") || reading_is(r, at, "default") || reading_is(r, at, "}") ||
	    reading_is(r, at + 1, ":") || changed_added(changed, before) ||
	    !flow_ends(r, before))
		return true;
	return changed_fail(changed, at, err,
			    "control never comes to this line: line %d goes elsewhere",
			    changed_line(changed, before));
}

/**
 * proof_places() - are our lines in functions where their neighbours could be?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: a line is in another block, under other locks, or is never reached
 */
bool proof_places(const struct proof *proof, const struct changed *changed, GError **err)
{
	const struct reading *r = changed->after;

	for (int i = 0, line = 0; changed->before && i < reading_count(r); i++) {
		const struct function *function;

		if (changed_line(changed, i) == line)
			continue;
		line = changed_line(changed, i);
		if (!changed_added(changed, i))
			continue;
		function = reading_function_at(r, i);
		if (function && (!is_reached(changed, i, err) ||
				 !stands_like(proof, changed, function, i, err)))
			return false;
	}
	return true;
}
