// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exchange two files, or two directories.
 *
 * If the file system can do so in one system call, there is always a file of that name. Otherwise
 * one of the two is briefly kept under another name, and if a run is killed at that moment, the
 * next one recognises that name and continues.
 */
#include "tree/swap.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "tree/safe-path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

/* The name of a displaced file if two files cannot be exchanged in one system call. */
static char *old_name(const char *number)
{
	return g_strdup_printf("%s.old", number);
}

static bool is_there(int dir, const char *name)
{
	struct stat st;

	return !fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW);
}

static bool not_known(void)
{
	return errno == EINVAL || errno == ENOSYS;
}

static bool move(int from, const char *old, int to, const char *new)
{
	if (!renameat2(from, old, to, new, RENAME_NOREPLACE))
		return true;
	if (!not_known())
		return false;
	if (is_there(to, new)) {
		errno = EEXIST;
		return false;
	}
	return !renameat(from, old, to, new);
}

/*
 * A file system that cannot exchange files leaves a moment in which there is none; the journal
 * covers that too.
 */
static bool exchange(int stage, const char *number, int dir, const char *name)
{
	g_autofree char *old = old_name(number);
	int why;

	if (!renameat2(stage, number, dir, name, RENAME_EXCHANGE))
		return true;
	if (!not_known() || !move(dir, name, stage, old))
		return false;
	if (move(stage, number, dir, name))
		return true;
	why = errno;
	move(stage, old, dir, name);
	errno = why;
	return false;
}

static bool exchange_back(int stage, const char *number, int dir, const char *name)
{
	g_autofree char *old = old_name(number);

	if (is_there(stage, old))
		return move(dir, name, stage, number) && move(stage, old, dir, name);
	return !renameat2(stage, number, dir, name, RENAME_EXCHANGE);
}

/**
 * swap_forward() - bring a file of a tree to its new state, from wherever a killed run left it
 * @stage: the directory with the new file, open
 * @entry: the file, with its old and new digests
 * @number: the new file's name in @stage
 * @dir: the directory that the file is in, open
 * @err: STATUS_TREE: it is in neither the old nor the new state; STATUS_USAGE: it cannot be
 * replaced
 */
bool swap_forward(int stage, const struct journal_entry *entry, const char *number, int dir,
		  GError **err)
{
	const char *name = path_name(entry->path);
	g_autofree char *text = NULL, *now = NULL, *old = old_name(number);
	bool ok;

	if (!path_read_at(dir, name, entry->path, &text, err))
		return false;
	now = fs_digest(text);
	if (!g_strcmp0(now, entry->after))
		return true;
	if (!now && entry->before && is_there(stage, old))
		ok = move(stage, number, dir, name);
	else if (g_strcmp0(now, entry->before))
		return fail(
			err, STATUS_TREE,
			"%s: changed by another process meanwhile; it was left alone, and all other files were restored",
			entry->path);
	else if (!entry->before)
		ok = move(stage, number, dir, name);
	else if (!entry->after)
		ok = move(dir, name, stage, number);
	else
		ok = exchange(stage, number, dir, name);
	return ok ? true :
		    fail(err, STATUS_USAGE, "%s: cannot be replaced (%s)", entry->path,
			 g_strerror(errno));
}

/**
 * swap_backward() - bring a file of a tree back to its old state
 * @stage: as for swap_forward()
 * @entry: the file
 * @number: the new file's name in @stage
 * @dir: the directory that the file is in, open
 *
 * A file that somebody else has changed since is left alone.
 *
 * Return: false if that fails.
 */
bool swap_backward(int stage, const struct journal_entry *entry, const char *number, int dir)
{
	const char *name = path_name(entry->path);
	g_autofree char *text = NULL, *now = NULL, *old = old_name(number);

	if (!path_read_at(dir, name, entry->path, &text, NULL))
		return false;
	now = fs_digest(text);
	if (!now && entry->before && is_there(stage, old))
		return move(stage, old, dir, name);
	/* In its old state already, or changed by somebody else. */
	if (g_strcmp0(now, entry->after))
		return true;
	if (!entry->before)
		return move(dir, name, stage, number);
	if (!entry->after)
		return move(stage, number, dir, name);
	return exchange_back(stage, number, dir, name);
}

/**
 * swap_displaced() - is the displaced file the one that was read before?
 * @stage: as for swap_forward()
 * @entry: the file
 * @number: the new file's name in @stage
 * @err: STATUS_TREE: it is not; an editor may have saved the file in between
 */
bool swap_displaced(int stage, const struct journal_entry *entry, const char *number, GError **err)
{
	g_autofree char *text = NULL, *digest = NULL, *old = old_name(number);

	if (!entry->before)
		return true;
	if (!path_read_at(stage, is_there(stage, old) ? old : number, entry->path, &text, err))
		return false;
	digest = fs_digest(text);
	return g_strcmp0(digest, entry->before) ?
		       fail(err, STATUS_TREE,
			    "%s: changed by another process meanwhile; it was left alone, and all other files were restored",
			    entry->path) :
		       true;
}

/**
 * swap_directories() - exchange two directories; if the second does not exist, move the first
 * @new: a directory
 * @dir: a directory, or a name that does not exist
 *
 * Not every file system can do this in one step. If not, there is briefly no directory, but never
 * an incomplete one.
 *
 * Return: false with errno set on failure; nothing has changed then.
 */
bool swap_directories(const char *new, const char *dir)
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
