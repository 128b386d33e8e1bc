// SPDX-License-Identifier: GPL-2.0-only
/*
 * The user's branches: their names, and moving them.
 */
#include "branch/refs.h"
#include "branch/objects.h"
#include "branch/record.h"
#include "lib/error.h"

#include <string.h>

/**
 * refs_name_ok() - may a branch have this name?
 * @dir: the repository
 * @branch: untrusted
 * @err: STATUS_USAGE: git does not allow it
 */
bool refs_name_ok(const char *dir, const char *branch, GError **err)
{
	const char *const words[] = { "check-ref-format", "--branch", branch, NULL };
	g_autofree char *out = NULL;
	int status;

	out = git(dir, words, &status, NULL, err);
	if (!out)
		return false;
	/* Another name comes from a shorthand, "@{-1}"; "@" is one, too. */
	return (!status && !strcmp(g_strchomp(out), branch) && strcmp(branch, "@")) ||
	       fail(err, STATUS_USAGE, "--branch=%.60s: not the name of a branch", branch);
}

/**
 * refs_there() - is there a branch?
 * @dir: the repository, untrusted
 * @branch: its name
 * @there: gets the answer
 * @err: git cannot be run
 */
bool refs_there(const char *dir, const char *branch, bool *there, GError **err)
{
	g_autofree char *ref = g_strconcat(BRANCH_REFS, branch, NULL), *out = NULL;
	const char *const words[] = { "show-ref", "--verify", "--quiet", "--", ref, NULL };
	int status;

	out = git(dir, words, &status, NULL, err);
	*there = out && !status;
	return out;
}

/**
 * refs_move() - let a ref point to a commit
 * @user: who moves it
 * @ref: its full name
 * @to: the commit
 * @from: where it has to point before; "" if it must not be there; NULL for anywhere
 * @what: for the reflog
 * @err: STATUS_TREE: git does not move it
 */
bool refs_move(const struct git_user *user, const char *ref, const char *to, const char *from,
	       const char *what, GError **err)
{
	/* git takes an empty old value for "must not be there". */
	const char *const words[] = { "update-ref", "-m", what, ref, to, from, NULL };
	g_autofree char *errors = NULL, *out = NULL;
	int status;

	out = git_user_run(user, NULL, words, &status, &errors, err);
	return out && (!status || objects_failed("move a branch", user->dir, errors, err));
}

/**
 * refs_describe() - set a branch's description, which git format-patch puts into a cover letter
 * @user: who sets it
 * @branch: the branch's name
 * @text: the description, or NULL to take it away
 * @err: STATUS_TREE: git cannot write its config
 */
bool refs_describe(const struct git_user *user, const char *branch, const char *text, GError **err)
{
	g_autofree char *key = g_strdup_printf("branch.%s.description", branch);
	const char *const set[] = { "config", "--local", "--replace-all", key, text, NULL };
	const char *const unset[] = { "config", "--local", "--unset-all", key, NULL };
	g_autofree char *errors = NULL, *out = NULL;
	int status;

	out = git_user_run(user, NULL, text ? set : unset, &status, &errors, err);
	return out && (!status || objects_failed("describe the branch", user->dir, errors, err));
}
