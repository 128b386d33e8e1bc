// SPDX-License-Identifier: GPL-2.0-only
/*
 * The elements of an initialiser or an enum.
 */
#include "c/elements.h"

/**
 * elements_of() - the elements of a list
 * @r: the file
 * @open: the brace that opens the list
 *
 * Return: an array of struct element.
 */
GArray *elements_of(const struct reading *r, int open)
{
	GArray *elements = g_array_new(FALSE, FALSE, sizeof(struct element));
	int close = reading_partner(r, open);
	struct element element = { open + 1, open };

	for (int i = open + 1; i <= close; i++) {
		if (i == close || reading_is(r, i, ",")) {
			element.last = i - 1;
			if (element.last >= element.first)
				g_array_append_val(elements, element);
			element.first = i + 1;
		} else if (reading_partner(r, i) > i) {
			i = reading_partner(r, i);
		}
	}
	return elements;
}

static bool is_nothing(const struct reading *r, int at)
{
	return reading_is(r, at, "NULL") || reading_is(r, at, "0");
}

/**
 * element_ends_list() - is this the element that code takes for the end of a list?
 * @r: the file
 * @element: the element: NULL, 0, {}, { 0 }, { NULL } or { .x = NULL }
 */
bool element_ends_list(const struct reading *r, const struct element *element)
{
	int count = element->last - element->first + 1;

	if (count == 1)
		return is_nothing(r, element->first);
	if (!reading_is(r, element->first, "{"))
		return false;
	return count == 2 || (count == 3 && is_nothing(r, element->first + 1)) ||
	       (count == 6 && reading_is(r, element->first + 1, ".") &&
		is_nothing(r, element->last - 1));
}
