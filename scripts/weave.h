/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_WEAVE_H
#define NSGEN_WEAVE_H

#include "plan.h"

/**
 * struct woven - a file with all its hooks applied
 * @path: in the tree
 * @before: its text, NULL for a new file
 * @after: its text now
 * @authors: for each line of @after the step that wrote it, NULL for a line of the tree
 * @removers: for each line of @before the step that removed it, NULL for a line that is still there
 */
struct woven {
	char *path;
	char *before;
	char *after;
	GPtrArray *authors;
	GPtrArray *removers;
};

GPtrArray *weave(const struct plan *plan, const struct spec *spec, const struct tree *tree, const char *scratch, GError **err);
char *weave_step(const struct hook *hook, const struct spec *spec, const char *file, const char *text,
		 const char *scratch, GArray **hunks, GError **err);
bool weave_wired(const struct hook *hook, const struct spec *spec, const char *text, int *offset);

#endif
