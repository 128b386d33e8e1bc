// SPDX-License-Identifier: GPL-2.0-only
/*
 * A patch changes files. Of a symbolic link it would change where it leads.
 */
#include "proof/proof.h"
#include "lib/error.h"

#include <string.h>

/* Is this path a link, or in a directory that is one? */
static bool goes_through(const char *path, const char *link)
{
	size_t len = strlen(link);

	return !strncmp(path, link, len) && (!path[len] || path[len] == '/');
}

/**
 * proof_links() - are the files that a series changes files?
 * @files: the result of apply_hooks()
 * @tree: the tree
 * @err: STATUS_TREE: one is a symbolic link or behind one
 */
bool proof_links(const GPtrArray *files, struct tree *tree, GError **err)
{
	if (!tree_files(tree, err))
		return false;
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		for (guint n = 0; n < tree->links->len; n++)
			if (goes_through(woven->path, tree->links->pdata[n]))
				return fail(
					err, STATUS_TREE,
					"%s: is a symbolic link, and a patch cannot change what is behind it; put the file in its place",
					(char *)tree->links->pdata[n]);
	}
	return true;
}
