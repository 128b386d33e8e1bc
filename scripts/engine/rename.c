// SPDX-License-Identifier: GPL-2.0-only
/*
 * Find the words of a namespace in a line of the tree, and replace them by those of another
 * namespace.
 */
#include "engine/rename.h"
#include "lib/text.h"

#include <string.h>

/* The keys whose values are words that a line may contain. */
static const char *const words[] = {
	"init", "INIT", "member", "tag", "get", "put",
	"copy", "free", "config", "clone_flag", "operations", "inum_name",
	"proc_inum_name", "id_name", "tree", "to", "ucount", "type_name",
};

/**
 * rename_at() - where a line first names a namespace
 * @line: the line
 * @spec: the namespace
 * @key: look for this key's word only; NULL for any
 *
 * Return: the byte offset, or -1.
 */
int rename_at(const char *line, const struct spec *spec, const char *key)
{
	int first = -1;

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		int at = key && strcmp(key, words[i]) ?
				 -1 :
				 text_find_word(line, spec_get(spec, words[i]));

		if (at >= 0 && (first < 0 || at < first))
			first = at;
	}
	return first;
}

static char *replace_word(const char *line, const char *from, const char *to)
{
	GString *out = g_string_new(NULL);
	int at;

	while ((at = text_find_word(line, from)) >= 0) {
		g_string_append_len(out, line, at);
		g_string_append(out, to);
		line += at + strlen(from);
	}
	g_string_append(out, line);
	return g_string_free(out, FALSE);
}

static void take(char **line, char *replaced)
{
	g_free(*line);
	*line = replaced;
}

/**
 * rename_words() - write another namespace's words in a line
 * @from: the namespace that the line names
 * @to: the namespace that it is to name
 * @line: is replaced
 */
void rename_words(const struct spec *from, const struct spec *to, char **line)
{
	g_autofree char *config = g_strdup_printf("CONFIG_%s", spec_get(from, "config"));
	g_autofree char *new_config = g_strdup_printf("CONFIG_%s", spec_get(to, "config"));

	take(line, replace_word(*line, config, new_config));
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		take(line, replace_word(*line, spec_get(from, words[i]), spec_get(to, words[i])));
}

/**
 * rename_parts() - write another namespace's name where the name is only part of a word
 * @from: the namespace that the line names
 * @to: the namespace that it is to name
 * @line: is replaced
 *
 * In upper and lower case: max_ima_namespaces, PIDFD_GET_IMA_NAMESPACE, imans.
 */
void rename_parts(const struct spec *from, const struct spec *to, char **line)
{
	const char *const old[] = { from->name, spec_get(from, "NAME") }, *const new[] = {
		to->name, spec_get(to, "NAME")
	};
	GString *out = g_string_new(NULL);
	const char *p = *line;

	while (*p) {
		bool starts = p == *line || !g_ascii_isalnum(p[-1]);
		size_t i;

		for (i = 0; starts && i < G_N_ELEMENTS(old); i++) {
			size_t len = strlen(old[i]);
			const char *end = p + len;

			if (strncmp(p, old[i], len))
				continue;
			end += !g_ascii_strncasecmp(end, "ns", 2) * 2;
			if (g_ascii_isalnum(*end))
				continue;
			g_string_append_printf(out, "%s%.*s", new[i], (int)(end - p - len),
					       p + len);
			p = end;
			break;
		}
		if (!starts || i == G_N_ELEMENTS(old))
			g_string_append_c(out, *p++);
	}
	take(line, g_string_free(out, FALSE));
}
