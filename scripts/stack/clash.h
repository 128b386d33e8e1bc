/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CLASH_H
#define NSGEN_CLASH_H

#include "branch/branch.h"

/**
 * struct clashes - what does not fit together after a merge
 * @found: lines, for people
 * @merge: the last merge of plain git that did it, or NULL
 * @onto: its first parent
 * @from: its second parent
 */
struct clashes {
	GPtrArray *found;
	char *merge, *onto, *from;
};

bool clash_find(const struct branch *lowest, struct clashes *clashes, GError **err);
void clash_clear(struct clashes *clashes);

#endif
