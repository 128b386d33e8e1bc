// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which series are in a tree, and in which order they came.
 *
 * Nothing in a tree says so, and nothing has to: every report has the digests of its files before and after, so the series that came last is one
 * whose files are all as it left them. With its files as they were before, in thought, the same is asked again, down to the one sought.
 */
#include "series/applied.h"

#include <string.h>

/* Digests, path to text, NULL for a file that is not there. */
static GHashTable *digests_of(GHashTable *state)
{
	GHashTable *digests = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	GHashTableIter iter;
	gpointer path, text;

	g_hash_table_iter_init(&iter, state);
	while (g_hash_table_iter_next(&iter, &path, &text))
		g_hash_table_insert(digests, path, text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1) : NULL);
	return digests;
}

/* How many of a series' files are not as they would be after it (or before it), and the first of them. */
static guint count_off(const struct stored *stored, GHashTable *digests, bool after, const struct stored_file **first)
{
	guint off = 0;

	for (guint i = stored->files->len; i-- > 0;) {
		const struct stored_file *file = stored->files->pdata[i];

		if (!g_strcmp0(g_hash_table_lookup(digests, file->path), after ? file->after : file->before))
			continue;
		off++;
		*first = file;
	}
	return off;
}

static void peel(const struct stored *stored, GHashTable *digests)
{
	for (guint i = 0; i < stored->files->len; i++) {
		struct stored_file *file = stored->files->pdata[i];

		g_hash_table_insert(digests, file->path, g_strdup(file->before));
	}
}

/* The one sought if it is on top, else the first that is. */
static const struct stored *top_of(const GPtrArray *all, const struct stored *sought, GHashTable *digests, GPtrArray *peeled)
{
	const struct stored_file *first;

	if (!count_off(sought, digests, true, &first))
		return sought;
	for (guint i = 0; i < all->len; i++)
		if (!g_ptr_array_find(peeled, all->pdata[i], NULL) && !count_off(all->pdata[i], digests, true, &first))
			return all->pdata[i];
	return NULL;
}

/* Where somebody has changed a file, the series that nearly fits is the one that it was changed under. */
static void blame(struct stack *stack, const GPtrArray *all, const struct stored *sought, GHashTable *digests, GPtrArray *peeled)
{
	guint best;

	stack->whose = sought;
	best = sought->files->len - count_off(sought, digests, true, &stack->file);
	for (guint i = 0; i < all->len; i++) {
		const struct stored *stored = all->pdata[i];
		const struct stored_file *file;
		guint fits = stored->files->len - count_off(stored, digests, true, &file);

		if (fits <= best || g_ptr_array_find(peeled, stored, NULL))
			continue;
		best = fits;
		stack->file = file;
		stack->whose = stored;
	}
	stack->is = g_strdup(g_hash_table_lookup(digests, stack->file->path));
}

/**
 * stack_find() - where in a tree is this series?
 * @all: struct stored, the other series for this tree
 * @sought: the series
 * @state: path to text of all files of all these series, NULL for one that is not there
 *
 * Return: for stack_free(); it points into @all and @sought.
 */
struct stack *stack_find(const GPtrArray *all, const struct stored *sought, GHashTable *state)
{
	struct stack *stack = g_new0(struct stack, 1);
	g_autoptr(GHashTable) digests = digests_of(state);
	g_autoptr(GPtrArray) peeled = g_ptr_array_new();
	const struct stored_file *first;
	const struct stored *top;

	stack->series = g_ptr_array_new();
	/* Its new files cannot be missing while it is in the tree, so a level at which all is as before it is the answer too. */
	while (!(stack->absent = !count_off(sought, digests, false, &first)) && (top = top_of(all, sought, digests, peeled))) {
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
 * stack_free() - give a stack back
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
