/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SOURCE_H
#define NSGEN_SOURCE_H

#include "lib/seen.h"

/* No source file is this long; a longer file may be a disk image that somebody left there. */
#define SOURCE_TOO_LONG ((size_t)64 << 20)

/**
 * struct source - where a tree's files come from
 * @ops: its operations
 *
 * Paths are relative to the tree. Errors are STATUS_TREE, in the domain NSGEN_UNREAD if something
 * could not be read. Everything except free() may be called by several threads.
 */
struct source {
	const struct source_ops *ops;
};

/**
 * struct source_ops - the operations of a source
 * @look: the kind of an entry; links are followed
 * @read: reads a file's text into @text; @there is false if there is no such file, or it has more
 *	than @most bytes
 * @list: adds all regular files except hidden ones to @files, and symbolic links to @links; new
 *	strings, in no particular order
 * @behind: the kind of the target of one of these links, and whether it is inside the tree
 * @holding: the files that contain one of @strings, as a set of paths, which may include others.
 *	The search may be limited to @where: patterns in which '*' matches anything, and a leading
 *	'!' excludes; NULL for no patterns. If the function or the set is NULL, all files must be
 *	read to find out
 * @free: frees the source
 */
struct source_ops {
	bool (*look)(struct source *source, const char *path, enum seen *kind, GError **err);
	bool (*read)(struct source *source, const char *path, size_t most, GString *text,
		     bool *there, GError **err);
	bool (*list)(struct source *source, GPtrArray *files, GPtrArray *links, GError **err);
	bool (*behind)(struct source *source, const char *link, enum seen *kind, bool *inside,
		       GError **err);
	bool (*holding)(struct source *source, const GPtrArray *strings, const char *const *where,
			GHashTable **files, GError **err);
	void (*free)(struct source *source);
};

struct source *source_directory(const char *path);
struct source *source_commit(const char *repository, const char *name, GError **err);
struct source *source_overlay(struct source *under, GHashTable *texts);
struct source *source_lift(struct source *overlay);

bool source_list_directory(const char *path, bool hidden, GPtrArray *files, GPtrArray *links,
			   GError **err);
bool source_holding(struct source *source, const GPtrArray *strings, const char *const *where,
		    GHashTable **files, GError **err);
void source_free(struct source *source);

typedef struct source Source;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

#endif
