// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trees of the user's repository, merged without a work tree.
 */
#include "branch/trees.h"
#include "branch/objects.h"
#include "tree/git.h"

#include <string.h>

/**
 * trees_commit() - make a commit that only has to be there as long as git compares trees
 * @dir: the repository
 * @tree: the hash of its tree
 * @parent: its parent, or NULL
 * @err: STATUS_TREE: git cannot write it
 *
 * Return: its hash, a new string; or NULL.
 */
char *trees_commit(const char *dir, const char *tree, const char *parent, GError **err)
{
	const char *const words[] = { "commit-tree", "-m", "nsgen", tree, parent ? "-p" : NULL,
				      parent, NULL };
	g_autofree char *errors = NULL;
	int status;
	char *out = git_own(dir, words, &status, &errors, err);

	return objects_named(out, status, "make a commit", dir, errors, err);
}

/**
 * trees_of() - the tree of a commit
 * @dir: the repository
 * @commit: the commit
 * @err: STATUS_TREE: git cannot read it
 *
 * Return: its hash, a new string; or NULL.
 */
char *trees_of(const char *dir, const char *commit, GError **err)
{
	g_autofree char *name = g_strdup_printf("%s^{tree}", commit), *errors = NULL;
	const char *const words[] = { "rev-parse", "--verify", name, NULL };
	int status;
	char *out = git(dir, words, &status, &errors, err);

	return objects_named(out, status, "read a commit", dir, errors, err);
}

/**
 * trees_merge() - the tree that has both changes, from @base to @ours and from @base to @theirs
 * @dir: the repository
 * @base: a tree
 * @ours: another
 * @theirs: a third one
 * @merged: gets its hash, a new string; NULL if the changes meet
 * @err: git cannot be run, or STATUS_TREE: it cannot write objects
 *
 * git 2.39 takes no --merge-base, so the three become commits.
 */
bool trees_merge(const char *dir, const char *base, const char *ours, const char *theirs,
		 char **merged, GError **err)
{
	g_autofree char *root = NULL, *one = NULL, *two = NULL, *out = NULL;
	int status;

	*merged = NULL;
	if (!strcmp(base, ours) || !strcmp(base, theirs)) {
		*merged = g_strdup(!strcmp(base, ours) ? theirs : ours);
		return true;
	}
	root = trees_commit(dir, base, NULL, err);
	one = root ? trees_commit(dir, ours, root, err) : NULL;
	two = one ? trees_commit(dir, theirs, root, err) : NULL;
	if (!two)
		return false;
	const char *const words[] = { "merge-tree", "--write-tree", "--no-messages", one, two,
				      NULL };

	out = git(dir, words, &status, NULL, err);
	if (out && !status)
		*merged = g_strndup(out, strcspn(out, "\n"));
	return out;
}
