// SPDX-License-Identifier: GPL-2.0-only
/*
 * What git rebase will make of a todo list, without a work tree: the next namespace is generated on
 * that, before git has begun.
 */
#include "stack/replay.h"
#include "branch/commits.h"
#include "branch/history.h"
#include "branch/trees.h"
#include "lib/error.h"

#include <string.h>

/* One commit: its change goes on top of @at, or into it. @next is NULL if it meets another one. */
static bool step(const struct git_user *user, const char *at, const struct past *past, bool fixup,
		 const char *scratch, char **next, GError **err)
{
	const char *dir = user->dir;
	g_autofree char *before = NULL, *ours = NULL, *tree = NULL;
	g_autoptr(GPtrArray) into = NULL;
	const struct past *of = past;

	*next = NULL;
	if (!fixup && !strcmp(past->parent, at)) {
		*next = g_strdup(past->name);
		return true;
	}
	before = trees_of(dir, past->parent, err);
	ours = before ? trees_of(dir, at, err) : NULL;
	if (!ours || !trees_merge(dir, before, ours, past->tree, &tree, err))
		return false;
	if (!tree)
		return true;
	if (!fixup && !strcmp(tree, ours)) {
		/* Nothing is left of it. */
		*next = g_strdup(at);
		return true;
	}
	if (fixup) {
		into = history_read(dir, NULL, at, 1, false, err);
		if (!into)
			return false;
		of = into->pdata[0];
	}
	*next = commit_tree(user, tree, fixup ? of->parent : at, of->message, of, scratch, err);
	return *next;
}

/**
 * replay() - do what a todo list says
 * @user: who does it
 * @onto: the commit to begin with
 * @todo: lines "pick COMMIT …" and "fixup COMMIT …"
 * @scratch: a directory
 * @tip: gets the last commit, a new string; NULL if changes meet
 * @err: STATUS_TREE: git fails
 */
bool replay(const struct git_user *user, const char *onto, const char *todo, const char *scratch,
	    char **tip, GError **err)
{
	g_auto(GStrv) lines = g_strsplit(todo, "\n", -1);
	g_autofree char *at = g_strdup(onto);

	*tip = NULL;
	for (char **line = lines; *line && **line; line++) {
		g_auto(GStrv) words = g_strsplit(*line, " ", 3);
		g_autoptr(GPtrArray) one = history_read(user->dir, NULL, words[1], 1, false, err);
		char *next;

		if (!one || !step(user, at, one->pdata[0], !strcmp(words[0], "fixup"), scratch,
				  &next, err))
			return false;
		if (!next)
			return true;
		g_free(at);
		at = next;
	}
	*tip = g_steal_pointer(&at);
	return true;
}
