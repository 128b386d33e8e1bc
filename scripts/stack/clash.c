// SPDX-License-Identifier: GPL-2.0-only
/*
 * What plain git does not see when it merges two namespaces: numbers that both have, and lines of
 * one of them that are gone, as after "git merge -X ours".
 */
#include "stack/clash.h"
#include "branch/history.h"
#include "lib/error.h"
#include "lib/text.h"
#include "spec/taken.h"
#include "tree/git.h"

#include <string.h>

/**
 * clash_clear() - free what clash_find() found
 * @clashes: what it found
 */
void clash_clear(struct clashes *clashes)
{
	g_clear_pointer(&clashes->found, g_ptr_array_unref);
	g_clear_pointer(&clashes->merge, g_free);
	g_clear_pointer(&clashes->onto, g_free);
	g_clear_pointer(&clashes->from, g_free);
}

static void add(struct clashes *clashes, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

static void add(struct clashes *clashes, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_ptr_array_add(clashes->found, g_strdup_vprintf(fmt, ap));
	va_end(ap);
}

/* The answers of each namespace, as struct answers: the last ones count, also those of a merge. */
static GPtrArray *last_answers(const GPtrArray *history, GPtrArray *owner)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < history->len; i++) {
		const struct past *past = history->pdata[i];
		GPtrArray *all = answers_all(past->message);

		g_ptr_array_add(owner, all);
		for (guint n = 0; n < all->len; n++) {
			struct answers *answers = all->pdata[n];
			guint at = 0;

			while (at < names->len &&
			       strcmp(((struct answers *)names->pdata[at])->name, answers->name))
				at++;
			if (at < names->len)
				names->pdata[at] = answers;
			else
				g_ptr_array_add(names, answers);
		}
	}
	return names;
}

static void compare_numbers(struct clashes *clashes, const GPtrArray *history)
{
	g_autoptr(GPtrArray) owner =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	g_autoptr(GPtrArray) names = last_answers(history, owner);

	for (guint i = 0; i < names->len; i++) {
		for (guint k = i + 1; k < names->len; k++) {
			const struct answers *one = names->pdata[i], *two = names->pdata[k];

			for (int n = 0; n < NUMBERS; n++) {
				const char *option = number_words[n].option;
				const char *a = g_hash_table_lookup(one->words, option);
				const char *b = g_hash_table_lookup(two->words, option);

				if (a && b && !g_ascii_strcasecmp(a, b))
					add(clashes, "%s and %s both have %s %s", one->name,
					    two->name, option, a);
			}
		}
	}
}

/* The lines of a file of a commit, as a set; cached. */
static GHashTable *lines_of(const char *dir, const char *commit, const char *path,
			    GHashTable *cache, GError **err)
{
	g_autofree char *object = g_strdup_printf("%s:%s", commit, path), *out = NULL;
	const char *const words[] = { "cat-file", "blob", object, NULL };
	GHashTable *set = g_hash_table_lookup(cache, object);
	g_auto(GStrv) lines = NULL;
	int status;

	if (set)
		return set;
	out = git(dir, words, &status, NULL, err);
	if (!out)
		return NULL;
	set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	lines = g_strsplit(status ? "" : out, "\n", -1);
	for (char **line = lines; *line; line++)
		g_hash_table_add(set, g_strdup(*line));
	g_hash_table_insert(cache, g_steal_pointer(&object), set);
	return set;
}

