/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REPORT_READ_H
#define NSGEN_REPORT_READ_H

#include "spec/numbers.h"

#include <json-glib/json-glib.h>
#include <stdbool.h>

#define SERIES_AGAIN "; generate the series again"
#define SERIES_FORCE "; --force discards it"

/**
 * struct touched - a file that a series touches
 * @path: in the tree
 * @before: digest of what the series was made for, NULL for a new file
 * @after: digest of what it becomes
 */
struct touched {
	char *path;
	char *before, *after;
};

/**
 * struct report - report.json, read
 * @path: where it is
 * @root: all of it, an object
 * @name: the namespace
 * @release: of the tree that the series was made for
 * @level: "framework" or "full"; this and what follows is there after report_contents()
 * @spec: key to value
 * @options: what the series was made with, by the names that nsgen's options have
 * @numbers: the numbers that it has, and why
 * @files: struct touched
 * @directories: which its new files are in and the tree did not have, a parent before its children
 */
struct report {
	char *path;
	JsonNode *root;
	char *name;
	char *release;
	char *level;
	GHashTable *spec;
	GHashTable *options;
	struct numbers numbers;
	GPtrArray *files;
	GPtrArray *directories;
};

/**
 * struct author - a hook that has lines in a hunk
 * @step: of the run
 * @hook: its path, or NULL
 * @site: what it wires, or NULL
 * @neighbour: the namespace that it imitates there, or NULL
 * @file: where that one's lines are
 * @line: the first of them
 * @adds: how many lines
 * @removes: how many lines
 */
struct author {
	gint64 step;
	const char *hook, *site;
	const char *neighbour, *file;
	int line;
	int adds, removes;
};

/**
 * struct unwired - a site that has no lines in a series; each may be NULL
 * @site: its name
 * @state: in a word or two
 * @file: where it would be
 * @line: where it would be, or 0
 * @why: evidence, or a reason
 */
struct unwired {
	const char *site, *state, *file;
	int line;
	const char *why;
};

/**
 * struct result - a check that ran
 * @rung: which
 * @status: "pass", "warn" or "fail", or NULL
 */
struct result {
	const char *rung, *status;
};

/**
 * struct mail_digest - a mail of the series, as the report has it
 * @file: its file's name; of a report that is only looked at it may be NULL, as may be the next
 * @sha256: its digest as it was generated
 * @cover: is it the cover letter?
 */
struct mail_digest {
	const char *file, *sha256;
	bool cover;
};

struct report *report_look(const char *dir, GError **err);
struct report *report_own(const char *dir, GError **err);
char *report_digest(const char *text);
bool report_contents(struct report *report, GError **err);
void report_free(struct report *report);

GArray *report_mails(const struct report *report);
GArray *report_authors(const struct report *report, guint patch, const char *path, int old_start,
		       int new_start);
GArray *report_unwired(const struct report *report);
GArray *report_results(const struct report *report);
JsonNode *report_checks(const struct report *report);

typedef struct report Report;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)

#endif
