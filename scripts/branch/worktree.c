// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state of the user's work tree: what git is in the middle of, and whether it has changes.
 */
#include "branch/worktree.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "tree/git.h"

#include <string.h>

/**
 * worktree_repository() - is the tree a git repository itself, and not only a directory of one?
 * @dir: the tree, untrusted
 * @err: STATUS_USAGE: it is not
 */
bool worktree_repository(const char *dir, GError **err)
{
	static const char *const words[] = { "rev-parse", "--git-dir", NULL };
	g_autofree char *out = NULL, *errors = NULL;
	enum seen kind;
	int status;

	if (!seen_kind(STATUS_USAGE, dir, NULL, &kind, err))
		return false;
	if (kind != SEEN_DIRECTORY)
		return fail(err, STATUS_USAGE, "%s: directory not found; give one with --kernel",
			    dir);
	out = git(dir, words, &status, &errors, err);
	if (!out)
		return false;
	if (!status)
		return true;
	*strchrnul(errors, '\n') = '\0';
	return fail(err, STATUS_USAGE,
		    "%s: not the top directory of a git repository (%s); for a directory 'nsgen generate' makes a series",
		    dir, errors);
}

/**
 * worktree_busy() - is git in the middle of something there?
 * @dir: the work tree, untrusted
 * @what: gets "a rebase" and the like, or NULL
 * @err: git cannot be run
 */
bool worktree_busy(const char *dir, const char **what, GError **err)
{
	static const char *const states[][2] = {
		{ "rebase-merge", "a rebase" },	   { "rebase-apply", "git am or a rebase" },
		{ "MERGE_HEAD", "a merge" },	   { "CHERRY_PICK_HEAD", "a cherry-pick" },
		{ "REVERT_HEAD", "a revert" },	   { "BISECT_LOG", "a bisection" },
	};
	const char *words[2 * G_N_ELEMENTS(states) + 2] = { "rev-parse" };
	g_autofree char *out = NULL;
	g_auto(GStrv) paths = NULL;
	int status;

	*what = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
		words[1 + 2 * i] = "--git-path";
		words[2 + 2 * i] = states[i][0];
	}
	out = git(dir, words, &status, NULL, err);
	if (!out)
		return false;
	paths = g_strsplit(out, "\n", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(states) && paths[i] && !*what; i++) {
		g_autofree char *path = g_path_is_absolute(paths[i]) ?
						g_strdup(paths[i]) :
						g_build_filename(dir, paths[i], NULL);
		enum seen kind;

		if (!seen_kind(STATUS_TREE, path, NULL, &kind, err))
			return false;
		if (kind != SEEN_NOTHING)
			*what = states[i][1];
	}
	return true;
}

/*
 * git status compares a file by what its clean filter makes of it, which may be any program that
 * the repository's config names.
 */
static GPtrArray *without_filters(const char *dir, GError **err)
{
	static const char *const list[] = { "config", "--null", "--name-only", "--get-regexp",
					    "^filter\\..*\\.(clean|process|required)$", NULL };
	GPtrArray *words;
	g_autoptr(GString) out = NULL;
	int status;

	out = git_bytes(dir, list, &status, NULL, err);
	if (!out)
		return NULL;
	words = g_ptr_array_new_with_free_func(g_free);
	for (const char *key = out->str; key < out->str + out->len; key += strlen(key) + 1) {
		bool required = g_str_has_suffix(key, ".required");

		g_ptr_array_add(words, g_strdup("-c"));
		g_ptr_array_add(words, g_strdup_printf("%s=%s", key, required ? "false" : ""));
	}
	return words;
}

/**
 * worktree_dirty() - how many tracked files have changes that are not committed?
 * @dir: the work tree, untrusted
 * @files: gets their number; 0 for a bare repository
 * @err: git cannot be run
 */
bool worktree_dirty(const char *dir, guint *files, GError **err)
{
	static const char *const status_words[] = { "status", "--porcelain", "-z", "--no-renames",
						    "--untracked-files=no",
						    "--ignore-submodules=all", NULL };
	g_autoptr(GPtrArray) words = without_filters(dir, err);
	g_autoptr(GString) out = NULL;
	int status;

	*files = 0;
	if (!words)
		return false;
	for (size_t i = 0; status_words[i]; i++)
		g_ptr_array_add(words, g_strdup(status_words[i]));
	g_ptr_array_add(words, NULL);
	out = git_bytes(dir, (const char *const *)words->pdata, &status, NULL, err);
	if (!out)
		return false;
	/* A bare repository has no work tree. */
	if (status)
		return true;
	for (const char *at = out->str; at < out->str + out->len; at += strlen(at) + 1)
		++*files;
	return true;
}

/**
 * worktree_ready() - is there a work tree in which nothing is going on?
 * @dir: the repository, untrusted
 * @what: what needs it, as in "a rebase"
 * @clean: it has to have no changes, too
 * @err: STATUS_USAGE: it is not so; or git cannot be run
 */
bool worktree_ready(const char *dir, const char *what, bool clean, GError **err)
{
	static const char *const bare[] = { "rev-parse", "--is-bare-repository", NULL };
	g_autofree char *out = NULL;
	const char *busy;
	guint files;
	int status;

	if (!worktree_repository(dir, err) || !worktree_busy(dir, &busy, err))
		return false;
	if (busy)
		return fail(err, STATUS_USAGE,
			    "%s: git is in the middle of %s; finish it with git, or take it back with its --abort",
			    dir, busy);
	out = git(dir, bare, &status, NULL, err);
	if (!out)
		return false;
	if (g_str_has_prefix(out, "true"))
		return fail(err, STATUS_USAGE, "%s: a %s needs a work tree; this one is bare", dir,
			    what);
	if (!clean)
		return true;
	if (!worktree_dirty(dir, &files, err))
		return false;
	return !files ||
	       fail(err, STATUS_USAGE,
		    "%s: %u file%s uncommitted changes; commit them, or git stash them", dir, files,
		    files == 1 ? " has" : "s have");
}
