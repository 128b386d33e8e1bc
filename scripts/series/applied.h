/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_APPLIED_H
#define NSGEN_APPLIED_H

#include "series/series-read.h"

/**
 * struct stack - the series that are applied to a tree
 * @series: struct series_read, not owned: the wanted series is the last one, after those that were
 *	applied later, latest first; empty if it was not found
 * @absent: apart from later series, the tree is in the state before the wanted one
 * @file: a file that does not fit, if the series is neither found nor absent; with the digest of
 *	its series
 * @whose: the series that @file belongs to
 * @is: digest of @file in the tree, NULL if the file does not exist
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
