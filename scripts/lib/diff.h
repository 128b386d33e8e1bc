/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_DIFF_H
#define NSGEN_DIFF_H

#include <glib.h>

/**
 * struct hunk - lines that differ between two texts
 * @old_start: first line in the old text, from 1; if it has none, the line before
 * @old_count: number of lines in the old text
 * @new_start: the same for the new text
 * @new_count: the same for the new text
 */
struct hunk {
	int old_start, old_count;
	int new_start, new_count;
};

/**
 * struct diff_count - how much a diff changes
 * @added: lines
 * @removed: lines
 */
struct diff_count {
	size_t added, removed;
};

GArray *diff_texts(const char *old, const char *new, GError **err);
char *diff_patch(const char *path, const char *old, const char *new, struct diff_count *count,
		 GError **err);
GArray *diff_hunks(const char *diff);

#endif
