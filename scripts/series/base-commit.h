/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_BASE_COMMIT_H
#define NSGEN_BASE_COMMIT_H

#include "tree/tree.h"

/**
 * struct base - the state that a series applies to
 * @commit: the commit that has the touched files in their current state, or NULL
 * @changed: the tree is a git repository, whose commit has them in another state
 */
struct base {
	char *commit;
	bool changed;
};

bool base_find(struct base *base, const struct tree *tree, const GPtrArray *files, GError **err);

#endif
