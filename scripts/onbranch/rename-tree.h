/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RENAME_TREE_H
#define NSGEN_RENAME_TREE_H

#include "spec/renaming.h"

struct rename_trees *rename_trees_new(const char *dir, const struct renaming *renaming,
				      const char *tip, const char *scratch);
char *rename_tree(struct rename_trees *trees, const char *base, const char *tree, GError **err);
void rename_trees_free(struct rename_trees *trees);

typedef struct rename_trees RenameTrees;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RenameTrees, rename_trees_free)

#endif
