// SPDX-License-Identifier: GPL-2.0-only
/*
 * Merge a branch whose namespaces were made anew.
 *
 * Where what a hand did does not meet what is new, the tree is there already. Where it does, the
 * whole of it is merged as one, so that git asks once. git merge begins and ends it: MERGE_HEAD is
 * there before a file changes, so that git merge --abort takes everything back, whenever the run
 * ends.
 */
#include "stack/join.h"
#include "branch/commits.h"
#include "branch/objects.h"
#include "branch/trees.h"
#include "lib/error.h"
#include "lib/text.h"
#include "stack/stack.h"

#include <string.h>

#define WIDTH 72

/**
 * join_clear() - free what is in a join
 * @join: the join
 */
void join_clear(struct join *join)
{
	g_free(join->base);
	g_free(join->tree);
	g_free(join->chain);
	g_free(join->message);
}

static const struct carried *last_of(const struct join *join)
{
	return join->carried->pdata[join->carried->len - 1];
}

/* What a hand did to the only namespace, as one, and the generated part as it was. */
static bool as_one(struct join *join, const struct carried *carried, GError **err)
{
	const struct branch *layer = carried->layer;
	const struct past *first = layer->generated->pdata[0];
	const struct past *last = layer->generated->pdata[layer->generated->len - 1];
	g_autofree char *under = trees_of(join->dir, first->parent, err), *base = NULL;
	g_autofree char *ours = NULL, *theirs = NULL;

	base = under ? trees_of(join->dir, layer->base, err) : NULL;
	ours = base ? trees_of(join->dir, carried_last(carried), err) : NULL;
	theirs = ours ? trees_of(join->dir, stack_top(layer), err) : NULL;
	if (!theirs || !trees_merge(join->dir, under, base, last->tree, &join->base, err))
		return false;
	if (!join->base)
		return fail(err, STATUS_TREE,
			    "%s: its generated commits do not merge into its base; run 'nsgen rebase %s' first",
			    join->branch, join->branch);
	join->chain = g_strdup(carried_last(carried));
	return trees_merge(join->dir, join->base, ours, theirs, &join->tree, err);
}

/**
 * join_trees() - find out what the merge has
 * @join: gets the trees
 * @err: STATUS_TREE: the branch does not fit its own base; STATUS_USAGE: hands meet in one of
 *	several namespaces
 */
bool join_trees(struct join *join, GError **err)
{
	const struct carried *last = last_of(join);

	if (last->tip) {
		join->chain = g_strdup(last->tip);
		join->tree = trees_of(join->dir, last->tip, err);
		return join->tree;
	}
	if (join->carried->len == 1)
		return as_one(join, last, err);
	return fail(err, STATUS_USAGE,
		    "%s: what a hand did to its namespace %s meets what is new, and several namespaces cannot be asked about in one merge; 'nsgen rebase %s --onto=%s' asks commit by commit",
		    join->branch, last->layer->name, join->branch, join->into);
}

static void add_paragraph(GString *text, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

static void add_paragraph(GString *text, const char *fmt, ...)
{
	g_autofree char *line = NULL, *wrapped = NULL;
	va_list ap;

	va_start(ap, fmt);
	line = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	wrapped = text_wrap(line, "", WIDTH);
	g_string_append_printf(text, "\n%s\n", g_strchomp(wrapped));
}

/**
 * join_message() - write the message of the merge
 * @join: gets it
 *
 * It has the answer line of each namespace that it brings.
 */
void join_message(struct join *join)
{
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "Merge branch '%s' into %s\n", join->branch, join->into);
	for (guint i = 0; i < join->carried->len; i++) {
		const struct carried *carried = join->carried->pdata[i];

		add_paragraph(
			text,
			"The %s namespace is generated anew on this branch, because numbers and neighbours have to agree; what a hand did there is carried.",
			carried->layer->name);
		for (guint n = 0; n < carried->notes->len; n++)
			add_paragraph(text, "%s.", (char *)carried->notes->pdata[n]);
	}
	g_string_append_c(text, '\n');
	for (guint i = 0; i < join->carried->len; i++) {
		const struct carried *carried = join->carried->pdata[i];
		const GPtrArray *patches = carried->line->series->patches;
		g_autofree char *message = commits_message(patches->pdata[patches->len - 1]);
		g_autofree char *answers = answers_line(message);

		g_string_append_printf(text, "%s\n", answers);
	}
	join->message = g_string_free(text, FALSE);
}

