/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REGION_H
#define NSGEN_REGION_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct region - lines of a file
 * @first: index of the line that opens it
 * @end: index of the line that closes it; one past the last line if it ends at the end of the file
 */
struct region {
	guint first;
	guint end;
};

bool region_find(const char *range, const GPtrArray *lines, const GPtrArray *code,
		 struct region *region);
int region_reached(const char *range, const GPtrArray *lines, const GPtrArray *code);
bool region_bytes(const char *range, const char *file, const char *text, size_t *start,
		  size_t *end);

#endif
