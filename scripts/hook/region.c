// SPDX-License-Identifier: GPL-2.0-only
/*
 * "Region: FIRST .. LAST": the lines of a file that a hook works on.
 */
#include "c/code.h"
#include "hook/region.h"
#include "lib/text.h"

#include <string.h>

/**
 * region_find() - find a region
 * @range: the value of "Region:"
 * @lines: the file's lines
 * @code: the result of code_lines()
 * @region: gets the region
 *
 * The last two patterns are the region's first and last line; patterns before these two say what
 * encloses it.
 *
 * Return: false if the file has no such region, or the value is not a region.
 */
bool region_find(const char *range, const GPtrArray *lines, const GPtrArray *code,
		 struct region *region)
{
	g_auto(GStrv) ends = g_strsplit(range, " .. ", 0);
	guint count = g_strv_length(ends), i = 0;

	if (count < 2)
		return false;
	for (guint n = 0; n < count; n++, i++) {
		const GPtrArray *in = code_shows(ends[n]) ? code : lines;

		if (n == count - 1 && !strcmp(ends[n], "EOF")) {
			region->end = lines->len;
			break;
		}
		while (i < lines->len && !text_has(in->pdata[i], ends[n]))
			i++;
		if (i >= lines->len)
			return false;
		if (n == count - 2)
			region->first = i;
		region->end = i;
	}
	return true;
}

/**
 * region_bytes() - find the offsets of a region in a text
 * @range: the value of "Region:"
 * @file: its name
 * @text: the file
 * @start: gets the offset of its first byte
 * @end: gets the offset after its last line
 *
 * Return: false if the file has no such region.
 */
bool region_bytes(const char *range, const char *file, const char *text, size_t *start,
		  size_t *end)
{
	g_autoptr(GPtrArray) lines = text_lines(text), code = code_lines(file, text);
	struct region region = { 0 };

	if (!region_find(range, lines, code, &region))
		return false;
	*start = *end = 0;
	for (guint i = 0; i <= region.end && i < lines->len; i++) {
		*end += strlen(lines->pdata[i]) + 1;
		if (i < region.first)
			*start = *end;
	}
	return true;
}
