// SPDX-License-Identifier: GPL-2.0-only
/*
 * What spatch has added, made to look as the lines around it do. SmPL decides where a line goes and
 * what is in it; nothing here adds a line, takes one away, or moves one, but for line breaks in
 * what is too wide.
 */
#include "engine/layout/look.h"
#include "engine/layout/align.h"
#include "engine/layout/blanks.h"
#include "engine/layout/wrap.h"
#include "hook/smpl.h"
#include "lib/diff.h"
#include "lib/text.h"

#include <string.h>

/* The lines that the rules add, with their words filled in. */
static GPtrArray *written_lines(const struct hook *hook, const struct spec *words, GError **err)
{
	g_autofree char *rules = smpl_filled(hook, words, err);
	g_autoptr(GPtrArray) lines = rules ? text_lines(rules) : NULL;
	GPtrArray *written = lines ? g_ptr_array_new_with_free_func(g_free) : NULL;

	for (guint i = 0; lines && i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (*line == '+')
			g_ptr_array_add(written, g_strdup(line + 1));
	}
	return written;
}

static void take(GPtrArray *lines, guint at, char *line)
{
	g_free(lines->pdata[at]);
	lines->pdata[at] = line;
}

static bool mend_blanks(const struct hook *hook, const struct spec *words, GPtrArray *lines,
			const GArray *hunks, GError **err)
{
	const char *options = hook_field(hook, "Options");
	g_autoptr(GPtrArray) written = NULL;
	guint next = 0;

	if (!options || !strstr(options, "--smpl-spacing"))
		return true;
	written = written_lines(hook, words, err);
	for (guint i = 0; written && i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		for (int n = 0; n < hunk->new_count; n++) {
			guint at = hunk->new_start - 1 + n;
			char *line = blanks_as_written(written, lines->pdata[at], &next);

			if (line)
				take(lines, at, line);
		}
	}
	return written;
}

/* The columns of the nearest line above that has them. */
static bool mend_columns(const struct hook *hook, GPtrArray *lines, const GArray *hunks,
			 GError **err)
{
	g_autoptr(GPtrArray) added = g_ptr_array_new();

	if (!hook_field(hook, "Align"))
		return true;
	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		for (int n = 0; n < hunk->new_count; n++) {
			guint at = hunk->new_start - 1 + n, like = hunk->new_start - 1;

			while (like > 0 && !align_has(hook, lines->pdata[like - 1]))
				like--;
			if (like > 0 && align_has(hook, lines->pdata[at]))
				take(lines, at,
				     align_line(hook, lines->pdata[at], lines->pdata[like - 1]));
			g_ptr_array_add(added, lines->pdata[at]);
		}
	}
	return align_fits(hook, added, err);
}

/* Backwards, so that the line numbers of earlier hunks stay valid. */
static void mend_width(GPtrArray *lines, const GArray *hunks)
{
	for (guint i = hunks->len; i-- > 0;) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		for (int n = hunk->new_count; n-- > 0;) {
			wrap_call(lines, hunk->new_start - 1 + n, hunk->new_count - n);
			wrap_mask(lines, hunk->new_start - 1 + n);
		}
	}
}

/**
 * look_mend() - blanks, columns and line breaks of what spatch has added
 * @hook: the hook, in SmPL
 * @words: the result of engine_words()
 * @old: the text before the hook
 * @new: the text after it
 * @err: STATUS_BUG: its "Align:" fits none of the lines
 *
 * Return: a new string, or NULL.
 */
char *look_mend(const struct hook *hook, const struct spec *words, const char *old,
		const char *new, GError **err)
{
	g_autoptr(GArray) hunks = diff_texts(old, new, err);
	g_autoptr(GPtrArray) lines = text_lines(new);

	if (!hunks || !mend_blanks(hook, words, lines, hunks, err) ||
	    !mend_columns(hook, lines, hunks, err))
		return NULL;
	mend_width(lines, hunks);
	return text_join(lines);
}
