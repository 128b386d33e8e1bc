/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_BRANCH_H
#define NSGEN_BRANCH_H

#include "branch/history.h"
#include "branch/record.h"
#include "series/series-read.h"

/* How far back generated commits are looked for. */
#define BRANCH_DEPTH 1000

/**
 * struct branch - a branch that has a namespace
 * @dir: the repository
 * @branch: its name, without refs/heads/; NULL for a detached HEAD
 * @tip: its commit
 * @base: the commit on which the namespace stands
 * @moved: @base is not the commit that the generated ones were made on
 * @name: the namespace
 * @answers: those of its last generated commit; NULL if none has an answer line
 * @merge: the merge with which the namespace came, if "nsgen merge" made it; else NULL
 * @merged: then the number of @commits that are the namespace's; the merge is their sum
 * @commits: struct past, from @base to @tip, oldest first, with their diffs; instead of @merge the
 *	commits of which it is the sum
 * @record: refs/nsgen/BRANCH; its members are NULL if there is none
 * @generated: struct past: the generated commits as they were made; NULL without a record
 * @series: the series as it was generated; NULL without a record
 * @scratch: a directory with the series' files, removed with the branch
 */
struct branch {
	char *dir, *branch, *tip, *base;
	bool moved;
	char *name;
	char *merge;
	guint merged;
	const struct answers *answers;
	GPtrArray *commits;
	struct record *record;
	GPtrArray *generated;
	struct series_read *series;
	char *scratch;
};

struct branch *branch_open(const char *dir, const char *branch, const char *name, GError **err);
char *branch_current(const char *dir, GError **err);
void branch_free(struct branch *branch);

typedef struct branch Branch;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Branch, branch_free)

#endif
