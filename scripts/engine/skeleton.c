// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine for .skel: new files from templates.
 *
 * A template is the file with @word@ placeholders, lines that spec_choose() selects from, and two
 * marks of its own. A line that begins with "@(@" continues a parameter list: it is aligned with
 * the first parameter after the names are filled in, unless the line would pass 100 columns then.
 * "@|@" is a blank, or a line break where the line would pass 80 columns.
 */
#include "engine/engine.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/* The column after the last parenthesis that the lines so far leave open. */
static int open_column(const GPtrArray *lines)
{
	for (guint i = lines->len; i-- > 0;) {
		const char *line = lines->pdata[i];
		int depth = 0;

		for (int at = strlen(line); at-- > 0;) {
			depth += line[at] == ')';
			if (line[at] == '(' && depth-- == 0)
				return text_column(line, at + 1);
		}
	}
	return 0;
}

static void add_line(GPtrArray *lines, const char *line)
{
	g_auto(GStrv) parts = g_strsplit(line, "@|@", 2);
	g_autofree char *whole = g_strjoinv(" ", parts);

	if (!parts[0] || !parts[1] || text_column(whole, strlen(whole)) <= 80) {
		g_ptr_array_add(lines, g_steal_pointer(&whole));
		return;
	}
	g_ptr_array_add(lines, g_strdup(parts[0]));
	g_ptr_array_add(lines, g_strdup(parts[1]));
}

/**
 * skeleton_run() - the engine for .skel
 * @hook: the hook
 * @spec: the namespace and the bound words
 * @err: see engine.h
 *
 * Return: the new file's text, or NULL.
 */
char *skeleton_run(const struct hook *hook, const struct spec *spec, GError **err)
{
	g_autofree char *body = hook_body(hook);
	g_autoptr(GPtrArray) all = text_lines(body), template = spec_choose(spec, all);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < template->len; i++) {
		const char *line = template->pdata[i];
		g_autofree char *expanded = NULL;

		/*
		 * In kernel-doc, "@count:" is a parameter; spec_expand() leaves it alone, because
		 * no second @ follows.
		 */
		expanded = spec_expand(spec, g_str_has_prefix(line, "@(@") ? line + 3 : line, err);
		if (!expanded)
			return NULL;
		if (g_str_has_prefix(line, "@(@")) {
			g_autoptr(GString) aligned = g_string_new(NULL);

			text_tab_to(aligned, open_column(lines));
			if (text_column(aligned->str, aligned->len) + strlen(expanded) > 100)
				g_string_assign(aligned, "\t\t");
			g_string_append(aligned, expanded);
			g_ptr_array_add(lines, g_strdup(aligned->str));
		} else {
			add_line(lines, expanded);
		}
	}
	text_underline(lines);
	return text_join(lines);
}
