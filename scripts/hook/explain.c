// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each pattern of a hook's header finds in a file, for authors of hooks: which lines match,
 * and how much of a region was found.
 */
#include "hook/explain.h"
#include "hook/region.h"
#include "lib/text.h"

#include <stdio.h>
#include <string.h>

#define SHOWN 3		/* number of matches printed; the rest are only counted */
#define VALUE 38	/* width of the column */

/* If the pattern has a word that the spec does not have, it is left as it is. */
static char *filled(const struct spec *spec, const char *pattern)
{
	char *expanded = spec_expand(spec, pattern, NULL);

	return expanded ? expanded : g_strdup(pattern);
}

static char *matches(const char *text, const char *pattern)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	GString *lines = g_string_new(NULL);
	int count = 0, at;

	for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_match_info_fetch_pos(match, 0, &at, NULL);
		if (count++ < SHOWN)
			g_string_append_printf(lines, "%s%d", count > 1 ? ", " : "line ",
					       text_line(text, at));
	}
	if (count > SHOWN)
		g_string_append_printf(lines, " and %d more", count - SHOWN);
	if (!count)
		g_string_append(lines, "no match");
	return g_string_free(lines, FALSE);
}

static void tell(const char *key, const char *value, const char *found)
{
	g_autofree char *written = hook_as_written(value);
	g_autofree char *shown = text_shown(written, VALUE);

	fprintf(stderr, "  %-9s  %-22s  %s\n", key, found, shown);
}

static void tell_pattern(const struct hook *hook, const char *key, const struct spec *spec,
			 const struct tree *tree, const char *text)
{
	const char *value;
	guint next = 0;

	while ((value = hook_next_field(hook, key, &next))) {
		g_autofree char *file = NULL, *other = NULL, *found = NULL;
		g_autofree char *pattern = filled(spec, header_split(value, &file));

		if (g_str_has_prefix(value, "no "))
			continue;
		if (file && strcmp(file, hook_reads(hook)) && tree)
			tree_read_if_there(tree, file, &other, NULL);
		else if (!file || !strcmp(file, hook_reads(hook)))
			other = g_strdup(text);
		found = other ? matches(other, pattern) : g_strdup("no such file");
		tell(key, value, found);
	}
}

/* The search for each pattern starts after the match of the one before. */
static void tell_region(const struct hook *hook, const char *text)
{
	const char *range = hook_field(hook, "Region");
	g_autoptr(GPtrArray) lines = text_lines(text);
	g_auto(GStrv) ends = g_strsplit(range, " .. ", 0);
	guint i = 0;

	for (char **end = ends; *end; end++) {
		g_autofree char *found = NULL;

		if (end[1] || strcmp(*end, "EOF"))
			while (i < lines->len && !text_has(lines->pdata[i], *end))
				i++;
		else
			i = lines->len;
		found = i < lines->len || !strcmp(*end, "EOF") ?
				g_strdup_printf("line %u", MIN(i + 1, lines->len)) :
				g_strdup("no match after that");
		tell(end == ends ? "Region" : "  ..", *end, found);
		if (i++ >= lines->len)
			break;
	}
}

static void tell_bind(const struct hook *hook, const struct spec *spec, const char *text)
{
	const char *value;
	guint next = 0;

	while ((value = hook_next_field(hook, "Bind", &next))) {
		bool around = g_str_has_prefix(value, "around ");
		const char *from = strchr(around ? strchr(value, '@') : value, ' ') + 1;
		g_autofree char *pattern = filled(spec, from);
		g_autofree char *found = matches(text, pattern);

		tell("Bind", value, found);
	}
}

static void tell_place(const struct hook *hook, const char *text)
{
	static const char *const forms[] = { "after last ", "before first ", "sorted by ",
					     "before ", "inside " };

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		const char *pattern = hook_place(hook, forms[i]);
		g_autofree char *found = NULL;

		if (!pattern || (i == 3 && hook->engine == ENGINE_LIST))
			continue;
		found = matches(text, pattern);
		tell("Place", pattern, found);
	}
}

/**
 * explain_hook() - print what each pattern of a hook's header finds
 * @hook: the hook
 * @spec: the namespace
 * @tree: for patterns that name another file, or NULL
 * @text: the file
 */
void explain_hook(const struct hook *hook, const struct spec *spec, const struct tree *tree,
		  const char *text)
{
	static const char *const keys[] = { "When", "Unless", "Absent", "Once", "Guard" };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		tell_pattern(hook, keys[i], spec, tree, text);
	if (hook_field(hook, "Region"))
		tell_region(hook, text);
	tell_place(hook, text);
	tell_bind(hook, spec, text);
}
