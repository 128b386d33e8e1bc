// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel tree: what it is called, its files, and who has a CONFIG_ symbol. Nothing here writes.
 */
#include "tree.h"
#include "error.h"
#include "text.h"

#include <string.h>

/* The value of "NAME = value" at the start of a line of the top Makefile. */
static char *makefile_value(const char *makefile, const char *name)
{
	g_autofree char *pattern = g_strdup_printf("^%s[ \t]*=[ \t]*([A-Za-z0-9._+~-]*)[ \t]*$", name);

	return text_match(makefile, pattern, 1);
}

static char *release_of(const char *makefile)
{
	g_autofree char *version = makefile_value(makefile, "VERSION");
	g_autofree char *patchlevel = makefile_value(makefile, "PATCHLEVEL");
	g_autofree char *sublevel = makefile_value(makefile, "SUBLEVEL");
	g_autofree char *extra = makefile_value(makefile, "EXTRAVERSION");

	if (!version || !patchlevel || !*version || !*patchlevel)
		return NULL;
	return g_strdup_printf("%s.%s%s%s%s", version, patchlevel, sublevel && *sublevel ? "." : "",
			       sublevel ? sublevel : "", extra ? extra : "");
}

/**
 * tree_open() - look at a kernel tree
 * @path: untrusted; a leading "~/" is the home directory, which dash does not expand after "KERNEL="
 * @err: STATUS_USAGE where there is no kernel tree, STATUS_TREE where it has no nsproxy
 *
 * Return: a tree for tree_free(), or NULL.
 */
struct tree *tree_open(const char *path, GError **err)
{
	g_autoptr(Tree) tree = g_new0(struct tree, 1);
	g_autofree char *makefile = NULL;

	tree->path = g_str_has_prefix(path, "~/") ? g_build_filename(g_get_home_dir(), path + 2, NULL) : g_strdup(path);
	if (!g_file_test(tree->path, G_FILE_TEST_IS_DIR)) {
		fail(err, STATUS_USAGE, "%s: there is no such directory; KERNEL= takes a kernel source tree", tree->path);
		return NULL;
	}
	makefile = tree_read(tree, "Makefile", NULL);
	if (makefile)
		tree->release = release_of(makefile);
	if (!tree->release) {
		fail(err, STATUS_USAGE, "%s: no kernel source tree that can be read (a Makefile with VERSION and PATCHLEVEL); see KERNEL= in 'make help'",
		     tree->path);
		return NULL;
	}
	if (!tree_has(tree, "kernel/nsproxy.c") || !tree_has(tree, "include/linux/nsproxy.h")) {
		fail(err, STATUS_TREE, "%s: Linux %s has no kernel/nsproxy.c; namespaces live there since 2.6.19", tree->path, tree->release);
		return NULL;
	}
	return g_steal_pointer(&tree);
}

/**
 * tree_free() - give a tree back
 * @tree: may be NULL
 */
void tree_free(struct tree *tree)
{
	if (!tree)
		return;
	g_free(tree->path);
	g_free(tree->release);
	g_free(tree->over);
	g_free(tree);
}

/**
 * tree_path() - where a file is
 * @tree: the tree
 * @file: relative
 *
 * Return: a new string, also where there is no such file.
 */
char *tree_path(const struct tree *tree, const char *file)
{
	if (tree->over) {
		g_autofree char *over = g_build_filename(tree->over, file, NULL);

		if (g_file_test(over, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&over);
	}
	return g_build_filename(tree->path, file, NULL);
}

/**
 * tree_has() - is there such a file?
 * @tree: the tree
 * @file: relative
 */
bool tree_has(const struct tree *tree, const char *file)
{
	g_autofree char *path = tree_path(tree, file);

	return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

/**
 * tree_read() - a file's text
 * @tree: the tree
 * @file: relative
 * @err: STATUS_TREE: it is not there, cannot be read, or is no text
 *
 * Return: a new string, or NULL.
 */
char *tree_read(const struct tree *tree, const char *file, GError **err)
{
	g_autofree char *path = tree_path(tree, file);
	g_autofree char *text = NULL;
	g_autoptr(GError) why = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, &why)) {
		fail(err, STATUS_TREE, "%s: cannot be read (%s)", file, why->message);
		return NULL;
	}
	if (strlen(text) != len) {
		fail(err, STATUS_TREE, "%s: has a zero byte in it; is this a source file?", file);
		return NULL;
	}
	return g_steal_pointer(&text);
}

