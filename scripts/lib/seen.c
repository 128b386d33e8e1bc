// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tell a file that does not exist from one that cannot be read.
 *
 * A file that does not exist is an answer: a tree of another release does without it. A file that
 * cannot be read is not, and to treat it as missing would silently give a different series. So only
 * ENOENT and ENOTDIR mean that nothing is there; everything else is an error.
 *
 * @status is the exit status on error, @name is what errors call the path, NULL for the path.
 */
#include "lib/seen.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * seen_unread() - is this error about something that could not be read?
 * @err: any error
 */
bool seen_unread(const GError *err)
{
	return err && err->domain == NSGEN_UNREAD;
}

/* Return: true if errno says that nothing is there. */
static bool nothing(enum status status, const char *path, const char *name, GError **err)
{
	int why = errno;

	if (why == ENOENT || why == ENOTDIR)
		return true;
	g_set_error(err, NSGEN_UNREAD, status, "%s: cannot be read (%s)", name ? name : path,
		    g_strerror(why));
	return false;
}

static enum seen kind_of(mode_t mode)
{
	if (S_ISREG(mode))
		return SEEN_FILE;
	if (S_ISDIR(mode))
		return SEEN_DIRECTORY;
	return S_ISLNK(mode) ? SEEN_LINK : SEEN_OTHER;
}

/**
 * seen_kind() - find out what is at a path, following links
 * @status: see above
 * @path: the path
 * @name: see above
 * @kind: set to what is there
 * @err: it cannot be determined
 */
bool seen_kind(enum status status, const char *path, const char *name, enum seen *kind,
	       GError **err)
{
	struct stat st;

	*kind = SEEN_NOTHING;
	if (stat(path, &st))
		return nothing(status, path, name, err);
	*kind = kind_of(st.st_mode);
	return true;
}

/**
 * seen_itself() - find out what is at a path, without following a link
 * @status: see above
 * @path: the path
 * @name: see above
 * @kind: set to what is there
 * @err: it cannot be determined
 */
bool seen_itself(enum status status, const char *path, const char *name, enum seen *kind,
		 GError **err)
{
	struct stat st;

	*kind = SEEN_NOTHING;
	if (lstat(path, &st))
		return nothing(status, path, name, err);
	*kind = kind_of(st.st_mode);
	return true;
}

/* A file's stated length is trusted only up to this before the file has been read. */
#define BELIEVED ((off_t)64 << 20)

/* One byte more than @most is enough to know that the file is longer. */
static bool read_all(int fd, off_t expected, size_t most, GString *text)
{
	size_t have = 0;
	ssize_t got = 1;

	/* One byte more, so that the end is found before the text has to be moved. */
	g_string_set_size(text, CLAMP(expected, 4096, BELIEVED) + 1);
	while (have <= most &&
	       (got = TEMP_FAILURE_RETRY(read(fd, text->str + have, text->len - have))) > 0) {
		have += got;
		if (have == text->len)
			g_string_set_size(text, 2 * text->len);
	}
	g_string_truncate(text, have);
	return got >= 0;
}

enum found { FOUND_NOTHING, FOUND_LONGER, FOUND_ALL };

