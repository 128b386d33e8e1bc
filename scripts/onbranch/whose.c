// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who has written the lines of a branch: for each of a generated commit its hook, and what a hand
 * did.
 *
 * A commit that comes from generated ones is compared with them, file by file: what is in both in
 * the same order is a hook's. So is a line that stands elsewhere now, if it has a letter.
 */
#include "onbranch/whose.h"
#include "lib/text.h"

#include <string.h>

/* The changed lines of a diff, in order. */
static GArray *lines_of(const char *diff)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(struct line));
	const char *path = "", *next;
	struct hunk hunk = { 0 };
	int old = 0, new = 0, to_old = 0, to_new = 0;

	for (const char *at = diff ? diff : ""; *at; at = next) {
		size_t len = strcspn(at, "\n");

		next = at + len + (at[len] == '\n');
		if (to_old > 0 || to_new > 0) {
			struct line line = { .path = path, .text = at, .len = len, .hunk = hunk,
					     .number = *at == '-' ? old : new };

			if (*at == '+' || *at == '-')
				g_array_append_val(all, line);
			old += *at != '+' && *at != '\\';
			to_old -= *at != '+' && *at != '\\';
			new += *at != '-' && *at != '\\';
			to_new -= *at != '-' && *at != '\\';
		} else if (g_str_has_prefix(at, "@@ -")) {
			g_autofree char *head = g_strndup(at, len);
			g_autoptr(GArray) hunks = diff_hunks(head);

			if (!hunks->len)
				continue;
			hunk = g_array_index(hunks, struct hunk, 0);
			old = hunk.old_start;
			new = hunk.new_start;
			to_old = hunk.old_count;
			to_new = hunk.new_count;
		} else if (g_str_has_prefix(at, "--- a/") || g_str_has_prefix(at, "+++ b/")) {
			/* git puts a tab after a name with blanks. */
			g_autofree char *name = g_strndup(at + 6, strcspn(at + 6, "\t\n"));

			path = g_intern_string(name);
		}
	}
	return all;
}

static bool same(const struct line *a, const struct line *b)
{
	return a->path == b->path && a->len == b->len && !memcmp(a->text, b->text, a->len);
}

static bool tells(const struct line *line)
{
	for (size_t i = 1; i < line->len; i++)
		if (g_ascii_isalnum(line->text[i]))
			return true;
	return false;
}

static void take(struct line *line, struct line *made)
{
	line->whose = WHOSE_HOOK;
	line->author = made->author;
	/* Another line cannot be the same one. */
	made->whose = WHOSE_HAND;
}

static char *text_of(const GPtrArray *lines)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const struct line *line = lines->pdata[i];

		g_string_append_len(text, line->text, line->len);
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

/* Of the two sides of one file, what is in both. */
static bool compare(const GPtrArray *made, const GPtrArray *is, GError **err)
{
	g_autofree char *old = text_of(made), *new = text_of(is);
	g_autoptr(GArray) hunks = diff_texts(old, new, err);
	guint k = 0, i = 0;

	if (!hunks)
		return false;
	for (guint h = 0; h <= hunks->len; h++) {
		const struct hunk *hunk = h < hunks->len ? &g_array_index(hunks, struct hunk, h) :
							   NULL;
		/* Without lines, a hunk's start is the line before. */
		guint to = hunk ? (guint)hunk->old_start - (hunk->old_count > 0) : made->len;

		for (; k < to && i < is->len; k++, i++)
			take(is->pdata[i], made->pdata[k]);
		if (hunk) {
			k += hunk->old_count;
			i += hunk->new_count;
		}
	}
	for (i = 0; i < is->len; i++) {
		struct line *line = is->pdata[i];

		for (k = 0; line->whose == WHOSE_HAND && tells(line) && k < made->len; k++) {
			struct line *other = made->pdata[k];

			if (other->whose == WHOSE_HOOK && same(line, other))
				take(line, other);
		}
	}
	return true;
}

static void add(GHashTable *files, GArray *lines)
{
	for (guint i = 0; i < lines->len; i++) {
		struct line *line = &g_array_index(lines, struct line, i);
		GPtrArray *file = g_hash_table_lookup(files, line->path);

		if (!file) {
			file = g_ptr_array_new();
			g_hash_table_insert(files, (gpointer)line->path, file);
		}
		g_ptr_array_add(file, line);
	}
}

static GHashTable *files_new(void)
{
	return g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
				     (GDestroyNotify)g_ptr_array_unref);
}

/* The lines of a generated commit, with their hooks. */
static GArray *generated(const struct branch *branch, guint k)
{
	GArray *lines = lines_of(((struct past *)branch->generated->pdata[k])->diff);

	for (guint i = 0; i < lines->len; i++) {
		struct line *line = &g_array_index(lines, struct line, i);

		line->whose = WHOSE_HOOK;
		report_author(branch->series->report, k, line->path, &line->hunk,
			      *line->text == '+' ? "adds" : "removes", line->number,
			      &line->author);
	}
	return lines;
}

/* The commits that come from the same generated ones as commit @i; the first does it for all. */
static bool of_generated(const struct branch *branch, const struct matches *matches, guint i,
			 const GPtrArray *all, GError **err)
{
	const struct matched *matched = matches->commits->pdata[i];
	g_autoptr(GHashTable) made = files_new(), is = files_new();
	g_autoptr(GPtrArray) keep = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	GHashTableIter iter;
	gpointer path, lines;

	for (guint n = 0; n < matches->commits->len; n++) {
		const struct matched *other = matches->commits->pdata[n];

		if (other->made != matched->made || other->last != matched->last)
			continue;
		if (n < i)
			return true;
		add(is, all->pdata[n]);
	}
	for (int k = matched->made; k <= matched->last; k++) {
		GArray *some = generated(branch, k);

		g_ptr_array_add(keep, some);
		add(made, some);
	}
	g_hash_table_iter_init(&iter, is);
	while (g_hash_table_iter_next(&iter, &path, &lines)) {
		const GPtrArray *before = g_hash_table_lookup(made, path);

		if (before && !compare(before, lines, err))
			return false;
	}
	return true;
}

/**
 * whose_lines() - find out who has written the lines of a branch
 * @branch: the branch
 * @matches: its commits
 * @err: STATUS_BUG: two texts cannot be compared
 *
 * Return: for each commit a GArray of struct line, in the order of its diff; or NULL. The lines
 * point into @branch.
 */
GPtrArray *whose_lines(const struct branch *branch, const struct matches *matches, GError **err)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (guint i = 0; i < matches->commits->len; i++) {
		const struct matched *matched = matches->commits->pdata[i];
		GArray *lines = lines_of(matched->past->diff);

		for (guint n = 0; matched->origin == ORIGIN_UNKNOWN && n < lines->len; n++)
			g_array_index(lines, struct line, n).whose = WHOSE_UNKNOWN;
		g_ptr_array_add(all, lines);
	}
	for (guint i = 0; i < matches->commits->len; i++) {
		const struct matched *matched = matches->commits->pdata[i];

		if (matched->made >= 0 && branch->series &&
		    !of_generated(branch, matches, i, all, err))
			return NULL;
	}
	return g_steal_pointer(&all);
}
