// SPDX-License-Identifier: GPL-2.0-only
/*
 * A series as commits, without a work tree: blobs, trees from an index of our own, and a commit for
 * each patch. No ref is moved, so until then nobody sees them.
 */
#include "branch/commits.h"
#include "branch/objects.h"
#include "engine/apply-hooks.h"
#include "lib/error.h"

#include <string.h>

/* The index of the base commit. */
static bool read_base(const struct pipeline *line, const char *index, GError **err)
{
	const char *const words[] = { "read-tree", line->tree->commit, NULL };
	g_autofree char *errors = NULL;
	g_autoptr(GString) out = NULL;
	int status;

	out = git_index(line->tree->path, index, words, &status, &errors, err);
	return out &&
	       (!status || objects_failed("read the base commit", line->tree->path, errors, err));
}

/*
 * The mode of each file that the base has. A tree may reach a file through a symbolic link, but a
 * commit would replace the link by the file.
 */
static GHashTable *modes_of(const struct pipeline *line, const char *index, GError **err)
{
	static const char *const list[] = { "ls-files", "--stage", "-z", "--" };
	g_autoptr(GHashTable) modes =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_autofree char *errors = NULL;
	g_autoptr(GString) out = NULL;
	const char *dir = line->tree->path;
	int status;

	for (size_t i = 0; i < G_N_ELEMENTS(list); i++)
		g_ptr_array_add(words, (gpointer)list[i]);
	for (guint i = 0; i < line->files->len; i++)
		g_ptr_array_add(words, ((struct woven *)line->files->pdata[i])->path);
	g_ptr_array_add(words, NULL);
	out = git_index(dir, index, (const char *const *)words->pdata, &status, &errors, err);
	if (!out)
		return NULL;
	if (status) {
		objects_failed("list the base commit", dir, errors, err);
		return NULL;
	}
	/* "100644 NAME 0\tPATH" */
	for (const char *at = out->str; at < out->str + out->len; at += strlen(at) + 1)
		if (strchr(at, '\t'))
			g_hash_table_insert(modes, g_strdup(strchr(at, '\t') + 1),
					    g_strndup(at, strcspn(at, " ")));
	for (guint i = 0; i < line->files->len; i++) {
		const struct woven *woven = line->files->pdata[i];
		const char *mode = g_hash_table_lookup(modes, woven->path);

		if (woven->before ? !mode || !g_str_has_prefix(mode, "100") : mode != NULL) {
			fail(err, STATUS_TREE,
			     "%s: not a regular file in commit %.12s of %s; replace the link with the file",
			     woven->path, line->tree->commit, dir);
			return NULL;
		}
	}
	return g_steal_pointer(&modes);
}

/* All versions of all files; the result is in the order of files and parts. */
static char **put_blobs(const struct pipeline *line, GError **err)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();

	for (guint i = 0; i < line->files->len; i++) {
		const struct woven *woven = line->files->pdata[i];

		for (guint n = 0; n < woven->parts->len; n++)
			g_ptr_array_add(texts, ((struct part *)woven->parts->pdata[n])->after);
	}
	return objects_blobs(line->tree->path, texts, line->scratch, err);
}

/* Brings the index to the state after a patch, and writes its tree. */
static char *put_tree(const struct pipeline *line, const char *index, int number, char **blobs,
		      GHashTable *modes, GError **err)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);
	guint count = 0;

	for (guint i = 0; i < line->files->len; i++) {
		const struct woven *woven = line->files->pdata[i];
		const char *mode = g_hash_table_lookup(modes, woven->path);

		for (guint n = 0; n < woven->parts->len; n++, count++)
			if (((struct part *)woven->parts->pdata[n])->patch == number)
				g_ptr_array_add(entries, g_strdup_printf("%s,%s,%s",
									 mode ? mode : "100644",
									 blobs[count],
									 woven->path));
	}
	return objects_tree(line->tree->path, index, entries, err);
}

/**
 * commits_message() - the message of a patch's commit: what git am takes from its mail
 * @patch: the patch
 *
 * Return: a new string.
 */
char *commits_message(const struct patch *patch)
{
	const char *end = strstr(patch->body, "\n---\n");

	return g_strdup_printf("%s\n\n%.*s\n", patch->subject, (int)(end - patch->body),
			       patch->body);
}

/**
 * commit_tree() - make a commit, as the user's own git would
 * @user: the user
 * @tree: the hash of its tree
 * @parent: its parent
 * @message: its message
 * @of: a commit whose author and date it keeps; NULL for the user, now
 * @scratch: a directory
 * @err: STATUS_TREE: git does not make it, for example because it cannot be signed
 *
 * Return: its hash, a new string; or NULL.
 */
char *commit_tree(const struct git_user *user, const char *tree, const char *parent,
		  const char *message, const struct past *of, const char *scratch, GError **err)
{
	g_autofree char *path = g_build_filename(scratch, "message", NULL);
	g_autofree char *date = of ? g_strdup_printf("@%s", of->date) : NULL;
	const char *const words[] = { "commit-tree", user->signs ? "-S" : "--no-gpg-sign", "-p",
				      parent,	     "-F", path, tree, NULL };
	const char *const author[] = { "GIT_AUTHOR_NAME",  of ? of->author : NULL,
				       "GIT_AUTHOR_EMAIL", of ? of->address : NULL,
				       "GIT_AUTHOR_DATE",  date, NULL };
	g_autofree char *errors = NULL;
	char *commit;
	int status;

	if (!g_file_set_contents(path, message, -1, err))
		return NULL;
	commit = git_user_run(user, of ? author : NULL, words, &status, &errors, err);
	return objects_named(commit, status, "make a commit", user->dir, errors, err);
}

/**
 * commits_make() - make the commits of a series, on the commit that its tree is
 * @user: who makes them
 * @line: the pipeline after pipeline_series(), of a commit
 * @authored: struct authored for each patch; NULL if all are the user's, now
 * @err: STATUS_TREE: git does not make them
 *
 * Return: their hashes, in order, freed with g_ptr_array_unref(); or NULL.
 */
GPtrArray *commits_make(const struct git_user *user, const struct pipeline *line,
			const GArray *authored, GError **err)
{
	g_autoptr(GPtrArray) commits = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *index = g_build_filename(line->scratch, "index", NULL);
	g_autoptr(GHashTable) modes = NULL;
	g_auto(GStrv) blobs = NULL;
	const char *parent = line->tree->commit;

	modes = read_base(line, index, err) ? modes_of(line, index, err) : NULL;
	blobs = modes ? put_blobs(line, err) : NULL;
	if (!blobs)
		return NULL;
	for (guint i = 0; i < line->series->patches->len; i++) {
		const struct patch *patch = line->series->patches->pdata[i];
		const struct authored *by =
			authored ? &g_array_index(authored, struct authored, i) : NULL;
		g_autofree char *own = commits_message(patch);
		g_autofree char *tree =
			put_tree(line, index, patch->number, blobs, modes, err);
		char *commit = tree ? commit_tree(user, tree, parent,
						  by && by->message ? by->message : own,
						  by ? by->of : NULL, line->scratch, err) :
				      NULL;

		if (!commit)
			return NULL;
		g_ptr_array_add(commits, commit);
		parent = commit;
	}
	return g_steal_pointer(&commits);
}
