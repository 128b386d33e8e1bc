// SPDX-License-Identifier: GPL-2.0-only
/*
 * What one file uses, another one defines.
 *
 * Each hook may find that the tree does not have its site. If the site of a definition is somewhere
 * else than in other trees, the lines that use it are still written.
 */
#include "proof/proof.h"
#include "c/code.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/* A word is defined by what comes after it, or around it. */
enum kind_of_word { MACRO, VALUE, VARIABLE, FUNCTION, TAG, MEMBER };

static const struct {
	const char *key;
	enum kind_of_word form;
} words[] = {
	{ "clone_flag", VALUE },     { "inum_name", VALUE },  { "proc_inum_name", VALUE },
	{ "id_name", VALUE },	     { "ucount", VALUE },     { "init", VARIABLE },
	{ "operations", VARIABLE },  { "tree", VARIABLE },    { "get", FUNCTION },
	{ "put", FUNCTION },	     { "copy", FUNCTION },    { "free", FUNCTION },
	{ "to", FUNCTION },	     { "tag", TAG },	      { "member", MEMBER },
	{ "INIT", MACRO },
};

static bool defines(const struct reading *r, int at, enum kind_of_word form)
{
	switch (form) {
	case VALUE:
		return reading_in_enum(r, at) &&
		       (reading_is(r, at - 1, "{") || reading_is(r, at - 1, ","));
	case VARIABLE:
		return reading_is(r, at + 1, "=");
	case FUNCTION: {
		int close = reading_partner(r, at + 1);

		return reading_is(r, at + 1, "(") && reading_is(r, close + 1, "{");
	}
	case TAG:
		return reading_is(r, at - 1, "struct") && reading_is(r, at + 1, "{");
	case MEMBER:
		return reading_is(r, at - 1, "*") && reading_is(r, at + 1, ";");
	case MACRO:
		break;
	}
	return false;
}

static bool is_defined(const struct proof *proof, const char *word, enum kind_of_word form)
{
	for (guint i = 0; i < proof->files->len; i++) {
		const struct changed *changed = proof->files->pdata[i];
		const struct reading *r = changed->after;

		if (form != MEMBER && reading_defines(r, word))
			return true;
		for (int n = 0; n < reading_count(r); n++)
			if (reading_is(r, n, word) && defines(r, n, form))
				return true;
	}
	return false;
}

static bool is_used(const struct proof *proof, const char *word, GError **err)
{
	for (guint i = 0; i < proof->files->len; i++) {
		const struct changed *changed = proof->files->pdata[i];
		int at = text_find_word(changed->after->code, word);

		if (at < 0)
			continue;
		fail(err, STATUS_TREE,
		     "%s:%d: %s is used here, but no file that this tree has would define it",
		     changed->path, text_line(changed->after->code, at), word);
		return true;
	}
	return false;
}

/* A number for an ioctl that no file of the kernel handles. */
static bool ioctls_handled(const struct proof *proof, const struct changed *changed, GError **err)
{
	const char *code = changed->after->code;

	for (guint i = 0; i < changed->after->defines->len; i++) {
		const struct token *token =
			&g_array_index(changed->after->defines, struct token, i);
		g_autofree char *word = g_strndup(token->at, token->len);
		const char *rest = token->at + token->len;
		bool used = false;

		rest += strspn(rest, " \t");
		if (!g_array_index(changed->added, gboolean, token->line - 1) ||
		    !g_str_has_prefix(rest, "_IO"))
			continue;
		for (guint n = 0; n < proof->files->len && !used; n++) {
			const struct changed *other = proof->files->pdata[n];

			used = other != changed &&
			       text_find_word(other->after->code, word) >= 0;
		}
		if (!used)
			return fail(
				err, STATUS_TREE,
				"%s:%d: %s is defined here, but no file that this tree has would handle it",
				changed->path, text_line(code, token->at - code), word);
	}
	return true;
}

/**
 * proof_words() - does one file define what another one uses?
 * @proof: what the series makes
 * @err: STATUS_TREE: a word has no definition, or an ioctl's number no code
 */
bool proof_words(const struct proof *proof, GError **err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *word = spec_get(proof->spec, words[i].key);

		if (word && *word && !is_defined(proof, word, words[i].form) &&
		    is_used(proof, word, err))
			return false;
	}
	for (guint i = 0; i < proof->files->len; i++)
		if (!ioctls_handled(proof, proof->files->pdata[i], err))
			return false;
	return true;
}
