// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the words of one namespace's name to those of another's.
 *
 * The two specs side by side say which identifier and which path becomes which. What hooks make of
 * the name besides, such as max_ima_namespaces, is learnt from the lines that were generated under
 * the two names. Only whole words count, and the name itself only where it stands for the
 * namespace: a subsystem may have the same one.
 */
#include "spec/renaming.h"
#include "lib/text.h"

#include <string.h>

/**
 * renaming_free() - free it
 * @renaming: may be NULL
 */
void renaming_free(struct renaming *renaming)
{
	if (!renaming)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(renaming->forms); i++) {
		g_free(renaming->forms[i]);
		g_free(renaming->to[i]);
	}
	g_hash_table_unref(renaming->words);
	g_hash_table_unref(renaming->paths);
	g_hash_table_unref(renaming->lines);
	g_hash_table_unref(renaming->taken);
	g_free(renaming);
}

/* Which of the forms of the old name is it? -1 for none. */
static int form_of(const struct renaming *renaming, const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(renaming->forms); i++)
		if (!strcmp(renaming->forms[i], word))
			return i;
	return -1;
}

/**
 * renaming_put() - let a word or a path become another one
 * @renaming: the renaming
 * @map: its words, or its paths
 * @old: what becomes
 * @new: what it becomes
 *
 * One that would become two different ones stays.
 */
void renaming_put(struct renaming *renaming, GHashTable *map, const char *old, const char *new)
{
	const char *there = g_hash_table_lookup(map, old);

	if (!*old || form_of(renaming, old) >= 0)
		return;
	g_hash_table_insert(map, g_strdup(old),
			    g_strdup(there && strcmp(there, new) ? old : new));
	if (map == renaming->words && strcmp(old, new))
		g_hash_table_add(renaming->taken, g_strdup(new));
}

/**
 * renaming_new() - compare two specs
 * @name: the old namespace
 * @old: its keys
 * @new: the spec of the new one
 *
 * Return: to be freed with renaming_free().
 */
struct renaming *renaming_new(const char *name, GHashTable *old, const struct spec *new)
{
	struct renaming *renaming = g_new0(struct renaming, 1);
	static const char *const forms[] = { "name", "Title", "NAME" };
	GHashTable **maps[] = { &renaming->words, &renaming->paths, &renaming->lines };
	GHashTableIter iter;
	gpointer key, value;

	for (size_t i = 0; i < G_N_ELEMENTS(maps); i++)
		*maps[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	renaming->taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		const char *was = g_hash_table_lookup(old, forms[i]);

		renaming->forms[i] = g_strdup(was ? was : name);
		renaming->to[i] = g_strdup(spec_get(new, forms[i]));
	}
	g_hash_table_iter_init(&iter, old);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		const char *is = spec_get(new, key);
		enum kind kind;

		if (!is || !*is || !spec_kind(key, &kind))
			continue;
		if (kind == PATH)
			renaming_put(renaming, renaming->paths, value, is);
		else
			renaming_put(renaming, renaming->words, value, is);
		if (!strcmp(key, "config")) {
			g_autofree char *one = g_strconcat("CONFIG_", value, NULL);
			g_autofree char *two = g_strconcat("CONFIG_", is, NULL);

			renaming_put(renaming, renaming->words, one, two);
		}
	}
	return renaming;
}

static size_t word_len(const char *text)
{
	size_t len = 0;

	while (text_is_word(text[len]))
		len++;
	return len;
}

static bool in_path(char c)
{
	return text_is_word(c) || (c && strchr("/.-", c));
}

/* Is it the name of the namespace, and not of a subsystem that has the same one? */
static bool is_namespace(const char *text, const char *word, size_t len)
{
	static const char proc[] = "/ns/";
	const char *after = word + len;

	return ((*after == ' ' || *after == '-') && g_str_has_prefix(after + 1, "namespace")) ||
	       (word - text >= (int)strlen(proc) &&
		!strncmp(word - strlen(proc), proc, strlen(proc)));
}

/* A path at @at, without what ends a sentence; the length of what it replaces is in @len. */
static const char *path_at(const struct renaming *renaming, const char *text, const char *at,
			   size_t *len)
{
	if (!text_is_word(*at) || (at > text && in_path(at[-1])))
		return NULL;
	*len = 0;
	while (in_path(at[*len]))
		++*len;
	while (*len && !text_is_word(at[*len - 1]))
		--*len;
	g_autofree char *path = g_strndup(at, *len);

	return g_hash_table_lookup(renaming->paths, path);
}

