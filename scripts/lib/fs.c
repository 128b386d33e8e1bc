// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of our own: scratch directories and their contents.
 */
#include "lib/fs.h"
#include "lib/error.h"

#include <glib/gstdio.h>

/**
 * fs_digest() - compute the digest of a file's contents
 * @text: the contents, or NULL for no file
 *
 * Return: a new string, or NULL for no file.
 */
char *fs_digest(const char *text)
{
	return text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1) : NULL;
}

/**
 * fs_is_digest() - could fs_digest() have returned this?
 * @text: untrusted, or NULL
 */
bool fs_is_digest(const char *text)
{
	return text && g_regex_match_simple("^[0-9a-f]{64}$", text, G_REGEX_DOLLAR_ENDONLY, 0);
}

/**
 * remove_tree() - remove a directory of our own and everything in it
 * @dir: the directory; symbolic links are not followed
 */
void remove_tree(const char *dir)
{
	g_autoptr(GDir) handle =
		g_file_test(dir, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(dir, 0, NULL);
	const char *name;

	while (handle && (name = g_dir_read_name(handle))) {
		g_autofree char *path = g_build_filename(dir, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR) &&
		    !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
			remove_tree(path);
		else
			g_unlink(path);
	}
	g_remove(dir);
}

/**
 * write_file() - write a file in a scratch directory, and create its parent directories
 * @root: the scratch directory
 * @path: relative
 * @text: the contents
 * @err: STATUS_BUG, or an error of the file system
 */
bool write_file(const char *root, const char *path, const char *text, GError **err)
{
	g_autofree char *full = g_build_filename(root, path, NULL);
	g_autofree char *dir = g_path_get_dirname(full);

	if (g_mkdir_with_parents(dir, 0700))
		return fail(err, STATUS_BUG, "%s: cannot be created", dir);
	return g_file_set_contents(full, text, -1, err);
}
