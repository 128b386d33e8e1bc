// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commit that a series applies to, if the tree is a git repository.
 *
 * The tree is only read, and its .git is untrusted: nothing here refreshes an index, fetches what
 * a partial clone lacks, or runs a filter or a hook that a config file of the tree may name; see
 * tree/git.c. Whether a file is unchanged is decided by git's hash of its contents.
 */
#include "series/base-commit.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "tree/git.h"
#include "engine/apply-hooks.h"

#include <string.h>

static char *ask(const struct tree *tree, const char *const *words, GError **err)
{
	g_autofree char *out = NULL;
	int status;

	out = git(tree->path, words, &status, NULL, err);
	return out && !status ? g_steal_pointer(&out) : NULL;
}

/*
 * Does the listing have "100644 blob NAME\tPATH" for each file that existed, and none for new
 * ones?
 */
static bool is_clean(const char *commit, const char *listing, const GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];
		const char *text = woven->before;
		g_autofree char *name =
			text ? git_blob_name(text, strlen(text), strlen(commit)) : NULL;
		g_autofree char *path = g_regex_escape_string(woven->path, -1);
		g_autofree char *pattern =
			g_strdup_printf("^\\d+ blob %s\t%s$", name ? name : "\\w+", path);

		if (g_regex_match_simple(pattern, listing, G_REGEX_RAW | G_REGEX_MULTILINE, 0) !=
		    (bool)woven->before)
			return false;
	}
	return true;
}

/**
 * base_find() - find the commit that a series applies to
 * @base: gets the result
 * @tree: the tree
 * @files: the result of apply_hooks()
 * @err: git cannot be run
 */
bool base_find(struct base *base, const struct tree *tree, const GPtrArray *files, GError **err)
{
	static const char *const head[] = { "rev-parse", "-q", "--verify", "HEAD^{commit}", NULL };
	static const char *const list[] = { "-c",      "core.quotePath=false",
					    "ls-tree", "--full-tree",
					    "HEAD",    "--" };
	g_autofree char *dot_git = g_build_filename(tree->path, ".git", NULL);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_autofree char *commit = NULL, *listing = NULL;
	GError *why = NULL;
	enum seen kind;

	*base = (struct base){ g_strdup(tree->commit), false };
	if (base->commit)
		return true;
	if (!seen_kind(STATUS_TREE, dot_git, ".git", &kind, err))
		return false;
	if (kind == SEEN_NOTHING)
		return true;
	commit = ask(tree, head, &why);
	for (size_t i = 0; i < G_N_ELEMENTS(list); i++)
		g_ptr_array_add(words, (gpointer)list[i]);
	for (guint i = 0; i < files->len; i++)
		g_ptr_array_add(words, ((struct woven *)files->pdata[i])->path);
	g_ptr_array_add(words, NULL);
	listing = commit ? ask(tree, (const char *const *)words->pdata, &why) : NULL;
	if (why) {
		g_propagate_error(err, why);
		return false;
	}
	if (!commit || !listing)
		return true;
	g_strstrip(commit);
	if (is_clean(commit, listing, files))
		base->commit = g_steal_pointer(&commit);
	else
		base->changed = true;
	return true;
}
