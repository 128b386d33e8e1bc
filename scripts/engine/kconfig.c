// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine for .kconfig: an entry for the namespace's symbol.
 *
 * The entry goes after that of the first of the hook's neighbours that the file has, and after the
 * *_NS entries that directly follow it, so that several new names stay in the order in which they
 * were added and inside the same "if NAMESPACES". A spec can choose another place with
 * kconfig_after, the line that the entry follows.
 */
#include "engine/engine.h"
#include "lib/error.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(const char *line)
{
	return !line[strspn(line, " \t")];
}

/* An entry ends at the next non-empty line that is not indented. */
static guint entry_end(const GPtrArray *lines, guint entry)
{
	guint end = entry + 1;

	while (end < lines->len &&
	       (is_blank(lines->pdata[end]) || g_ascii_isspace(*(char *)lines->pdata[end])))
		end++;
	return end;
}

static bool is_entry(const char *line, const char *symbol)
{
	g_autofree char *pattern = g_strdup_printf("^config[ \t]+%s[ \t]*$", symbol);

	return text_has(line, pattern);
}

static bool find_neighbour(const struct hook *hook, const GPtrArray *lines, guint *entry)
{
	g_auto(GStrv) neighbours = g_strsplit(hook_field(hook, "Neighbour"), " ", -1);

	for (char **neighbour = neighbours; *neighbour; neighbour++)
		for (*entry = 0; *entry < lines->len; (*entry)++)
			if (is_entry(lines->pdata[*entry], *neighbour))
				return true;
	return false;
}

/*
 * If the namespaces say "depends on NAMESPACES", so must the new one; later trees have an "if"
 * around them all.
 */
static bool depends_on_namespaces(const GPtrArray *lines, guint entry)
{
	for (guint i = entry; i < entry_end(lines, entry); i++)
		if (text_has(lines->pdata[i],
			     "^[ \t]+depends on (.*&&[ \t]*)?NAMESPACES[ \t]*(&&.*)?$"))
			return true;
	return false;
}

/* Inside any other "if", the symbol would get a dependency that nobody asked for. */
static bool inside_other_if(const GPtrArray *lines, guint at)
{
	g_autoptr(GString) open = g_string_new(NULL);

	for (guint i = 0; i < at; i++) {
		const char *line = lines->pdata[i];
		const char *next = i + 1 < lines->len ? lines->pdata[i + 1] : "";

		if (text_has(line, "^[ \t]*if[ \t]+NAMESPACES[ \t]*$"))
			g_string_append_c(open, 'n');
		else if (text_has(line, "^(if|choice)\\b"))
			g_string_append_c(open, 'x');
		else if (text_has(line, "^menu\\b"))
			g_string_append_c(
				open, text_has(next, "^[ \t]+(depends on|visible if)") ? 'x' : 'n');
		else if (text_has(line, "^[ \t]*(endif|endmenu|endchoice)\\b") && open->len)
			g_string_truncate(open, open->len - 1);
	}
	return strchr(open->str, 'x');
}

static char *entry_text(const struct spec *spec, bool depends)
{
	g_autofree char *help = text_wrap(spec_get(spec, "help"), "\t  ", 78);

	return g_strdup_printf("config %s\n\tbool \"%s\"\n%s\thelp\n%s", spec_get(spec, "config"),
			       spec_get(spec, "prompt"), depends ? "\tdepends on NAMESPACES\n" : "",
			       help);
}

/**
 * kconfig_run() - the engine for .kconfig
 * @hook: the hook
 * @spec: the namespace
 * @file: the file's name in the tree
 * @text: the file
 * @err: see engine.h
 *
 * Return: the new text, or NULL.
 */
char *kconfig_run(const struct hook *hook, const struct spec *spec, const char *file,
		  const char *text, GError **err)
{
	const char *after = spec_get(spec, "kconfig_after");
	int gap = atoi(spec_get(spec, "kconfig_gap"));
	g_autoptr(GPtrArray) lines = text_lines(text);
	g_autoptr(GPtrArray) entry = NULL;
	g_autofree char *new = NULL;
	bool depends = false;
	guint at;

	if (*after) {
		for (at = 0; at < lines->len; at++)
			if (!strcmp(lines->pdata[at], after))
				break;
		if (at == lines->len) {
			g_autofree char *detail = g_strdup_printf("kconfig_after is '%s'", after);

			hook_no_place(hook, file, detail, err);
			return NULL;
		}
		at++;
		while (at < lines->len && is_blank(lines->pdata[at]))
			at++;
	} else {
		if (!find_neighbour(hook, lines, &at)) {
			hook_no_place(hook, file, NULL, err);
			return NULL;
		}
		depends = depends_on_namespaces(lines, at);
		at = entry_end(lines, at);
	}
	while (at < lines->len && is_entry(lines->pdata[at], "\\w+_NS")) {
		depends = depends || (!*after && depends_on_namespaces(lines, at));
		at = entry_end(lines, at);
	}
	if (!*after && inside_other_if(lines, at)) {
		hook_no_place(
			hook, file,
			"this line is inside an 'if' other than NAMESPACES; set kconfig_after= in a .conf",
			err);
		return NULL;
	}
	/*
	 * One empty line separates two entries; at the end of the file the entry before ours may
	 * lack it.
	 */
	new = entry_text(spec, depends);
	entry = text_lines(new);
	if (at && !is_blank(lines->pdata[at - 1]))
		g_ptr_array_insert(entry, 0, g_strdup(""));
	for (; gap > 0 && at < lines->len; gap--)
		g_ptr_array_add(entry, g_strdup(""));
	text_insert(lines, at, entry);
	return text_join(lines);
}
