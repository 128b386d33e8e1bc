// SPDX-License-Identifier: GPL-2.0-only
/*
 * A branch that has a namespace: where it begins, what was generated, and what is there.
 *
 * refs/nsgen/BRANCH says so where nsgen made the branch. A colleague's branch, or one made by
 * "git am", has only the answer lines of its messages.
 */
#include "branch/branch.h"
#include "lib/error.h"
#include "lib/fs.h"

#include <string.h>

/* How far back generated commits are looked for. */
#define MOST_COMMITS 1000

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

/* What nsgen made the branch from, if that is known. */
static bool read_record(struct branch *branch, GError **err)
{
	g_autofree char *ref = g_strconcat(RECORD_REFS, branch->branch, NULL);

	branch->record = branch->branch ? record_find(branch->dir, ref, err) :
					  g_new0(struct record, 1);
	if (!branch->record)
		return false;
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

/* Where the namespace begins: what is below is the base, whoever wrote it. */
static bool find_base(struct branch *branch, GError **err)
{
	g_autoptr(GPtrArray) history =
		history_read(branch->dir, NULL, branch->tip, MOST_COMMITS, false, err);
	const char *made_on =
		branch->generated ? ((struct past *)branch->generated->pdata[0])->parent : NULL;
	int first;

	if (!history)
		return false;
	for (guint i = history->len; !branch->name && i-- > 0;) {
		const struct past *past = history->pdata[i];

		if (past->answers)
			branch->name = g_strdup(past->answers->name);
	}
	first = branch->name ? first_of(branch, history) : -1;
	if (first >= 0) {
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
	    !read_record(opened, err))
		return NULL;
	if (opened->series && name && strcmp(name, opened->series->report->name)) {
		/* Another namespace on the same branch, of which nothing is recorded. */
		g_clear_pointer(&opened->generated, g_ptr_array_unref);
		g_clear_pointer(&opened->series, series_read_free);
		g_clear_pointer(&opened->record, record_free);
		opened->record = g_new0(struct record, 1);
	}
	opened->name = g_strdup(name ? name :
				opened->series ? opened->series->report->name :
						 NULL);
	if (!find_base(opened, err))
		return NULL;
	opened->commits = history_read(dir, opened->base, opened->tip, 0, true, err);
	if (!opened->commits)
		return NULL;
	for (guint i = 0; i < opened->commits->len; i++) {
		const struct past *past = opened->commits->pdata[i];

		if (is_of(past, opened->name))
			opened->answers = past->answers;
	}
	return g_steal_pointer(&opened);
}
