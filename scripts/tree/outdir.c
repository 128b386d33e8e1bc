// SPDX-License-Identifier: GPL-2.0-only
/*
 * Put the result in its place, all of it or nothing.
 *
 * The files are written to a directory beside the one they are for, and then the two change places in one system call, so that
 * at no moment anybody, the user's next command included, sees half a series or none where there was one.
 */
#include "tree/outdir.h"
#include "lib/error.h"
#include "lib/run.h"
#include "lib/seen.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* What others make of a report, and can make again. */
#define REVIEW_FILE "review.html"
#define AUDIT_FILE "audit.json"

/**
 * remove_tree() - remove a directory of our own and all in it
 * @dir: follows no symbolic link
 */
void remove_tree(const char *dir)
{
	g_autoptr(GDir) handle = g_file_test(dir, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(dir, 0, NULL);
	const char *name;

	while (handle && (name = g_dir_read_name(handle))) {
		g_autofree char *path = g_build_filename(dir, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
			remove_tree(path);
		else
			g_unlink(path);
	}
	g_remove(dir);
}

/**
 * write_file() - write a file of a scratch directory, with the directories that it is in
 * @root: the scratch directory
 * @path: relative
 * @text: what
 * @err: STATUS_BUG, or what the file system says
 */
bool write_file(const char *root, const char *path, const char *text, GError **err)
{
	g_autofree char *full = g_build_filename(root, path, NULL);
	g_autofree char *dir = g_path_get_dirname(full);

	if (g_mkdir_with_parents(dir, 0700))
		return fail(err, STATUS_BUG, "%s: cannot be made", dir);
	return g_file_set_contents(full, text, -1, err);
}

/* What nsgen writes, and so may take away again. */
static bool is_ours(const struct seen_entry *entry)
{
	return entry->kind == SEEN_FILE && (g_str_has_suffix(entry->name, ".patch") || !strcmp(entry->name, REPORT_FILE) ||
					    !strcmp(entry->name, REVIEW_FILE) || !strcmp(entry->name, AUDIT_FILE));
}

/**
 * publish_allowed() - is there nothing in the way but what nsgen writes?
 * @dir: of the series; may be missing
 * @err: STATUS_USAGE, with what it is
 *
 * A user's notes beside the series, or a link to somewhere else, must not go down with it.
 */
bool publish_allowed(const char *dir, GError **err)
{
	g_autoptr(GPtrArray) entries = NULL;
	enum seen kind;

	if (!seen_itself(STATUS_USAGE, dir, NULL, &kind, err))
		return false;
	if (kind == SEEN_NOTHING)
		return true;
	if (kind != SEEN_DIRECTORY)
		return fail(err, STATUS_USAGE, "%s: is in the way and no directory; move it, or name another place with OUT=", dir);
	entries = seen_entries(STATUS_USAGE, dir, NULL, err);
	for (guint i = 0; entries && i < entries->len; i++) {
		const struct seen_entry *entry = entries->pdata[i];

		if (!is_ours(entry))
			return fail(err, STATUS_USAGE,
				    "%s/%s: nsgen did not write this and would remove it; move it, or name another place with OUT=",
				    dir, entry->name);
	}
	return entries;
}

/**
 * publish_exchange() - let two directories change places; where the second is not there, the first one moves
 * @new: a directory
 * @dir: a directory, or nothing
 *
 * Not every file system can do so in one go. Then there is a moment without any, but never half of one.
 *
 * Return: false, and errno, where it cannot be; then nothing has changed.
 */
bool publish_exchange(const char *new, const char *dir)
{
	g_autofree char *old = g_strdup_printf("%s.old", new);

	if (!renameat2(AT_FDCWD, new, AT_FDCWD, dir, RENAME_EXCHANGE))
		return true;
	if (errno == ENOENT)
		return !rename(new, dir);
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	if (rename(dir, old))
		return errno == ENOENT && !rename(new, dir);
	if (rename(new, dir)) {
		rename(old, dir);
		return false;
	}
	return !rename(old, new);
}

/**
 * publish_lock() - let nobody else change a series
 * @dir: of the series; its parent is made if it is not there
 * @err: STATUS_USAGE: it cannot be made
 *
 * Between a look at what is there and what is written, another run must not put its own in.
 *
 * Return: for publish_unlock(), or -1.
 */
int publish_lock(const char *dir, GError **err)
{
	g_autofree char *parent = g_path_get_dirname(dir);
	int lock;

	if (g_mkdir_with_parents(parent, 0777)) {
		fail(err, STATUS_USAGE, "%s: cannot be written (%s); OUT= names another place", parent, g_strerror(errno));
		return -1;
	}
	lock = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0) {
		fail(err, STATUS_USAGE, "%s: cannot be read (%s); OUT= names another place", parent, g_strerror(errno));
		return -1;
	}
	/* A file system without locks has to do without. */
	while (flock(lock, LOCK_EX) && errno == EINTR) {
		if (interrupted(err)) {
			close(lock);
			return -1;
		}
	}
	return lock;
}

/**
 * publish_unlock() - let others
 * @lock: of publish_lock()
 */
void publish_unlock(int lock)
{
	close(lock);
}

/**
 * publish() - make a directory hold exactly these files
 * @dir: is made, or replaced if it holds nothing but what an earlier run put there
 * @names: the files' names
 * @texts: their contents
 * @err: STATUS_USAGE: it cannot be written there
 */
bool publish(const char *dir, GPtrArray *names, GPtrArray *texts, GError **err)
{
	g_autofree char *parent = g_path_get_dirname(dir);
	g_autofree char *new = g_build_filename(parent, ".nsgen-XXXXXX", NULL);
	bool ok = false;

	if (!publish_allowed(dir, err))
		return false;
	if (g_mkdir_with_parents(parent, 0777) || !g_mkdtemp_full(new, 0777))
		return fail(err, STATUS_USAGE, "%s: cannot be written (%s); OUT= names another place", parent, g_strerror(errno));
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(new, names->pdata[i], NULL);

		if (!g_file_set_contents_full(path, texts->pdata[i], -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, err))
			goto out;
	}
	if (interrupted(err))
		goto out;
	if (publish_exchange(new, dir))
		ok = true;
	else
		fail(err, STATUS_USAGE, "%s: cannot be put in its place (%s); OUT= names another place", dir, g_strerror(errno));
out:
	/* What is there now under the temporary name: the old series, or one that did not come to be. */
	remove_tree(new);
	return ok;
}
