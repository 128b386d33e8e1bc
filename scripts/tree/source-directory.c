// SPDX-License-Identifier: GPL-2.0-only
/*
 * A tree that is a directory. It belongs to the user, and its current state is used.
 */
#include "tree/source.h"

#include <stdlib.h>
#include <string.h>

struct directory {
	struct source source;
	char *path;
};

static char *path_of(struct source *source, const char *path)
{
	return g_build_filename(((struct directory *)source)->path, path, NULL);
}

static bool look(struct source *source, const char *path, enum seen *kind, GError **err)
{
	g_autofree char *full = path_of(source, path);

	return seen_kind(STATUS_TREE, full, path, kind, err);
}

static bool read_text(struct source *source, const char *path, size_t most, GString *text,
		      bool *there, GError **err)
{
	g_autofree char *full = path_of(source, path);

	if (most > SOURCE_TOO_LONG)
		return seen_read_within(STATUS_TREE, full, path, SOURCE_TOO_LONG >> 20, text, there,
					err);
	return seen_read(STATUS_TREE, full, path, most, text, there, err);
}

/* Links to directories are not followed: even a tree's own link may lead out of it. */
static bool list_below(const char *path, const char *rel, bool hidden, GPtrArray *files,
		       GPtrArray *links, GError **err)
{
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_TREE, path, *rel ? rel : NULL, err);

	for (guint i = 0; entries && i < entries->len; i++) {
		const struct seen_entry *entry = entries->pdata[i];
		g_autofree char *child = NULL, *full = NULL;

		if (*entry->name == '.' && !hidden)
			continue;
		child = g_strconcat(rel, *rel ? "/" : "", entry->name, NULL);
		if (entry->kind == SEEN_FILE) {
			g_ptr_array_add(files, g_steal_pointer(&child));
		} else if (entry->kind == SEEN_LINK) {
			g_ptr_array_add(links, g_steal_pointer(&child));
		} else if (entry->kind == SEEN_DIRECTORY) {
			full = g_strconcat(path, "/", entry->name, NULL);
			if (!list_below(full, child, hidden, files, links, err))
				return false;
		}
	}
	return entries;
}

/**
 * source_list_directory() - all regular files and all symbolic links of a directory
 * @path: the directory
 * @hidden: include names that begin with a dot
 * @files: gets the files, new strings, relative to @path
 * @links: gets the links
 * @err: STATUS_TREE: it cannot be read
 */
bool source_list_directory(const char *path, bool hidden, GPtrArray *files, GPtrArray *links,
			   GError **err)
{
	return list_below(path, "", hidden, files, links, err);
}

static bool list(struct source *source, GPtrArray *files, GPtrArray *links, GError **err)
{
	return source_list_directory(((struct directory *)source)->path, false, files, links, err);
}

static bool behind(struct source *source, const char *link, enum seen *kind, bool *inside,
		   GError **err)
{
	g_autofree char *path = path_of(source, link);
	char *real = realpath(path, NULL),
	     *top = realpath(((struct directory *)source)->path, NULL);
	size_t len = top ? strlen(top) : 0;

	*inside = real && top && (len == 1 || (!strncmp(real, top, len) && real[len] == '/'));
	free(real);
	free(top);
	return seen_kind(STATUS_TREE, path, link, kind, err);
}

static void free_directory(struct source *source)
{
	g_free(((struct directory *)source)->path);
	g_free(source);
}

/**
 * source_directory() - the files of a directory
 * @path: the directory
 *
 * Return: the source, freed with source_free().
 */
struct source *source_directory(const char *path)
{
	static const struct source_ops ops = { .look = look,
					       .read = read_text,
					       .list = list,
					       .behind = behind,
					       .free = free_directory };
	struct directory *directory = g_new0(struct directory, 1);

	directory->source.ops = &ops;
	directory->path = g_strdup(path);
	return &directory->source;
}
