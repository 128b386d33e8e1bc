/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TRANSACTION_H
#define NSGEN_TRANSACTION_H

#include <glib.h>
#include <stdbool.h>

/* A series that is prepared to replace the current one: OUT/NAME/.nsgen-next. */
#define NEXT_SERIES ".nsgen-next"

/**
 * struct change - the change of one file of a tree
 * @path: in the tree
 * @before: its current text, NULL if it does not exist
 * @after: its new text, NULL if it is removed
 */
struct change {
	const char *path;
	const char *before, *after;
};

/**
 * struct changes - the changes of a tree; all or nothing
 * @what: in words, "remove ima", for the message if it is interrupted
 * @release: the tree's kernel release
 * @files: struct change
 * @make: directories to create, parents first
 * @remove: directories to remove if they are empty, children first
 * @series: names whose series is replaced by the one prepared next to it
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
 * struct hold - a tree that is locked against other nsgen runs
 * @tree: its path
 * @out: the directory of series
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
