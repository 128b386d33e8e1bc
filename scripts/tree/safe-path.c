// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access to files of a tree that is to be changed, from its top, without following symbolic links.
 *
 * A link can lead anywhere, and its target does not belong to the tree: it may be shared with
 * something else.
 */
#include "tree/safe-path.h"
#include "lib/error.h"
#include "lib/seen.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool unread(const char *path, int why, GError **err)
{
	g_set_error(err, NSGEN_UNREAD, STATUS_TREE, "%s: cannot be read (%s)", path,
		    g_strerror(why));
	return false;
}

static bool is_link(const char *path, GError **err)
{
	return fail(
		err, STATUS_TREE,
		"%s: symbolic link, whose target may lie outside the tree; replace it with the file itself",
		path);
}

/* A patch may change .gitignore, but no other file of git. */
static bool is_git(const char *part)
{
	return g_str_has_prefix(part, ".git") && strcmp(part, ".gitignore");
}

/**
 * path_inside() - does a path stay inside a tree, and outside git's own files?
 * @path: untrusted
 */
bool path_inside(const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);

	for (char **part = parts; *part; part++)
		if (!**part || !strcmp(*part, "..") || !strcmp(*part, ".") || is_git(*part))
			return false;
	return *path;
}

/**
 * path_ok() - may a spec or a report name this path?
 * @path: untrusted; must be relative, stay inside the tree, and use only plain characters
 */
bool path_ok(const char *path)
{
	return path_inside(path) && g_regex_match_simple("^[A-Za-z0-9_./-]+$", path,
							 G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0);
}

/**
 * path_name() - the last part of a path
 * @path: relative
 *
 * Return: a pointer into @path.
 */
const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/**
 * path_parent() - open the directory that a file is in
 * @root: the tree's top
 * @path: relative, without ".."
 * @dir: gets the directory, to be closed with close(); -1 if it does not exist
 * @err: STATUS_TREE: a component is a link, or not a directory
 */
bool path_parent(int root, const char *path, int *dir, GError **err)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);
	int at = fcntl(root, F_DUPFD_CLOEXEC, 0);

	for (char **part = parts; at >= 0 && part[1]; part++) {
		int next = openat(at, *part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int why = errno;
		struct stat st;

		if (next < 0 && why == ENOTDIR && !fstatat(at, *part, &st, AT_SYMLINK_NOFOLLOW) &&
		    S_ISLNK(st.st_mode))
			why = ELOOP;
		close(at);
		at = next;
		if (at >= 0)
			continue;
		*dir = -1;
		if (why == ENOENT)
			return true;
		if (why == ELOOP)
			return is_link(path, err);
		if (why == ENOTDIR)
			return fail(err, STATUS_TREE, "%s: cannot be reached (%s)", path,
				    g_strerror(why));
		return unread(path, why, err);
	}
	*dir = at;
	return at >= 0 ? true : fail(err, STATUS_BUG, "%s: %s", path, g_strerror(errno));
}

static bool read_all(int fd, GString *text)
{
	char buffer[16384];
	ssize_t got;

	while ((got = TEMP_FAILURE_RETRY(read(fd, buffer, sizeof(buffer)))) > 0)
		g_string_append_len(text, buffer, got);
	return !got;
}

/**
 * path_read_at() - like path_read(), for a directory that is already open
 * @dir: the directory
 * @name: the file's name in it
 * @path: the file's name in error messages
 * @text: gets a new string, or NULL if there is no such file
 * @err: as for path_read()
 */
bool path_read_at(int dir, const char *name, const char *path, char **text, GError **err)
{
	/* Do not block on a FIFO. */
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	GString *content;
	struct stat st;
	bool whole;
	int why;

	*text = NULL;
	if (fd < 0 && errno == ENOENT)
		return true;
	if (fd < 0 && errno == ELOOP)
		return is_link(path, err);
	if (fd < 0)
		return unread(path, errno, err);
	if (fstat(fd, &st)) {
		why = errno;
		close(fd);
		return unread(path, why, err);
	}
	if (!S_ISREG(st.st_mode)) {
		close(fd);
		return fail(err, STATUS_TREE, "%s: not a regular file", path);
	}
	content = g_string_new(NULL);
	whole = read_all(fd, content);
	why = errno;
	close(fd);
	if (!whole)
		unread(path, why, err);
	else if (strlen(content->str) != content->len)
		whole = fail(err, STATUS_TREE, "%s: contains a NUL byte; a source file is expected",
			     path);
	*text = g_string_free(content, !whole);
	return whole;
}

/**
 * path_read() - a file's text
 * @root: the tree's top
 * @path: relative, without ".."
 * @text: gets a new string, or NULL if there is no such file
 * @err: STATUS_TREE: a link, not a regular file, not readable, or not text
 */
bool path_read(int root, const char *path, char **text, GError **err)
{
	bool ok;
	int dir;

	*text = NULL;
	if (!path_parent(root, path, &dir, err))
		return false;
	if (dir < 0)
		return true;
	ok = path_read_at(dir, path_name(path), path, text, err);
	close(dir);
	return ok;
}
