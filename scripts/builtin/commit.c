// SPDX-License-Identifier: GPL-2.0-only
/*
 * commit: make a series the commits of a new branch.
 */
#include "builtin/builtin.h"
#include "audit/uncovered.h"
#include "branch/branch.h"
#include "branch/commits.h"
#include "branch/refs.h"
#include "branch/worktree.h"
#include "tree/tree.h"

#include <stdio.h>
#include <string.h>

/* The branch that the user means; for a new one @name gives the default. */
static char *branch_name(const char *name)
{
	return given.branch ? g_strdup(given.branch) : g_strdup_printf("%s-ns", name);
}

static bool is_new(const char *dir, const char *branch, GError **err)
{
	bool there;

	if (!refs_name_ok(dir, branch, err) || !refs_there(dir, branch, &there, err))
		return false;
	return !there ||
	       fail(err, STATUS_USAGE,
		    "%s: there is a branch %s already; 'nsgen status' shows it, --branch names another",
		    dir, branch);
}

/* In the middle of a rebase HEAD is not what the user sees. */
static bool is_settled(const char *dir, const char *base, GError **err)
{
	const char *what;

	if (!worktree_busy(dir, &what, err))
		return false;
	return base || !what ||
	       fail(err, STATUS_USAGE,
		    "%s: git is in the middle of %s; finish it, or name a commit with --base", dir,
		    what);
}

static bool say_dirty(const char *dir, GError **err)
{
	guint files;

	if (!worktree_dirty(dir, &files, err))
		return false;
	if (files)
		say("DIRTY", "%u file%s of the work tree %s uncommitted changes, which are not in the branch",
		    files, files == 1 ? "" : "s", files == 1 ? "has" : "have");
	return true;
}

/*
 * The branch is moved last, so that it is there with all that belongs to it or not at all: without
 * it, description and record are those of a branch that was deleted.
 */
static bool put_branch(const struct git_user *user, const char *branch, const char *tip,
		       const char *record, const char *description, const char *what, GError **err)
{
	g_autofree char *ref = g_strconcat(BRANCH_REFS, branch, NULL);
	g_autofree char *own = g_strconcat(RECORD_REFS, branch, NULL);
	bool there;

	if (interrupted(err) || !record_prune(user->dir, err) ||
	    !refs_describe(user, branch, description, err) ||
	    !refs_move(user, own, record, NULL, what, err))
		return false;
	if (refs_move(user, ref, tip, "", what, err))
		return true;
	record_forget(user->dir, branch, &there, NULL);
	refs_describe(user, branch, NULL, NULL);
	return false;
}

static void summary(const struct pipeline *line, const GPtrArray *commits, const char *branch)
{
	for (guint i = 0; i < commits->len; i++)
		say("COMMIT", "%.12s %s", (char *)commits->pdata[i],
		    ((struct patch *)line->series->patches->pdata[i])->subject);
	printf("%s on Linux %s, level %s: %u commit%s on the new branch %s, from %.12s\n",
	       line->spec->name, line->tree->release, line->plan->level, commits->len,
	       commits->len == 1 ? "" : "s", branch, line->tree->commit);
}

static bool commit(struct request *request, GError **err)
{
	g_autofree char *dir = tree_place(request->kernel), *branch = branch_name(request->name);
	g_autofree char *record = NULL, *said = g_strdup_printf("nsgen commit: %s", request->name);
	struct record what = { NULL };
	g_autoptr(GPtrArray) commits = NULL;
	g_autoptr(Pipeline) line = NULL;
	g_autoptr(GitUser) user = NULL;

	if (!spec_name_ok(request->name, err) || !worktree_repository(dir, err) ||
	    !is_settled(dir, request->base, err) || !is_new(dir, branch, err))
		return false;
	user = git_user_open(dir, err);
	request->branch = true;
	if (!request->base)
		request->base = "HEAD";
	line = user ? pipeline_open(request, err) : NULL;
	if (!line || !pipeline_run(line, err) || !uncovered_check(line, err) ||
	    !pipeline_series(line, err))
		return false;
	commits = commits_make(user, line, NULL, err);
	what.last = commits ? commits->pdata[commits->len - 1] : NULL;
	record = commits ? record_write(line, &what, err) : NULL;
	if (!record ||
	    !put_branch(user, branch, commits->pdata[commits->len - 1], record,
			line->series->description, said, err))
		return false;
	g_free(given.branch);
	given.branch = g_strdup(branch);
	summary(line, commits, branch);
	return say_dirty(dir, err);
}

/* Without --branch and --name the branch that is checked out is meant. */
static bool forget(GError **err)
{
	g_autofree char *dir = tree_place(given.kernel), *branch = NULL;
	bool there;

	if (!worktree_repository(dir, err))
		return false;
	branch = given.branch || given.name ? branch_name(given.name) : branch_current(dir, err);
	if (!branch)
		return false;
	if (!*branch)
		return fail(err, STATUS_USAGE, "%s: HEAD is on no branch; name one with --branch",
			    dir);
	if (!refs_name_ok(dir, branch, err) || !record_forget(dir, branch, &there, err) ||
	    !record_prune(dir, err))
		return false;
	if (there)
		printf("%s%s was taken away; the branch is as it was\n", RECORD_REFS, branch);
	else
		printf("there is no %s%s; nothing was changed\n", RECORD_REFS, branch);
	return true;
}

static gboolean forgets;

static bool run_commit(char **words, GError **err)
{
	struct request request;

	(void)words;
	if (forgets)
		return given_kernel(true, err) && forget(err);
	if (!given_request(&request, err) || !commit(&request, err))
		return false;
	next_step("status", "see what is in it");
	return true;
}

static const char *const examples[] = {
	"nsgen commit --name=ima --kernel=~/linux",
	"nsgen commit --name=ima --kernel=~/linux --base=v7.2 --branch=ima",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	OPTION_KERNEL,
	OPTION_BASE,
	OPTION_BRANCH("the new branch (default: NAME-ns)"),
	OPTION_LEVEL,
	OPTION_CONF,
	OPTIONS_NUMBERS,
	OPTION_WHY,
	OPTION_SQUASH,
	OPTION_SIGNOFF,
	OPTION_EXCEPT,
	OPTION_SWITCH_AT("forget", forgets, "take away what nsgen keeps of a branch"),
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command commit_command = {
	.name = "commit",
	.summary = "make a series the commits of a new branch",
	.text = "Nothing is checked out: work tree and index stay as they are. See\n"
		"Documentation/branch.md.",
	.examples = examples,
	.options = options,
	.run = run_commit,
};
