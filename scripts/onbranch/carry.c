// SPDX-License-Identifier: GPL-2.0-only
/*
 * Carries what a hand did from one text to another that was generated otherwise.
 *
 * git asks wherever a hand's lines stand beside lines that changed. At another level most generated
 * lines do, so lines that a hand only added go with the one of their two neighbours that is still
 * there. Where both are gone, or where the hand changed lines, it is git that asks.
 */
#include "onbranch/carry.h"
#include "lib/diff.h"
#include "lib/text.h"

#include <string.h>

/* The index of a hunk's first old line, or of the line before which it adds. */
static int start_of(const struct hunk *hunk)
{
	return hunk->old_count ? hunk->old_start - 1 : hunk->old_start;
}

/* Does the hand's change meet a generated one, in a text of @lines lines? */
static bool meets(const struct hunk *hand, const struct hunk *made, int lines, bool *beside)
{
	int a = start_of(hand), s = start_of(made);

	if (hand->old_count)
		return a <= s + made->old_count && s <= a + hand->old_count;
	if (!made->old_count)
		return a == s && a != lines;
	*beside |= a == s || a == s + made->old_count;
	return s < a && a < s + made->old_count;
}

static bool any_meets(const GArray *hand, const GArray *made, int lines, bool *beside)
{
	for (guint i = 0; i < hand->len; i++)
		for (guint n = 0; n < made->len; n++)
			if (meets(&g_array_index(hand, struct hunk, i),
				  &g_array_index(made, struct hunk, n), lines, beside))
				return true;
	return false;
}

static void put(GString *out, const GPtrArray *lines, int start, int count)
{
	for (int i = start; i < start + count; i++)
		g_string_append_printf(out, "%s\n", (char *)lines->pdata[i]);
}

/* The hunk that begins at a line: one that only adds, or one that replaces. */
static const struct hunk *hunk_at(const GArray *hunks, int at, bool adds)
{
	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		if (start_of(hunk) == at && adds == !hunk->old_count)
			return hunk;
	}
	return NULL;
}

static void put_hunk(GString *out, const GPtrArray *lines, const struct hunk *hunk)
{
	if (hunk && hunk->new_count)
		put(out, lines, hunk->new_start - 1, hunk->new_count);
}

static char *both(const GPtrArray *before, const GArray *hand, const GPtrArray *after,
		  const GArray *made, const GPtrArray *now)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (int at = 0;;) {
		const struct hunk *new, *own;

		put_hunk(out, now, hunk_at(made, at, true));
		put_hunk(out, after, hunk_at(hand, at, true));
		if (at >= (int)before->len)
			break;
		new = hunk_at(made, at, false);
		own = hunk_at(hand, at, false);
		put_hunk(out, now, new);
		put_hunk(out, after, own);
		if (!new && !own)
			put(out, before, at, 1);
		at += new ? new->old_count : own ? own->old_count : 1;
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/**
 * carry_text() - carry a hand's change to another text
 * @before: the text before the change
 * @after: the text after it
 * @now: the other text
 * @carried: gets @now with the change, a new string; NULL if git has to ask
 * @beside: set if lines of the hand's now stand beside a generated change
 * @err: STATUS_BUG: libgit2 fails
 */
bool carry_text(const char *before, const char *after, const char *now, char **carried,
		bool *beside, GError **err)
{
	g_autoptr(GArray) hand = diff_texts(before, after, err);
	g_autoptr(GArray) made = hand ? diff_texts(before, now, err) : NULL;
	g_autoptr(GPtrArray) old = text_lines(before);
	g_autoptr(GPtrArray) is = text_lines(after);
	g_autoptr(GPtrArray) new = text_lines(now);

	*carried = NULL;
	*beside = false;
	if (!made)
		return false;
	if (g_str_has_suffix(before, "\n") && g_str_has_suffix(after, "\n") &&
	    g_str_has_suffix(now, "\n") && !any_meets(hand, made, old->len, beside))
		*carried = both(old, hand, is, made, new);
	return true;
}
