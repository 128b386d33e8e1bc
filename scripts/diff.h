/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_DIFF_H
#define NSGEN_DIFF_H

#include <glib.h>

/**
 * struct hunk - lines that differ between two texts
 * @old_start: first line in the old text, from 1; where it has none, the line before
 * @old_count: so many lines of it
 * @new_start: the same for the new text
 * @new_count: the same for the new text
 */
struct hunk {
	int old_start, old_count;
	int new_start, new_count;
};

char *diff_text(const char *cwd, const char *old_path, const char *new_path, int context, GError **err);
GArray *diff_hunks(const char *diff);

#endif
