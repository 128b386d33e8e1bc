/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TREE_H
#define NSGEN_TREE_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct tree - a kernel tree, read only
 * @path: where it is
 * @release: "6.12.117", "2.6.19-rc6-mm2", from its Makefile
 * @overlay: files that are to be seen otherwise than they are: path to text, NULL for one that shall not be there; not owned, may be NULL
 * @over: a directory whose files stand in front of the tree's, or NULL
 * @over_files: the set of these files, or NULL
 * @files: of tree_files(), once somebody has asked
 * @links: the symbolic links that were found with them
 */
struct tree {
	char *path;
	char *release;
	GHashTable *overlay;
	char *over;
	GHashTable *over_files;
	GPtrArray *files;
	GPtrArray *links;
};

char *tree_place(const char *path);
struct tree *tree_open(const char *path, GError **err);
void tree_free(struct tree *tree);
const GPtrArray *tree_files(struct tree *tree, GError **err);
bool tree_cover(struct tree *tree, const char *over, GError **err);
bool tree_has(const struct tree *tree, const char *file, bool *there, GError **err);
bool tree_has_directory(const struct tree *tree, const char *directory, bool *there, GError **err);
bool tree_read_if_there(const struct tree *tree, const char *file, char **text, GError **err);
char *tree_read(const struct tree *tree, const char *file, GError **err);
bool tree_words_free(struct tree *tree, const char *const *words, GError **err);
bool tree_symbol_free(struct tree *tree, const char *symbol, GError **err);

typedef struct tree Tree;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tree, tree_free)

#endif