/**
 * renaming_line() - rewrite a line
 * @renaming: the renaming
 * @text: the line
 * @all: the name itself, too, wherever it is a word
 *
 * Return: a new string.
 */
char *renaming_line(const struct renaming *renaming, const char *text, bool all)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *at = text; *at;) {
		size_t len;
		const char *path = path_at(renaming, text, at, &len);

		if (path) {
			g_string_append(out, path);
			at += len;
			continue;
		}
		len = word_len(at);
		if (len) {
			g_autofree char *word = g_strndup(at, len);
			const char *to = g_hash_table_lookup(renaming->words, word);
			int form = form_of(renaming, word);

			if (form >= 0 && (all || is_namespace(text, at, len)))
				to = renaming->to[form];
			g_string_append(out, to ? to : word);
			at += len;
		} else {
			g_string_append_c(out, *at++);
		}
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/**
 * renaming_path() - the path that a file has under the new name
 * @renaming: the renaming
 * @path: that of a file that the namespace, or its user, added
 *
 * Return: a new string.
 */
char *renaming_path(const struct renaming *renaming, const char *path)
{
	return renaming_line(renaming, path, false);
}

/**
 * renaming_text() - rewrite a text
 * @renaming: the renaming
 * @path: the file, under its old name; NULL for a message
 * @text: the text; need not be UTF-8
 *
 * No line becomes two, so that line numbers stay.
 *
 * Return: a new string.
 */
char *renaming_text(const struct renaming *renaming, const char *path, const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);

	while (*text) {
		size_t len = strcspn(text, "\n");
		g_autofree char *line = g_strndup(text, len);
		g_autofree char *key = g_strdup_printf("%s\n%s", path ? path : "", line);
		const char *generated = g_hash_table_lookup(renaming->lines, key);
		g_autofree char *new = generated ? g_strdup(generated) :
						   renaming_line(renaming, line, false);

		g_string_append(out, new);
		text += len;
		if (*text)
			g_string_append_c(out, *text++);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/**
 * renaming_taken() - find a word of the new name
 * @renaming: the renaming
 * @line: a line of the user's
 *
 * Return: the first one, a new string; or NULL.
 */
char *renaming_taken(const struct renaming *renaming, const char *line)
{
	for (const char *at = line; *at; at++) {
		size_t len = word_len(at);
		g_autofree char *word = g_strndup(at, len);

		if (g_hash_table_contains(renaming->taken, word))
			return g_steal_pointer(&word);
		at += len ? len - 1 : 0;
	}
	return NULL;
}

/* The name, or an identifier made of it, as a part of the word that begins and ends there. */
static bool has_name(const struct renaming *renaming, const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(renaming->forms); i++) {
		size_t len = strlen(renaming->forms[i]);

		for (const char *p = word; (p = strstr(p, renaming->forms[i])); p++) {
			const char *after = p + len;

			/* imans_ is part of some kernel identifiers, "images" is another word. */
			if (g_str_has_prefix(after, "ns_") || !strcmp(after, "ns"))
				after += 2;
			if ((p == word || !g_ascii_isalpha(p[-1]) ||
			     g_str_has_prefix(word, "CLONE_NEW")) &&
			    !g_ascii_isalpha(*after))
				return true;
		}
	}
	return false;
}

/**
 * renaming_left() - find the words of a rewritten text that still have the old name as a part
 * @renaming: the renaming
 * @text: a line
 *
 * Return: the words, each once, freed with g_ptr_array_unref().
 */
GPtrArray *renaming_left(const struct renaming *renaming, const char *text)
{
	GPtrArray *left = g_ptr_array_new_with_free_func(g_free);

	for (const char *at = text; *at; at++) {
		size_t len = word_len(at);
		g_autofree char *word = g_strndup(at, len);

		if (len && has_name(renaming, word) &&
		    !g_hash_table_contains(renaming->taken, word) &&
		    !g_ptr_array_find_with_equal_func(left, word, g_str_equal, NULL))
			g_ptr_array_add(left, g_steal_pointer(&word));
		at += len ? len - 1 : 0;
	}
	return left;
}
