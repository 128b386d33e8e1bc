// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where to look when a hook does not fit, or does not find its site: the place that comes nearest.
 */
#include "hook/nearest.h"
#include "c/code.h"
#include "hook/region.h"
#include "lib/text.h"

#include <string.h>

#define SHOWN 60	/* bytes of a pattern in a message */

/* Return: the line of the first match, or 0. */
static int line_of(const char *file, const char *text, const char *pattern)
{
	g_autofree char *code = code_only(file, text);
	int at = text_find(code_for(pattern, text, code), pattern);

	return at < 0 ? 0 : text_line(text, at);
}

static int region_line(const struct hook *hook, const char *file, const char *text)
{
	const char *range = hook_field(hook, "Region");
	g_autoptr(GPtrArray) lines = text_lines(text), code = code_lines(file, text);

	return range ? region_reached(range, lines, code) + 1 : 0;
}

/* A pattern about the whole file matches at its beginning, and says nothing. */
static int matched_line(const struct hook *hook, const char *key, const char *file,
			const char *text)
{
	const char *value;
	guint next = 0;
	int found = 0;

	while (found < 2 && (value = hook_next_field(hook, key, &next))) {
		g_autofree char *other = NULL;
		const char *pattern = header_split(value, &other);

		found = other && strcmp(other, file) ? 0 : line_of(file, text, pattern);
	}
	return found > 1 ? found : 0;
}

/* The function whose unwinding the hook changes. */
static int function_line(const struct hook *hook, const struct spec *spec, const char *file,
			 const char *text)
{
	const char *function = hook_field(hook, "Unwind");
	g_autofree char *name = function ? spec_expand(spec, function, NULL) : NULL;
	g_autofree char *pattern = name ? g_strdup_printf("^\\w[^;]*\\b%s\\([^;]*$", name) : NULL;

	return pattern ? line_of(file, text, pattern) : 0;
}

/**
 * nearest_line() - where a hook looks for its site
 * @hook: the hook
 * @spec: the namespace
 * @file: the file's name in the tree
 * @text: the file
 *
 * Return: the line as far as the hook's patterns lead; 0 if they lead nowhere.
 */
int nearest_line(const struct hook *hook, const struct spec *spec, const char *file,
		 const char *text)
{
	int line = region_line(hook, file, text);

	if (!line)
		line = matched_line(hook, "Once", file, text);
	if (!line)
		line = function_line(hook, spec, file, text);
	return line ? line : matched_line(hook, "When", file, text);
}

static char *shown(const char *pattern)
{
	g_autofree char *written = hook_as_written(pattern);

	return text_shown(written, SHOWN);
}

/* Notes the first thing that is wrong, and counts the others. */
static void note(struct misfit *misfit, const char *file, int line, char *what)
{
	if (misfit->count++) {
		g_free(what);
		return;
	}
	misfit->what = what;
	misfit->line = line;
	if (file) {
		g_free(misfit->file);
		misfit->file = g_strdup(file);
	}
}

static bool each(struct misfit *misfit, const char *key, const struct tree *tree, const char *file,
		 const char *text, GError **err)
{
	bool wanted = !strcmp(key, "When");
	const char *value;
	guint next = 0;

	while ((value = hook_next_field(misfit->hook, key, &next))) {
		g_autofree char *named = NULL, *other = NULL;
		const char *pattern = header_split(value, &named);
		g_autofree char *wording = shown(pattern);
		bool elsewhere = named && strcmp(named, file);
		const char *in = text;
		int line;

		if (elsewhere) {
			if (tree && !tree_read_if_there(tree, named, &other, err))
				return false;
			in = other;
		}
		line = in ? line_of(named ? named : file, in, pattern) : 0;
		if (line && !wanted)
			note(misfit, named ? named : file, line,
			     g_strdup_printf("does not fit where '%s' stands", wording));
		else if (!line && wanted)
			note(misfit, in ? named : NULL, 0,
			     in ? g_strdup_printf("looks for '%s'", wording) :
				  g_strdup_printf("looks for '%s' in a file that is not here",
						  wording));
	}
	return true;
}

/**
 * misfit_find() - why a hook does not fit
 * @hook: the hook
 * @spec: the namespace
 * @tree: for patterns that name another file; NULL: other files count as missing
 * @file: the hook's file
 * @text: its text; NULL if the tree does not have it
 * @err: STATUS_TREE: a file cannot be read
 *
 * Return: freed with misfit_free(); NULL on error.
 */
struct misfit *misfit_find(const struct hook *hook, const struct spec *spec,
			   const struct tree *tree, const char *file, const char *text,
			   GError **err)
{
	g_autoptr(Misfit) misfit = g_new0(struct misfit, 1);

	misfit->hook = hook;
	if (!text) {
		misfit->count = G_MAXUINT;
		misfit->what = g_strdup_printf("changes %s", file);
		return g_steal_pointer(&misfit);
	}
	misfit->file = g_strdup(file);
	if (!each(misfit, "When", tree, file, text, err) ||
	    !each(misfit, "Unless", tree, file, text, err))
		return NULL;
	if (!misfit->line && !strcmp(misfit->file, file))
		misfit->line = nearest_line(hook, spec, file, text);
	return g_steal_pointer(&misfit);
}

/**
 * misfit_free() - free one
 * @misfit: may be NULL
 */
void misfit_free(struct misfit *misfit)
{
	if (!misfit)
		return;
	g_free(misfit->file);
	g_free(misfit->what);
	g_free(misfit);
}
