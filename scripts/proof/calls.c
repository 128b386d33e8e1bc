// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls in our lines, against the prototypes that the same series writes, or against how the file
 * calls the function elsewhere: a call with too few arguments is one of another release.
 */
#include "proof/proof.h"
#include "c/prototype.h"

static bool is_call(const struct reading *r, int at)
{
	return reading_is_word(r, at) && reading_is(r, at + 1, "(") &&
	       !reading_is(r, at - 1, "->") && !reading_is(r, at - 1, ".") &&
	       reading_function_at(r, at) && reading_partner(r, at + 1) > 0;
}

/* What our own files declare; the first one that differs is an error. */
static bool against_ours(const struct proof *proof, const struct changed *changed, int at,
			 bool *declared, GError **err)
{
	const struct reading *r = changed->after;
	int given = prototype_arguments(r, at + 1);
	g_autofree char *name = reading_text(r, at);

	for (guint i = 0; i < proof->files->len; i++) {
		const struct changed *other = proof->files->pdata[i];

		for (int n = 0; n < reading_count(other->after); n++) {
			struct prototype prototype;

			if (!reading_same(r, at, other->after, n) ||
			    !changed_added(other, n) ||
			    !prototype_read(other->after, n, &prototype))
				continue;
			*declared = true;
			if (prototype.arguments != given && !prototype.variadic)
				return changed_fail(
					changed, at, err,
					"%s() would be called with %d arguments, and has %d in %s:%d",
					name, given, prototype.arguments, other->path,
					changed_line(other, n));
			if (prototype.is_void && prototype_is_value(r, at))
				return changed_fail(changed, at, err,
						    "%s() returns nothing, in %s:%d", name,
						    other->path, changed_line(other, n));
		}
	}
	return true;
}

/* How the file called the function, or declared it, before the series. */
static bool against_file(const struct changed *changed, int at, GError **err)
{
	const struct reading *r = changed->after, *before = changed->before;
	int given = prototype_arguments(r, at + 1), other = -1, line = 0;
	g_autofree char *name = reading_text(r, at);

	for (int i = 0; i < reading_count(before); i++) {
		struct prototype prototype;
		bool call = reading_same(r, at, before, i) && is_call(before, i);

		if (!reading_same(r, at, before, i) || !reading_is(before, i + 1, "("))
			continue;
		if (!call && !prototype_read(before, i, &prototype))
			continue;
		if (!call && prototype.variadic)
			return true;
		other = call ? prototype_arguments(before, i + 1) : prototype.arguments;
		line = reading_token(before, i)->line;
		if (other == given)
			return true;
	}
	return other < 0 ||
	       changed_fail(changed, at, err,
			    "%s() would be called with %d arguments, and has %d in line %d", name,
			    given, other, line);
}

/**
 * proof_calls() - do our calls have as many arguments as the functions take?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: a call has more or fewer, or uses the value of a function without one
 */
bool proof_calls(const struct proof *proof, const struct changed *changed, GError **err)
{
	const struct reading *r = changed->after;

	for (int i = 0; i < reading_count(r); i++) {
		bool declared = false;

		if (!changed_added(changed, i) || !is_call(r, i))
			continue;
		if (!against_ours(proof, changed, i, &declared, err))
			return false;
		if (!declared && changed->before && !against_file(changed, i, err))
			return false;
	}
	return true;
}
