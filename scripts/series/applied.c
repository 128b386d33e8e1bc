// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a series does to the files of a tree: which series are applied, in which order, and how
 * files change when one is applied or removed.
 *
 * A tree does not record this, and does not need to: every report has the digests of its files
 * before and after, so the last applied series is one whose files are all in the state after it.
 * With its files assumed to be in the state before it, the search is repeated, down to the wanted
 * series.
 */
#include "series/applied.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/seen.h"
#include "tree/git.h"

#include <string.h>

/* Digests of a table of path to text, which is NULL for a file that does not exist. */
static GHashTable *digests_of(GHashTable *state)
{
	GHashTable *digests = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	GHashTableIter iter;
	gpointer path, text;

	g_hash_table_iter_init(&iter, state);
	while (g_hash_table_iter_next(&iter, &path, &text))
		g_hash_table_insert(
			digests, path,
			text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1) : NULL);
	return digests;
}

/*
 * The number of a series' files that are not in the state after it (or before it), and the first
 * of them.
 */
static guint count_off(const struct series_read *series, GHashTable *digests, bool after,
		       const struct touched **first)
{
	guint off = 0;

	for (guint i = series->report->files->len; i-- > 0;) {
		const struct touched *file = series->report->files->pdata[i];

		if (!g_strcmp0(g_hash_table_lookup(digests, file->path),
			       after ? file->after : file->before))
			continue;
		off++;
		*first = file;
	}
	return off;
}

static void peel(const struct series_read *series, GHashTable *digests)
{
	for (guint i = 0; i < series->report->files->len; i++) {
		struct touched *file = series->report->files->pdata[i];

		g_hash_table_insert(digests, file->path, g_strdup(file->before));
	}
}

/* The wanted series if it is on top, else the first one that is. */
static const struct series_read *top_of(const GPtrArray *all, const struct series_read *sought,
					GHashTable *digests, GPtrArray *peeled)
{
	const struct touched *first;

	if (!count_off(sought, digests, true, &first))
		return sought;
	for (guint i = 0; i < all->len; i++)
		if (!g_ptr_array_find(peeled, all->pdata[i], NULL) &&
		    !count_off(all->pdata[i], digests, true, &first))
			return all->pdata[i];
	return NULL;
}

/*
 * If somebody has changed a file, blame the series that fits best: the file was changed while
 * that one was applied.
 */
static void blame(struct stack *stack, const GPtrArray *all, const struct series_read *sought,
		  GHashTable *digests, GPtrArray *peeled)
{
	guint best;

	stack->whose = sought;
	best = sought->report->files->len - count_off(sought, digests, true, &stack->file);
	for (guint i = 0; i < all->len; i++) {
		const struct series_read *series = all->pdata[i];
		const struct touched *file;
		guint fits = series->report->files->len - count_off(series, digests, true, &file);

		if (fits <= best || g_ptr_array_find(peeled, series, NULL))
			continue;
		best = fits;
		stack->file = file;
		stack->whose = series;
	}
	stack->is = g_strdup(g_hash_table_lookup(digests, stack->file->path));
}

/**
 * stack_find() - find the position of a series in a tree
 * @all: struct series_read, the other series for this tree
 * @sought: the series
 * @state: maps the paths of all files of these series to their texts, NULL for a missing file
 *
 * Return: the stack, freed with stack_free(); it points into @all and @sought.
 */
struct stack *stack_find(const GPtrArray *all, const struct series_read *sought, GHashTable *state)
{
	struct stack *stack = g_new0(struct stack, 1);
	g_autoptr(GHashTable) digests = digests_of(state);
	g_autoptr(GPtrArray) peeled = g_ptr_array_new();
	const struct touched *first;
	const struct series_read *top;

	stack->series = g_ptr_array_new();
	/*
	 * An applied series has its new files, so if all files are in the state before it, it is
	 * absent.
	 */
	while (!(stack->absent = !count_off(sought, digests, false, &first)) &&
	       (top = top_of(all, sought, digests, peeled))) {
		g_ptr_array_add(peeled, (gpointer)top);
		if (top == sought) {
			for (guint i = 0; i < peeled->len; i++)
				g_ptr_array_add(stack->series, peeled->pdata[i]);
			return stack;
		}
		peel(top, digests);
	}
	if (!stack->absent)
		blame(stack, all, sought, digests, peeled);
	return stack;
}

/**
 * stack_free() - free a stack
 * @stack: may be NULL
 */
void stack_free(struct stack *stack)
{
	if (!stack)
		return;
	g_ptr_array_unref(stack->series);
	g_free(stack->is);
	g_free(stack);
}

