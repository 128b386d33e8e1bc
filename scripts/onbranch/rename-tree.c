// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trees of a branch under another name of its namespace: the files that differ from the base are
 * rewritten, and those that the base does not have get another path.
 */
#include "onbranch/rename-tree.h"
#include "branch/objects.h"
#include "lib/error.h"
#include "tree/git.h"

#include <glib/gstdio.h>
#include <string.h>

/**
 * struct rename_trees - what is known of trees already
 * @dir: the repository
 * @renaming: what becomes of words
 * @tip: a commit; where it has a file under the new path, that is refused
 * @scratch: a directory
 * @trees: maps trees to the new ones
 * @blobs: maps "BLOB PATH" to the new blob
 * @paths: maps paths to the new ones
 */
struct rename_trees {
	const char *dir;
	const struct renaming *renaming;
	const char *tip, *scratch;
	GHashTable *trees, *blobs, *paths;
};

/* A file of a tree that the base does not have like that. */
struct entry {
	char *mode, *blob, *path;
	bool added;
};

static void entry_free(gpointer data)
{
	struct entry *entry = data;

	g_free(entry->mode);
	g_free(entry->blob);
	g_free(entry->path);
	g_free(entry);
}

/**
 * rename_trees_new() - begin to rewrite trees
 * @dir: the repository
 * @renaming: what becomes of words
 * @tip: the last commit of the branch
 * @scratch: a directory
 *
 * Return: to be freed with rename_trees_free().
 */
struct rename_trees *rename_trees_new(const char *dir, const struct renaming *renaming,
				      const char *tip, const char *scratch)
{
	struct rename_trees *trees = g_new0(struct rename_trees, 1);

	*trees = (struct rename_trees){ .dir = dir, .renaming = renaming, .tip = tip,
					.scratch = scratch };
	trees->trees = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	trees->blobs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	trees->paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return trees;
}

/**
 * rename_trees_free() - free what is known
 * @trees: may be NULL
 */
void rename_trees_free(struct rename_trees *trees)
{
	if (!trees)
		return;
	g_hash_table_unref(trees->trees);
	g_hash_table_unref(trees->blobs);
	g_hash_table_unref(trees->paths);
	g_free(trees);
}

/* ":OLDMODE MODE OLDBLOB BLOB STATUS\0PATH\0": regular files that are there. */
static GPtrArray *changed(const char *dir, const char *base, const char *tree, GError **err)
{
	const char *const words[] = { "diff-tree", "-r", "-z", "--raw", "--no-renames",
				      "--no-abbrev", "--ignore-submodules=none", base, tree, NULL };
	GPtrArray *entries;
	g_autofree char *errors = NULL;
	g_autoptr(GString) out = NULL;
	const char *end;
	int status;

	out = git_bytes(dir, words, &status, &errors, err);
	if (!out)
		return NULL;
	if (status) {
		objects_failed("compare trees", dir, errors, err);
		return NULL;
	}
	entries = g_ptr_array_new_with_free_func(entry_free);
	end = out->str + out->len;
	for (const char *at = out->str; at < end; at += strlen(at) + 1) {
		g_auto(GStrv) fields = g_strsplit(at, " ", 5);
		struct entry *entry;

		at += strlen(at) + 1;
		if (at >= end || g_strv_length(fields) != 5)
			break;
		if (!g_str_has_prefix(fields[1], "100"))
			continue;
		entry = g_new0(struct entry, 1);
		entry->mode = g_strdup(fields[1]);
		entry->blob = g_strdup(fields[3]);
		entry->added = *fields[4] == 'A';
		entry->path = g_strdup(at);
		g_ptr_array_add(entries, entry);
	}
	return entries;
}

/* Where a file of the namespace's goes. Another one must not be there. */
static const char *path_to(struct rename_trees *trees, const char *path, GError **err)
{
	const char *known = g_hash_table_lookup(trees->paths, path);
	g_autofree char *to = known ? NULL : renaming_path(trees->renaming, path);
	g_autofree char *object = NULL, *out = NULL;
	int status;

	if (known)
		return known;
	object = g_strdup_printf("%s:%s", trees->tip, to);
	const char *const words[] = { "cat-file", "-e", object, NULL };

	out = strcmp(to, path) ? git(trees->dir, words, &status, NULL, err) : g_strdup("");
	if (!out)
		return NULL;
	if (strcmp(to, path) && !status) {
		fail(err, STATUS_TREE, "%s: is there already, and %s would become it; rename it first",
		     to, path);
		return NULL;
	}
	known = to;
	g_hash_table_insert(trees->paths, g_strdup(path), g_steal_pointer(&to));
	return known;
}

