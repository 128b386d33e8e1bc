// SPDX-License-Identifier: GPL-2.0-only
/*
 * The series as git sees it: a repository in the scratch directory, with the touched files as they are before and behind each
 * patch. So diff and diffstat are those that git format-patch would write.
 */
#include "history.h"
#include "error.h"
#include "publish.h"
#include "run.h"
#include "weave.h"

#include <glib/gstdio.h>
#include <string.h>

static char *git(const struct history *history, const char *const *argv, GError **err)
{
	g_autofree char *errors = NULL, *out = NULL;
	int status;

	out = run(argv, history->dir, &status, &errors, err);
	if (!out || !status)
		return g_steal_pointer(&out);
	fail(err, STATUS_BUG, "git %s: exit status %d: %s", argv[1], status, g_strstrip(errors));
	return NULL;
}

static bool git_quiet(const struct history *history, const char *const *argv, GError **err)
{
	g_autofree char *out = git(history, argv, err);

	return out;
}

/* -f: the files may be some that a .gitignore among them names. */
static bool add_tree(const struct history *history, GError **err)
{
	static const char *const add[] = { "git", "add", "-f", "-A", ".", NULL };
	static const char *const write_tree[] = { "git", "write-tree", NULL };
	char *tree;

	if (!git_quiet(history, add, err))
		return false;
	tree = git(history, write_tree, err);
	if (tree)
		g_ptr_array_add(history->trees, g_strstrip(tree));
	return tree;
}

static const struct part *part_of(const struct woven *woven, int patch)
{
	for (guint i = 0; i < woven->parts->len; i++) {
		const struct part *part = woven->parts->pdata[i];

		if (part->patch == patch)
			return part;
	}
	return NULL;
}

/**
 * history_make() - write the trees
 * @files: of weave()
 * @patches: how many there are
 * @scratch: a directory
 * @err: STATUS_BUG
 *
 * Return: for history_free(), or NULL.
 */
struct history *history_make(const GPtrArray *files, int patches, const char *scratch, GError **err)
{
	static const char *const init[] = { "git", "init", "-q", "--template=", NULL };
	g_autoptr(History) history = g_new0(struct history, 1);

	history->dir = g_build_filename(scratch, "history", NULL);
	history->trees = g_ptr_array_new_with_free_func(g_free);
	if (g_mkdir(history->dir, 0700)) {
		fail(err, STATUS_BUG, "%s: cannot be made", history->dir);
		return NULL;
	}
	if (!git_quiet(history, init, err))
		return NULL;
	for (int patch = 0; patch <= patches; patch++) {
		for (guint i = 0; i < files->len; i++) {
			const struct woven *woven = files->pdata[i];
			const struct part *part = part_of(woven, patch);
			const char *text = patch ? (part ? part->after : NULL) : woven->before;

			if (text && !write_file(history->dir, woven->path, text, err))
				return NULL;
		}
		if (!add_tree(history, err))
			return NULL;
	}
	return g_steal_pointer(&history);
}

/**
 * history_free() - give a history back
 * @history: may be NULL; its directory stays
 */
void history_free(struct history *history)
{
	if (!history)
		return;
	g_free(history->dir);
	g_ptr_array_unref(history->trees);
	g_free(history);
}

/**
 * history_diff() - what some patches change
 * @history: of history_make()
 * @from: 0 for the pristine tree, else that behind this patch
 * @to: the same for the result
 * @stat: diffstat and summary, as in a mail, for g_free()
 * @err: STATUS_BUG
 *
 * Return: the diff, a new string; or NULL.
 */
char *history_diff(const struct history *history, int from, int to, char **stat, GError **err)
{
	const char *const argv[] = {
		"git", "-c", "core.quotePath=true", "-c", "core.abbrev=12", "diff-tree", "-r", "-p", "--stat=72", "--summary",
		"--no-renames", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "--diff-algorithm=myers", "--indent-heuristic",
		"-U3", "--src-prefix=a/", "--dst-prefix=b/", history->trees->pdata[from], history->trees->pdata[to], "--", NULL
	};
	g_autofree char *out = git(history, argv, err);
	const char *diff;

	if (!out)
		return NULL;
	/* The lines of a diffstat begin with a blank. */
	diff = g_str_has_prefix(out, "diff --git ") ? out : strstr(out, "\ndiff --git ");
	if (!diff || diff == out) {
		fail(err, STATUS_BUG, "git diff-tree: patch %d has no change, or no diffstat", to);
		return NULL;
	}
	*stat = g_strndup(out, diff - out);
	return g_strdup(diff + 1);
}