/* Lines that a generated commit has added to a file, and a side of the merge has, and @tip not. */
static bool compare_file(struct clashes *clashes, const struct branch *lowest, const char *name,
			 const char *side, const char *path, char **lines, GHashTable *cache,
			 GError **err)
{
	GHashTable *was = lines_of(lowest->dir, side, path, cache, err);
	GHashTable *is = was ? lines_of(lowest->dir, lowest->tip, path, cache, err) : NULL;
	guint gone = 0;

	if (!is)
		return false;
	for (char **line = lines; *line && !g_str_has_prefix(*line, "diff --git "); line++) {
		const char *text = *line + 1;
		g_autofree char *low = NULL;

		if (**line != '+' || g_str_has_prefix(*line, "+++ "))
			continue;
		low = g_ascii_strdown(text, -1);
		if (!strstr(low, name) || !g_hash_table_contains(was, text) ||
		    g_hash_table_contains(is, text))
			continue;
		gone++;
	}
	if (gone)
		add(clashes, "%s: %u line%s of %s gone", path, gone, gone == 1 ? "" : "s", name);
	return true;
}

static bool compare_commit(struct clashes *clashes, const struct branch *lowest,
			   const struct past *past, const char *side, GHashTable *cache,
			   GError **err)
{
	g_auto(GStrv) lines = g_strsplit(past->diff ? past->diff : "", "\n", -1);

	for (char **line = lines; *line; line++) {
		g_autofree char *path = NULL;

		if (!g_str_has_prefix(*line, "+++ b/"))
			continue;
		path = g_strndup(*line + 6, strcspn(*line + 6, "\t"));
		if (!compare_file(clashes, lowest, past->answers->name, side, path, line + 1,
				  cache, err))
			return false;
	}
	return true;
}

/* What a merge of plain git has lost of either side. */
static bool compare_merge(struct clashes *clashes, const struct branch *lowest,
			  const struct past *merge, const GPtrArray *ours, GError **err)
{
	g_autoptr(GHashTable) cache = g_hash_table_new_full(
		g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
	g_autoptr(GPtrArray) theirs =
		history_all(lowest->dir, merge->parent, merge->name, true, err);
	g_autofree char *second = g_strconcat(merge->name, "^2", NULL), *other = NULL;
	guint before = clashes->found->len;
	bool any = false;

	other = theirs ? git_commit(lowest->dir, second, err) : NULL;
	if (!other)
		return false;
	for (guint i = 0; i < theirs->len; i++) {
		const struct past *past = theirs->pdata[i];

		any |= past->answers && !past->merge;
		if (past->answers && !past->merge &&
		    !compare_commit(clashes, lowest, past, other, cache, err))
			return false;
	}
	for (guint i = 0; any && i < ours->len; i++) {
		const struct past *past = ours->pdata[i];

		if (past == merge)
			break;
		if (past->answers && !past->merge &&
		    !compare_commit(clashes, lowest, past, merge->parent, cache, err))
			return false;
	}
	if (!any || (clashes->found->len == before && clashes->merge))
		return true;
	g_free(clashes->merge);
	g_free(clashes->onto);
	g_free(clashes->from);
	clashes->merge = g_strdup(merge->name);
	clashes->onto = g_strdup(merge->parent);
	clashes->from = g_steal_pointer(&other);
	return true;
}

/**
 * clash_find() - find what does not fit together on a branch with several namespaces
 * @lowest: the lowest namespace of the branch
 * @clashes: gets what is found, for clash_clear()
 * @err: STATUS_TREE: git cannot read it
 */
bool clash_find(const struct branch *lowest, struct clashes *clashes, GError **err)
{
	const char *base = lowest->merge ? lowest->record->onto : lowest->base;
	g_autoptr(GPtrArray) all = history_all(lowest->dir, base, lowest->tip, false, err);
	g_autoptr(GPtrArray) ours = NULL;

	clashes->found = g_ptr_array_new_with_free_func(g_free);
	if (!all)
		return false;
	compare_numbers(clashes, all);
	ours = history_read(lowest->dir, base, lowest->tip, 0, true, err);
	for (guint i = 0; ours && i < ours->len; i++) {
		const struct past *past = ours->pdata[i];

		/* That of nsgen has an answer line. */
		if (past->merge && !past->answers &&
		    !compare_merge(clashes, lowest, past, ours, err))
			return false;
	}
	return ours;
}
