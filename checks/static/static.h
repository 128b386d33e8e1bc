/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CHECKS_STATIC_H
#define NSGEN_CHECKS_STATIC_H

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdbool.h>

/**
 * struct patched - a series that was applied
 * @report: its report.json
 * @old: directory with the files that it touches, before the series
 * @new: the same files, with the series
 * @tree: the pristine tree, for files that the series does not touch
 * @files: paths of all files in @new
 * @said: the findings, one line each
 * @summary: what was checked
 */
struct patched {
	JsonObject *report;
	const char *old, *new, *tree;
	GPtrArray *files;
	GPtrArray *said;
	char *summary;
};

/**
 * struct number - a macro or an enumerator
 * @name: its name
 * @path: the header that defines it
 * @line: its line there
 * @text: what it is defined as
 * @enumeration: the enum that it is in, counted from 1; 0 for a macro
 * @tag: that enum's tag
 * @values: what it can be, where names that it uses are defined several times
 * @count: how many values; 0 if it cannot be worked out
 */
struct number {
	char *name;
	const char *path;
	int line;
	char *text;
	int enumeration;
	char tag[32];
	guint64 values[4];
	int count;
};

const char *patched_spec(const struct patched *patched, const char *key);
char *patched_file(const char *dir, const char *path);
char *patched_old(const struct patched *patched, const char *path);
char *patched_new(const struct patched *patched, const char *path);
GPtrArray *patched_sources(const struct patched *patched);
bool patched_foreign(const struct patched *patched);
bool patched_full(const struct patched *patched);
void found(struct patched *patched, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

GPtrArray *numbers_of(struct patched *patched, const char *const *paths);
GPtrArray *numbers_of_headers(struct patched *patched);
const struct number *number_named(const GPtrArray *list, const char *path, const char *name);

JsonObject *read_names(struct patched *tree, const char *name, const GPtrArray *files,
		       GError **err);
GPtrArray *kconfig_needs(const struct patched *patched, const char *option, const char *source);

void check_layout(struct patched *patched);
void check_source(struct patched *patched);
void check_neighbours(struct patched *patched);
void check_numbers(struct patched *patched);
void check_ucounts(struct patched *patched);
void check_places(struct patched *patched);
void check_includes(struct patched *patched);
void check_kconfig(struct patched *patched);

#endif
