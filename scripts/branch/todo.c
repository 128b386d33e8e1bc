// SPDX-License-Identifier: GPL-2.0-only
/*
 * The todo list for git rebase: the generated commits made anew, and what a hand did to the old
 * ones.
 *
 * A hand edit becomes a commit of its own, whose diff is only that: its tree is that of the amended
 * commit, and its parent's tree is what the generated commit would have made of the one before. So
 * git asks about it once, and not again at each commit that follows.
 */
#include "branch/todo.h"
#include "branch/commits.h"
#include "branch/trees.h"
#include "lib/error.h"

#include <string.h>

/**
 * todo_free() - free a todo list
 * @todo: may be NULL
 */
void todo_free(struct todo *todo)
{
	if (!todo)
		return;
	g_string_free(todo->text, TRUE);
	g_ptr_array_unref(todo->notes);
	g_free(todo);
}

/* The commit whose diff is from @before to @tree; NULL in @commit if there is none. */
static bool hand_commit(const struct git_user *user, const char *before, const char *tree,
			const char *message, const struct past *of, const char *scratch,
			char **commit, GError **err)
{
	g_autofree char *parent = NULL;

	*commit = NULL;
	if (!strcmp(before, tree))
		return true;
	parent = trees_commit(user->dir, before, NULL, err);
	*commit = parent ? commit_tree(user, tree, parent, message, of, scratch, err) : NULL;
	return *commit;
}

static const char *parent_tree(const struct branch *branch, guint i, const char *base)
{
	return i ? ((struct past *)branch->commits->pdata[i - 1])->tree : base;
}

static void put(struct todo *todo, const char *verb, const char *commit, const char *subject)
{
	g_string_append_printf(todo->text, "%s %s %s\n", verb, commit, subject);
}