static bool run_git(const struct join *join, const char *const *variables,
		    const char *const *words, int *status, GError **err)
{
	return git_porcelain(join->dir, variables, words, status, err);
}

/* git says nothing where all goes well, and the reason where it does not. */
static bool must(const struct join *join, const char *const *words, GError **err)
{
	int status;

	if (!run_git(join, NULL, words, &status, err))
		return false;
	return !status ||
	       fail(err, STATUS_TREE,
		    "git %s: exit status %d; 'git merge --abort' takes back what was begun",
		    words[0], status);
}

/* git merge has no option that keeps it from saying that it has stopped. */
static bool start(const struct join *join, const char *const *words, GError **err)
{
	g_autofree char *errors = NULL, *out = NULL;
	int status;

	out = git_user_run(join->user, NULL, words, &status, &errors, err);
	return out && (!status || objects_failed("begin a merge", join->dir, errors, err));
}

/* Conflicts in the work tree, with the names that git merge gives the sides. */
static bool ask(const struct join *join, GError **err)
{
	const char *dir = join->dir;
	g_autofree char *root = trees_commit(dir, join->base, NULL, err), *ours = NULL;
	g_autofree char *tree = root ? trees_of(dir, join->chain, err) : NULL, *theirs = NULL;
	g_autofree char *one = NULL, *two = NULL, *last = NULL;
	int status;

	ours = tree ? trees_commit(dir, tree, root, err) : NULL;
	last = ours ? trees_of(dir, stack_top(last_of(join)->layer), err) : NULL;
	theirs = last ? trees_commit(dir, last, root, err) : NULL;
	if (!theirs)
		return false;
	one = g_strconcat("GITHEAD_", ours, NULL);
	two = g_strconcat("GITHEAD_", theirs, NULL);

	const char *const names[] = { one, "HEAD", two, join->branch, NULL };
	const char *const to[] = { "read-tree", "-m", "-u", "HEAD", ours, NULL };
	const char *const merge[] = { "merge-recursive", root, "--", ours, theirs, NULL };
	static const char *const rerere[] = { "rerere", NULL };

	if (!must(join, to, err) || !run_git(join, names, merge, &status, err))
		return false;
	if (status != 1)
		return fail(err, STATUS_TREE,
			    "git merge-recursive: exit status %d; 'git merge --abort' takes back what was begun",
			    status);
	return run_git(join, NULL, rerere, &status, err);
}

/**
 * join_run() - let git merge
 * @join: the join, with trees and message
 * @scratch: a directory
 * @done: unset if git asks the user
 * @err: STATUS_TREE: git does not do it
 */
bool join_run(const struct join *join, const char *scratch, bool *done, GError **err)
{
	g_autofree char *path = g_build_filename(scratch, "merge-message", NULL);
	const char *const begin[] = { "merge", "--quiet",   "--no-ff", "--no-commit", "--no-stat",
				      "-s",    "ours",	    "-F",      path,	      join->tip,
				      NULL };
	const char *const to[] = { "read-tree", "-m", "-u", "HEAD", join->tree, NULL };
	static const char *const end[] = { "commit", "--quiet", "--no-edit", NULL };

	static const char *const abort[] = { "merge", "--abort", NULL };
	int status;

	*done = join->tree != NULL;
	if (!g_file_set_contents(path, join->message, -1, err) || interrupted(err) ||
	    !start(join, begin, err))
		return false;
	if (!*done)
		return ask(join, err);
	if (must(join, to, err))
		return must(join, end, err);
	/* A file that git does not know may be in the way. */
	run_git(join, NULL, abort, &status, NULL);
	return false;
}