/* ------------------------------------------------------------------ applying a series to files */

static bool is_at(GHashTable *state, const char *path, const char *digest)
{
	const char *text = g_hash_table_lookup(state, path);
	g_autofree char *is = text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1) :
				     NULL;

	return !g_strcmp0(is, digest);
}

static bool apply_patch(const char *work, const char *patch, bool back, const GPtrArray *includes,
			GError **err)
{
	g_autofree char *refusal = NULL;

	if (!git_apply(work, patch, back, includes, &refusal, err))
		return false;
	if (refusal)
		return fail(err, STATUS_USAGE, "%s", g_strdelimit(g_strstrip(refusal), "\n", ' '));
	return true;
}

static bool count_files(const char *path, int *count, GError **err)
{
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_BUG, path, NULL, err);

	for (guint i = 0; entries && i < entries->len; i++) {
		const struct seen_entry *entry = entries->pdata[i];
		g_autofree char *child = g_build_filename(path, entry->name, NULL);

		*count += entry->kind != SEEN_DIRECTORY;
		if (entry->kind == SEEN_DIRECTORY && !count_files(child, count, err))
			return false;
	}
	return entries;
}

/* Copies git's result into the state, and trusts it only if the digests match. */
static bool take(const struct series_read *series, const GPtrArray *files, const char *work,
		 GHashTable *state, bool back, GError **err)
{
	int there = 0, count = 0;

	for (guint i = 0; i < files->len; i++) {
		const struct touched *file = files->pdata[i];
		g_autofree char *path = g_build_filename(work, file->path, NULL);
		char *text = NULL;

		if (!seen_text(STATUS_BUG, path, NULL, &text, NULL, err))
			return false;
		there += text != NULL;
		g_hash_table_insert(state, g_strdup(file->path), text);
		if (!is_at(state, file->path, back ? file->before : file->after))
			return fail(
				err, STATUS_USAGE,
				"%s: the patches do not change %s as the report says; generate the series again",
				series->dir, file->path);
	}
	if (!count_files(work, &count, err))
		return false;
	if (count != there)
		return fail(
			err, STATUS_USAGE,
			"%s: the patches create files that are not in the report; generate the series again",
			series->dir);
	return true;
}

static bool turn_in(const struct series_read *series, const GPtrArray *files, const char *work,
		    GHashTable *state, bool back, GError **err)
{
	g_autoptr(GPtrArray) includes = g_ptr_array_new_with_free_func(g_free);
	/* Next to the directory of files, not in it. */
	g_autofree char *patch_path = g_strconcat(work, ".patch", NULL);

	for (guint i = 0; i < files->len; i++) {
		const struct touched *file = files->pdata[i];
		const char *text = g_hash_table_lookup(state, file->path);

		if (text && !write_file(work, file->path, text, err))
			return false;
		/*
		 * Needed only if some files are to be left alone; without it, a patch that touches
		 * a file that the report does not list is detected.
		 */
		if (files->len < series->report->files->len)
			g_ptr_array_add(includes, g_strdup_printf("--include=%s", file->path));
	}
	for (guint i = 0; i < series->patches->len; i++) {
		const struct mail_file *patch =
			series->patches->pdata[back ? series->patches->len - 1 - i : i];

		if (!g_file_set_contents(patch_path, patch->text, -1, err))
			return false;
		if (!apply_patch(work, patch_path, back, includes, err)) {
			g_prefix_error(err, "%s/%s: ", series->dir, patch->name);
			return false;
		}
	}
	return take(series, files, work, state, back, err);
}

/**
 * series_turn() - apply a series to files, or remove it
 * @series: the series
 * @state: maps paths to texts, NULL for a missing file; files already in the new state are left
 * alone
 * @back: remove it
 * @scratch: a directory
 * @err: STATUS_USAGE: the patches do not do what the report says
 */
bool series_turn(const struct series_read *series, GHashTable *state, bool back,
		 const char *scratch, GError **err)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new();
	g_autofree char *work = g_build_filename(scratch, "turn-XXXXXX", NULL);

	for (guint i = 0; i < series->report->files->len; i++) {
		const struct touched *file = series->report->files->pdata[i];

		if (!is_at(state, file->path, back ? file->before : file->after))
			g_ptr_array_add(files, series->report->files->pdata[i]);
	}
	if (!files->len)
		return true;
	if (!g_mkdtemp(work))
		return fail(err, STATUS_BUG, "%s: cannot be created", work);
	return turn_in(series, files, work, state, back, err);
}