static void note(struct todo *todo, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

static void note(struct todo *todo, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_ptr_array_add(todo->notes, g_strdup_vprintf(fmt, ap));
	va_end(ap);
}

/* Each new commit that is not there yet, up to one that replaces @made; all of them for -1. */
static bool put_new(struct todo *todo, const struct renewed *renewed, guint *next, int made,
		    const GArray *missing)
{
	guint last = renewed->made->len;
	bool found = made < 0;

	for (guint i = *next; i < renewed->made->len && !found; i++) {
		found = g_array_index(renewed->from, int, i) == made;
		last = i + 1;
	}
	if (!found)
		return false;
	for (; *next < last; ++*next) {
		int from = g_array_index(renewed->from, int, *next);
		bool dropped = false;

		for (guint i = 0; i < missing->len && from >= 0; i++)
			dropped |= g_array_index(missing, gint, i) == from;
		if (dropped)
			note(todo, "patch %d was dropped, and is not made anew: %s", from + 1,
			     (char *)renewed->subjects->pdata[*next]);
		else
			put(todo, "pick", renewed->made->pdata[*next],
			    renewed->subjects->pdata[*next]);
		if (from < 0)
			note(todo, "new: %s", (char *)renewed->subjects->pdata[*next]);
	}
	return true;
}

/* What a hand did to commit @i, which comes from one generated commit. */
static bool put_amended(struct todo *todo, const struct git_user *user,
			const struct branch *branch, const struct matched *matched, guint i,
			const char *base, bool renewed, const char *scratch, bool *split,
			GError **err)
{
	const struct past *made = branch->generated->pdata[matched->made], *past = matched->past;
	g_autofree char *under = trees_of(branch->dir, made->parent, err);
	g_autofree char *before = NULL, *commit = NULL;

	if (!under || !trees_merge(branch->dir, under, parent_tree(branch, i, base), made->tree,
				   &before, err))
		return false;
	*split = !before;
	if (*split)
		return true;
	if (!hand_commit(user, before, past->tree, past->message, past, scratch, &commit, err))
		return false;
	if (!commit)
		return true;
	put(todo, renewed ? "fixup" : "pick", commit, past->subject);
	todo->amended++;
	return true;
}

/* Commit by commit. @whole is set if that is not possible. */
static bool by_commit(struct todo *todo, const struct git_user *user, const struct branch *branch,
		      const struct matches *matches, const struct renewed *renewed,
		      const char *base, const char *scratch, bool *whole, GError **err)
{
	int last = -1;
	guint next = 0;

	for (guint i = 0; i < matches->commits->len; i++)
		if (((struct matched *)matches->commits->pdata[i])->made >= 0)
			last = i;
	for (guint i = 0; i < matches->commits->len && !*whole; i++) {
		const struct matched *matched = matches->commits->pdata[i];
		bool there = matched->made >= 0 &&
			     put_new(todo, renewed, &next, matched->made, matches->missing);

		if (matched->made < 0) {
			put(todo, "pick", matched->past->name, matched->past->subject);
			todo->own++;
		} else if (!there) {
			note(todo, "not generated any more: %s",
			     matched->past->subject);
		}
		if (matched->origin == ORIGIN_AMENDED &&
		    !put_amended(todo, user, branch, matched, i, base, there, scratch, whole, err))
			return false;
		if ((int)i == last)
			put_new(todo, renewed, &next, -1, matches->missing);
	}
	if (last < 0)
		put_new(todo, renewed, &next, -1, matches->missing);
	return true;
}

/* The generated part as one, and what a hand did to it as one commit. */
static bool as_one(struct todo *todo, const struct git_user *user, const struct branch *branch,
		   const struct matches *matches, const struct renewed *renewed, const char *base,
		   const char *scratch, GError **err)
{
	const struct past *first = branch->generated->pdata[0];
	const struct past *made = branch->generated->pdata[branch->generated->len - 1];
	const struct past *last = NULL;
	g_autofree char *under = trees_of(branch->dir, first->parent, err);
	g_autofree char *before = NULL, *commit = NULL, *message = NULL;
	g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(gint));
	guint next = 0, at = 0;

	for (guint i = 0; i < matches->commits->len; i++)
		if (((struct matched *)matches->commits->pdata[i])->made >= 0)
			at = i + 1;
	last = branch->commits->pdata[MAX(at, 1) - 1];
	if (!under || !trees_merge(branch->dir, under, base, made->tree, &before, err))
		return false;
	if (!before)
		return fail(err, STATUS_TREE,
			    "%s: its generated commits do not merge into its base; rebase it onto %.12s with git first",
			    branch->branch, first->parent);
	g_string_truncate(todo->text, 0);
	g_ptr_array_set_size(todo->notes, 0);
	todo->amended = todo->own = 0;
	/* What was dropped is part of what a hand did. */
	put_new(todo, renewed, &next, -1, none);
	message = g_strdup_printf(
		"%s namespace: changes by hand\n\nThe generated commits were split, squashed or reordered before nsgen\nrebase made them anew. This is what a hand had changed in them.\n",
		branch->name);
	if (!hand_commit(user, before, last->tree, message, NULL, scratch, &commit, err))
		return false;
	note(todo, "the generated commits were split, squashed, reordered or dropped: they are made anew in their own form, and what a hand did there is one commit");
	if (commit) {
		put(todo, "pick", commit, "changes by hand");
		todo->amended++;
	}
	for (guint i = at; i < matches->commits->len; i++) {
		const struct matched *matched = matches->commits->pdata[i];

		put(todo, "pick", matched->past->name, matched->past->subject);
		todo->own++;
	}
	return true;
}

/**
 * todo_make() - write the todo list for git rebase
 * @user: who rebases
 * @branch: the branch, with its generated commits as they were
 * @matches: the result of match_commits()
 * @renewed: the generated commits as they are made anew
 * @scratch: a directory
 * @err: STATUS_USAGE: the branch has a merge; STATUS_TREE: git fails
 *
 * Return: the todo list, freed with todo_free(), or NULL.
 */
struct todo *todo_make(const struct git_user *user, const struct branch *branch,
		       const struct matches *matches, const struct renewed *renewed,
		       const char *scratch, GError **err)
{
	g_autoptr(Todo) todo = g_new0(struct todo, 1);
	g_autofree char *base = trees_of(branch->dir, branch->base, err);
	bool whole = matches->reordered;

	todo->text = g_string_new(NULL);
	todo->notes = g_ptr_array_new_with_free_func(g_free);
	if (!base)
		return NULL;
	for (guint i = 0; i < matches->commits->len; i++) {
		const struct matched *matched = matches->commits->pdata[i];

		if (matched->origin == ORIGIN_MERGE) {
			fail(err, STATUS_USAGE,
			     "%s: commit %.12s is a merge, which a rebase would drop; rebase it with git before",
			     branch->branch, matched->past->name);
			return NULL;
		}
		whole |= matched->origin == ORIGIN_PART || matched->origin == ORIGIN_SQUASHED;
	}
	if (!whole && !by_commit(todo, user, branch, matches, renewed, base, scratch, &whole, err))
		return NULL;
	if (whole && !as_one(todo, user, branch, matches, renewed, base, scratch, err))
		return NULL;
	return g_steal_pointer(&todo);
}