static bool read_file(enum status status, const char *path, const char *name, size_t most,
		      GString *text, enum found *found, GError **err)
{
	/* Do not block on a FIFO. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	bool whole;

	*found = FOUND_NOTHING;
	g_string_truncate(text, 0);
	if (fd < 0)
		return nothing(status, path, name, err);
	whole = !fstat(fd, &st);
	if (whole && !S_ISREG(st.st_mode)) {
		close(fd);
		g_set_error(err, NSGEN_UNREAD, status,
			    "%s: not a regular file; replace it with one", name ? name : path);
		return false;
	}
	*found = FOUND_LONGER;
	if (whole && (st.st_size < 0 || (size_t)st.st_size <= most)) {
		whole = read_all(fd, st.st_size, most, text);
		if (text->len <= most)
			*found = FOUND_ALL;
	}
	if (!whole)
		g_set_error(err, NSGEN_UNREAD, status, "%s: cannot be read (%s)",
			    name ? name : path, g_strerror(errno));
	close(fd);
	return whole;
}

/**
 * seen_read() - read a file into a string that is reused
 * @status: see above
 * @path: the file
 * @name: see above
 * @most: a longer file is not read
 * @text: set to its contents
 * @there: set to whether there is a file that is not longer
 * @err: it cannot be read, or is not a regular file
 */
bool seen_read(enum status status, const char *path, const char *name, size_t most, GString *text,
	       bool *there, GError **err)
{
	enum found found;
	bool whole = read_file(status, path, name, most, text, &found, err);

	*there = found == FOUND_ALL;
	if (!*there)
		g_string_truncate(text, 0);
	return whole;
}

/**
 * seen_read_within() - seen_read(), but a longer file is an error
 * @status: see above
 * @path: the file
 * @name: see above
 * @most: the largest size in MiB
 * @text: set to its contents
 * @there: set to whether there is a file
 * @err: it cannot be read, is not a regular file, or is longer
 */
bool seen_read_within(enum status status, const char *path, const char *name, guint most,
		      GString *text, bool *there, GError **err)
{
	enum found found;
	bool whole = read_file(status, path, name, (size_t)most << 20, text, &found, err);

	*there = found == FOUND_ALL;
	if (whole && found == FOUND_LONGER)
		return fail(err, status, "%s: larger than %u MiB", name ? name : path, most);
	return whole;
}

/**
 * seen_text_within() - read a file that may be malicious
 * @status: see above
 * @path: the file
 * @name: see above
 * @most: the largest size in MiB
 * @text: set to a new string, or NULL if nothing is there
 * @len: set to its length; may be NULL
 * @err: it cannot be read, or is not a regular file; or, as an NSGEN_ERROR, it is longer
 */
bool seen_text_within(enum status status, const char *path, const char *name, guint most,
		      char **text, gsize *len, GError **err)
{
	g_autoptr(GString) content = g_string_new(NULL);
	bool there;

	*text = NULL;
	if (!seen_read_within(status, path, name, most, content, &there, err))
		return false;
	if (len)
		*len = content->len;
	if (there)
		*text = g_string_free(g_steal_pointer(&content), FALSE);
	return true;
}

/**
 * seen_text() - read a file
 * @status: see above
 * @path: the file
 * @name: see above
 * @text: set to a new string, or NULL if nothing is there
 * @len: set to its length; may be NULL
 * @err: it cannot be read, or is not a regular file
 */
bool seen_text(enum status status, const char *path, const char *name, char **text, gsize *len,
	       GError **err)
{
	return seen_text_within(status, path, name, G_MAXINT, text, len, err);
}

/* Not every file system reports the type of an entry. */
static bool add_entry(GPtrArray *entries, enum status status, const char *path, const char *name,
		      const struct dirent *entry, GError **err)
{
	struct seen_entry *seen = g_malloc(sizeof(*seen) + strlen(entry->d_name) + 1);

	strcpy(seen->name, entry->d_name);
	g_ptr_array_add(entries, seen);
	switch (entry->d_type) {
	case DT_REG:
		seen->kind = SEEN_FILE;
		return true;
	case DT_DIR:
		seen->kind = SEEN_DIRECTORY;
		return true;
	case DT_LNK:
		seen->kind = SEEN_LINK;
		return true;
	default: {
		g_autofree char *child = g_build_filename(path, seen->name, NULL);
		g_autofree char *called = g_build_filename(name ? name : path, seen->name, NULL);

		return seen_itself(status, child, called, &seen->kind, err);
	}
	}
}

/**
 * seen_entries() - list a directory
 * @status: see above
 * @path: the directory
 * @name: see above
 * @err: it cannot be read, or not to its end
 *
 * Return: a new array of struct seen_entry, in no particular order, without "." and ".."; empty if
 * there is no such directory; NULL on error.
 */
GPtrArray *seen_entries(enum status status, const char *path, const char *name, GError **err)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);
	DIR *dir = opendir(path);
	struct dirent *entry;
	bool whole = true;
	int why;

	if (!dir)
		return nothing(status, path, name, err) ? g_steal_pointer(&entries) : NULL;
	while (whole && (errno = 0, entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			whole = add_entry(entries, status, path, name, entry, err);
	why = errno;
	closedir(dir);
	if (whole && why) {
		g_set_error(err, NSGEN_UNREAD, status, "%s: cannot be read (%s)",
			    name ? name : path, g_strerror(why));
		whole = false;
	}
	return whole ? g_steal_pointer(&entries) : NULL;
}
