// SPDX-License-Identifier: GPL-2.0-only
/*
 * Find the sites of one file with the reader that its name calls for.
 */
#include "audit/sites.h"
#include "c/code.h"
#include "lib/text.h"

#include <string.h>

/* Files in which a line that begins with '#' is a comment. */
static bool has_shell_comments(const char *file)
{
	const char *name = strrchr(file, '/');

	name = name ? name + 1 : file;
	return g_regex_match_simple("^(Kconfig|Makefile|Kbuild)|\\.(mk|sh|py|pl|awk|rb)$", name,
				    G_REGEX_RAW, 0);
}

static void hide_shell_comments(char *text)
{
	for (char *line = text, *end; *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		if (line[strspn(line, " \t")] == '#')
			memset(line, ' ', end - line);
	}
}

/* What the file says to a compiler or to make: not its comments, nor what "#if 0" takes out. */
static char *what_counts(const char *file, const char *text, size_t len)
{
	/* These have comments as C does. */
	bool like_c = g_str_has_suffix(file, ".S") || g_str_has_suffix(file, ".rs");
	g_autofree char *whole = g_strndup(text, len);
	char *code = code_only(like_c ? "like.c" : file, whole);

	if (has_shell_comments(file))
		hide_shell_comments(code);
	return code;
}

/**
 * sites_find() - find the sites of a file
 * @names: the tree's namespaces
 * @memo: the cache of reader_classify(); one for each thread
 * @file: relative to the tree
 * @text: need not be NUL-terminated
 * @len: its length
 * @finds: the sites are added to it
 */
void sites_find(const struct names *names, GHashTable *memo, const char *file, const char *text,
		size_t len, struct finds *finds)
{
	g_autofree char *code = what_counts(file, text, len);
	struct reader reader = { .names = names,
				 .memo = memo,
				 .file = file,
				 .text = code,
				 .len = len,
				 .finds = finds };

	reader.sites = finds->sites->len;
	reader.groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      (GDestroyNotify)g_ptr_array_unref);
	if (code_is_c(file))
		read_c(&reader);
	else
		read_lines(&reader);
	reader_groups(&reader);
	g_hash_table_unref(reader.groups);
}
