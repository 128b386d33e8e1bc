/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TREE_H
#define NSGEN_TREE_H

#include "tree/source.h"

/**
 * struct tree - a kernel tree, read only
 * @path: its path
 * @commit: full hash of the commit of the repository at @path; NULL if @path is a directory with
 * the files
 * @release: "6.12.117", "2.6.19-rc6-mm2", from its Makefile
 * @source: the source of its files
 * @files: the result of tree_files(), once it has been called
 * @links: the symbolic links that were found with them
 */
struct tree {
	char *path;
	char *commit;
	char *release;
	struct source *source;
	GPtrArray *files;
	GPtrArray *links;
};

bool tree_is_here(void);
char *tree_place(const char *path);
struct tree *tree_open(const char *path, GError **err);
struct tree *tree_open_at(const char *path, const char *base, GError **err);
void tree_free(struct tree *tree);
const GPtrArray *tree_files(struct tree *tree, GError **err);
void tree_lay_over(struct tree *tree, GHashTable *texts);
void tree_lift(struct tree *tree);
bool tree_has(const struct tree *tree, const char *file, bool *there, GError **err);
bool tree_has_directory(const struct tree *tree, const char *directory, bool *there, GError **err);
bool tree_read_if_there(const struct tree *tree, const char *file, char **text, GError **err);
bool tree_scan(const struct tree *tree, const char *file, GString *text, bool *there, GError **err);
char *tree_read(const struct tree *tree, const char *file, GError **err);
bool tree_names_free(struct tree *tree, const char *const *words, const char *member,
		     const char *symbol, GError **err);

typedef struct tree Tree;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tree, tree_free)

#endif
