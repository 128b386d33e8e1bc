// SPDX-License-Identifier: GPL-2.0-only
/*
 * A branch that has a namespace: where it begins, what was generated, and what is there.
 *
 * refs/nsgen/BRANCH says so where nsgen made the branch. A colleague's branch, or one made by
 * "git am", has only the answer lines of its messages.
 */
#include "branch/branch.h"
#include "branch/objects.h"
#include "branch/trees.h"
#include "lib/error.h"
#include "lib/fs.h"

#include <string.h>

/**
 * branch_free() - free a branch, and remove its scratch directory
 * @branch: may be NULL
 */
void branch_free(struct branch *branch)
{
	if (!branch)
		return;
	g_free(branch->dir);
	g_free(branch->branch);
	g_free(branch->tip);
	g_free(branch->base);
	g_free(branch->name);
	g_free(branch->merge);
	g_clear_pointer(&branch->commits, g_ptr_array_unref);
	g_clear_pointer(&branch->generated, g_ptr_array_unref);
	record_free(branch->record);
	series_read_free(branch->series);
	if (branch->scratch)
		remove_tree(branch->scratch);
	g_free(branch->scratch);
	g_free(branch);
}

/**
 * branch_current() - the branch that is checked out
 * @dir: the repository, untrusted
 * @err: git cannot be run
 *
 * Return: its name without refs/heads/, a new string; "" for a detached HEAD; or NULL.
 */
char *branch_current(const char *dir, GError **err)
{
	static const char *const words[] = { "symbolic-ref", "--quiet", "HEAD", NULL };
	g_autofree char *ref = NULL;
	int status;

	ref = git(dir, words, &status, NULL, err);
	if (!ref)
		return NULL;
	g_strchomp(ref);
	return g_strdup(!status && g_str_has_prefix(ref, BRANCH_REFS) ? ref + strlen(BRANCH_REFS) :
									"");
}

static bool find_tip(struct branch *branch, const char *name, GError **err)
{
	g_autofree char *ref = NULL;

	branch->branch = name ? g_strdup(name) : branch_current(branch->dir, err);
	if (!branch->branch)
		return false;
	if (!*branch->branch)
		g_clear_pointer(&branch->branch, g_free);
	ref = branch->branch ? g_strconcat(BRANCH_REFS, branch->branch, NULL) : g_strdup("HEAD");
	branch->tip = git_commit(branch->dir, ref, err);
	return branch->tip;
}

static bool read_series(struct branch *branch, const char *ref, GError **err)
{
	if (!branch->record->name)
		return true;
	branch->scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!branch->scratch ||
	    !record_files(branch->dir, branch->record, branch->scratch, err))
		return false;
	branch->series = series_own(branch->scratch, err);
	if (!branch->series || !report_contents(branch->series->report, err))
		return false;
	branch->generated = history_read(branch->dir, NULL, branch->record->last,
					 branch->series->patches->len, true, err);
	return branch->generated &&
	       (branch->generated->len == branch->series->patches->len ||
		fail(err, STATUS_TREE,
		     "%s: has %u patches, but only %u commits; 'nsgen commit --forget' takes it away",
		     ref, branch->series->patches->len, branch->generated->len));
}

/* The record of another namespace on the same branch, of which perhaps nothing is recorded. */
static bool read_other(struct branch *branch, const char *name, GError **err)
{
	g_autoptr(Record) first = g_steal_pointer(&branch->record);

	g_clear_pointer(&branch->generated, g_ptr_array_unref);
	g_clear_pointer(&branch->series, series_read_free);
	remove_tree(branch->scratch);
	g_clear_pointer(&branch->scratch, g_free);
	for (guint i = 0; first->also && i < first->also->len; i++) {
		const struct also *also = first->also->pdata[i];

		if (strcmp(also->name, name))
			continue;
		branch->record = record_find(branch->dir, also->record, err);
		return branch->record && read_series(branch, also->record, err);
	}
	branch->record = g_new0(struct record, 1);
	return true;
}

/* What nsgen made the branch from, if that is known. */
static bool read_record(struct branch *branch, const char *name, GError **err)
{
	g_autofree char *ref = g_strconcat(RECORD_REFS, branch->branch, NULL);

	branch->record = branch->branch ? record_find(branch->dir, ref, err) :
					  g_new0(struct record, 1);
	if (!branch->record || !read_series(branch, ref, err))
		return false;
	return !branch->series || !name || !strcmp(name, branch->series->report->name) ||
	       read_other(branch, name, err);
}

static bool is_of(const struct past *past, const char *name)
{
	return past->answers && !strcmp(past->answers->name, name);
}

/* Was a generated commit with this subject made for the branch? */
static bool was_generated(const struct branch *branch, const struct past *past)
{
	for (guint i = 0; branch->generated && i < branch->generated->len; i++) {
		const struct past *made = branch->generated->pdata[i];

		if (!strcmp(made->subject, past->subject))
			return true;
	}
	return false;
}

static bool no_namespace(const struct branch *branch, GError **err)
{
	g_autofree char *of = branch->name ? g_strdup_printf(" of %s", branch->name) : g_strdup("");

	return fail(err, STATUS_USAGE,
		    "%s: no commit%s has an answer line of nsgen ('Nsgen: …'); 'nsgen commit' makes a branch with a namespace",
		    branch->branch ? branch->branch : "HEAD", of);
}

