// SPDX-License-Identifier: GPL-2.0-only
/*
 * Columns: a new line of a list looks like the line next to it, with the same tokens in the same
 * places.
 */
#include "engine/layout/align.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

static bool blank_at(const char *line, size_t at)
{
	return line[at] == ' ' || line[at] == '\t';
}

/*
 * Appends blanks up to the column of the neighbour's token, using tabs or spaces as the
 * neighbour's line does.
 */
static void blanks_as(GString *out, const char *neighbour, const char *token)
{
	int column = text_column(neighbour, token - neighbour);

	while (out->len && blank_at(out->str, out->len - 1))
		g_string_truncate(out, out->len - 1);
	if (token > neighbour && token[-1] == '\t') {
		text_tab_to(out, column);
		return;
	}
	do
		g_string_append_c(out, ' ');
	while (text_column(out->str, out->len) < column);
}

/*
 * The text to be aligned: the token, if a blank precedes it; for "token~", the text after the
 * token and blanks. NULL: not in this line.
 */
static const char *find_token(const char *line, const char *from, const char *token)
{
	g_autofree char *word = g_strdup(token);
	size_t len = strlen(token);
	bool behind = len > 1 && token[len - 1] == '~';

	if (!len)
		return NULL;
	if (behind)
		word[--len] = 0;
	for (const char *p = from; (p = strstr(p, word)); p++) {
		const char *next = p + len + strspn(p + len, " \t");

		if (behind ? next > p + len && *next : p > line && blank_at(p, -1))
			return behind ? next : p;
	}
	return NULL;
}

/**
 * align_line() - give a new line the columns of a line next to it
 * @hook: its "Align: = (" lists the tokens
 * @line: the new line
 * @neighbour: the other one
 *
 * Each token is put in the same column as in the neighbour's line, and so is a final backslash.
 * Tokens are searched in order; a token that either line lacks is skipped.
 *
 * Return: a new string.
 */
char *align_line(const struct hook *hook, const char *line, const char *neighbour)
{
	const char *list = hook_field(hook, "Align");
	g_auto(GStrv) tokens = g_strsplit(list ? list : "", " ", -1);
	g_autoptr(GString) out = g_string_new(NULL);
	const char *from = line, *neighbour_from = neighbour;
	size_t len = strlen(line), neighbour_len = strlen(neighbour);
	bool continues = len && line[len - 1] == '\\';

	for (char **token = tokens; *token; token++) {
		const char *here = find_token(line, from, *token);
		const char *there = here ? find_token(neighbour, neighbour_from, *token) : NULL;

		if (!there)
			continue;
		g_string_append_len(out, from, here - from);
		blanks_as(out, neighbour, there);
		from = here;
		neighbour_from = there;
	}
	g_string_append(out, from);
	if (continues && neighbour_len && neighbour[neighbour_len - 1] == '\\') {
		g_string_truncate(out, out->len - 1);
		blanks_as(out, neighbour, neighbour + neighbour_len - 1);
		g_string_append_c(out, '\\');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/**
 * align_has() - does a line have one of the tokens that the hook's "Align:" names?
 * @hook: the hook
 * @line: the line
 */
bool align_has(const struct hook *hook, const char *line)
{
	const char *list = hook_field(hook, "Align");
	g_auto(GStrv) tokens = g_strsplit(list ? list : "", " ", -1);
	bool found = false;

	for (char **token = tokens; *token; token++)
		found |= find_token(line, line, *token) != NULL;
	return found;
}

/**
 * align_fits() - do the new lines of a hook have what its "Align:" names?
 * @hook: the hook
 * @new: the lines
 * @err: STATUS_BUG: a token that none of them has cannot be aligned, so the hook is wrong
 */
bool align_fits(const struct hook *hook, const GPtrArray *new, GError **err)
{
	const char *list = hook_field(hook, "Align");
	g_auto(GStrv) tokens = g_strsplit(list ? list : "", " ", -1);

	for (char **token = tokens; *token; token++) {
		bool found = false;

		for (guint i = 0; i < new->len; i++)
			found |= find_token(new->pdata[i], new->pdata[i], *token) != NULL;
		if (!found)
			return fail(err, STATUS_BUG,
				    "%s: Align: no '%s' after a blank in the lines that it writes; '%s~' aligns what follows it",
				    hook->path, *token, *token);
	}
	return true;
}
