// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions of ours in a table of operations: their types have to be those of its members.
 *
 * Two kernels may agree in the names of the members and differ in what they take: install() got a
 * struct nsproxy first, and a struct nsset since 5.8.
 */
#include "proof/proof.h"

#include <string.h>

static bool is_qualifier(const struct reading *r, int at)
{
	static const char *const words[] = { "static", "inline", "extern", "__always_inline",
					     "noinline", "__init" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (reading_is(r, at, words[i]))
			return true;
	return false;
}

static bool begins_tag(const struct reading *r, int at)
{
	return reading_is(r, at, "struct") || reading_is(r, at, "enum") ||
	       reading_is(r, at, "union") || reading_is(r, at, "const") ||
	       reading_is(r, at, "unsigned");
}

/* Spaced as people write it: "struct ns_common *(struct task_struct *, int)". */
static void put(GString *type, const char *text)
{
	char last = type->len ? type->str[type->len - 1] : '(';

	if (last != '(' && last != '*' && *text != ',' && *text != ')')
		g_string_append_c(type, ' ');
	g_string_append(type, text);
}

/* A type without the name of what has it, as "struct nsset *". */
static void add_type(const struct reading *r, int first, int last, GString *type)
{
	if (last > first && reading_is_word(r, last) &&
	    (reading_is(r, last - 1, "*") ||
	     (reading_is_word(r, last - 1) && !begins_tag(r, last - 1))))
		last--;
	for (int i = first; i <= last; i++) {
		g_autofree char *text = reading_text(r, i);

		if (!is_qualifier(r, i))
			put(type, text);
	}
}

static void add_params(const struct reading *r, int open, GString *type)
{
	int close = reading_partner(r, open), first = open + 1;

	put(type, "(");
	for (int i = open + 1; i <= close; i++) {
		if (i != close && !reading_is(r, i, ","))
			continue;
		add_type(r, first, i - 1, type);
		put(type, i == close ? ")" : ",");
		first = i + 1;
	}
}

/* The first token of a declaration. */
static int declaration_of(const struct reading *r, int at)
{
	while (at > 0 && !reading_is(r, at - 1, ";") && !reading_is(r, at - 1, "{") &&
	       !reading_is(r, at - 1, "}"))
		at--;
	return at;
}

static char *type_of_function(const struct reading *r, const struct function *function)
{
	GString *type = g_string_new(NULL);
	int first = declaration_of(r, function->name);

	for (int i = first; i < function->name; i++)
		if (!is_qualifier(r, i))
			add_type(r, i, i, type);
	add_params(r, function->params, type);
	return g_string_free(type, FALSE);
}

/* A search for a member that points to a function. */
struct pointer {
	const char *tag, *name;
	char *type;
};

static bool find_pointer(const struct reading *r, const char *path G_GNUC_UNUSED, void *data)
{
	struct pointer *pointer = data;

	for (int i = 1; i < reading_count(r); i++) {
		int close = reading_partner(r, i + 1);

		if (!reading_is(r, i, pointer->tag) || !reading_is(r, i - 1, "struct") ||
		    !reading_is(r, i + 1, "{"))
			continue;
		for (int n = i + 2; n < close; n++) {
			GString *type;
			int first;

			if (!reading_is(r, n, pointer->name) || !reading_is(r, n - 1, "*") ||
			    !reading_is(r, n - 2, "(") || !reading_is(r, n + 2, "("))
				continue;
			type = g_string_new(NULL);
			first = declaration_of(r, n - 2);
			for (int t = first; t < n - 2; t++)
				add_type(r, t, t, type);
			add_params(r, n + 2, type);
			pointer->type = g_string_free(type, FALSE);
			return true;
		}
	}
	return false;
}

static bool check_at(const struct proof *proof, const struct changed *changed, int dot,
		     GError **err)
{
	const struct reading *r = changed->after;
	int open = reading_opener(r, dot, 0);
	g_autofree char *word = reading_text(r, dot + 3);
	const struct function *function = reading_function(r, word);
	g_autofree char *tag = NULL, *name = NULL, *type = NULL, *wanted = NULL;
	struct pointer pointer = { 0 };
	bool found;

	if (!function || !reading_is(r, open, "{") || !reading_is(r, open - 1, "=") ||
	    !reading_is(r, open - 4, "struct"))
		return true;
	tag = reading_text(r, open - 3);
	name = reading_text(r, dot + 1);
	pointer.tag = tag;
	pointer.name = name;
	if (!headers_search(proof->headers, changed->path, tag, find_pointer, &pointer, &found,
			    err))
		return false;
	wanted = pointer.type;
	type = type_of_function(r, function);
	return !found || !strcmp(type, wanted) ||
	       changed_fail(changed, dot, err,
			    "%s is '%s' in struct %s of Linux %s, which is not supported here",
			    name, wanted, tag, proof->tree->release);
}

/**
 * proof_operations() - have functions of ours the types of the members that they are for?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: one has another type
 */
bool proof_operations(const struct proof *proof, const struct changed *changed, GError **err)
{
	const struct reading *r = changed->after;

	for (int i = 0; i < reading_count(r); i++)
		if (reading_is(r, i, ".") && reading_is(r, i + 2, "=") &&
		    changed_added(changed, i) && !check_at(proof, changed, i, err))
			return false;
	return true;
}
