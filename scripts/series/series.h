/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SERIES_H
#define NSGEN_SERIES_H

#include "series/base-commit.h"
#include "series/mail.h"
#include "series/request.h"
#include "hook/plan.h"

#include <json-glib/json-glib.h>

/**
 * struct patch - one patch of the series
 * @number: from 1
 * @key: the value of Patch: in its hooks
 * @subject: without prefix
 * @file: its file's name
 * @stat: diffstat and summary
 * @diff: the diff
 * @body: the mail without its header
 * @text: the whole file
 */
struct patch {
	int number;
	const char *key;
	char *subject;
	char *file;
	char *stat;
	char *diff;
	char *body;
	char *text;
};

/**
 * struct series - a series as published
 * @patches: struct patch, in order
 * @file: the cover letter's name, NULL for a single patch, which needs none
 * @cover: the cover letter
 * @description: its subject and its text, for the description of a branch
 * @stat: diffstat and summary of all patches
 * @diff: the diff of all patches
 * @mail: the data that the mails share
 * @author: the author's name
 */
struct series {
	GPtrArray *patches;
	char *file;
	char *cover;
	char *description;
	char *stat;
	char *diff;
	struct mail *mail;
	char *author;
};

struct series *series_make(const struct spec *spec, const struct tree *tree,
			   const struct plan *plan, const GPtrArray *files, const struct base *base,
			   const struct request *request, const char *answers, const char *scratch,
			   GError **err);
void series_tested(struct series *series, JsonArray *checks);
void series_free(struct series *series);

typedef struct series Series;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Series, series_free)

#endif
