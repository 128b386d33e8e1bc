// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel tree: what it is called, its files, and who has a CONFIG_ symbol. Nothing here writes.
 */
#include "tree.h"
#include "error.h"
#include "search.h"
#include "text.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

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
 * tree_place() - where the user says that a tree is
 * @path: a leading "~/" is the home directory
 *
 * Return: a new string.
 */
char *tree_place(const char *path)
{
	return g_str_has_prefix(path, "~/") ? g_build_filename(g_get_home_dir(), path + 2, NULL) : g_strdup(path);
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

	tree->path = tree_place(path);
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
	g_clear_pointer(&tree->over_files, g_hash_table_unref);
	g_clear_pointer(&tree->files, g_ptr_array_unref);
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
	g_autofree char *path = NULL;
	gpointer text;

	if (tree->overlay && g_hash_table_lookup_extended(tree->overlay, file, NULL, &text))
		return text;
	path = tree_path(tree, file);
	return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

/**
 * tree_has_directory() - is there such a directory?
 * @tree: the tree; its overlay may say of a directory too that it shall not be there
 * @directory: relative
 */
bool tree_has_directory(const struct tree *tree, const char *directory)
{
	g_autofree char *path = NULL;

	if (tree->overlay && g_hash_table_contains(tree->overlay, directory))
		return false;
	path = tree_path(tree, directory);
	return g_file_test(path, G_FILE_TEST_IS_DIR);
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
	gpointer seen;
	gsize len;

	if (tree->overlay && g_hash_table_lookup_extended(tree->overlay, file, NULL, &seen)) {
		if (!seen)
			fail(err, STATUS_TREE, "%s: cannot be read (it is taken out)", file);
		return g_strdup(seen);
	}
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

/* Directories are not entered through links: a tree's own link may lead out of it. */
static void list_dir(const char *path, const char *rel, GPtrArray *files)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		g_autofree char *child = NULL, *full = NULL;
		unsigned char type = entry->d_type;
		struct stat st;

		if (*entry->d_name == '.')
			continue;
		child = g_strconcat(rel, *rel ? "/" : "", entry->d_name, NULL);
		full = g_strconcat(path, "/", entry->d_name, NULL);
		/* Not every file system says what it is. */
		if (type == DT_UNKNOWN && !lstat(full, &st))
			type = S_ISREG(st.st_mode) ? DT_REG : S_ISDIR(st.st_mode) ? DT_DIR : DT_UNKNOWN;
		if (type == DT_REG)
			g_ptr_array_add(files, g_steal_pointer(&child));
		else if (type == DT_DIR)
			list_dir(full, child, files);
	}
	if (dir)
		closedir(dir);
}

/**
 * tree_files() - all regular files, but for hidden ones
 * @tree: the tree
 *
 * Return: relative paths, in no order; the tree's own.
 */
const GPtrArray *tree_files(struct tree *tree)
{
	if (!tree->files) {
		tree->files = g_ptr_array_new_with_free_func(g_free);
		list_dir(tree->path, "", tree->files);
	}
	return tree->files;
}

/**
 * tree_cover() - put a directory's files in front of the tree's own
 * @tree: the tree
 * @over: the directory
 */
void tree_cover(struct tree *tree, const char *over)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);

	tree_files(tree);
	list_dir(over, "", files);
	tree->over_files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < files->len; i++) {
		if (!tree_has(tree, files->pdata[i]))
			g_ptr_array_add(tree->files, g_strdup(files->pdata[i]));
		g_hash_table_add(tree->over_files, g_strdup(files->pdata[i]));
	}
	tree->over = g_strdup(over);
}

static bool word_free(const char *file, const char *text, const GPtrArray *words, const struct search *search, GError **err)
{
	size_t len = strlen(text), from = 0, at;
	int found;

	while ((found = search_next(search, text, len, &from, &at)) >= 0) {
		const char *word = words->pdata[found];

		if ((at && text_is_word(text[at - 1])) || text_is_word(text[at + strlen(word)]))
			continue;
		return fail(err, STATUS_TREE, "%s:%d: '%s' is already the name of something here; choose another name, or another word in a .conf",
			    file, text_line(text, at), word);
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
bool tree_words_free(struct tree *tree, const char *const *words, GError **err)
{
	const GPtrArray *files = tree_files(tree);
	GPtrArray *needles = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Search) search = NULL;

	while (*words)
		g_ptr_array_add(needles, g_strdup(*words++));
	search = search_new(needles);
	for (guint i = 0; i < files->len; i++) {
		const char *file = files->pdata[i];
		g_autofree char *text = NULL;

		if (!g_str_has_prefix(file, "include/") || !g_str_has_suffix(file, ".h"))
			continue;
		text = tree_read(tree, file, NULL);
		if (text && !word_free(file, text, needles, search, err))
			return false;
	}
	return true;
}

/**
 * tree_symbol_free() - does no Kconfig of the whole tree have this symbol?
 * @tree: the tree
 * @symbol: without CONFIG_
 * @err: STATUS_TREE, with the place where it is taken
 *
 * RPMSG_NS and PINCTRL_NS are no namespaces, and nothing near init/Kconfig tells.
 */
bool tree_symbol_free(struct tree *tree, const char *symbol, GError **err)
{
	g_autofree char *pattern = g_strdup_printf("^[ \t]*(?:menu)?(config[ \t]+%s)[ \t]*(?:#.*)?$", symbol);
	g_autoptr(GRegex) entry = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, NULL);
	const GPtrArray *files = tree_files(tree);

	for (guint i = 0; i < files->len; i++) {
		const char *file = files->pdata[i], *slash = strrchr(file, '/');
		g_autofree char *text = NULL, *line = NULL;
		g_autoptr(GMatchInfo) match = NULL;
		int at;

		if (!g_str_has_prefix(slash ? slash + 1 : file, "Kconfig"))
			continue;
		text = tree_read(tree, file, NULL);
		if (!text || !strstr(text, symbol) || !g_regex_match(entry, text, 0, &match))
			continue;
		g_match_info_fetch_pos(match, 1, &at, NULL);
		line = text_line_at(text, at);
		return fail(err, STATUS_TREE, "%s:%d: the tree already has this symbol (%.40s); choose another name, or config= in a .conf",
			    file, text_line(text, at), line);
	}
	return true;
}
