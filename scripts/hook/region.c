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

/* Finds the patterns one after the other. Return: the number of those that were found. */
static guint search(char **ends, guint count, const GPtrArray *lines, const GPtrArray *code,
		    guint *found)
{
	g_autofree char *first = hook_as_written(ends[0]);
	bool inside = g_str_has_prefix(first, "@def ");
	guint i = 0;

	for (guint n = 0; n < count; n++, i++) {
		const GPtrArray *in = code_shows(ends[n]) ? code : lines;

		if (n == count - 1 && !strcmp(ends[n], "EOF")) {
			found[n] = lines->len;
			break;
		}
		while (i < lines->len && !text_has(in->pdata[i], ends[n])) {
			if (inside && n > 0 && ends_definition(lines->pdata[i]))
				return n;
			i++;
		}
		if (i >= lines->len)
			return n;
		found[n] = i;
	}
	return count;
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
	guint count = g_strv_length(ends);
	g_autofree guint *found = g_new0(guint, count + 1);

	if (count < 2 || search(ends, count, lines, code, found) < count)
		return false;
	region->first = found[count - 2];
	region->end = found[count - 1];
	return true;
}

/**
 * region_reached() - where a region begins, or how far the search for it came
 * @range: the value of "Region:"
 * @lines: the file's lines
 * @code: the result of code_lines()
 *
 * Return: the index of the region's first line, or else of the last line that a pattern matches;
 * -1: there is none.
 */
int region_reached(const char *range, const GPtrArray *lines, const GPtrArray *code)
{
	g_auto(GStrv) ends = g_strsplit(range, " .. ", 0);
	guint count = g_strv_length(ends);
	g_autofree guint *found = g_new0(guint, count + 1);
	guint reached = count > 1 ? search(ends, count, lines, code, found) : 0;

	/* The last pattern ends the region. */
	reached = MIN(reached, count - 1);
	return reached ? (int)found[reached - 1] : -1;
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
