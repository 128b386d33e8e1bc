/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REPORT_READ_H
#define NSGEN_REPORT_READ_H

#include "lib/diff.h"
#include "spec/numbers.h"

#include <json-glib/json-glib.h>
#include <stdbool.h>

#define SERIES_AGAIN "; generate the series again"
#define SERIES_FORCE "; --force discards it"

/**
 * struct touched - a file that a series touches
 * @path: in the tree
 * @before: digest of the file before the series, NULL for a new file
 * @after: digest of the file after the series
 */
struct touched {
	char *path;
	char *before, *after;
};

/**
 * struct report - the contents of report.json
 * @path: its path
 * @root: the whole report, an object
 * @name: the namespace
 * @release: release of the tree that the series was made for
 * @level: "framework" or "full"; this and the following are set by report_contents()
 * @spec: maps keys to values
 * @options: the options that the series was made with, under the names of nsgen's options
 * @numbers: its numbers, with their reasons
 * @files: struct touched
 * @directories: directories of new files that the tree did not have, parents first
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
 * @step: number of its step in the run
 * @hook: its path, or NULL
 * @site: the site that it wires, or NULL
 * @neighbour: the namespace that it imitates, or NULL
 * @file: the file with the neighbour's lines
 * @line: the first of these lines
 * @adds: number of lines that it adds
 * @removes: number of lines that it removes
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
 * @state: its state, in a few words
 * @file: the file where it would be
 * @line: the line where it would be, or 0
 * @why: evidence, or a reason
 */
struct unwired {
	const char *site, *state, *file;
	int line;
	const char *why;
};

/**
 * struct result - a check that ran
 * @rung: its rung
 * @status: "pass", "warn" or "fail", or NULL
 */
struct result {
	const char *rung, *status;
};

/**
 * struct mail_digest - a mail of the series, as the report has it
 * @file: its file's name; may be NULL, like @sha256, in a report from report_look()
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
bool report_author(const struct report *report, guint patch, const char *path,
		   const struct hunk *hunk, const char *side, int line, struct author *author);
GArray *report_unwired(const struct report *report);
GHashTable *report_hooks(const struct report *report);
GArray *report_results(const struct report *report);
JsonNode *report_checks(const struct report *report);

typedef struct report Report;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)

#endif
