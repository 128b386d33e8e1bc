// SPDX-License-Identifier: GPL-2.0-only
/*
 * A branch with several namespaces is a stack: each stands on the one before, with its generated
 * commits and what a hand did on top of them. A merge that nsgen made is unfolded into the commits
 * of which it is the sum.
 */
#include "stack/stack.h"
#include "lib/error.h"
#include "tree/git.h"

#include <stdlib.h>
#include <string.h>

/**
 * struct place - where a namespace stands, for sorting
 * @layer: the namespace
 * @below: the number of the branch's commits above the one on which it was put
 */
struct place {
	struct branch *layer;
	guint64 above;
};

static bool find_place(struct branch *layer, struct place *place, GError **err)
{
	const char *on = layer->merge ? layer->record->onto : layer->base;
	g_autofree char *range = g_strdup_printf("%s..%s", on, layer->tip), *out = NULL;
	const char *const words[] = { "rev-list", "--first-parent", "--count", range, "--", NULL };
	int status;

	out = git(layer->dir, words, &status, NULL, err);
	place->layer = layer;
	place->above = out ? g_ascii_strtoull(out, NULL, 10) : 0;
	return out;
}

/* The lowest first. Of those that came with one merge the lower one has more commits. */
static int by_place(gconstpointer a, gconstpointer b)
{
	const struct place *one = a, *two = b;

	if (one->above != two->above)
		return one->above < two->above ? 1 : -1;
	return (int)two->layer->commits->len - (int)one->layer->commits->len;
}

/* What belongs to the next one is not of this one. */
static bool cut(struct branch *layer, const struct branch *next, GError **err)
{
	int at = history_find(layer->commits, next->base);

	if (at < 0 && next->merge)
		at = history_find(layer->commits, next->record->onto);
	/* The merge stands for the commits of which it is the sum. */
	if (at < 0 && !g_strcmp0(layer->merge, next->base))
		at = (int)layer->merged - 1;
	if (at < 0 && strcmp(next->base, layer->base))
		return fail(err, STATUS_TREE,
			    "%s: the namespaces %s and %s do not stand one upon the other; take one of them to another branch",
			    layer->branch, layer->name, next->name);
	g_ptr_array_set_size(layer->commits, at + 1);
	layer->merged = MIN(layer->merged, layer->commits->len);
	return true;
}

/**
 * stack_of_branch() - open all namespaces of a branch that are recorded
 * @dir: the repository, untrusted
 * @branch: its name, or NULL for the one that is checked out
 * @err: as for branch_open()
 *
 * Without a record it is the last one that an answer line names.
 *
 * Return: an array of struct branch, the lowest first, each with its own commits only; freed with
 * g_ptr_array_unref(). Or NULL.
 */
GPtrArray *stack_of_branch(const char *dir, const char *branch, GError **err)
{
	g_autoptr(GPtrArray) stack =
		g_ptr_array_new_with_free_func((GDestroyNotify)branch_free);
	struct branch *first = branch_open(dir, branch, NULL, err);
	g_autoptr(GArray) places = g_array_new(FALSE, TRUE, sizeof(struct place));

	if (!first)
		return NULL;
	g_ptr_array_add(stack, first);
	for (guint i = 0; first->record->also && i < first->record->also->len; i++) {
		const struct also *also = first->record->also->pdata[i];
		struct branch *layer = branch_open(dir, first->branch, also->name, err);

		if (!layer)
			return NULL;
		g_ptr_array_add(stack, layer);
	}
	for (guint i = 0; i < stack->len; i++) {
		struct place place;

		if (!find_place(stack->pdata[i], &place, err))
			return NULL;
		g_array_append_val(places, place);
	}
	g_array_sort(places, by_place);
	for (guint i = 0; i < stack->len; i++)
		stack->pdata[i] = g_array_index(places, struct place, i).layer;
	for (guint i = 0; i + 1 < stack->len; i++)
		if (!cut(stack->pdata[i], stack->pdata[i + 1], err))
			return NULL;
	return g_steal_pointer(&stack);
}

/**
 * stack_index() - find a namespace
 * @stack: the result of stack_of_branch()
 * @name: the namespace
 *
 * Return: its index, or -1.
 */
int stack_index(const GPtrArray *stack, const char *name)
{
	for (guint i = 0; i < stack->len; i++)
		if (!strcmp(((struct branch *)stack->pdata[i])->name, name))
			return i;
	return -1;
}

/**
 * stack_top() - the last commit of a namespace
 * @layer: one of stack_of_branch()
 */
const char *stack_top(const struct branch *layer)
{
	return layer->commits->len ?
		       ((struct past *)layer->commits->pdata[layer->commits->len - 1])->name :
		       layer->base;
}
