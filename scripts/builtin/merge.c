// SPDX-License-Identifier: GPL-2.0-only
/*
 * merge: another namespace's branch into the one that is checked out.
 *
 * Its series is generated anew on this branch, and what a hand did there is merged with it. git
 * merge makes the commit; conflicts, --continue and --abort are git's own.
 */
#include "builtin/builtin.h"
#include "branch/refs.h"
#include "branch/worktree.h"
#include "lib/fs.h"
#include "stack/join.h"
#include "stack/stack.h"
#include "tree/tree.h"

#include <stdio.h>
#include <string.h>

/**
 * struct merge - on the way to a merged branch
 * @dir: the repository
 * @into: the branch that is checked out
 * @head: its commit
 * @user: who merges
 * @theirs: struct branch: the namespaces of the branch that is merged
 * @carried: struct carried: those that this one lacks, made anew
 * @join: the merge
 * @scratch: a directory
 */
struct merge {
	char *dir, *into, *head;
	struct git_user *user;
	GPtrArray *theirs, *carried;
	struct join join;
	char *scratch;
};

static void merge_clear(struct merge *merge)
{
	join_clear(&merge->join);
	g_clear_pointer(&merge->carried, g_ptr_array_unref);
	g_clear_pointer(&merge->theirs, g_ptr_array_unref);
	git_user_free(merge->user);
	if (merge->scratch)
		remove_tree(merge->scratch);
	g_free(merge->scratch);
	g_free(merge->head);
	g_free(merge->into);
	g_free(merge->dir);
}

typedef struct merge Merge;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Merge, merge_clear)

static bool find_branches(struct merge *merge, const char *name, GError **err)
{
	merge->dir = tree_place(given.kernel);
	if (!worktree_ready(merge->dir, "merge", true, err))
		return false;
	merge->into = branch_current(merge->dir, err);
	if (!merge->into)
		return false;
	if (!*merge->into)
		return fail(err, STATUS_USAGE, "%s: HEAD is on no branch; check one out",
			    merge->dir);
	if (!strcmp(merge->into, name))
		return fail(err, STATUS_USAGE,
			    "%s: is the branch that is checked out; name the one to be merged into it",
			    name);
	merge->head = git_commit(merge->dir, "HEAD", err);
	if (!merge->head || !record_follow(merge->dir, err) ||
	    !record_settle(merge->dir, merge->into, merge->head, err))
		return false;
	merge->theirs = stack_of_branch(merge->dir, name, err);
	merge->user = merge->theirs ? git_user_open(merge->dir, err) : NULL;
	return merge->user;
}

static bool is_within(const struct merge *merge, const char *commit, bool *yes, GError **err)
{
	const char *const words[] = { "merge-base", "--is-ancestor", commit, merge->head, NULL };
	g_autofree char *out = NULL;
	int status;

	out = git(merge->dir, words, &status, NULL, err);
	*yes = out && !status;
	return out;
}

/* The namespaces that this branch has, by the answer lines of its messages. */
static GHashTable *names_here(const struct merge *merge, GError **err)
{
	g_autoptr(GPtrArray) history =
		history_read(merge->dir, NULL, merge->head, BRANCH_DEPTH, false, err);
	GHashTable *names = NULL;

	if (!history)
		return NULL;
	names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < history->len; i++) {
		g_autoptr(GPtrArray) all =
			answers_all(((struct past *)history->pdata[i])->message);

		for (guint n = 0; n < all->len; n++)
			g_hash_table_add(names, g_strdup(((struct answers *)all->pdata[n])->name));
	}
	return names;
}

/* The first namespace that this branch lacks. Those below it have to be here as they are there. */
static bool find_first(const struct merge *merge, guint *first, GError **err)
{
	g_autoptr(GHashTable) names = names_here(merge, err);
	const struct branch *branch = merge->theirs->pdata[0];
	bool yes;

	if (!names || !is_within(merge, branch->tip, &yes, err))
		return false;
	if (yes)
		return fail(err, STATUS_USAGE, "%s: is in %s already", branch->branch, merge->into);
	*first = merge->theirs->len;
	for (guint i = 0; i < merge->theirs->len; i++) {
		const struct branch *layer = merge->theirs->pdata[i];
		const char *on = layer->merge ? layer->record->onto : layer->base;

		if (!g_hash_table_contains(names, layer->name)) {
			*first = MIN(*first, i);
			if (*first == i && !is_within(merge, on, &yes, err))
				return false;
			if (*first == i && !yes)
				return fail(err, STATUS_USAGE,
					    "%s: stands on %.12s, which is not in %s; 'git merge %.12s' brings it, or 'nsgen rebase' another base",
					    layer->branch, on, merge->into, on);
			continue;
		}
		if (*first < i || !is_within(merge, stack_top(layer), &yes, err))
			yes = false;
		if (!yes)
			return fail(err, STATUS_USAGE,
				    "%s: has the namespace %s already, and %s has commits on it that are not here; 'git merge' brings those",
				    merge->into, layer->name, layer->branch);
	}
	return *first < merge->theirs->len ||
	       fail(err, STATUS_USAGE,
		    "%s: has all namespaces of %s already; 'git merge' brings what else it has",
		    merge->into, branch->branch);
}

/* All that is lacking is merged; a name only says what the user expects. */
static bool is_expected(const struct merge *merge, guint first, GError **err)
{
	const struct branch *branch = merge->theirs->pdata[0];

	if (!given.name)
		return true;
	if (stack_index(merge->theirs, given.name) < (int)first)
		return fail(err, STATUS_USAGE,
			    "--name=%s: %s does not bring this namespace; omit it", given.name,
			    branch->branch);
	for (guint i = first; i < merge->theirs->len; i++) {
		const struct branch *layer = merge->theirs->pdata[i];

		if (strcmp(layer->name, given.name))
			return fail(err, STATUS_USAGE,
				    "--name=%s: %s brings the namespace %s, too; omit it",
				    given.name, branch->branch, layer->name);
	}
	return true;
}

