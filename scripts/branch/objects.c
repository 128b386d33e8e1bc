// SPDX-License-Identifier: GPL-2.0-only
/*
 * Blobs and trees in the user's repository, without the user's index and work tree.
 */
#include "branch/objects.h"
#include "lib/error.h"
#include "tree/git.h"

#include <string.h>

/**
 * objects_failed() - report that git could not do something
 * @what: what, as in "git cannot …"
 * @dir: the repository
 * @errors: what git printed on stderr
 * @err: STATUS_TREE
 */
bool objects_failed(const char *what, const char *dir, const char *errors, GError **err)
{
	g_autofree char *line = g_strstrip(g_strdup(errors));

	g_strdelimit(line, "\n", ' ');
	return fail(err, STATUS_TREE, "%s: git cannot %s (%.200s)", dir, what, line);
}

/**
 * objects_named() - the name of an object that git has printed
 * @out: what git printed, NULL if it did not run; freed
 * @status: git's exit status
 * @what: as for objects_failed()
 * @dir: the repository
 * @errors: what git printed on stderr
 * @err: STATUS_TREE: git failed
 *
 * Return: the name, a new string; or NULL.
 */
char *objects_named(char *out, int status, const char *what, const char *dir, const char *errors,
		    GError **err)
{
	if (!out || !status)
		return out ? g_strchomp(out) : NULL;
	objects_failed(what, dir, errors, err);
	g_free(out);
	return NULL;
}

/**
 * objects_blobs() - write texts as blobs, in one run of git
 * @dir: the repository
 * @texts: the texts
 * @scratch: a directory
 * @err: STATUS_TREE: git cannot write to the repository
 *
 * Return: their hashes, freed with g_strfreev(); or NULL.
 */
char **objects_blobs(const char *dir, const GPtrArray *texts, const char *scratch, GError **err)
{
	static const char *const put[] = { "hash-object", "-w", "--no-filters", "--" };
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *errors = NULL, *out = NULL;
	g_auto(GStrv) lines = NULL;
	int status;

	for (size_t i = 0; i < G_N_ELEMENTS(put); i++)
		g_ptr_array_add(words, g_strdup(put[i]));
	for (guint i = 0; i < texts->len; i++) {
		char *path = g_strdup_printf("%s/blob-%u", scratch, i);

		g_ptr_array_add(words, path);
		if (!g_file_set_contents(path, texts->pdata[i], -1, err))
			return NULL;
	}
	g_ptr_array_add(words, NULL);
	out = git(dir, (const char *const *)words->pdata, &status, &errors, err);
	if (!out)
		return NULL;
	lines = g_strsplit(g_strchomp(out), "\n", -1);
	if (status || g_strv_length(lines) != texts->len) {
		objects_failed("write objects", dir, errors, err);
		return NULL;
	}
	return g_steal_pointer(&lines);
}

/**
 * objects_tree() - put files into an index of our own, and write its tree
 * @dir: the repository
 * @index: the index; created if it is not there
 * @entries: "100644,BLOB,PATH"
 * @err: STATUS_TREE: git cannot write to the repository
 *
 * Return: the hash of the tree, a new string; or NULL.
 */
char *objects_tree(const char *dir, const char *index, const GPtrArray *entries, GError **err)
{
	/* In a partial clone the blobs of the other files need not be there. */
	static const char *const write[] = { "write-tree", "--missing-ok", NULL };
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_autofree char *errors = NULL;
	g_autoptr(GString) out = NULL;
	GString *tree;
	int status;

	g_ptr_array_add(words, (gpointer)"update-index");
	g_ptr_array_add(words, (gpointer)"--add");
	for (guint i = 0; i < entries->len; i++) {
		g_ptr_array_add(words, (gpointer)"--cacheinfo");
		g_ptr_array_add(words, entries->pdata[i]);
	}
	g_ptr_array_add(words, NULL);
	out = git_index(dir, index, (const char *const *)words->pdata, &status, &errors, err);
	if (!out)
		return NULL;
	if (status) {
		objects_failed("write an index", dir, errors, err);
		return NULL;
	}
	g_clear_pointer(&errors, g_free);
	tree = git_index(dir, index, write, &status, &errors, err);
	return objects_named(tree ? g_string_free(tree, FALSE) : NULL, status, "write a tree", dir,
			     errors, err);
}
