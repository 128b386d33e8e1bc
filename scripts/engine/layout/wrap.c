// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wrap lines that spatch leaves too long: calls and masks of flags.
 *
 * spatch breaks a call at its commas and aligns the rest with the first argument, even if that
 * makes the lines too long: with a long name, "x->name = copy_name(flags," leaves no room there.
 * The usual style then is to break after the "=", as kernel/nsproxy.c does for pid:
 *
 *	x->name =
 *		copy_name(flags, user_ns,
 *			  old->name);
 *
 * spatch appends a flag to the last line of a mask. The usual style is to continue on the next
 * line, under the first flag:
 *
 *	if (!(flags & (CLONE_NEWNS | CLONE_NEWUTS |
 *		       CLONE_NEWNAME)))
 */
#include "engine/layout/wrap.h"
#include "lib/text.h"

#include <string.h>

#define WIDTH 80

static int width(const char *line)
{
	return text_column(line, strlen(line));
}

/* The next argument, without leading blanks; moves *p past its comma. */
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
 * wrap_call() - break an assignment from a call after its "=" if it is too wide
 * @lines: a file's lines
 * @first: index of the statement's first line
 * @count: maximum number of lines in the statement
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
	text_insert(lines, first, new);
	return true;
}

/*
 * A place to break a line: after the "|" that ends at byte @end, inside the parenthesis that opens
 * at byte @open (-1: on an earlier line).
 */
struct gap {
	int end;
	int open;
	int depth;
};

/*
 * Of the gaps that leave enough room, take one inside the fewest parentheses, which keeps the most
 * together; of those, the last one.
 */
static bool find_gap(const char *line, struct gap *best)
{
	g_autoptr(GArray) opens = g_array_new(FALSE, FALSE, sizeof(int));
	bool found = false;
	int depth = 0;

	for (int i = 0; line[i]; i++) {
		struct gap gap = { .end = i + 1, .open = -1 };

		if (line[i] == '(') {
			g_array_append_val(opens, i);
			depth++;
		} else if (line[i] == ')') {
			if (opens->len)
				g_array_set_size(opens, opens->len - 1);
			depth--;
		}
		if (line[i] != '|' || line[i + 1] == '|' || (i && line[i - 1] == '|') ||
		    line[i + 1] == '=' || !line[i + 1])
			continue;
		if (text_column(line, gap.end) > WIDTH)
			break;
		gap.depth = depth;
		if (opens->len)
			gap.open = g_array_index(opens, int, opens->len - 1);
		if (found && gap.depth > best->depth)
			continue;
		*best = gap;
		found = true;
	}
	return found;
}

/**
 * wrap_mask() - break a line after one of its "|" if it is too wide, and its remainder likewise
 * @lines: a file's lines
 * @at: index of the line
 *
 * Return: whether the lines changed.
 */
bool wrap_mask(GPtrArray *lines, guint at)
{
	const char *line = lines->pdata[at];
	g_autoptr(GString) rest = g_string_new(NULL);
	char *head;
	struct gap gap;

	if (width(line) <= WIDTH || !find_gap(line, &gap))
		return false;
	text_tab_to(rest, gap.open < 0 ? text_column(line, strspn(line, " \t")) :
					 text_column(line, gap.open + 1));
	g_string_append(rest, line + gap.end + strspn(line + gap.end, " \t"));
	head = g_strndup(line, gap.end);
	g_free(lines->pdata[at]);
	lines->pdata[at] = head;
	g_ptr_array_insert(lines, at + 1, g_strdup(rest->str));
	wrap_mask(lines, at + 1);
	return true;
}
