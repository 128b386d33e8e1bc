// SPDX-License-Identifier: GPL-2.0-only
/*
 * The template language, in which hooks, texts of patches and the spec's own defaults are written.
 *
 *	@word@		the word's value
 *	@if word@	the lines up to @else@ or @end@ are kept if the word has a value
 *	@else@		and these if it has none
 *	@end@
 */
#include "spec/template.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/**
 * template_choose() - select the lines of a template that apply to a namespace
 * @words: maps keys to values
 * @lines: the template
 *
 * Lines between "@if word@" and "@else@" or "@end@" are kept if the word has a value, those after
 * "@else@" if it has none.
 *
 * Return: a new array of @lines' own strings.
 */
GPtrArray *template_choose(GHashTable *words, const GPtrArray *lines)
{
	GPtrArray *chosen = g_ptr_array_new();
	bool there = true;

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		g_autofree char *word = text_match(line, "^@if (\\w+)@$", 1);

		if (word) {
			const char *value = g_hash_table_lookup(words, word);

			there = value && *value;
		} else if (!strcmp(line, "@else@")) {
			there = !there;
		} else if (!strcmp(line, "@end@")) {
			there = true;
		} else if (there) {
			g_ptr_array_add(chosen, (gpointer)line);
		}
	}
	return chosen;
}

/**
 * template_expand() - replace each @key@ by its value
 * @words: maps keys to values
 * @text: what to expand; an @ that is not followed by a word and a second @ stays, for SmPL's rule
 * headers
 * @err: an unknown key is a bug in the hook (STATUS_BUG)
 *
 * Return: a new string, or NULL.
 */
char *template_expand(GHashTable *words, const char *text, GError **err)
{
	g_autoptr(GString) out = g_string_new(NULL);

	while (*text) {
		const char *end = text + 1;
		g_autofree char *key = NULL;
		const char *value;

		if (*text != '@') {
			g_string_append_c(out, *text++);
			continue;
		}
		while (g_ascii_isalnum(*end) || *end == '_')
			end++;
		if (*end != '@' || end == text + 1) {
			g_string_append_c(out, *text++);
			continue;
		}
		key = g_strndup(text + 1, end - text - 1);
		value = g_hash_table_lookup(words, key);
		if (!value) {
			fail(err, STATUS_BUG, "@%s@: unknown key of a spec", key);
			return NULL;
		}
		g_string_append(out, value);
		text = end + 1;
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
