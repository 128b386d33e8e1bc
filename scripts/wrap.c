// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wrap what spatch leaves too long.
 *
 * spatch breaks a call at its commas and puts what follows under the first argument, wherever that ends: with a long name
 * "x->name = copy_name(flags," leaves no room there. People break behind the "=" then, as kernel/nsproxy.c does for pid:
 *
 *	x->name =
 *		copy_name(flags, user_ns,
 *			  old->name);
 */
#include "wrap.h"
#include "text.h"

#include <string.h>

#define WIDTH 80

static int width(const char *line)
{
	return text_column(line, strlen(line));
}

/* The next argument, without the blank in front of it; moves *p behind its comma. */
static char *next_argument(const char **p)
{
	const char *start = *p + strspn(*p, " ");
	const char *end = start;

	for (int depth = 0; *end && (depth || *end != ','); end++)
		depth += (*end == '(') - (*end == ')');
	*p = *end ? end + 1 : end;
	return g_strndup(start, *p - start);
}

static GPtrArray *broken(const char *statement, int indent, const char *assign)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	const char *call = assign + 3, *open = strchr(call, '(');
	g_autoptr(GString) line = g_string_new(NULL);
	const char *p = open + 1;
	int column;
	bool first = true;

	g_ptr_array_add(out, g_strdup_printf("%.*s =", (int)(assign - statement), statement));
	g_string_append_printf(line, "%.*s\t%.*s", indent, statement, (int)(open + 1 - call), call);
	column = width(line->str);
	while (*p) {
		g_autofree char *argument = next_argument(&p);

		if (!first && width(line->str) + 1 + (int)strlen(argument) > WIDTH) {
			g_ptr_array_add(out, g_strdup(line->str));
			g_string_truncate(line, 0);
			text_tab_to(line, column);
			first = true;
		}
		g_string_append_printf(line, "%s%s", first ? "" : " ", argument);
		first = false;
	}
	g_ptr_array_add(out, g_strdup(line->str));
	return out;
}

/**
 * wrap_call() - break an assignment from a call behind its "=" if it is too wide as it is
 * @lines: a file's lines
 * @first: index of the statement's first line
 * @count: so many lines may belong to it
 *
 * Return: whether the lines changed.
 */
bool wrap_call(GPtrArray *lines, guint first, guint count)
{
	g_autoptr(GString) statement = g_string_new(lines->pdata[first]);
	g_autoptr(GPtrArray) new = NULL;
	bool wide = width(lines->pdata[first]) > WIDTH;
	guint used = 1;
	const char *assign;

	if (!text_has(statement->str, "^\\t+\\w[\\w>.-]* = \\w+\\("))
		return false;
	while (!g_str_has_suffix(statement->str, ");")) {
		const char *line;

		if (used == count)
			return false;
		line = lines->pdata[first + used++];
		wide = wide || width(line) > WIDTH;
		g_string_append_printf(statement, " %s", line + strspn(line, " \t"));
	}
	if (!wide)
		return false;
	assign = strstr(statement->str, " = ");
	new = broken(statement->str, strspn(statement->str, "\t"), assign);
	g_ptr_array_remove_range(lines, first, used);
	for (guint i = 0; i < new->len; i++)
		g_ptr_array_insert(lines, first + i, g_strdup(new->pdata[i]));
	return true;
}