/* The oldest commit of the namespace; -1 if there is none. */
static int first_of(const struct branch *branch, const GPtrArray *history)
{
	int first = -1;

	for (guint i = 0; i < history->len && first < 0; i++)
		if (is_of(history->pdata[i], branch->name))
			first = i;
	/* The message of the first ones may have lost its answer line. */
	while (first > 0 && was_generated(branch, history->pdata[first - 1]))
		first--;
	return first;
}

static bool says_name(const struct past *past, const char *name)
{
	g_autoptr(GPtrArray) all = answers_all(past->message);

	for (guint i = 0; i < all->len; i++)
		if (!strcmp(((struct answers *)all->pdata[i])->name, name))
			return true;
	return false;
}

/* The merge with which the namespace came, if "nsgen merge" made it. */
static int find_merge(const struct branch *branch, const GPtrArray *history)
{
	for (guint i = 0; branch->record->chain && i < history->len; i++) {
		const struct past *past = history->pdata[i];

		if (past->merge && !strcmp(past->parent, branch->record->onto) &&
		    says_name(past, branch->name))
			return i;
	}
	return -1;
}

/* Where the namespace begins: what is below is the base, whoever wrote it. */
static bool find_base(struct branch *branch, GError **err)
{
	g_autoptr(GPtrArray) history =
		history_read(branch->dir, NULL, branch->tip, BRANCH_DEPTH, false, err);
	const char *made_on =
		branch->generated ? ((struct past *)branch->generated->pdata[0])->parent : NULL;
	int first, merge;

	if (!history)
		return false;
	for (guint i = history->len; !branch->name && i-- > 0;) {
		const struct past *past = history->pdata[i];

		if (past->answers)
			branch->name = g_strdup(past->answers->name);
	}
	merge = branch->name ? find_merge(branch, history) : -1;
	first = branch->name && merge < 0 ? first_of(branch, history) : -1;
	if (merge >= 0) {
		branch->merge = g_strdup(((struct past *)history->pdata[merge])->name);
		branch->base = g_strdup(made_on);
	} else if (first >= 0) {
		branch->base = g_strdup(((struct past *)history->pdata[first])->parent);
		branch->moved = made_on && strcmp(branch->base, made_on);
	} else if (made_on &&
		   (history_find(history, made_on) >= 0 || !strcmp(made_on, branch->tip))) {
		branch->base = g_strdup(made_on);
	} else {
		return no_namespace(branch, err);
	}
	/* A shallow clone may end there. */
	return *branch->base ||
	       fail(err, STATUS_TREE,
		    "%s: the commit before the namespace is not there; in a shallow clone fetch it, as with git fetch --deepen=1",
		    branch->branch ? branch->branch : "HEAD");
}

/*
 * The last commit of a linear form of a merge: that of what nsgen merged. What a hand resolved
 * there is a commit of its own on top of it, which always has the same hash.
 */
static char *chain_of(const struct branch *branch, GError **err)
{
	const char *chain = branch->record->chain;
	g_autofree char *tree = trees_of(branch->dir, branch->merge, err), *errors = NULL;
	g_autofree char *was = tree ? trees_of(branch->dir, chain, err) : NULL;
	const char *const make[] = { "commit-tree", tree, "-p", chain, "-m",
				     "changes by hand in the merge", NULL };
	char *commit;
	int status;

	if (!was || !strcmp(was, tree))
		return was ? g_strdup(chain) : NULL;
	commit = git_own(branch->dir, make, &status, &errors, err);
	return objects_named(commit, status, "make a commit", branch->dir, errors, err);
}

/* One after the other, also those of a merge. */
static bool read_commits(struct branch *branch, GError **err)
{
	g_autofree char *chain = branch->merge ? chain_of(branch, err) : NULL;
	g_autoptr(GPtrArray) after = NULL;

	if (branch->merge && !chain)
		return false;
	branch->commits = history_read(branch->dir, branch->base, chain ? chain : branch->tip, 0,
				       true, err);
	if (!branch->commits || !chain)
		return branch->commits;
	after = history_read(branch->dir, branch->merge, branch->tip, 0, true, err);
	if (!after)
		return false;
	branch->merged = branch->commits->len;
	g_ptr_array_extend_and_steal(branch->commits, g_steal_pointer(&after));
	return true;
}

/**
 * branch_open() - open a branch that has a namespace
 * @dir: the repository, untrusted
 * @branch: its name without refs/heads/, or NULL for the one that is checked out
 * @name: the namespace, or NULL for that of the record, or of the last answer line
 * @err: STATUS_USAGE: no such branch, or none with a namespace; STATUS_TREE: git cannot read it
 *
 * Nothing is written, unless a rebase has ended since, or a branch was renamed: then its record is
 * picked up.
 *
 * Return: a branch, freed with branch_free(), or NULL.
 */
struct branch *branch_open(const char *dir, const char *branch, const char *name, GError **err)
{
	g_autoptr(Branch) opened = g_new0(struct branch, 1);

	opened->dir = g_strdup(dir);
	if (!find_tip(opened, branch, err) || !record_follow(dir, err) ||
	    (opened->branch && !record_settle(dir, opened->branch, opened->tip, err)) ||
	    !read_record(opened, name, err))
		return NULL;
	opened->name = g_strdup(name ? name :
				opened->series ? opened->series->report->name :
						 NULL);
	if (!find_base(opened, err))
		return NULL;
	if (!read_commits(opened, err))
		return NULL;
	for (guint i = 0; i < opened->commits->len; i++) {
		const struct past *past = opened->commits->pdata[i];

		if (is_of(past, opened->name))
			opened->answers = past->answers;
	}
	return g_steal_pointer(&opened);
}
