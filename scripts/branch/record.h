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
 * @other: its second parent: where the branch was before an unfinished rebase; NULL if none
 */
struct record {
	char *name;
	char *last;
	char *other;
};

char *record_write(const struct pipeline *line, const char *last, const char *other, GError **err);
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
