/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TAKEN_H
#define NSGEN_TAKEN_H

#include "c/constants.h"
#include "tree/tree.h"

enum { NUMBER_FLAG, NUMBER_INUM, NUMBER_ID, NUMBER_NR, NUMBERS };

/**
 * struct number_words - the names of a number
 * @option: in nsgen's options, and in a report
 * @key: in the spec
 */
extern const struct number_words {
	const char *option, *key;
} number_words[NUMBERS];

struct taken *taken_read(const struct tree *tree, GHashTable *texts, GError **err);
const GPtrArray *taken_names(const struct taken *taken);
bool taken_has(const struct taken *taken, int number);
bool taken_evaluated(const struct taken *taken, int number, GError **err);
bool taken_is(const struct taken *taken, int number, const struct constant *name, guint64 value);
const struct constant *taken_by(const struct taken *taken, int number, guint64 value);
const struct constant *taken_last(const struct taken *taken, int number, guint64 *value);
void taken_free(struct taken *taken);

typedef struct taken Taken;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Taken, taken_free)

#endif
