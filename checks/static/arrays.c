// SPDX-License-Identifier: GPL-2.0-only
/*
 * Elements of arrays: code finds one only before the one that ends the list, and, where all others
 * say their index, only if it does too.
 */
#include "added-lines.h"

#include <string.h>

struct element {
	int first, end;
};

static GArray *elements_of(const struct parsed *parsed, int open)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct element));
	int close = parsed_at(parsed, open)->mate;
	struct element element = { .first = open + 1 };

	for (int i = open + 1; i <= close; i++) {
		int mate = parsed_at(parsed, i)->mate;

		if (i == close || parsed_is(parsed, i, ",")) {
			element.end = i;
			if (element.end > element.first)
				g_array_append_val(all, element);
			element.first = i + 1;
		} else if (mate > i) {
			i = mate;
		}
	}
	return all;
}

static bool is_added(const struct parsed *parsed, const struct element *element)
{
	return parsed_added(parsed, parsed_line(parsed, element->first));
}

/* NULL, 0, {}, and { } with one of them in it, with or without a member's name. */
static bool is_last(const struct parsed *parsed, const struct element *element)
{
	g_autofree char *text = parsed_join(parsed, element->first, element->end);

	return g_regex_match_simple("^(\\{((\\.\\w+=)?(NULL|0),?)?\\}|NULL|0)$", text, 0, 0);
}

static bool has_designator(const struct parsed *parsed, const struct element *element)
{
	return parsed_is(parsed, element->first, "[") || parsed_is(parsed, element->first, ".");
}

static void check_list(struct patched *patched, const struct parsed *parsed, int open)
{
	g_autoptr(GArray) all = elements_of(parsed, open);
	int last = 0, with = 0, without = 0;

	for (guint i = 0; i < all->len; i++) {
		const struct element *element = &g_array_index(all, struct element, i);

		if (is_added(parsed, element))
			continue;
		with += has_designator(parsed, element);
		without += !has_designator(parsed, element);
	}
	for (guint i = 0; i < all->len && with + without; i++) {
		const struct element *element = &g_array_index(all, struct element, i);
		int line = parsed_line(parsed, element->first);

		if (!is_added(parsed, element)) {
			if (is_last(parsed, element))
				last = line;
			continue;
		}
		if (last)
			found(patched, "%s:%d: after the element that ends the list, in line %d",
			      parsed->path, line, last);
		if (with > 1 && !without && !has_designator(parsed, element))
			found(patched, "%s:%d: all other elements of the list say which they are",
			      parsed->path, line);
	}
}

/**
 * check_lists() - added elements of arrays
 * @patched: the series
 * @parsed: a file
 */
void check_lists(struct patched *patched, const struct parsed *parsed)
{
	for (int i = 0; i < (int)parsed->tokens->len; i++)
		if (parsed_is(parsed, i, "{") && parsed_is(parsed, i - 1, "=") &&
		    parsed_at(parsed, i)->mate > i)
			check_list(patched, parsed, i);
}
