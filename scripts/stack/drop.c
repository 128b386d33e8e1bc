// SPDX-License-Identifier: GPL-2.0-only
/*
 * rebase --drop: take one of several namespaces out of a branch. Those above it are made anew on
 * what was below it, with what a hand did there, and git rebase does the rest.
 */
#include "stack/drop.h"
#include "branch/refs.h"
#include "branch/worktree.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "stack/carried.h"
#include "stack/replay.h"
#include "stack/stack.h"
#include "tree/tree.h"

#include <stdio.h>
#include <string.h>

/**
 * struct drop - on the way to a branch without a namespace
 * @asked: what the user gave
 * @dir: the repository
 * @user: who rebases
 * @stack: struct branch: the namespaces of the branch
 * @at: index of the one that goes
 * @carried: struct carried: those above it, made anew
 * @todo: for git rebase
 * @scratch: a directory
 */
struct drop {
	const struct request *asked;
	char *dir;
	struct git_user *user;
	GPtrArray *stack;
	guint at;
	GPtrArray *carried;
	GString *todo;
	char *scratch;
};

static void drop_clear(struct drop *drop)
{
	g_clear_pointer(&drop->carried, g_ptr_array_unref);
	g_clear_pointer(&drop->stack, g_ptr_array_unref);
	git_user_free(drop->user);
	if (drop->todo)
		g_string_free(drop->todo, TRUE);
	if (drop->scratch)
		remove_tree(drop->scratch);
	g_free(drop->scratch);
	g_free(drop->dir);
}

typedef struct drop Drop;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drop, drop_clear)

static struct branch *layer_of(const struct drop *drop, guint i)
{
	return drop->stack->pdata[i];
}

static bool find_namespace(struct drop *drop, const char *branch, const char *name, GError **err)
{
	int at;

	drop->dir = tree_place(drop->asked->kernel);
	if (!worktree_ready(drop->dir, "rebase", true, err))
		return false;
	drop->stack = stack_of_branch(drop->dir, branch, err);
	if (!drop->stack)
		return false;
	at = stack_index(drop->stack, name);
	if (!layer_of(drop, 0)->branch)
		return fail(err, STATUS_USAGE, "%s: HEAD is on no branch; name one", drop->dir);
	if (at < 0)
		return fail(err, STATUS_USAGE, "--drop=%s: %s has no such namespace on record",
			    name, layer_of(drop, 0)->branch);
	if (drop->stack->len == 1)
		return fail(err, STATUS_USAGE,
			    "--drop=%s: the only namespace of %s; 'git branch -D' takes the branch away",
			    name, layer_of(drop, 0)->branch);
	drop->at = at;
	drop->user = git_user_open(drop->dir, err);
	return drop->user;
}

/* What came after its merge is not of the namespace, and stays. */
static bool keep_later(struct drop *drop, char **onto, GError **err)
{
	const struct branch *layer = layer_of(drop, drop->at);
	char *tip;

	for (guint i = 0; i < layer->commits->len; i++) {
		const struct past *past = layer->commits->pdata[i];

		if (!layer->merge || i < layer->merged)
			say("DROP", "%.12s %s", past->name, past->subject);
		else
			g_string_append_printf(drop->todo, "pick %s %s\n", past->name,
					       past->subject);
	}
	if (!replay(drop->user, *onto, drop->todo->str, drop->scratch, &tip, err))
		return false;
	if (tip) {
		g_free(*onto);
		*onto = tip;
	}
	return true;
}

static bool carry_above(struct drop *drop, GError **err)
{
	g_autofree char *onto = g_strdup(layer_of(drop, drop->at)->base);

	if (!keep_later(drop, &onto, err))
		return false;
	for (guint i = drop->at + 1; i < drop->stack->len; i++) {
		struct branch *layer = layer_of(drop, i);
		struct carried *carried = carry(drop->user, layer, drop->asked, onto, err);

		if (!carried)
			return false;
		g_ptr_array_add(drop->carried, carried);
		for (guint n = 0; n < carried->notes->len; n++)
			say("NUMBER", "%s", (char *)carried->notes->pdata[n]);
		for (guint n = 0; carried->todo && n < carried->todo->notes->len; n++)
			say("NOTE", "%s", (char *)carried->todo->notes->pdata[n]);
		if (carried->todo)
			g_string_append(drop->todo, carried->todo->text->str);
		g_free(onto);
		onto = g_strdup(carried->tip ? carried->tip : carried_last(carried));
	}
	return true;
}

