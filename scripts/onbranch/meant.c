// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is a command about a series, or about the branch that has the namespace already?
 *
 * In a repository whose commit has the namespace, what is there is meant: the branch that is
 * checked out, or the one that the user names.
 */
#include "onbranch/meant.h"
#include "branch/worktree.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "tree/tree.h"

#include <string.h>

/* A repository whose top is the tree: with a work tree, or bare. */
static bool is_repository(const char *dir, bool *is, GError **err)
{
	static const char *const signs[] = { ".git", "HEAD" };
	g_autoptr(GError) why = NULL;
	enum seen kind = SEEN_NOTHING;

	*is = false;
	for (size_t i = 0; i < G_N_ELEMENTS(signs) && kind == SEEN_NOTHING; i++) {
		g_autofree char *path = g_build_filename(dir, signs[i], NULL);

		if (!seen_kind(STATUS_USAGE, path, NULL, &kind, err))
			return false;
	}
	if (kind == SEEN_NOTHING)
		return true;
	*is = worktree_repository(dir, &why);
	if (*is || why->code == STATUS_USAGE)
		return true;
	g_propagate_error(err, g_steal_pointer(&why));
	return false;
}

/**
 * meant_branch() - find the branch that a command is about
 * @kernel: the tree, untrusted
 * @branch: the branch that the user named, or NULL
 * @name: the namespace, or NULL for that of the branch
 * @found: gets the branch, freed with branch_free(); NULL if the tree has none, and so a series is
 *	meant
 * @err: as for branch_open(); a branch that the user named has to be one with a namespace
 */
bool meant_branch(const char *kernel, const char *branch, const char *name, struct branch **found,
		  GError **err)
{
	g_autofree char *dir = tree_place(kernel);
	g_autoptr(GError) why = NULL;
	bool is = false;

	*found = NULL;
	if (branch) {
		if (worktree_repository(dir, err))
			*found = branch_open(dir, branch, name, err);
		return *found;
	}
	if (!is_repository(dir, &is, err))
		return false;
	if (!is)
		return true;
	*found = branch_open(dir, NULL, name, &why);
	/* No commit yet, or none that is nsgen's. */
	if (*found || why->code == STATUS_USAGE)
		return true;
	g_propagate_error(err, g_steal_pointer(&why));
	return false;
}

/* Of a text the answer line has only a digest. */
static bool is_given(const struct answers *answers, const char *name, const char *value,
		     GError **err)
{
	return value || !answers || !g_hash_table_contains(answers->words, name) ||
	       fail(err, STATUS_USAGE,
		    "the branch was made with --%s, of which its messages have only a digest; give it again",
		    name);
}

/**
 * meant_answers() - take the answers that a branch was made with
 * @branch: the branch
 * @request: gets level, conf and except, except those that it already has; they point into @branch
 * @scratch: a directory for texts of files
 * @err: STATUS_USAGE: an answer is not known
 */
bool meant_answers(const struct branch *branch, struct request *request, const char *scratch,
		   GError **err)
{
	if (!request->level)
		request->level = branch->series	 ? branch->series->report->level :
				 branch->answers ? branch->answers->level :
						   NULL;
	if (branch->series)
		return request_again(branch->series->report, request, scratch, err);
	return is_given(branch->answers, "conf", request->conf, err) &&
	       is_given(branch->answers, "except", request->except, err);
}
