// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that a new file takes from the tree: each has to be declared in a header that it includes.
 *
 * A template serves many releases. What it uses may have come later, have another name by now, or
 * be in another header.
 */
#include "proof/proof.h"
#include "c/prototype.h"

#include <string.h>

static bool is_language(const char *word)
{
	static const char *const words[] = {
		"auto",	    "break",  "case",	  "char",   "const",	"continue", "default",
		"defined",  "do",     "double",	  "else",   "enum",	"extern",   "float",
		"for",	    "goto",   "if",	  "inline", "int",	"long",	    "register",
		"return",   "short",  "signed",	  "sizeof", "static",	"struct",   "switch",
		"typedef",  "typeof", "union",	  "void",   "volatile", "while",    "unsigned",
		"_Generic", "__func__",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

static bool is_type(const struct reading *r, int at)
{
	g_autofree char *word = reading_text(r, at);

	return reading_is_word(r, at) && strcmp(word, "return") && strcmp(word, "else") &&
	       strcmp(word, "case") && strcmp(word, "goto") && strcmp(word, "sizeof");
}

/* Does the file declare the name itself: does it stand after a type anywhere? */
static bool is_own(const struct reading *r, const char *word)
{
	for (int i = 0; i < reading_count(r); i++) {
		if (!reading_is(r, i, word))
			continue;
		if (reading_is(r, i + 1, ":") || is_type(r, i - 1) ||
		    (reading_is(r, i - 1, "*") && is_type(r, i - 2)))
			return true;
	}
	return false;
}

static bool is_used(const struct reading *r, int at)
{
	return reading_is_word(r, at) && !reading_is(r, at - 1, "->") &&
	       !reading_is(r, at - 1, ".") && !reading_is(r, at - 1, "struct") &&
	       !reading_is(r, at - 1, "enum") && !reading_is(r, at - 1, "union") &&
	       !reading_is(r, at - 1, "goto");
}

static bool names_known(const struct proof *proof, const struct changed *changed, GError **err)
{
	const struct reading *r = changed->after;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (int i = 0; i < reading_count(r); i++) {
		g_autofree char *word = reading_text(r, i);
		bool known;

		if (!is_used(r, i) || is_language(word) || is_own(r, word) ||
		    g_str_has_prefix(word, "CONFIG_") ||
		    !g_hash_table_add(seen, g_strdup(word)))
			continue;
		if (!headers_know(proof->headers, changed->path, word, &known, err))
			return false;
		if (!known)
			return changed_fail(
				changed, i, err,
				"'%s' is in no header that this file includes; Linux %s is not supported here",
				word, proof->tree->release);
	}
	return true;
}

/* A search for a call's function. */
struct call {
	const struct changed *changed;
	const char *name;
	int at;
	int wrong;		/* the arguments that another prototype has; -1: none seen */
	bool is_void;
};

/*
 * The parameters of a macro: "#define f(a, b)"; -1: it is none that is called, or takes any
 * number. A macro that stands for a function has that one's.
 */
static int macro_parameters(const struct token *name)
{
	const char *p = name->at + name->len;
	const char *end = *p == '(' ? strchr(p, ')') : NULL;
	int count = 0;

	if (!end || memmem(p, end - p, "...", strlen("...")))
		return -1;
	for (p++; p < end; p++) {
		count += !count && !g_ascii_isspace(*p);
		count += *p == ',';
	}
	return count;
}

/* Is there a macro that fits? */
static bool macro_fits(const struct reading *r, struct call *call)
{
	int given = prototype_arguments(call->changed->after, call->at + 1);

	for (guint i = 0; i < r->defines->len; i++) {
		const struct token *name = &g_array_index(r->defines, struct token, i);
		int parameters;

		if (name->len != strlen(call->name) || memcmp(name->at, call->name, name->len))
			continue;
		parameters = macro_parameters(name);
		if (parameters < 0 || parameters == given)
			return true;
		call->wrong = parameters;
	}
	return false;
}

/* Is there a prototype that fits? */
static bool fits(const struct reading *r, const char *path G_GNUC_UNUSED, void *data)
{
	struct call *call = data;
	const struct reading *in = call->changed->after;
	int given = prototype_arguments(in, call->at + 1);

	if (macro_fits(r, call))
		return true;
	for (int i = 0; i < reading_count(r); i++) {
		struct prototype prototype;

		if (!reading_same(in, call->at, r, i) || !prototype_read(r, i, &prototype))
			continue;
		if (prototype.is_void && prototype_is_value(in, call->at)) {
			call->is_void = true;
			continue;
		}
		if (prototype.variadic || prototype.arguments == given)
			return true;
		call->wrong = prototype.arguments;
	}
	return false;
}

static bool calls_fit(const struct proof *proof, const struct changed *changed, GError **err)
{
	const struct reading *r = changed->after;

	for (int i = 0; i < reading_count(r); i++) {
		struct call call = { .changed = changed, .at = i, .wrong = -1 };
		g_autofree char *word = NULL;
		bool found;

		if (!is_used(r, i) || !reading_is(r, i + 1, "(") || !reading_function_at(r, i))
			continue;
		word = reading_text(r, i);
		if (is_language(word))
			continue;
		call.name = word;
		if (!headers_search(proof->headers, changed->path, word, fits, &call, &found, err))
			return false;
		if (!found && call.is_void)
			return changed_fail(
				changed, i, err,
				"%s() returns nothing in Linux %s, which is not supported here",
				word, proof->tree->release);
		if (!found && call.wrong >= 0)
			return changed_fail(
				changed, i, err,
				"%s() would be called with %d arguments, and has %d in Linux %s",
				word, prototype_arguments(r, i + 1), call.wrong,
				proof->tree->release);
	}
	return true;
}

/**
 * proof_uses() - does the tree have what a new file uses?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: a name is not declared, or a function is not called as it is declared
 */
bool proof_uses(const struct proof *proof, const struct changed *changed, GError **err)
{
	return changed->before ||
	       (names_known(proof, changed, err) && calls_fit(proof, changed, err));
}