/* The record of a namespace that stays, and is not made anew. */
static char *record_below(const struct drop *drop, const struct branch *layer, GError **err)
{
	struct record what = { .name = layer->record->name, .last = layer->record->last };

	/* A merge that brought both is not there any more. */
	if (layer->merge && strcmp(layer->merge, layer_of(drop, drop->at)->merge ?
							 layer_of(drop, drop->at)->merge :
							 "")) {
		what.chain = layer->record->chain;
		what.onto = layer->record->onto;
	}
	return record_again(drop->dir, &what, err);
}

static bool add_record(const struct drop *drop, struct record **all, const char *name,
		       char *hash, GError **err)
{
	g_autofree char *owned = hash;

	if (!hash)
		return false;
	if (*all)
		record_add(*all, name, hash);
	else
		*all = record_find(drop->dir, hash, err);
	return *all;
}

static bool put_pending(const struct drop *drop, GError **err)
{
	const struct branch *first = layer_of(drop, 0);
	g_autofree char *ref = g_strconcat(PENDING_REFS, first->branch, NULL), *hash = NULL;
	struct record *all = NULL;
	bool ok = true;

	for (guint i = 0; ok && i < drop->at; i++)
		ok = add_record(drop, &all, layer_of(drop, i)->name,
				record_below(drop, layer_of(drop, i), err), err);
	for (guint i = 0; ok && i < drop->carried->len; i++) {
		const struct carried *carried = drop->carried->pdata[i];
		struct record what = { .last = (char *)carried_last(carried) };

		ok = add_record(drop, &all, carried->layer->name,
				record_write(carried->line, &what, err), err);
	}
	if (ok) {
		g_free(all->other);
		all->other = g_strdup(first->tip);
		hash = record_again(drop->dir, all, err);
	}
	record_free(all);
	return hash && !interrupted(err) &&
	       refs_move(drop->user, ref, hash, NULL, "nsgen rebase", err);
}

static bool run_git(const struct drop *drop, int *status, GError **err)
{
	g_autofree char *path = g_build_filename(drop->scratch, "todo", NULL);
	g_autofree char *quoted = g_shell_quote(path), *editor = g_strdup_printf("cp %s", quoted);
	const char *base = layer_of(drop, drop->at)->base;
	const char *const words[] = { "-c",	       "rebase.missingCommitsCheck=ignore",
				      "rebase",	       "--quiet",
				      "--interactive", "--no-autosquash",
				      "--no-autostash", "--no-update-refs",
				      "--no-rebase-merges", "--empty=drop",
				      "--onto",	       base,
				      base,	       layer_of(drop, 0)->branch,
				      NULL };
	const char *const variables[] = { "GIT_SEQUENCE_EDITOR", editor, NULL };

	return g_file_set_contents(path, drop->todo->len ? drop->todo->str : "noop\n", -1, err) &&
	       git_porcelain(drop->dir, variables, words, status, err);
}

static bool finish(const struct drop *drop, int status, GError **err)
{
	const char *branch = layer_of(drop, 0)->branch, *what;
	g_autofree char *ref = g_strconcat(BRANCH_REFS, branch, NULL);
	g_autofree char *tip = git_commit(drop->dir, ref, err);

	if (!tip || !worktree_busy(drop->dir, &what, err))
		return false;
	if (what)
		return fail(err, STATUS_FOUND,
			    "%s: git stopped, and asks you: resolve it, then 'git rebase --continue'; 'git rebase --abort' takes all back",
			    branch);
	if (!record_settle(drop->dir, branch, tip, err))
		return false;
	return !status ||
	       fail(err, STATUS_TREE, "git rebase: exit status %d; the branch is as it was",
		    status);
}

/**
 * drop_namespace() - take one of several namespaces out of a branch
 * @asked: what the user gave
 * @branch: the branch, or NULL for the one that is checked out
 * @name: the namespace
 * @err: as for "nsgen rebase"
 */
bool drop_namespace(const struct request *asked, const char *branch, const char *name, GError **err)
{
	g_auto(Drop) drop = { .asked = asked };
	int status;

	drop.carried = g_ptr_array_new_with_free_func((GDestroyNotify)carried_free);
	drop.todo = g_string_new(NULL);
	drop.scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!drop.scratch || !find_namespace(&drop, branch, name, err) ||
	    !carry_above(&drop, err) || !put_pending(&drop, err) ||
	    !run_git(&drop, &status, err) || !finish(&drop, status, err))
		return false;
	printf("%s: namespace %s is gone; %u that stood on it %s made anew\n",
	       layer_of(&drop, 0)->branch, name, drop.carried->len,
	       drop.carried->len == 1 ? "was" : "were");
	return true;
}
