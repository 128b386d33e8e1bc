/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RECORD_H
#define NSGEN_RECORD_H

#include "series/pipeline.h"
#include "tree/git.h"

/* Below this git neither fetches nor pushes anything by default. */
#define RECORD_REFS "refs/nsgen/"

/* The record that a branch gets when its rebase has ended. */
#define PENDING_REFS "refs/nsgen-rebase/"

/* What "nsgen check" found on commits of a branch. */
#define CHECKS_REFS "refs/nsgen-checks/"

/* The description that the branch was given, among the files of a record. */
#define DESCRIPTION_FILE "description"

#define BRANCH_REFS "refs/heads/"

/**
 * struct record - what refs/nsgen/BRANCH has
 * @name: the hash of its commit: a tree with the series' files, and the last generated commit as
 *	its parent
 * @last: the last generated commit
 * @other: where the branch was before an unfinished rebase or merge; NULL if none
 * @chain: for a namespace that came by "nsgen merge", the last of the commits whose sum the merge
 *	is: the generated ones and the hand's; else NULL
 * @onto: where the branch was before that merge; NULL without @chain
 * @also: struct also: the other namespaces of the branch; NULL if there is none
 */
struct record {
	char *name;
	char *last;
	char *other;
	char *chain, *onto;
	GPtrArray *also;
};

/**
 * struct also - another namespace of the same branch
 * @name: the namespace
 * @record: its record, the hash of a commit
 */
struct also {
	char *name, *record;
};

char *record_write(const struct pipeline *line, const struct record *what, GError **err);
char *record_again(const char *dir, const struct record *what, GError **err);
void record_add(struct record *record, const char *name, const char *hash);
struct record *record_find(const char *dir, const char *ref, GError **err);
bool record_files(const char *dir, const struct record *record, const char *to, GError **err);
bool record_forget(const char *dir, const char *branch, bool *there, GError **err);
bool record_prune(const char *dir, GError **err);
bool record_follow(const char *dir, GError **err);
bool record_settle(const char *dir, const char *branch, const char *tip, GError **err);
void record_free(struct record *record);

typedef struct record Record;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_free)

#endif
