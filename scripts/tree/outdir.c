// SPDX-License-Identifier: GPL-2.0-only
/*
 * Publish the result, all of it or nothing.
 *
 * The files are written to a directory next to their destination, and then the two are exchanged
 * in one system call, so that nobody, including the user's next command, ever sees half a series,
 * or none where there was one.
 */
#include "tree/outdir.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "tree/swap.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Files that other commands generate from a report, and can generate again. */
#define REVIEW_FILE "review.html"
#define AUDIT_FILE "audit.json"

/*
 * Is this a file that nsgen writes, and so may remove? A directory of semantic patches has the
 * suffix of its files.
 */
static bool is_ours(const char *dir, const struct seen_entry *entry)
{
	if (g_str_has_suffix(dir, SMPL_SUFFIX))
		return entry->kind == SEEN_FILE && (g_str_has_suffix(entry->name, SMPL_SUFFIX) ||
						     !strcmp(entry->name, MACROS_NAME));
	return entry->kind == SEEN_FILE &&
	       (g_str_has_suffix(entry->name, ".patch") || !strcmp(entry->name, REPORT_FILE) ||
		!strcmp(entry->name, REVIEW_FILE) || !strcmp(entry->name, AUDIT_FILE));
}

/**
 * outdir_allowed() - does the directory contain only files that nsgen writes?
 * @dir: the series' directory; may be missing
 * @err: STATUS_USAGE: it does not; the message names the file
 *
 * A user's notes in the directory, or a link to somewhere else, must not be removed with the
 * series.
 */
bool outdir_allowed(const char *dir, GError **err)
{
	g_autoptr(GPtrArray) entries = NULL;
	enum seen kind;

	if (!seen_itself(STATUS_USAGE, dir, NULL, &kind, err))
		return false;
	if (kind == SEEN_NOTHING)
		return true;
	if (kind != SEEN_DIRECTORY)
		return fail(
			err, STATUS_USAGE,
			"%s: not a directory; move it, or choose another place with --out",
			dir);
	entries = seen_entries(STATUS_USAGE, dir, NULL, err);
	for (guint i = 0; entries && i < entries->len; i++) {
		const struct seen_entry *entry = entries->pdata[i];

		if (!is_ours(dir, entry))
			return fail(
				err, STATUS_USAGE,
				"%s/%s: not written by nsgen, but would be removed; move it, or choose another place with --out",
				dir, entry->name);
	}
	return entries;
}

/*
 * The default directory may be in a repository, for example the kernel's, and git must not see it.
 * It does no harm if this file cannot be written.
 */
static void ignore(const char *parent)
{
	g_autofree char *out = g_path_get_dirname(parent);
	g_autofree char *name = g_path_get_basename(out);
	g_autofree char *file = g_build_filename(out, ".gitignore", NULL);

	if (!strcmp(name, OUTDIR_ELSEWHERE) && !g_file_test(file, G_FILE_TEST_EXISTS))
		g_file_set_contents(file, "*\n", -1, NULL);
}

/**
 * outdir_lock() - prevent other processes from changing a series
 * @dir: the series' directory; its parent is created if needed
 * @err: STATUS_USAGE: it cannot be created
 *
 * Another run must not write its own series between our check of the directory and our write.
 *
 * Return: the lock, released with outdir_unlock(), or -1.
 */
int outdir_lock(const char *dir, GError **err)
{
	g_autofree char *parent = g_path_get_dirname(dir);
	int lock;

	if (g_mkdir_with_parents(parent, 0777)) {
		fail(err, STATUS_USAGE,
		     "%s: cannot be written (%s); choose another place with --out", parent,
		     g_strerror(errno));
		return -1;
	}
	ignore(parent);
	lock = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0) {
		fail(err, STATUS_USAGE, "%s: cannot be read (%s); choose another place with --out",
		     parent, g_strerror(errno));
		return -1;
	}
	/* On a file system without locks, go on without one. */
	while (flock(lock, LOCK_EX) && errno == EINTR) {
		if (interrupted(err)) {
			close(lock);
			return -1;
		}
	}
	return lock;
}

/**
 * outdir_unlock() - release the lock
 * @lock: the result of outdir_lock()
 */
void outdir_unlock(int lock)
{
	close(lock);
}

/**
 * outdir_publish() - make a directory hold exactly these files
 * @dir: created, or replaced if it only contains files of an earlier run
 * @names: the files' names
 * @texts: their contents
 * @err: STATUS_USAGE: the directory cannot be written
 */
bool outdir_publish(const char *dir, GPtrArray *names, GPtrArray *texts, GError **err)
{
	g_autofree char *parent = g_path_get_dirname(dir);
	g_autofree char *new = g_build_filename(parent, ".nsgen-XXXXXX", NULL);
	bool ok = false;

	if (!outdir_allowed(dir, err))
		return false;
	if (g_mkdir_with_parents(parent, 0777) || !g_mkdtemp_full(new, 0777))
		return fail(err, STATUS_USAGE,
			    "%s: cannot be written (%s); choose another place with --out", parent,
			    g_strerror(errno));
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(new, names->pdata[i], NULL);

		if (!g_file_set_contents_full(path, texts->pdata[i], -1,
					      G_FILE_SET_CONTENTS_CONSISTENT, 0666, err))
			goto out;
	}
	if (interrupted(err))
		goto out;
	if (swap_directories(new, dir))
		ok = true;
	else
		fail(err, STATUS_USAGE,
		     "%s: cannot be moved into place (%s); choose another place with --out", dir,
		     g_strerror(errno));
out:
	/* The temporary name now holds the old series, or a new one that was not published. */
	remove_tree(new);
	return ok;
}