/* Each is generated on the one before. */
static bool carry_all(struct merge *merge, guint first, GError **err)
{
	const char *at = merge->head;
	struct request request;

	for (guint i = first; i < merge->theirs->len; i++) {
		struct branch *layer = merge->theirs->pdata[i];
		struct carried *carried;

		g_free(given.name);
		given.name = g_strdup(layer->name);
		if (!given_request(&request, err))
			return false;
		carried = carry(merge->user, layer, &request, at, err);
		if (!carried)
			return false;
		g_ptr_array_add(merge->carried, carried);
		for (guint n = 0; n < carried->notes->len; n++)
			say("NUMBER", "%s", (char *)carried->notes->pdata[n]);
		for (guint n = 0; carried->todo && n < carried->todo->notes->len; n++)
			say("NOTE", "%s", (char *)carried->todo->notes->pdata[n]);
		if (!carried->tip)
			break;
		at = carried->tip;
	}
	return true;
}

/* The record of what the branch will have waits under another name until git has done its part. */
static bool put_pending(const struct merge *merge, GError **err)
{
	g_autofree char *ref = g_strconcat(RECORD_REFS, merge->into, NULL), *first = NULL;
	g_autofree char *pending = g_strconcat(PENDING_REFS, merge->into, NULL), *hash = NULL;
	g_autoptr(Record) record = record_find(merge->dir, ref, err);

	if (!record)
		return false;
	for (guint i = 0; i < merge->carried->len; i++) {
		const struct carried *carried = merge->carried->pdata[i];
		struct record what = {
			.last = (char *)carried_last(carried),
			.chain = merge->join.chain,
			.onto = merge->head,
		};
		g_autofree char *name = record_write(carried->line, &what, err);

		if (!name)
			return false;
		if (record->name) {
			record_add(record, carried->layer->name, name);
			continue;
		}
		/* A branch that had no namespace of its own. */
		record_free(record);
		record = record_find(merge->dir, name, err);
		if (!record)
			return false;
	}
	g_free(record->other);
	record->other = g_strdup(merge->head);
	hash = record_again(merge->dir, record, err);
	return hash && !interrupted(err) &&
	       refs_move(merge->user, pending, hash, NULL, "nsgen merge", err);
}

static bool join(struct merge *merge, bool *done, GError **err)
{
	struct join *join = &merge->join;
	const struct branch *branch = merge->theirs->pdata[0];

	join->user = merge->user;
	join->dir = merge->dir;
	join->branch = branch->branch;
	join->tip = branch->tip;
	join->into = merge->into;
	join->carried = merge->carried;
	if (!join_trees(join, err))
		return false;
	join_message(join);
	return put_pending(merge, err) && join_run(join, merge->scratch, done, err);
}

static void summary(const struct merge *merge)
{
	for (guint i = 0; i < merge->carried->len; i++) {
		const struct carried *carried = merge->carried->pdata[i];

		printf("%s: namespace %s of %s generated anew for Linux %s, and merged\n",
		       merge->into, carried->layer->name, carried->layer->branch,
		       carried->line->tree->release);
	}
}

static bool merge_branch(struct merge *merge, const char *name, GError **err)
{
	g_autofree char *tip = NULL;
	guint first = 0;
	bool done;

	merge->carried = g_ptr_array_new_with_free_func((GDestroyNotify)carried_free);
	merge->scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!merge->scratch || !find_branches(merge, name, err) ||
	    !find_first(merge, &first, err) || !is_expected(merge, first, err) ||
	    !carry_all(merge, first, err) || !join(merge, &done, err))
		return false;
	if (!done)
		return fail(err, STATUS_FOUND,
			    "%s: git stopped, and asks you: resolve it, then 'git merge --continue'; 'git merge --abort' takes all back",
			    merge->into);
	tip = git_commit(merge->dir, "HEAD", err);
	if (!tip || !record_settle(merge->dir, merge->into, tip, err))
		return false;
	summary(merge);
	return true;
}

static bool run_merge(char **words, GError **err)
{
	g_auto(Merge) merge = { NULL };
	const char *name = words[0] ? words[0] : given.branch;

	if (words[0] && (words[1] || given.branch))
		return fail(err, STATUS_USAGE, "merge takes one branch; omit '%s'",
			    words[1] ? words[1] : words[0]);
	if (!given_kernel(true, err))
		return false;
	if (!name)
		return fail(err, STATUS_USAGE,
			    "no branch given; name the one to be merged, as in 'nsgen merge syslog-ns'");
	if (!merge_branch(&merge, name, err))
		return false;
	g_free(given.branch);
	given.branch = g_strdup(merge.into);
	next_step("status", "see what is in it");
	return true;
}

static const char *const examples[] = {
	"nsgen merge syslog-ns --kernel=~/linux",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	OPTION_KERNEL,
	OPTION_BRANCH("the branch to merge into the current one"),
	OPTION_CONF,
	OPTION_WHY,
	OPTION_EXCEPT,
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command merge_command = {
	.name = "merge",
	.words = "[BRANCH]",
	.summary = "merge another namespace's branch, generated anew on this one",
	.text = "git merge makes the commit: --continue and --abort are git's own. Numbers\n"
		"that are taken here are chosen anew. See Documentation/branch.md.",
	.examples = examples,
	.options = options,
	.run = run_merge,
};
