// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of C that a series changes, as they are before and after it.
 */
#include "proof/changed.h"
#include "c/code.h"
#include "lib/diff.h"
#include "lib/error.h"
#include "lib/text.h"

#include <stdarg.h>

static void changed_free(gpointer data)
{
	struct changed *changed = data;

	reading_free(changed->before);
	reading_free(changed->after);
	g_clear_pointer(&changed->lines, g_ptr_array_unref);
	g_clear_pointer(&changed->added, g_array_unref);
	g_clear_pointer(&changed->hunks, g_array_unref);
	g_free(changed);
}

static bool read_one(GPtrArray *all, const struct woven *woven, GError **err)
{
	struct changed *changed = g_new0(struct changed, 1);

	g_ptr_array_add(all, changed);
	changed->path = woven->path;
	changed->before = woven->before ? reading_new(woven->before) : NULL;
	changed->after = reading_new(woven->after);
	changed->lines = text_lines(woven->after);
	changed->added = g_array_new(FALSE, TRUE, sizeof(gboolean));
	g_array_set_size(changed->added, changed->lines->len + 1);
	changed->hunks = diff_texts(woven->before ? woven->before : "", woven->after, err);
	if (!changed->hunks)
		return false;
	for (guint i = 0; i < changed->hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(changed->hunks, struct hunk, i);

		for (int n = 0; n < hunk->new_count; n++)
			g_array_index(changed->added, gboolean, hunk->new_start - 1 + n) = TRUE;
	}
	return true;
}

/**
 * changed_read() - read what hooks have made
 * @files: the result of apply_hooks(), which must outlive the result
 * @err: a file's difference cannot be found
 *
 * Programs of user space in the tree are not the kernel's code, and are left out.
 *
 * Return: an array of struct changed that owns them, or NULL.
 */
GPtrArray *changed_read(const GPtrArray *files, GError **err)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(changed_free);

	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		if (code_is_c(woven->path) && !g_str_has_prefix(woven->path, "tools/") &&
		    !read_one(all, woven, err))
			return NULL;
	}
	return g_steal_pointer(&all);
}

/**
 * changed_line() - the line of a token
 * @changed: the file
 * @at: index of a token of @changed->after
 */
int changed_line(const struct changed *changed, int at)
{
	const struct token *token = reading_token(changed->after, at);

	return token ? token->line : 1;
}

/**
 * changed_added() - is a token in a line that the series adds?
 * @changed: the file
 * @at: index of a token of @changed->after
 */
bool changed_added(const struct changed *changed, int at)
{
	guint line = changed_line(changed, at) - 1;

	return reading_token(changed->after, at) && line < changed->added->len &&
	       g_array_index(changed->added, gboolean, line);
}

/**
 * changed_fail() - report what is wrong with the series at a token
 * @changed: the file
 * @at: index of a token of @changed->after
 * @err: gets STATUS_TREE
 * @format: what is wrong, for printf()
 *
 * Return: false.
 */
bool changed_fail(const struct changed *changed, int at, GError **err, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	/* The user has no such line to look at yet. */
	return fail(err, STATUS_TREE, "%s%s:%d: %s", changed->before ? "" : "new file ",
		    changed->path, changed_line(changed, at), what);
}
