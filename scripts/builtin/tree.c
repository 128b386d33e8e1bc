// SPDX-License-Identifier: GPL-2.0-only
/*
 * tree: print a tree's release and path, for scripts that work on it.
 */
#include "builtin/builtin.h"
#include "tree/tree.h"

#include <stdio.h>

static bool run_tree(char **words, GError **err)
{
	g_autoptr(Tree) tree = NULL;

	(void)words;
	if (!given_kernel(true, err))
		return false;
	tree = tree_open_at(given.kernel, given.base, err);
	if (tree)
		printf("%s\n%s\n", tree->release, tree->path);
	return tree;
}

static const char *const examples[] = {
	"nsgen tree --kernel=~/linux --base=v7.2",
	NULL,
};

static const GOptionEntry options[] = { OPTION_KERNEL, OPTION_BASE, { NULL } };

const struct command tree_command = {
	.name = "tree",
	.summary = "print a tree's release and path",
	.examples = examples,
	.options = options,
	.run = run_tree,
};
