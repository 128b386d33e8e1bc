// SPDX-License-Identifier: GPL-2.0-only
/*
 * The series as git sees it: diff and diffstat between two of its patches, as "git format-patch"
 * would write them.
 */
#include "engine/patch-diff.h"
#include "lib/diffstat.h"
#include "lib/error.h"
#include "engine/apply-hooks.h"

#include <string.h>

/* A file after that many patches of the series; NULL if it does not exist yet. */
static const char *text_after(const struct woven *woven, int patches)
{
	const char *text = woven->before;

	for (guint i = 0; i < woven->parts->len; i++) {
		const struct part *part = woven->parts->pdata[i];

		if (part->patch <= patches)
			text = part->after;
	}
	return text;
}

/**
 * history_diff() - the diff that a range of patches makes
 * @files: the result of apply_hooks(); new files have mode 100644
 * @from: 0 for the pristine tree, else the last patch of the old state
 * @to: the last patch of the new state
 * @stat: diffstat and summary, as in a mail; free it with g_free()
 * @err: STATUS_BUG
 *
 * Return: the diff, a new string; or NULL.
 */
char *history_diff(const GPtrArray *files, int from, int to, char **stat, GError **err)
{
	g_autoptr(GArray) changed = g_array_new(FALSE, FALSE, sizeof(struct changed_file));
	g_autoptr(GString) diff = g_string_new(NULL);

	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];
		const char *old = text_after(woven, from), *new = text_after(woven, to);
		struct changed_file file = { .path = woven->path, .is_new = !old };
		g_autofree char *text = NULL;

		if (!g_strcmp0(old, new))
			continue;
		text = diff_patch(woven->path, old, new, &file.count, err);
		if (!text)
			return NULL;
		g_string_append(diff, text);
		g_array_append_val(changed, file);
	}
	if (!changed->len) {
		fail(err, STATUS_BUG, "patch %d has no change", to);
		return NULL;
	}
	*stat = diffstat(changed);
	return g_string_free(g_steal_pointer(&diff), FALSE);
}
