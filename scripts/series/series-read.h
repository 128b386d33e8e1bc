/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_STORED_H
#define NSGEN_STORED_H

#include "series/request.h"

/**
 * struct stored_file - a file that a series touches
 * @path: in the tree
 * @before: digest of what the series was made for, NULL for a new file
 * @after: digest of what it becomes
 */
struct stored_file {
	char *path;
	char *before, *after;
};

/**
 * struct stored_patch - one patch of a series
 * @name: its file's name
 * @text: all of it
 */
struct stored_patch {
	char *name;
	char *text;
};

/**
 * struct stored - a series as it lies under OUT/NAME/RELEASE, checked against its own report
 * @dir: where
 * @name: the namespace
 * @release: of the tree that it was made for
 * @level: "framework" or "full"
 * @spec: key to value, as the report has them
 * @options: what it was made with, by the names that nsgen's options have
 * @pins: the numbers that it has, and why
 * @files: struct stored_file
 * @patches: struct stored_patch, in their order
 * @directories: which its new files are in and the tree did not have, a parent before its children
 */
struct stored {
	char *dir;
	char *name;
	char *release;
	char *level;
	GHashTable *spec;
	GHashTable *options;
	struct pins pins;
	GPtrArray *files;
	GPtrArray *patches;
	GPtrArray *directories;
};

#define SERIES_AGAIN "; generate the series again"

bool series_text(const char *path, const char *to_do, char **text, gsize *len, GError **err);
struct stored *stored_open(const char *out, const char *name, const char *release, GError **err);
GPtrArray *stored_all(const char *out, const char *release, GError **err);
bool stored_request(const struct stored *stored, struct request *request, const char *scratch, GError **err);
void stored_free(struct stored *stored);
bool stored_turn(const struct stored *stored, GHashTable *state, bool back, const char *scratch, GError **err);

typedef struct stored Stored;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stored, stored_free)

#endif
