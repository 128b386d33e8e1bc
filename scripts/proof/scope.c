// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that our lines use inside a function of the tree: each has to mean something there.
 *
 * The function itself, as it was, says which names it has: parameters, locals, and what it uses
 * from outside. Other names are known in the whole file, or come from a header.
 */
#include "proof/proof.h"
#include "proof/headers.h"

#include <string.h>

static bool is_keyword(const char *word)
{
	static const char *const keywords[] = {
		"break",    "case",   "const",  "continue", "default", "do",
		"else",	    "enum",   "for",	"goto",	    "if",      "int",
		"long",	    "return", "sizeof", "static",   "struct",  "switch",
		"unsigned", "void",   "while",	"NULL",	    "char",    "short",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++)
		if (!strcmp(word, keywords[i]))
			return true;
	return false;
}

/* Members and tags have names of their own: "struct nsset *set" has no nsset. */
static bool is_elsewhere(const struct reading *r, int at)
{
	return reading_is(r, at - 1, "->") || reading_is(r, at - 1, ".") || reading_is_tag(r, at);
}

/*
 * Does the function use or declare the name? That it calls a function does not say that there is
 * one: a file of another release may have come without its headers.
 */
static bool in_function(const struct reading *r, const struct function *function,
			const char *word)
{
	for (int i = function->params; i < function->close; i++)
		if (reading_is(r, i, word) && !is_elsewhere(r, i) &&
		    !reading_is(r, i + 1, ":") && !reading_is(r, i + 1, "("))
			return true;
	return false;
}

/* Is the name one of the file, outside of functions? */
static bool in_file(const struct reading *r, const char *word)
{
	if (reading_defines(r, word))
		return true;
	for (int i = 0; i < reading_count(r); i++)
		if (reading_is(r, i, word) && !is_elsewhere(r, i) && reading_opener(r, i, 0) < 0)
			return true;
	return false;
}

/* At the top level of a file, or an enumerator; parameters of another function are not. */
static bool is_global(const struct reading *r, int at)
{
	return reading_opener(r, at, 0) < 0 || reading_in_enum(r, at);
}

/* Do our own lines say what it is? */
static bool is_ours(const struct proof *proof, const struct changed *changed, int at,
		    const struct function *function, const char *word)
{
	const struct reading *r = changed->after;

	/* A label, and what jumps to it. */
	for (int i = function->open; i < function->close; i++)
		if (reading_is(r, i, word) && reading_is(r, i + 1, ":") &&
		    !reading_is(r, i - 1, "case") &&
		    (reading_is(r, at - 1, "goto") || reading_is(r, at + 1, ":")))
			return true;
	for (guint i = 0; i < proof->files->len; i++) {
		const struct changed *other = proof->files->pdata[i];

		if (reading_defines(other->after, word))
			return true;
		for (int n = 0; n < reading_count(other->after); n++)
			if (reading_is(other->after, n, word) && changed_added(other, n) &&
			    !is_elsewhere(other->after, n) &&
			    is_global(other->after, n))
				return true;
	}
	return false;
}

static bool is_known(const struct proof *proof, const struct changed *changed, int at,
		     const struct function *function, const char *word, bool *known, GError **err)
{
	const struct reading *before = changed->before;
	g_autofree char *name = reading_text(changed->after, function->name);
	const struct function *old = reading_function(before, name);

	*known = is_keyword(word) || g_str_has_prefix(word, "CONFIG_") ||
		 (old && in_function(before, old, word)) || in_file(before, word) ||
		 is_ours(proof, changed, at, function, word);
	return *known || headers_know(proof->headers, changed->path, word, known, err);
}

/**
 * proof_scope() - do the names in our lines mean something in the functions they are in?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: a name is neither the function's nor the file's, or a header cannot be read
 */
bool proof_scope(const struct proof *proof, const struct changed *changed, GError **err)
{
	const struct reading *r = changed->after;

	for (int i = 0; changed->before && i < reading_count(r); i++) {
		const struct function *function;
		g_autofree char *word = NULL;
		bool known = true;

		if (!reading_is_word(r, i) || !changed_added(changed, i) || is_elsewhere(r, i))
			continue;
		function = reading_function_at(r, i);
		if (!function)
			continue;
		word = reading_text(r, i);
		if (!is_known(proof, changed, i, function, word, &known, err))
			return false;
		if (!known) {
			g_autofree char *name = reading_text(r, function->name);

			return changed_fail(
				changed, i, err,
				"%s() has no '%s'; this form of the function is not supported",
				name, word);
		}
	}
	return true;
}
