/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SOURCE_H
#define NSGEN_SOURCE_H

#include "lib/seen.h"

/* No source file is that long; what is may be a disk image that somebody left there. */
#define SOURCE_TOO_LONG ((size_t)64 << 20)

/**
 * struct source - where a tree's files come from
 * @ops: what it can do
 *
 * Paths are relative to the tree. Errors are STATUS_TREE, and NSGEN_UNREAD where something could
 * not be looked at. Everything but free() may be called by several threads.
 */
struct source {
	const struct source_ops *ops;
};

/**
 * struct source_ops - what each source can tell
 * @look: what is there, behind links
 * @read: puts a file's text into @text; @there is false where there is none, or one of more than
 *	@most bytes
 * @list: adds all regular files but hidden ones to @files, and symbolic links to @links; new
 *	strings, in no order
 * @behind: what is behind one of these links, and is that in the tree?
 * @holding: which files have one of @strings in them, as a set of paths; those in @where suffice,
 *	patterns in which '*' is anything, with '!' in front what is left out; NULL for no patterns.
 *	It may say more files than that. NULL in place of the function, or of the set: it is not
 *	told without reading them all
 * @free: gives it back
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

bool source_list_directory(const char *path, bool hidden, GPtrArray *files, GPtrArray *links,
			   GError **err);
bool source_holding(struct source *source, const GPtrArray *strings, const char *const *where,
		    GHashTable **files, GError **err);
void source_free(struct source *source);

typedef struct source Source;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

#endif
