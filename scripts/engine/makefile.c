// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine for .makefile: the object of the namespace's source file.
 *
 * The tree uses two styles. Normally the engine adds a line "obj-$(CONFIG_X) += x.o" after the
 * neighbour's line, or after the one that makefile_after names, and after the *_NS lines that
 * directly follow it. If the spec has makefile_list, it adds the object at the end of the list
 * that contains that word, as was done for net. If the Makefile has no line of a namespace's, be it
 * that it has no namespace or that they are always built, the new line follows its last line that
 * builds an object.
 */
#include "engine/engine.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/* Lines between ifeq and endif are only built in some configurations. */
static bool inside_conditional(const GPtrArray *lines, guint at)
{
	int depth = 0;

	for (guint i = 0; i < at; i++) {
		depth += text_has(lines->pdata[i], "^[ \t]*if(n?eq|n?def)\\b");
		depth -= text_has(lines->pdata[i], "^[ \t]*endif\\b");
	}
	return depth > 0;
}

static bool in_obj_y(const GPtrArray *lines, guint at)
{
	while (at && text_goes_on(lines->pdata[at - 1]))
		at--;
	return text_has(lines->pdata[at], "^obj-y[ \t]*[:+]?=");
}

static bool add_to_list(const struct hook *hook, const struct spec *spec, const char *file,
			GPtrArray *lines, GError **err)
{
	const char *member = spec_get(spec, "makefile_list"), *object = spec_get(spec, "object");
	g_autofree char *quoted = g_regex_escape_string(member, -1);
	g_autofree char *pattern = g_strdup_printf("(?<![\\w.-])%s(?![\\w.-])", quoted);
	g_autoptr(GString) line = NULL;
	guint i;

	for (i = 0; i < lines->len; i++)
		if (*(char *)lines->pdata[i] != '#' && text_has(lines->pdata[i], pattern))
			break;
	if (i == lines->len) {
		g_autofree char *detail = g_strdup_printf("makefile_list is '%s'", member);

		return hook_no_place(hook, file, detail, err);
	}
	if (inside_conditional(lines, i))
		return hook_no_place(hook, file, "this line is inside a conditional", err);
	if (!in_obj_y(lines, i))
		return hook_no_place(hook, file,
				     "this list is not obj-y, so it is not always built", err);
	while (i + 1 < lines->len && text_goes_on(lines->pdata[i]) && *(char *)lines->pdata[i + 1])
		i++;
	line = g_string_new(lines->pdata[i]);
	/*
	 * A list may end in a backslash and an empty line, so that adding an object changes only
	 * one line.
	 */
	if (text_goes_on(line->str)) {
		int blanks = strspn(line->str, " \t");

		g_ptr_array_insert(lines, i + 1,
				   g_strdup_printf("%.*s%s \\", blanks, line->str, object));
		return true;
	}
	if (text_column(line->str, line->len) + 1 + strlen(object) <= 80) {
		g_string_append_printf(line, " %s", object);
	} else {
		const char *indent = i && text_goes_on(lines->pdata[i - 1]) ? lines->pdata[i] :
									      "\t";
		int blanks = strspn(indent, " \t");

		g_ptr_array_insert(lines, i + 1, g_strdup_printf("%.*s%s", blanks, indent, object));
		g_string_append(line, " \\");
	}
	g_free(lines->pdata[i]);
	lines->pdata[i] = g_string_free(g_steal_pointer(&line), FALSE);
	return true;
}

static bool is_rule_of(const char *line, const char *config)
{
	g_autofree char *pattern =
		g_strdup_printf("^obj-\\$\\(CONFIG_%s\\)[ \t]*\\+=[^\\\\]*$", config);

	return text_has(line, pattern);
}

/* The parts of an object stay with it: "x-y := a.o b.o" after "obj-$(CONFIG_X) += x.o". */
static bool belongs(const char *line, const GPtrArray *lines, guint at)
{
	g_autofree char *part = text_match(
		lines->pdata[at], "^([\\w-]+?)-(?:y|objs|\\$\\(CONFIG_\\w+\\))[ \t]*[:+]?=", 1);
	g_autofree char *object = part ? g_strdup_printf("%s.o", part) : NULL;

	return text_goes_on(lines->pdata[at - 1]) || (object && text_find_word(line, object) >= 0);
}

