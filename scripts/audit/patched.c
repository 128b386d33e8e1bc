// SPDX-License-Identifier: GPL-2.0-only
/*
 * Apply a series without touching the tree: the files that the series changes are copied, patched,
 * and laid over the tree's own.
 */
#include "audit/audit.h"
#include "series/series-read.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "lib/text.h"
#include "tree/git.h"
#include "tree/safe-path.h"

#include <glib/gstdio.h>
#include <string.h>

/*
 * Copy each file that a patch changes, once. git refuses a path that leads out of the tree too,
 * but the copy is made before git runs.
 */
static bool copy_files(const struct tree *tree, const char *patch, const char *over,
		       GHashTable *texts, GError **err)
{
	g_autoptr(GPtrArray) lines = text_lines(patch);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		const char *path = g_str_has_prefix(line, "--- a/") ? line + strlen("--- a/") :
								      NULL;
		g_autofree char *copy = NULL, *dir = NULL, *text = NULL;
		enum seen kind;

		if (!path)
			continue;
		if (!path_inside(path))
			return fail(
				err, STATUS_USAGE,
				"'%.80s': invalid path in the series (expected one inside the tree)",
				path);
		copy = g_build_filename(over, path, NULL);
		if (!seen_kind(STATUS_BUG, copy, NULL, &kind, err))
			return false;
		if (kind != SEEN_NOTHING)
			continue;
		g_hash_table_insert(texts, g_strdup(path), NULL);
		text = tree_read(tree, path, err);
		dir = g_path_get_dirname(copy);
		if (!text)
			return false;
		if (g_mkdir_with_parents(dir, 0700) || !g_file_set_contents(copy, text, -1, NULL))
			return fail(err, STATUS_BUG, "%s: cannot be written", copy);
	}
	return true;
}

static bool apply_one(const struct tree *tree, const char *dir, const struct mail_file *patch,
		      const char *over, GHashTable *texts, GError **err)
{
	/* Give git the text that was checked, not the file, which may have changed since. */
	g_autofree char *copy = g_strconcat(over, ".patch", NULL);
	g_autofree char *refusal = NULL;
	bool ran;

	if (!copy_files(tree, patch->text, over, texts, err) ||
	    !g_file_set_contents(copy, patch->text, -1, err))
		return false;
	ran = git_apply(over, copy, false, NULL, &refusal, err);
	g_unlink(copy);
	if (!ran)
		return false;
	if (refusal) {
		*strchrnul(refusal, '\n') = '\0';
		return fail(err, STATUS_TREE, "%s/%s: does not apply to Linux %s (%s)", dir,
			    patch->name, tree->release, refusal);
	}
	return true;
}

/* Read the patched files back; a file that the series deletes keeps its NULL in texts. */
static bool take(const char *over, GHashTable *texts, GError **err)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func(g_free);

	if (!source_list_directory(over, true, files, links, err))
		return false;
	for (guint i = 0; i < files->len; i++) {
		g_autofree char *path = g_build_filename(over, files->pdata[i], NULL);
		char *text;

		if (!seen_text(STATUS_BUG, path, NULL, &text, NULL, err))
			return false;
		g_hash_table_insert(texts, g_strdup(files->pdata[i]), text);
	}
	return true;
}

/**
 * audit_apply() - lay a series over a tree
 * @tree: the tree
 * @dir: the directory of the series, OUT/NAME/RELEASE
 * @over: an empty directory
 * @err: STATUS_USAGE: there is no series; STATUS_TREE: it does not apply
 */
bool audit_apply(struct tree *tree, const char *dir, const char *over, GError **err)
{
	g_autofree char *absolute = g_canonicalize_filename(dir, NULL);
	g_autoptr(GPtrArray) patches =
		g_ptr_array_new_with_free_func((GDestroyNotify)mail_file_free);
	g_autoptr(GHashTable) texts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(MailFile) cover = NULL;

	if (!series_mails(absolute, patches, &cover, err))
		return false;
	if (!patches->len)
		return fail(
			err, STATUS_USAGE,
			"%s: series not found; generate it first, or give --patched for a tree that already has it",
			absolute);
	for (guint i = 0; i < patches->len; i++)
		if (!apply_one(tree, absolute, patches->pdata[i], over, texts, err))
			return false;
	if (!take(over, texts, err))
		return false;
	tree_lay_over(tree, texts);
	return true;
}
