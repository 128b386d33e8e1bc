// SPDX-License-Identifier: GPL-2.0-only
/*
 * Elements of ours in initialisers and enums: code has to find them where they stand, and each has
 * a value of its own.
 */
#include "proof/proof.h"
#include "c/constants.h"
#include "lib/error.h"
#include "c/elements.h"

#include <string.h>

static bool is_ours(const struct changed *changed, const struct element *element)
{
	return changed_added(changed, element->first);
}

static const struct element *nth(const GArray *elements, guint i)
{
	return &g_array_index(elements, struct element, i);
}

/* The number in "name[8] = {", or of a macro of this file; 0: there is none. */
static guint64 size_of(const struct changed *changed, int open)
{
	const struct reading *r = changed->after;
	int close = reading_is(r, open - 1, "=") ? open - 2 : -1;
	g_autoptr(Constants) names = NULL;
	g_autofree char *size = NULL;
	struct c_values values = { .n = 0 };

	if (!reading_is(r, close, "]") || reading_partner(r, close) != close - 2)
		return 0;
	if (!reading_is_word(r, close - 1))
		return g_ascii_strtoull(reading_token(r, close - 1)->at, NULL, 0);
	size = reading_text(r, close - 1);
	names = constants_new();
	constants_read(names, changed->path, r->code);
	return constants_value(names, size, &values) && values.n == 1 ? values.of[0].bits : 0;
}

/*
 * An element is ours or the tree's. One that begins as one and goes on as the other lacks a comma
 * between the two, unless it is an expression with a term of ours.
 */
static bool has_commas(const struct changed *changed, const struct element *element, GError **err)
{
	const struct reading *r = changed->after;
	bool ours = is_ours(changed, element);

	for (int i = element->first; i <= element->last; i++) {
		if (changed_added(changed, i) != ours && !reading_is(r, i, "|") &&
		    !reading_is(r, i - 1, "|"))
			return changed_fail(changed, i, err,
					    "no comma would separate this element from the one in line %d",
					    changed_line(changed, i - 1));
		if (changed_added(changed, i) != ours)
			return true;
		if (reading_partner(r, i) > i)
			i = reading_partner(r, i);
	}
	return true;
}

static bool check_list(const struct changed *changed, int open, GError **err)
{
	const struct reading *r = changed->after;
	g_autoptr(GArray) all = elements_of(r, open);
	guint64 size;
	int end = -1;
	bool others = false, ours = false, designated = false;

	for (guint i = 0; i < all->len; i++) {
		if (!has_commas(changed, nth(all, i), err))
			return false;
		ours |= is_ours(changed, nth(all, i));
		if (is_ours(changed, nth(all, i)))
			continue;
		others = true;
		designated |= reading_is(r, nth(all, i)->first, "[") ||
			      reading_is(r, nth(all, i)->first, ".");
	}
	for (guint i = 0; i < all->len && others; i++) {
		int first = nth(all, i)->first;

		if (!is_ours(changed, nth(all, i))) {
			if (end < 0 && element_ends_list(r, nth(all, i)))
				end = first;
			continue;
		}
		if (end >= 0)
			return changed_fail(changed, first, err,
					    "this element would come after the end of the list, which is in line %d",
					    changed_line(changed, end));
		if (designated && !reading_is(r, first, "[") && !reading_is(r, first, "."))
			return changed_fail(changed, first, err,
					    "the other elements of this list have designators, and this one would have none");
	}
	size = ours && others ? size_of(changed, open) : 0;
	return !size || all->len <= size ||
	       changed_fail(changed, open, err,
			    "this list would have %u elements, and has room for %u", all->len,
			    (guint)size);
}

/* Is the enumerator defined as another one, as in LAST = TIME? */
static bool is_alias(const struct constant *constant)
{
	const char *p = constant->text;

	while (p && (g_ascii_isalnum(*p) || *p == '_' || g_ascii_isspace(*p)))
		p++;
	return p && !*p && !g_ascii_isdigit(*g_strchug(constant->text));
}

static bool added(const struct changed *changed, const struct constant *constant)
{
	return g_array_index(changed->added, gboolean, constant->line - 1);
}

static bool check_values(const struct changed *changed, const GPtrArray *all,
			 const struct constant *ours, GError **err)
{
	for (guint i = 0; i < all->len; i++) {
		const struct constant *other = all->pdata[i];

		if (other->list != ours->list || other == ours || is_alias(other) ||
		    other->values.n != 1 || !constant_is(ours, other->values.of[0].bits))
			continue;
		return fail(err, STATUS_TREE,
			    "%s:%d: %s would have the value of %s, in line %d", changed->path,
			    ours->line, ours->name, other->name, other->line);
	}
	return true;
}

/* Could a constant of this name have the value before the series? */
static bool had_value(const GPtrArray *before, const char *name, guint64 value)
{
	for (guint i = 0; i < before->len; i++) {
		const struct constant *each = before->pdata[i];

		if (!strcmp(each->name, name) && constant_is(each, value))
			return true;
	}
	return false;
}

/*
 * Enumerators that count on from ours are one higher now. Where the last of them reaches one with a
 * number of its own, as COUNTS = 12, two are the same, and an array with so many elements is too
 * small.
 */
static bool check_shifted(const struct changed *changed, const GPtrArray *all,
			  const GPtrArray *before, const struct constant *ours, GError **err)
{
	for (guint i = 0; i < all->len; i++) {
		const struct constant *fixed = all->pdata[i];

		if (fixed->list != ours->list || !fixed->text || is_alias(fixed) ||
		    fixed->values.n != 1 || added(changed, fixed))
			continue;
		for (guint n = 0; n < all->len; n++) {
			const struct constant *moved = all->pdata[n];
			guint64 value = fixed->values.of[0].bits;

			if (moved->list == ours->list && !moved->text && !added(changed, moved) &&
			    constant_is(moved, value) && !had_value(before, moved->name, value))
				return fail(
					err, STATUS_TREE,
					"%s:%d: %s would get the value of %s, in line %d, by the new lines",
					changed->path, moved->line, moved->name, fixed->name,
					fixed->line);
		}
	}
	return true;
}

static bool check_enums(const struct changed *changed, GError **err)
{
	g_autoptr(Constants) names = constants_new(), old = constants_new();
	const GPtrArray *all, *before;

	constants_read(names, changed->path, changed->after->code);
	if (changed->before)
		constants_read(old, changed->path, changed->before->code);
	all = constants_all(names);
	before = constants_all(old);
	for (guint i = 0; i < all->len; i++) {
		const struct constant *ours = all->pdata[i];

		if (!ours->list || is_alias(ours) || !added(changed, ours))
			continue;
		if ((ours->values.n == 1 && !check_values(changed, all, ours, err)) ||
		    !check_shifted(changed, all, before, ours, err))
			return false;
	}
	return true;
}

/**
 * proof_lists() - can code find our elements of lists, and tell them from others?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: one comes after a NULL, has no comma or no designator, does not fit into the
 * array, or has another one's value, or makes another one have it
 */
bool proof_lists(const struct proof *proof G_GNUC_UNUSED, const struct changed *changed,
		 GError **err)
{
	const struct reading *r = changed->after;

	for (int i = 0; i < reading_count(r); i++)
		if (reading_is(r, i, "{") && reading_is(r, i - 1, "=") &&
		    reading_partner(r, i) > i && !check_list(changed, i, err))
			return false;
	return check_enums(changed, err);
}
