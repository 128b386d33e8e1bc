/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_APPLIED_H
#define NSGEN_APPLIED_H

#include "series/series-read.h"

/**
 * struct stack - which series are in a tree
 * @series: struct series_read, not owned: the one sought is the last, and those that came on top
 * of it are before it, the last one first;
 *	empty where it was not found
 * @absent: without those on top, the tree is as it was before the one sought
 * @file: what does not fit where it was not found, and is not absent; its series and the digest
 * it has
 * @whose: the series that @file is of
 * @is: digest of @file in the tree, NULL where it is not there
 */
struct stack {
	GPtrArray *series;
	bool absent;
	const struct touched *file;
	const struct series_read *whose;
	char *is;
};

struct stack *stack_find(const GPtrArray *all, const struct series_read *sought, GHashTable *state);
void stack_free(struct stack *stack);
bool series_turn(const struct series_read *series, GHashTable *state, bool back,
		 const char *scratch, GError **err);

typedef struct stack Stack;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stack, stack_free)

#endif
