// SPDX-License-Identifier: GPL-2.0-only
/*
 * "Region: FIRST .. LAST": the lines of a file that a hook works on.
 */
#include "c/code.h"
#include "hook/region.h"
#include "hook/hook.h"
#include "lib/text.h"

#include <string.h>

/* Does a line end what began in the first column, as a function? */
static bool ends_definition(const char *line)
{
	return *line == '}';
}

/**
 * region_find() - find a region
 * @range: the value of "Region:"
 * @lines: the file's lines
 * @code: the result of code_lines()
 * @region: gets the region
 *
 * The last two patterns are the region's first and last line; patterns before these two say what
 * encloses it. What comes after "@def NAME@" is in that function; a label that it does not have may
 * well be in the next one.
 *
 * Return: false if the file has no such region, or the value is not a region.
 */
bool region_find(const char *range, const GPtrArray *lines, const GPtrArray *code,
		 struct region *region)
{
	g_auto(GStrv) ends = g_strsplit(range, " .. ", 0);
	guint count = g_strv_length(ends), i = 0;
	g_autofree char *first = count ? hook_as_written(ends[0]) : NULL;
	bool inside = count && g_str_has_prefix(first, "@def ");

	if (count < 2)
		return false;
	for (guint n = 0; n < count; n++, i++) {
		const GPtrArray *in = code_shows(ends[n]) ? code : lines;

		if (n == count - 1 && !strcmp(ends[n], "EOF")) {
			region->end = lines->len;
			break;
		}
		while (i < lines->len && !text_has(in->pdata[i], ends[n])) {
			if (inside && n > 0 && ends_definition(lines->pdata[i]))
				return false;
			i++;
		}
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
