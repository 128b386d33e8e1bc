/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CHANGED_H
#define NSGEN_CHANGED_H

#include "c/reading.h"
#include "engine/apply-hooks.h"

/**
 * struct changed - a file of C that a series changes, read again
 * @path: in the tree
 * @before: NULL for a new file
 * @after: the file with the series
 * @lines: the lines of the file with the series
 * @added: for each line, gboolean: does the series add it?
 * @hunks: struct hunk
 */
struct changed {
	const char *path;
	struct reading *before, *after;
	GPtrArray *lines;
	GArray *added;
	GArray *hunks;
};

GPtrArray *changed_read(const GPtrArray *files, GError **err);
bool changed_added(const struct changed *changed, int at);
int changed_line(const struct changed *changed, int at);
bool changed_fail(const struct changed *changed, int at, GError **err, const char *format, ...)
	G_GNUC_PRINTF(4, 5);

#endif
