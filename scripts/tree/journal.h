/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_JOURNAL_H
#define NSGEN_JOURNAL_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct journal_entry - one file of a tree
 * @path: in the tree
 * @before: its digest before the transaction, NULL if it does not exist
 * @after: its digest after the transaction, NULL if it is removed
 */
struct journal_entry {
	char *path;
	char *before, *after;
};

/**
 * struct journal - what a transaction does
 * @what: in words, "remove ima"
 * @release: the tree's kernel release
 * @out: a digest of the directory of series
 * @entries: struct journal_entry
 * @make: directories to create, parents first
 * @remove: directories to remove if they are empty, children first
 * @series: names whose series is replaced by the one prepared next to it
 * @reports: for each of these, the digest of the new report
 */
struct journal {
	char *what;
	char *release;
	char *out;
	GPtrArray *entries;
	GPtrArray *make;
	GPtrArray *remove;
	GPtrArray *series;
	GPtrArray *reports;
};

struct journal *journal_new(void);
void journal_free(struct journal *journal);
char *journal_print(const struct journal *journal);
struct journal *journal_parse(const char *text);

typedef struct journal Journal;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Journal, journal_free)

#endif