static char *blob_key(const struct entry *entry)
{
	return g_strdup_printf("%s %s", entry->blob, entry->path);
}

/* The new texts of blobs that were not seen before. A binary file stays. */
static bool rewrite_blobs(struct rename_trees *trees, const GPtrArray *entries, GError **err)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) blobs = NULL;

	for (guint i = 0; i < entries->len; i++) {
		const struct entry *entry = entries->pdata[i];
		const char *const words[] = { "cat-file", "blob", entry->blob, NULL };
		g_autofree char *key = blob_key(entry), *errors = NULL;
		g_autoptr(GString) text = NULL;
		int status;

		if (g_hash_table_contains(trees->blobs, key))
			continue;
		text = git_bytes(trees->dir, words, &status, &errors, err);
		if (!text)
			return false;
		if (status)
			return objects_failed("read a file", trees->dir, errors, err);
		if (strlen(text->str) != text->len) {
			g_hash_table_insert(trees->blobs, g_steal_pointer(&key),
					    g_strdup(entry->blob));
			continue;
		}
		g_ptr_array_add(texts, renaming_text(trees->renaming, entry->path, text->str));
		g_ptr_array_add(keys, g_steal_pointer(&key));
	}
	if (!texts->len)
		return true;
	blobs = objects_blobs(trees->dir, texts, trees->scratch, err);
	for (guint i = 0; blobs && i < keys->len; i++)
		g_hash_table_insert(trees->blobs, g_strdup(keys->pdata[i]), g_strdup(blobs[i]));
	return blobs;
}

static bool index_run(const struct rename_trees *trees, const char *index, const char *const *words,
		      GError **err)
{
	g_autofree char *errors = NULL;
	g_autoptr(GString) out = NULL;
	int status;

	out = git_index(trees->dir, index, words, &status, &errors, err);
	return out && (!status || objects_failed("write an index", trees->dir, errors, err));
}

static char *put_tree(struct rename_trees *trees, const char *tree, const GPtrArray *entries,
		      GError **err)
{
	g_autofree char *index = g_build_filename(trees->scratch, "rename-index", NULL);
	g_autoptr(GPtrArray) put = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) gone = g_ptr_array_new();
	const char *const read[] = { "read-tree", tree, NULL };
	static const char *const remove[] = { "update-index", "--force-remove", "--" };

	g_unlink(index);
	for (size_t i = 0; i < G_N_ELEMENTS(remove); i++)
		g_ptr_array_add(gone, (gpointer)remove[i]);
	for (guint i = 0; i < entries->len; i++) {
		const struct entry *entry = entries->pdata[i];
		g_autofree char *key = blob_key(entry);
		const char *blob = g_hash_table_lookup(trees->blobs, key), *path = entry->path;

		if (entry->added)
			path = path_to(trees, path, err);
		if (!path)
			return NULL;
		if (strcmp(path, entry->path))
			g_ptr_array_add(gone, entry->path);
		else if (!strcmp(blob, entry->blob))
			continue;
		g_ptr_array_add(put, g_strdup_printf("%s,%s,%s", entry->mode, blob, path));
	}
	if (!put->len)
		return g_strdup(tree);
	if (!index_run(trees, index, read, err))
		return NULL;
	g_ptr_array_add(gone, NULL);
	if (gone->len > G_N_ELEMENTS(remove) + 1 &&
	    !index_run(trees, index, (const char *const *)gone->pdata, err))
		return NULL;
	return objects_tree(trees->dir, index, put, err);
}

/**
 * rename_tree() - rewrite a tree
 * @trees: what is known already
 * @base: a tree, or a commit: what it has is not of the namespace
 * @tree: the tree
 * @err: STATUS_TREE: git cannot read or write it, or a new path is there already
 *
 * Return: the hash of the new tree, a new string; or NULL.
 */
char *rename_tree(struct rename_trees *trees, const char *base, const char *tree, GError **err)
{
	const char *known = g_hash_table_lookup(trees->trees, tree);
	g_autoptr(GPtrArray) entries = NULL;
	char *new;

	if (known)
		return g_strdup(known);
	entries = changed(trees->dir, base, tree, err);
	if (!entries || !rewrite_blobs(trees, entries, err))
		return NULL;
	new = put_tree(trees, tree, entries, err);
	if (new)
		g_hash_table_insert(trees->trees, g_strdup(tree), g_strdup(new));
	return new;
}
