/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_BASE_H
#define NSGEN_BASE_H

#include "tree/tree.h"

/**
 * struct base - what a series is made for
 * @commit: the commit that has the touched files as they are, or NULL
 * @changed: the tree is a git one, and its commit has them otherwise
 */
struct base {
	char *commit;
	bool changed;
};

bool base_find(struct base *base, const struct tree *tree, const GPtrArray *files, GError **err);

#endif
