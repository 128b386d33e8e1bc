/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef STRIP_H
#define STRIP_H

#include "spec/spec.h"

/**
 * struct line - a line of a file that people wrote
 * @old: as it is
 * @new: as it is without the namespace; NULL: it goes
 * @site: the site that it belongs to; NULL: it stays as it is
 */
struct line {
	char *old;
	char *new;
	char *site;
};

/**
 * struct file - a file from which the namespace was taken out
 * @path: in the tree
 * @lines: of struct line
 */
struct file {
	char *path;
	GPtrArray *lines;
};

/**
 * struct taken - what was found at a site
 * @site: its name
 * @file: where; NULL: a file of the namespace's own, which is not compared
 * @lines: so many lines changed; 0: people wrote nothing there
 */
struct taken {
	char *site;
	char *file;
	int lines;
};

/**
 * struct stripping - a tree without a namespace
 * @table: text of tests/strip/sites
 * @files: of struct file
 * @sites: of struct taken
 */
struct stripping {
	char *table;
	GPtrArray *files;
	GPtrArray *sites;
};

struct stripping *strip(const char *table, const struct spec *spec, const char *tree,
			const GPtrArray *sites, GError **err);
void stripping_free(struct stripping *stripping);
char *file_without(const struct file *file);
char *file_with(const struct file *file, const char *site);

bool compare(const struct stripping *stripping, const struct spec *spec, const char *stripped,
	     const char *series, const char *release, const char *differences, GError **err);

typedef struct stripping Stripping;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stripping, stripping_free)

#endif
