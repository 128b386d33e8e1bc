// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is each added line in a place where it is compiled, is reached, and means what it says?
 */
#include "added-lines.h"
#include "lib/text.h"

#include <string.h>

/* A line that belongs to a comment, which may have been there before. */
static bool goes_on_comment(const char *line)
{
	return line[strspn(line, " \t")] == '*';
}

/**
 * check_hidden() - added lines that are in a comment or under "#if 0"
 * @patched: the series
 * @parsed: a file
 *
 * A comment of the series itself is none: added lines that are a comment on their own.
 */
void check_hidden(struct patched *patched, const struct parsed *parsed)
{
	g_autoptr(GPtrArray) lines = text_lines(parsed->text), live = text_lines(parsed->code);
	g_autoptr(GString) added = g_string_new(NULL);
	g_autofree char *alone = NULL;
	g_autoptr(GPtrArray) own = NULL;

	for (guint i = 0; i < lines->len; i++) {
		bool ours = parsed_added(parsed, i + 1) && !goes_on_comment(lines->pdata[i]);

		/* What is not added ends a comment that an added line has begun. */
		g_string_append_printf(added, "%s\n", ours ? (char *)lines->pdata[i] : "");
		if (!parsed_added(parsed, i + 1) && parsed_added(parsed, i + 2))
			g_string_insert(added, added->len - 1, "/**/");
	}
	alone = text_code(added->str, true);
	own = text_lines(alone);
	for (guint i = 0; i < lines->len && i < live->len; i++) {
		const char *is = live->pdata[i], *would = own->pdata[i];

		if (would[strspn(would, " \t")] && !is[strspn(is, " \t")])
			found(patched, "%s:%u: in a comment, or under #if 0: %s", parsed->path,
			      i + 1, (char *)lines->pdata[i]);
	}
}

/**
 * check_places() - check where the added lines are
 * @patched: the series
 */
void check_places(struct patched *patched)
{
	int lines = 0, files = 0;

	for (guint i = 0; i < patched->files->len; i++) {
		const char *path = patched->files->pdata[i];
		g_autoptr(Parsed) parsed = NULL;

		if (!g_regex_match_simple("^(?!tools/|Documentation/).*\\.[ch]$", path, 0, 0))
			continue;
		parsed = parsed_new(patched, path);
		if (!parsed)
			continue;
		check_hidden(patched, parsed);
		check_lists(patched, parsed);
		check_cases(patched, parsed);
		check_locks(patched, parsed);
		for (guint n = 0; n < parsed->added->len; n++)
			lines += parsed_added(parsed, n);
		files++;
	}
	patched->summary = g_strdup_printf(
		"places: %d lines of %d files are code, are reached, and are where their neighbours are",
		lines, files);
}
