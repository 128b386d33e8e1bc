// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is each line of ours compiled? A line inside a comment or "#if 0" looks right in a diff, and does
 * nothing.
 */
#include "proof/proof.h"
#include "c/code.h"
#include "lib/diff.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

static bool is_blank(const char *line)
{
	return !line[strspn(line, " \t")];
}

/* A line that goes on a comment, which may have been there before. */
static bool is_comment(const char *line)
{
	return line[strspn(line, " \t")] == '*';
}

/* The lines of a hunk on their own: what of them is code if nothing around them hides it. */
static GPtrArray *alone(const struct changed *changed, const struct hunk *hunk)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i < hunk->new_count; i++)
		g_string_append_printf(text, "%s\n",
				       (char *)changed->lines->pdata[hunk->new_start - 1 + i]);
	return code_lines(changed->path, text->str);
}

/**
 * proof_hidden() - is each line of ours compiled?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: a line is in a comment or in "#if 0"
 */
bool proof_hidden(const struct proof *proof G_GNUC_UNUSED, const struct changed *changed,
		  GError **err)
{
	g_autoptr(GPtrArray) code = text_lines(changed->after->code);

	for (guint i = 0; changed->before && i < changed->hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(changed->hunks, struct hunk, i);
		g_autoptr(GPtrArray) lines = alone(changed, hunk);

		for (int n = 0; n < hunk->new_count && n < (int)lines->len; n++) {
			int at = hunk->new_start - 1 + n;

			if (is_blank(lines->pdata[n]) || is_comment(lines->pdata[n]) ||
			    !is_blank(code->pdata[at]))
				continue;
			return fail(err, STATUS_TREE,
				    "%s:%d: this line would be in a comment or in '#if 0': %.60s",
				    changed->path, at + 1, (char *)lines->pdata[n]);
		}
	}
	return true;
}