/* In 2.6.23 and 2.6.24 namespaces are in the list of what every kernel has. */
static bool always_built(const GPtrArray *lines)
{
	for (guint i = 0; i < lines->len; i++)
		if (text_has(lines->pdata[i], "^[^#]*(?<![\\w.-])\\w+_namespace\\.o(?![\\w.-])") &&
		    in_obj_y(lines, i) && !inside_conditional(lines, i))
			return true;
	return false;
}

/*
 * The line that the new object follows: a namespace's, or in a Makefile that has no such line, the
 * last one that builds an object.
 */
static const char *line_to_follow(GPtrArray *lines, char **neighbours, bool any, guint *at)
{
	for (char **neighbour = neighbours; *neighbour; neighbour++)
		for (*at = 0; *at < lines->len; (*at)++)
			if (is_rule_of(lines->pdata[*at], *neighbour))
				return lines->pdata[(*at)++];
	/*
	 * A Makefile with nsproxy.o has namespaces too, so if there are none in a form that is
	 * known, it is not supported.
	 */
	for (guint i = 0; any && !always_built(lines) && i < lines->len; i++)
		any = !text_has(lines->pdata[i], "\\(CONFIG_\\w+_NS\\)|\\bnsproxy\\.o\\b");
	for (guint i = lines->len; any && i > 0; i--) {
		const char *line = lines->pdata[i - 1];

		if (!text_has(
			    line,
			    "^obj-(?:y|\\$\\(CONFIG_\\w+\\))[ \t]*\\+=(?:[ \t]*[\\w-]+\\.o)+[ \t]*$") ||
		    inside_conditional(lines, i))
			continue;
		for (*at = i; *at < lines->len && belongs(line, lines, *at);)
			(*at)++;
		return line;
	}
	return NULL;
}

static bool add_line(const struct hook *hook, const struct spec *spec, const char *file,
		     GPtrArray *lines, GError **err)
{
	const char *after = spec_get(spec, "makefile_after");
	const char *names = *after ? after : hook_field(hook, "Neighbour");
	g_auto(GStrv) neighbours = g_strsplit(names, " ", -1);
	g_autoptr(GString) line = g_string_new(NULL);
	const char *like, *assign;
	guint at;
	int column;

	like = line_to_follow(lines, neighbours, !*after, &at);
	if (!like) {
		g_autofree char *detail =
			*after ? g_strdup_printf("makefile_after is '%s'", after) : NULL;

		return hook_no_place(hook, file, detail, err);
	}
	while (at < lines->len && is_rule_of(lines->pdata[at], "\\w+_NS"))
		at++;
	if (inside_conditional(lines, at))
		return hook_no_place(hook, file, "this line is inside a conditional", err);

	g_string_append_printf(line, "obj-$(CONFIG_%s)", spec_get(spec, "config"));
	assign = strstr(like, "+=");
	column = text_column(like, assign - like);
	if (assign[-1] == '\t')
		text_tab_to(line, column);
	else
		do
			g_string_append_c(line, ' ');
		while (assign[-2] == ' ' && (int)line->len < column);
	g_string_append_printf(line, "+= %s", spec_get(spec, "object"));
	g_ptr_array_insert(lines, at, g_strdup(line->str));
	return true;
}

/**
 * makefile_run() - the engine for .makefile
 * @hook: the hook
 * @spec: the namespace
 * @file: the file's name in the tree
 * @text: the file
 * @err: see engine.h
 *
 * Return: the new text, or NULL.
 */
char *makefile_run(const struct hook *hook, const struct spec *spec, const char *file,
		   const char *text, GError **err)
{
	g_autoptr(GPtrArray) lines = text_lines(text);
	bool list = *spec_get(spec, "makefile_list");

	if (!(list ? add_to_list : add_line)(hook, spec, file, lines, err))
		return NULL;
	return text_join(lines);
}
