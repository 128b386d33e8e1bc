/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_APPLY_HOOKS_H
#define NSGEN_APPLY_HOOKS_H

#include "engine/engine.h"
#include "engine/neighbour.h"
#include "hook/plan.h"

/**
 * struct part - what one patch of the series does to a file
 * @patch: its number
 * @before: the file's text before the patch, NULL for a new file
 * @after: the file's text after it
 * @authors: for each line of @after, the step of this patch that wrote it; NULL for a line that
 * already existed
 * @removers: for each line of @before, the step that removed it; NULL for a line that still exists
 */
struct part {
	int patch;
	char *before;
	char *after;
	GPtrArray *authors;
	GPtrArray *removers;
};

/**
 * struct woven - a file with all its hooks applied
 * @path: in the tree
 * @before: its text, NULL for a new file
 * @after: its text now
 * @parts: struct part, in patch order
 * @neighbours: maps each struct step to the struct neighbour that its lines resemble; NULL if
 * nothing in the tree resembles them
 */
struct woven {
	char *path;
	char *before;
	char *after;
	GPtrArray *parts;
	GHashTable *neighbours;
};

GPtrArray *apply_hooks(const struct plan *plan, const struct spec *spec, const struct tree *tree,
		       const char *scratch, GError **err);
bool apply_hook(const struct hook *hook, const struct spec *spec, const struct tree *tree,
		const char *file, const char *text, const char *scratch, struct made *made,
		GArray **hunks, GError **err);

#endif
