// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel tree: its release, its files, and whether names are already used in it. Nothing here
 * writes.
 */
#include "tree/tree.h"
#include "lib/error.h"
#include "lib/multi-search.h"
#include "lib/text.h"
#include "tree/git.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#define NSPROXY "kernel/nsproxy.c"

/* The first words of what Git LFS leaves in a checkout in place of a file. */
#define LFS_POINTER "version https://git-lfs.github.com/spec/"

/* The value of "NAME = value" or "NAME := value" at the start of a line of the top Makefile. */
static char *makefile_value(const char *makefile, const char *name)
{
	g_autofree char *pattern =
		g_strdup_printf("^%s[ \t]*:{0,2}=[ \t]*([A-Za-z0-9._+~-]*)[ \t]*$", name);

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
 * tree_place() - expand the path of a tree that the user gives
 * @path: a leading "~/" is the home directory
 *
 * Return: a new string.
 */
char *tree_place(const char *path)
{
	return g_str_has_prefix(path, "~/") ? g_build_filename(g_get_home_dir(), path + 2, NULL) :
					      g_strdup(path);
}

/**
 * tree_is_here() - is the current directory a kernel tree?
 *
 * Other projects also have a Makefile with a VERSION, so kernel/nsproxy.c must exist too.
 */
bool tree_is_here(void)
{
	g_autofree char *makefile = NULL, *release = NULL;

	if (!g_file_test(NSPROXY, G_FILE_TEST_IS_REGULAR) ||
	    !seen_text(STATUS_USAGE, "Makefile", NULL, &makefile, NULL, NULL) || !makefile)
		return false;
	release = release_of(makefile);
	return release;
}

static bool open_source(struct tree *tree, const char *base, GError **err)
{
	enum seen kind;

	if (!seen_kind(STATUS_USAGE, tree->path, NULL, &kind, err))
		return false;
	if (kind != SEEN_DIRECTORY)
		return fail(err, STATUS_USAGE,
			    "%s: directory not found; give a kernel source tree with --kernel",
			    tree->path);
	if (!base) {
		tree->source = source_directory(tree->path);
		return true;
	}
	tree->commit = git_commit(tree->path, base, err);
	tree->source = tree->commit ? source_commit(tree->path, tree->commit, err) : NULL;
	return tree->source;
}

/* The tree's name in error messages; for a commit, with enough digits of its hash. */
static char *called(const struct tree *tree)
{
	return tree->commit ? g_strdup_printf("%s: commit %.12s", tree->path, tree->commit) :
			      g_strdup(tree->path);
}

static bool is_kernel(struct tree *tree, GError **err)
{
	static const char *const needed[] = { NSPROXY, "include/linux/nsproxy.h" };
	g_autofree char *makefile = NULL, *name = called(tree);
	g_autoptr(GError) why = NULL;
	bool there = true;

	if (!tree_read_if_there(tree, "Makefile", &makefile, &why))
		return fail(err, STATUS_USAGE, "%s: kernel source tree cannot be read: %s",
			    name, why->message);
	if (makefile)
		tree->release = release_of(makefile);
	if (!tree->release)
		return fail(
			err, STATUS_USAGE,
			"%s: not a kernel source tree (no Makefile with VERSION and PATCHLEVEL); give one with --kernel",
			name);
	for (size_t i = 0; there && i < G_N_ELEMENTS(needed); i++)
		if (!tree_has(tree, needed[i], &there, err))
			return false;
	return there ||
	       fail(err, STATUS_TREE,
		    "%s: Linux %s is not supported: no kernel/nsproxy.c, where namespaces are since 2.6.19",
		    name, tree->release);
}

/**
 * tree_open_at() - open a kernel tree, or a commit of one
 * @path: untrusted; a leading "~/" is the home directory, which dash does not expand after
 * "KERNEL="
 * @base: untrusted: the commit of the repository at @path; NULL for the directory as it is
 * @err: STATUS_USAGE if there is no kernel tree or no such commit, STATUS_TREE if it has no
 * nsproxy
 *
 * Return: a tree, freed with tree_free(), or NULL.
 */
struct tree *tree_open_at(const char *path, const char *base, GError **err)
{
	g_autoptr(Tree) tree = g_new0(struct tree, 1);

	tree->path = tree_place(path);
	return open_source(tree, base, err) && is_kernel(tree, err) ? g_steal_pointer(&tree) : NULL;
}

/**
 * tree_open() - open a kernel tree
 * @path: as for tree_open_at()
 * @err: as for tree_open_at()
 *
 * Return: a tree, freed with tree_free(), or NULL.
 */
struct tree *tree_open(const char *path, GError **err)
{
	return tree_open_at(path, NULL, err);
}

/**
 * tree_free() - free a tree
 * @tree: may be NULL
 */
void tree_free(struct tree *tree)
{
	if (!tree)
		return;
	g_free(tree->path);
	g_free(tree->commit);
	g_free(tree->release);
	source_free(tree->source);
	g_clear_pointer(&tree->files, g_ptr_array_unref);
	g_clear_pointer(&tree->links, g_ptr_array_unref);
	g_free(tree);
}

/**
 * tree_has() - does a file exist?
 * @tree: the tree
 * @file: relative
 * @there: gets the answer
 * @err: STATUS_TREE: this cannot be determined
 */
bool tree_has(const struct tree *tree, const char *file, bool *there, GError **err)
{
	enum seen kind;

	if (!tree->source->ops->look(tree->source, file, &kind, err))
		return false;
	*there = kind == SEEN_FILE;
	/* A FIFO must not count as a missing file. */
	if (kind == SEEN_OTHER)
		return fail(err, STATUS_TREE, "%s: not a regular file; replace it with one", file);
	return true;
}

/**
 * tree_has_directory() - does a directory exist?
 * @tree: the tree
 * @directory: relative
 * @there: gets the answer
 * @err: STATUS_TREE: this cannot be determined
 */
bool tree_has_directory(const struct tree *tree, const char *directory, bool *there, GError **err)
{
	enum seen kind;

	*there = false;
	if (!tree->source->ops->look(tree->source, directory, &kind, err))
		return false;
	*there = kind == SEEN_DIRECTORY;
	return true;
}

/**
 * tree_scan() - read a file, for callers that read many
 * @tree: the tree
 * @file: relative
 * @text: gets the contents, text or not
 * @there: false if there is no such file, or it is longer than any source file
 * @err: STATUS_TREE: it cannot be read
 */
bool tree_scan(const struct tree *tree, const char *file, GString *text, bool *there, GError **err)
{
	return tree->source->ops->read(tree->source, file, SOURCE_TOO_LONG, text, there, err);
}

/**
 * tree_read_if_there() - read a file that not every tree has
 * @tree: the tree
 * @file: relative
 * @text: gets a new string, or NULL if there is no such file
 * @err: STATUS_TREE: it cannot be read, or is not text
 */
bool tree_read_if_there(const struct tree *tree, const char *file, char **text, GError **err)
{
	GString *content = g_string_new(NULL);
	bool there,
		known = tree->source->ops->read(tree->source, file, SIZE_MAX, content, &there, err);
	size_t len = content->len;

	*text = g_string_free(content, !known || !there);
	if (!known)
		return false;
	if (*text && g_str_has_prefix(*text, LFS_POINTER)) {
		g_clear_pointer(text, g_free);
		g_set_error(err, NSGEN_UNREAD, STATUS_TREE,
			    "%s: a Git LFS pointer stands for this file; get the file with 'git lfs pull'",
			    file);
		return false;
	}
	if (!*text || strlen(*text) == len)
		return true;
	g_clear_pointer(text, g_free);
	g_set_error(err, NSGEN_UNREAD, STATUS_TREE,
		    "%s: contains a NUL byte; a source file is expected", file);
	return false;
}

/**
 * tree_read() - read a file
 * @tree: the tree
 * @file: relative
 * @err: STATUS_TREE: it does not exist, cannot be read, or is not text
 *
 * Return: a new string, or NULL.
 */
char *tree_read(const struct tree *tree, const char *file, GError **err)
{
	char *text;

	if (tree_read_if_there(tree, file, &text, err) && !text)
		fail(err, STATUS_TREE, "%s: cannot be read (%s)", file, g_strerror(ENOENT));
	return text;
}

/**
 * tree_files() - all regular files, except hidden ones
 * @tree: the tree
 * @err: STATUS_TREE: a directory cannot be read
 *
 * Return: relative paths, in no particular order, owned by the tree; or NULL.
 */
const GPtrArray *tree_files(struct tree *tree, GError **err)
{
	g_autoptr(GPtrArray) files = NULL, links = NULL;

	if (tree->files)
		return tree->files;
	files = g_ptr_array_new_with_free_func(g_free);
	links = g_ptr_array_new_with_free_func(g_free);
	if (!tree->source->ops->list(tree->source, files, links, err))
		return NULL;
	tree->files = g_steal_pointer(&files);
	tree->links = g_steal_pointer(&links);
	return tree->files;
}

/**
 * tree_lay_over() - lay files over the tree's own
 * @tree: the tree
 * @texts: maps paths to texts, NULL hides a file; the table is shared
 */
void tree_lay_over(struct tree *tree, GHashTable *texts)
{
	tree->source = source_overlay(tree->source, texts);
	g_clear_pointer(&tree->files, g_ptr_array_unref);
	g_clear_pointer(&tree->links, g_ptr_array_unref);
}

/**
 * tree_lift() - undo the last tree_lay_over()
 * @tree: the tree
 */
void tree_lift(struct tree *tree)
{
	tree->source = source_lift(tree->source);
	g_clear_pointer(&tree->files, g_ptr_array_unref);
	g_clear_pointer(&tree->links, g_ptr_array_unref);
}

/*
 * A link to a file of the tree is read like that file; one that is broken or leads out of the tree
 * is an error. A link to a directory is not followed, as everywhere else.
 *
 * Return: false with an error, or true with @text NULL for a directory.
 */
static bool read_link(const struct tree *tree, const char *link, char **text, GError **err)
{
	enum seen kind = SEEN_NOTHING;
	bool inside;

	*text = NULL;
	if (!tree->source->ops->behind(tree->source, link, &kind, &inside, err))
		return false;
	if (kind == SEEN_DIRECTORY)
		return true;
	if (kind != SEEN_FILE || !inside)
		return fail(
			err, STATUS_TREE,
			"%s: symbolic link to a file outside this tree, or to none, so its names cannot be checked; remove it",
			link);
	return tree_read_if_there(tree, link, text, err);
}

/**
 * struct look - an iteration over the files that may contain one of the names
 * @tree: the tree
 * @wanted: selects files by path
 * @holding: the files that contain one of the names, without links; or NULL
 * @at: the next index; links are numbered after files
 */
struct look {
	const struct tree *tree;
	bool (*wanted)(const char *file);
	GHashTable *holding;
	guint at;
};

static bool next_text(struct look *look, const char **file, char **text, GError **err)
{
	const struct tree *tree = look->tree;

	*text = NULL;
	while (look->at < tree->files->len + tree->links->len) {
		guint at = look->at++;
		bool link = at >= tree->files->len;

		*file = link ? tree->links->pdata[at - tree->files->len] : tree->files->pdata[at];
		if (!look->wanted(*file) ||
		    (look->holding && !link && !g_hash_table_contains(look->holding, *file)))
			continue;
		if (link ? !read_link(tree, *file, text, err) :
			   !tree_read_if_there(tree, *file, text, err))
			return false;
		if (*text)
			return true;
	}
	return true;
}

static bool is_header(const char *file)
{
	return g_str_has_prefix(file, "include/") && g_str_has_suffix(file, ".h");
}

static bool is_kconfig(const char *file)
{
	const char *slash = strrchr(file, '/');

	return g_str_has_prefix(slash ? slash + 1 : file, "Kconfig");
}

#define NAME_USED \
	"%s:%d: the tree already uses the name '%s'; choose another name, or another word in a .conf"

static bool word_free(const char *file, const char *text, const GPtrArray *words,
		      const struct search *search, GError **err)
{
	size_t len = strlen(text), from = 0, at;
	int found;

	while ((found = search_next(search, text, len, &from, &at)) >= 0) {
		const char *word = words->pdata[found];

		if ((at && text_is_word(text[at - 1])) || text_is_word(text[at + strlen(word)]))
			continue;
		return fail(err, STATUS_TREE, NAME_USED, file, text_line(text, at), word);
	}
	return true;
}

/*
 * For example, get_proc_ns() is an unrelated macro: a namespace "proc" would not compile, in a file
 * that nobody would check.
 */
static bool words_free(struct look look, GPtrArray *words, GError **err)
{
	g_autoptr(Search) search = search_new(g_ptr_array_ref(words));

	look.wanted = is_header;
	for (;;) {
		g_autofree char *text = NULL;
		const char *file;

		if (!next_text(&look, &file, &text, err))
			return false;
		if (!text)
			return true;
		if (!word_free(file, text, words, search, err))
			return false;
	}
}

/* Looks for the first group of a pattern that has a word; @text is NULL if no file has it. */
static bool find_match(struct look look, const char *word, const char *pattern, const char **file,
		       char **text, int *at, GError **err)
{
	g_autofree char *filled = g_strdup_printf(pattern, word);
	g_autoptr(GRegex) regex =
		g_regex_new(filled, G_REGEX_RAW | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, NULL);

	for (;;) {
		g_autoptr(GMatchInfo) match = NULL;

		if (!next_text(&look, file, text, err))
			return false;
		if (!*text)
			return true;
		if (strstr(*text, word) && g_regex_match(regex, *text, 0, &match))
			return g_match_info_fetch_pos(match, 1, at, NULL);
		g_clear_pointer(text, g_free);
	}
}

/* Others may have a member or a variable of that name; a macro would be in the way of ours. */
static bool member_free(struct look look, const char *member, GError **err)
{
	g_autofree char *text = NULL;
	const char *file;
	int at;

	look.wanted = is_header;
	if (!find_match(look, member, "#[ \t]*define[ \t]+(%s)\\b", &file, &text, &at, err))
		return false;
	return !text || fail(err, STATUS_TREE, NAME_USED, file, text_line(text, at), member);
}

/*
 * RPMSG_NS and PINCTRL_NS are not namespaces, but the symbols are taken, and nothing near
 * init/Kconfig shows that.
 */
static bool symbol_free(struct look look, const char *symbol, GError **err)
{
	g_autofree char *text = NULL, *line = NULL;
	const char *file;
	int at;

	look.wanted = is_kconfig;
	if (!find_match(look, symbol, "^[ \t]*(?:menu)?(config[ \t]+%s)[ \t]*(?:#.*)?$", &file,
			&text, &at, err))
		return false;
	if (!text)
		return true;
	line = text_line_at(text, at);
	return fail(
		err, STATUS_TREE,
		"%s:%d: the tree already has this symbol (%.40s); choose another name, or config= in a .conf",
		file, text_line(text, at), line);
}

/**
 * tree_names_free() - are all of these names unused in a tree?
 * @tree: the tree
 * @words: identifiers that no header may use, terminated by NULL
 * @member: identifier that no header may define as a macro
 * @symbol: symbol that no Kconfig file of the tree may define, without CONFIG_
 * @err: STATUS_TREE: a name is used, with the place; or a file cannot be read
 */
bool tree_names_free(struct tree *tree, const char *const *words, const char *member,
		     const char *symbol, GError **err)
{
	static const char *const where[] = { "include/*.h", "Kconfig*", "*/Kconfig*", NULL };
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	struct look look = { .tree = tree };
	bool free;

	if (!tree_files(tree, err))
		return false;
	while (*words)
		g_ptr_array_add(names, g_strdup(*words++));
	g_ptr_array_add(names, g_strdup(symbol));
	g_ptr_array_add(names, g_strdup(member));
	if (!source_holding(tree->source, names, where, &look.holding, err))
		return false;
	g_ptr_array_set_size(names, names->len - 2);
	free = words_free(look, names, err) && member_free(look, member, err) &&
	       symbol_free(look, symbol, err);
	g_clear_pointer(&look.holding, g_hash_table_unref);
	return free;
}
