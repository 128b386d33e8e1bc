// SPDX-License-Identifier: GPL-2.0-only
/*
 * What hooks make of a name besides the words of the spec, such as max_ima_namespaces: learnt from
 * the lines that were generated under the old name and under the new one.
 */
#include "lib/text.h"
#include "spec/renaming.h"

#include <string.h>

/* @text with each occurrence of the name replaced, even in the middle of a word. */
static char *replaced(const struct renaming *renaming, const char *text)
{
	g_autoptr(GString) out = g_string_new(text);

	g_string_replace(out, renaming->forms[0], renaming->to[0], 0);
	g_string_replace(out, renaming->forms[2], renaming->to[2], 0);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Blanks inside are columns, which depend on the length of the name; those before it are not. */
static char *squeezed(const char *path, const char *line)
{
	size_t indent = strspn(line, " \t");
	g_autoptr(GString) out = g_string_new(path);

	g_string_append_printf(out, "\n%.*s", (int)indent, line);
	for (line += indent; *line; line++) {
		bool blank = *line == ' ' || *line == '\t';

		if (!blank || out->str[out->len - 1] != ' ')
			g_string_append_c(out, blank ? ' ' : *line);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static GHashTable *words_of(GHashTable *lines)
{
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer line;

	g_hash_table_iter_init(&iter, lines);
	while (g_hash_table_iter_next(&iter, &line, NULL))
		for (const char *at = line; *at; at++) {
			size_t len = 0;

			while (text_is_word(at[len]))
				len++;
			if (len)
				g_hash_table_add(words, g_strndup(at, len));
			at += len ? len - 1 : 0;
		}
	return words;
}

static void learn_words(struct renaming *renaming, GHashTable *old, GHashTable *new)
{
	g_autoptr(GHashTable) was = words_of(old), is = words_of(new);
	GHashTableIter iter;
	gpointer word;

	g_hash_table_iter_init(&iter, was);
	while (g_hash_table_iter_next(&iter, &word, NULL)) {
		g_autofree char *to = replaced(renaming, word);

		if (strcmp(word, to) && g_hash_table_contains(is, to) &&
		    !g_hash_table_contains(renaming->words, word))
			renaming_put(renaming, renaming->words, word, to);
	}
}

static void learn_paths(struct renaming *renaming, GHashTable *old, GHashTable *new)
{
	g_autoptr(GHashTable) is = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer line;

	g_hash_table_iter_init(&iter, new);
	while (g_hash_table_iter_next(&iter, &line, NULL))
		g_hash_table_add(is, g_strndup(line, strcspn(line, "\n")));
	g_hash_table_iter_init(&iter, old);
	while (g_hash_table_iter_next(&iter, &line, NULL)) {
		g_autofree char *path = g_strndup(line, strcspn(line, "\n"));
		g_autofree char *to = replaced(renaming, path);

		if (strcmp(path, to) && g_hash_table_contains(is, to) &&
		    !g_hash_table_contains(renaming->paths, path))
			renaming_put(renaming, renaming->paths, path, to);
	}
}

/**
 * renaming_learn() - learn from what was generated under the two names
 * @renaming: the renaming
 * @old: the set of lines "PATH\nTEXT" that were added under the old name
 * @new: those under the new one
 */
void renaming_learn(struct renaming *renaming, GHashTable *old, GHashTable *new)
{
	g_autoptr(GHashTable) is = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer line;

	learn_words(renaming, old, new);
	learn_paths(renaming, old, new);
	g_hash_table_iter_init(&iter, new);
	while (g_hash_table_iter_next(&iter, &line, NULL)) {
		const char *text = strchr(line, '\n') + 1;
		g_autofree char *path = g_strndup(line, text - 1 - (char *)line);

		g_autofree char *key = squeezed(path, text);
		const char *there = g_hash_table_lookup(is, key);

		/* With other columns each: which one it is cannot be told. */
		g_hash_table_insert(is, g_steal_pointer(&key),
				    there && strcmp(there, text) ? "" : (gpointer)text);
	}
	g_hash_table_iter_init(&iter, old);
	while (g_hash_table_iter_next(&iter, &line, NULL)) {
		const char *text = strchr(line, '\n') + 1, *to;
		g_autofree char *path = g_strndup(line, text - 1 - (char *)line);
		g_autofree char *new_path = renaming_path(renaming, path);
		g_autofree char *new_text = renaming_line(renaming, text, true);
		g_autofree char *key = squeezed(new_path, new_text);

		to = g_hash_table_lookup(is, key);
		if (to && *to && strcmp(to, text))
			g_hash_table_insert(renaming->lines, g_strdup(line), g_strdup(to));
	}
}
