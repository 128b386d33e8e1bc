/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TRANSACTION_H
#define NSGEN_TRANSACTION_H

#include <glib.h>
#include <stdbool.h>

/* Where a series waits to take the place of the one that is there: OUT/NAME/.nsgen-next. */
#define NEXT_SERIES ".nsgen-next"

/**
 * struct change - what becomes of one file of a tree
 * @path: in the tree
 * @before: its text now, NULL where it is not there
 * @after: its text then, NULL where it goes away
 */
struct change {
	const char *path;
	const char *before, *after;
};

/**
 * struct changes - what becomes of a tree; all of it or nothing
 * @what: in words, "remove ima", for whoever finds it half done
 * @release: the tree's
 * @files: struct change
 * @make: directories to be made, a parent before its children
 * @remove: directories to be removed if they are empty, children before their parent
 * @series: names whose series is replaced by the one that waits beside it
 */
struct changes {
	const char *what;
	const char *release;
	GArray *files;
	GPtrArray *make;
	GPtrArray *remove;
	GPtrArray *series;
};

/**
 * struct hold - a tree that nobody else of us changes meanwhile
 * @tree: its path
 * @out: where series are
 * @root: the open directory, locked
 * @lock: @out, locked
 */
struct hold {
	char *tree;
	char *out;
	int root;
	int lock;
};

struct hold *hold_take(const char *tree, const char *out, GError **err);
void hold_free(struct hold *hold);
bool transaction_run(const struct hold *hold, const struct changes *changes, GError **err);
bool transaction_settled(const char *tree, GError **err);

typedef struct hold Hold;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hold, hold_free)

#endif
