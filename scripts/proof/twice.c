// SPDX-License-Identifier: GPL-2.0-only
/*
 * A struct or an enum that gets a line of ours and has one name twice: it does not compile, so it
 * is not what it seems to be, or the name is ours and somebody has it already.
 */
#include "proof/proof.h"
#include "lib/text.h"

#include <string.h>

enum list_type { LIST_NONE, LIST_STRUCT, LIST_ENUM };

static enum list_type type_of(const struct reading *r, int open)
{
	int at = reading_is_word(r, open - 1) && !reading_is(r, open - 1, "enum") ? open - 2 :
										      open - 1;

	if (reading_is(r, at, "struct"))
		return LIST_STRUCT;
	return reading_is(r, at, "enum") ? LIST_ENUM : LIST_NONE;
}

/* Is the word the name of a member, or an enumerator? */
static bool is_name(const struct reading *r, enum list_type type, int open, int at)
{
	static const char *const ends[] = { ";", ",", "[", ":" };

	if (!reading_is_word(r, at) || reading_opener(r, at, 0) != open)
		return false;
	if (type == LIST_ENUM)
		return at == open + 1 || reading_is(r, at - 1, ",");
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		if (reading_is(r, at + 1, ends[i]))
			return true;
	return false;
}

/* Of the arms of a conditional only one is compiled. */
static bool are_apart(const struct changed *changed, int from, int to)
{
	g_autoptr(GPtrArray) lines = text_lines(changed->after->code);

	for (int i = changed_line(changed, from); i < changed_line(changed, to); i++)
		if (text_has(lines->pdata[i - 1], "^[ \t]*#"))
			return true;
	return false;
}

static bool check_list(const struct changed *changed, enum list_type type, int open, GError **err)
{
	const struct reading *r = changed->after;
	int close = reading_partner(r, open);

	for (int i = open + 1; i < close; i++) {
		g_autofree char *name = NULL;

		if (!is_name(r, type, open, i))
			continue;
		name = reading_text(r, i);
		for (int n = i + 1; n < close; n++) {
			if (!reading_is(r, n, name) || !is_name(r, type, open, n))
				continue;
			if (changed_added(changed, i) || changed_added(changed, n) ||
			    !are_apart(changed, i, n))
				return changed_fail(changed, n, err,
						    "'%s' would be there twice, here and in line %d",
						    name, changed_line(changed, i));
		}
	}
	return true;
}

/**
 * proof_twice() - has each name of a list that we add to one element?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: two members of a struct, or two enumerators, have the same name
 */
bool proof_twice(const struct proof *proof G_GNUC_UNUSED, const struct changed *changed,
		 GError **err)
{
	const struct reading *r = changed->after;
	int last = -1;

	for (int i = 0; changed->before && i < reading_count(r); i++) {
		int open = changed_added(changed, i) ? reading_opener(r, i, '{') : -1;

		if (open < 0 || open == last || type_of(r, open) == LIST_NONE)
			continue;
		last = open;
		if (!check_list(changed, type_of(r, open), open, err))
			return false;
	}
	return true;
}
