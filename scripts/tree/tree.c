// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel tree: what it is called, its files, and who has a CONFIG_ symbol. Nothing here writes.
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

/* The value of "NAME = value" at the start of a line of the top Makefile. */
static char *makefile_value(const char *makefile, const char *name)
{
	g_autofree char *pattern =
		g_strdup_printf("^%s[ \t]*=[ \t]*([A-Za-z0-9._+~-]*)[ \t]*$", name);

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
	return g_str_has_prefix(path, "~/") ? g_build_filename(g_get_home_dir(), path + 2, NULL) :
					      g_strdup(path);
}

/**
 * tree_is_here() - is the current directory a kernel tree's?
 *
 * Others have a Makefile with a VERSION, too.
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

/* What errors call it: a commit by as much of its name as nobody mistakes. */
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
 * tree_open_at() - look at a kernel tree, or at a commit of one
 * @path: untrusted; a leading "~/" is the home directory, which dash does not expand after
 * "KERNEL="
 * @base: untrusted: the commit of the repository at @path; NULL for the directory as it is
 * @err: STATUS_USAGE where there is no kernel tree or no such commit, STATUS_TREE where it has no
 * nsproxy
 *
 * Return: a tree for tree_free(), or NULL.
 */
struct tree *tree_open_at(const char *path, const char *base, GError **err)
{
	g_autoptr(Tree) tree = g_new0(struct tree, 1);

	tree->path = tree_place(path);
	return open_source(tree, base, err) && is_kernel(tree, err) ? g_steal_pointer(&tree) : NULL;
}

/**
 * tree_open() - look at a kernel tree
 * @path: as for tree_open_at()
 * @err: as for tree_open_at()
 *
 * Return: a tree for tree_free(), or NULL.
 */
struct tree *tree_open(const char *path, GError **err)
{
	return tree_open_at(path, NULL, err);
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
	g_free(tree->commit);
	g_free(tree->release);
	source_free(tree->source);
	g_clear_pointer(&tree->files, g_ptr_array_unref);
	g_clear_pointer(&tree->links, g_ptr_array_unref);
	g_free(tree);
}

/**
 * tree_has() - is there such a file?
 * @tree: the tree
 * @file: relative
 * @there: is set
 * @err: STATUS_TREE: it cannot be told
 */
bool tree_has(const struct tree *tree, const char *file, bool *there, GError **err)
{
	enum seen kind;

	if (!tree->source->ops->look(tree->source, file, &kind, err))
		return false;
	*there = kind == SEEN_FILE;
	/* A FIFO is not what somebody has left out. */
	if (kind == SEEN_OTHER)
		return fail(err, STATUS_TREE, "%s: not a regular file; replace it with one", file);
	return true;
}

/**
 * tree_has_directory() - is there such a directory?
 * @tree: the tree
 * @directory: relative
 * @there: is set
 * @err: STATUS_TREE: it cannot be told
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
 * tree_scan() - what is in a file, for those who read many
 * @tree: the tree
 * @file: relative
 * @text: gets it, whatever it is
 * @there: is false where there is no such file, or one longer than any source file is
 * @err: STATUS_TREE: it cannot be read
 */
bool tree_scan(const struct tree *tree, const char *file, GString *text, bool *there, GError **err)
{
	return tree->source->ops->read(tree->source, file, SOURCE_TOO_LONG, text, there, err);
}

/**
 * tree_read_if_there() - the text of a file that not every tree has
 * @tree: the tree
 * @file: relative
 * @text: a new string, or NULL where there is no such file
 * @err: STATUS_TREE: it cannot be read, or is no text
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
	if (!*text || strlen(*text) == len)
		return true;
	g_clear_pointer(text, g_free);
	g_set_error(err, NSGEN_UNREAD, STATUS_TREE,
		    "%s: contains a NUL byte; a source file is expected", file);
	return false;
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
	char *text;

	if (tree_read_if_there(tree, file, &text, err) && !text)
		fail(err, STATUS_TREE, "%s: cannot be read (%s)", file, g_strerror(ENOENT));
	return text;
}

/**
 * tree_files() - all regular files, but for hidden ones
 * @tree: the tree
 * @err: STATUS_TREE: a directory cannot be read
 *
 * Return: relative paths, in no order; the tree's own; or NULL.
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
 * tree_lay_over() - put files in front of the tree's own
 * @tree: the tree
 * @texts: path to text, NULL for one that shall not be there; it is shared
 */
void tree_lay_over(struct tree *tree, GHashTable *texts)
{
	tree->source = source_overlay(tree->source, texts);
	g_clear_pointer(&tree->files, g_ptr_array_unref);
	g_clear_pointer(&tree->links, g_ptr_array_unref);
}

/*
 * A link to a file of the tree is read like one, and what no link of a tree should be is said.
 * One to a directory is not entered, as nowhere.
 *
 * Return: false with an error, or with @text NULL for a directory.
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
 * struct look - a walk through the files that may have names in them
 * @tree: the tree
 * @wanted: which of them
 * @holding: those that have one of the names, or NULL; links are not in it
 * @at: the next one; both kinds of entries, files and links, are counted on
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

static bool word_free(const char *file, const char *text, const GPtrArray *words,
		      const struct search *search, GError **err)
{
	size_t len = strlen(text), from = 0, at;
	int found;

	while ((found = search_next(search, text, len, &from, &at)) >= 0) {
		const char *word = words->pdata[found];

		if ((at && text_is_word(text[at - 1])) || text_is_word(text[at + strlen(word)]))
			continue;
		return fail(
			err, STATUS_TREE,
			"%s:%d: the tree already uses the name '%s'; choose another name, or another word in a .conf",
			file, text_line(text, at), word);
	}
	return true;
}

/*
 * get_proc_ns() is a macro about something else: a namespace "proc" would not compile, in a file
 * that nobody looks at.
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

/* RPMSG_NS and PINCTRL_NS are no namespaces, and nothing near init/Kconfig tells. */
static bool symbol_free(struct look look, const char *symbol, GError **err)
{
	g_autofree char *pattern =
		g_strdup_printf("^[ \t]*(?:menu)?(config[ \t]+%s)[ \t]*(?:#.*)?$", symbol);
	g_autoptr(GRegex) entry =
		g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, NULL);

	look.wanted = is_kconfig;
	for (;;) {
		g_autofree char *text = NULL, *line = NULL;
		g_autoptr(GMatchInfo) match = NULL;
		const char *file;
		int at;

		if (!next_text(&look, &file, &text, err))
			return false;
		if (!text)
			return true;
		if (!strstr(text, symbol) || !g_regex_match(entry, text, 0, &match))
			continue;
		g_match_info_fetch_pos(match, 1, &at, NULL);
		line = text_line_at(text, at);
		return fail(
			err, STATUS_TREE,
			"%s:%d: the tree already has this symbol (%.40s); choose another name, or config= in a .conf",
			file, text_line(text, at), line);
	}
}

/**
 * tree_names_free() - is none of these names taken?
 * @tree: the tree
 * @words: identifiers that no header may use, NULL behind the last one
 * @symbol: that no Kconfig of the whole tree may have, without CONFIG_
 * @err: STATUS_TREE, with the place; or with a file that cannot be read
 */
bool tree_names_free(struct tree *tree, const char *const *words, const char *symbol, GError **err)
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
	if (!source_holding(tree->source, names, where, &look.holding, err))
		return false;
	g_ptr_array_set_size(names, names->len - 1);
	free = words_free(look, names, err) && symbol_free(look, symbol, err);
	g_clear_pointer(&look.holding, g_hash_table_unref);
	return free;
}