static bool scan_dir(const struct tree *tree, const char *rel, GRegex *entry, GError **err)
{
	g_autofree char *path = g_build_filename(tree->path, rel, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	if (!dir)
		return true;
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(rel, name, NULL);
		g_autofree char *full = NULL;
		g_autofree char *text = NULL, *line = NULL;
		g_autoptr(GMatchInfo) match = NULL;
		int at;

		if (g_str_has_prefix(name, "Kconfig") && tree_has(tree, child)) {
			text = tree_read(tree, child, NULL);
			if (!text || !g_regex_match(entry, text, 0, &match))
				continue;
			g_match_info_fetch_pos(match, 1, &at, NULL);
			line = text_line_at(text, at);
			return fail(err, STATUS_TREE, "%s:%d: the tree already has this symbol (%.40s); choose another name, or config= in a .conf",
				    child, text_line(text, at), line);
		}
		if (*name == '.')
			continue;
		full = g_build_filename(tree->path, child, NULL);
		if (g_file_test(full, G_FILE_TEST_IS_SYMLINK) || !g_file_test(full, G_FILE_TEST_IS_DIR))
			continue;
		if (!scan_dir(tree, child, entry, err))
			return false;
	}
	return true;
}

static bool scan_headers(const struct tree *tree, const char *rel, const char *const *words, GError **err)
{
	g_autofree char *path = g_build_filename(tree->path, rel, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	if (!dir)
		return true;
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(rel, name, NULL);
		g_autofree char *text = NULL;

		if (!strchr(name, '.')) {
			if (!scan_headers(tree, child, words, err))
				return false;
			continue;
		}
		text = g_str_has_suffix(name, ".h") && tree_has(tree, child) ? tree_read(tree, child, NULL) : NULL;
		for (int i = 0; text && words[i]; i++) {
			/* Most files have none of them, and strstr() is quick. */
			if (strstr(text, words[i]) && text_has_word(text, words[i]))
				return fail(err, STATUS_TREE, "%s:%d: '%s' is already the name of something here; choose another name, or another word in a .conf",
					    child, text_line(text, strstr(text, words[i]) - text), words[i]);
		}
	}
	return true;
}

/**
 * tree_words_free() - is none of these words used in a header?
 * @tree: the tree
 * @words: identifiers, NULL behind the last one
 * @err: STATUS_TREE, with the place
 *
 * get_proc_ns() is a macro about something else: a namespace "proc" would not compile, in a file that nobody looks at.
 */
bool tree_words_free(const struct tree *tree, const char *const *words, GError **err)
{
	return scan_headers(tree, "include", words, err);
}

/**
 * tree_symbol_free() - does no Kconfig of the whole tree have this symbol?
 * @tree: the tree
 * @symbol: without CONFIG_
 * @err: STATUS_TREE, with the place where it is taken
 *
 * The one look at the whole tree: RPMSG_NS and PINCTRL_NS are no namespaces, and nothing near init/Kconfig tells.
 */
bool tree_symbol_free(const struct tree *tree, const char *symbol, GError **err)
{
	g_autofree char *pattern = g_strdup_printf("^[ \t]*(?:menu)?(config[ \t]+%s)[ \t]*(?:#.*)?$", symbol);
	g_autoptr(GRegex) entry = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, NULL);

	return scan_dir(tree, "", entry, err);
}
