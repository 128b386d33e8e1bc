/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_WRITTEN_H
#define NSGEN_WRITTEN_H

#include "lib/json.h"

#include <stdbool.h>

/**
 * struct written - a series that was generated, and its report, to be looked at
 * @dir: where they are
 * @name: the namespace
 * @release: the tree's
 * @report: all of the report, an object
 * @cover: the cover letter; NULL where there is none
 * @files: the patches' names, without the cover letter, in their order
 * @patches: their texts
 */
struct written {
	char *dir;
	char *name;
	char *release;
	JsonNode *report;
	char *cover;
	GPtrArray *files;
	GPtrArray *patches;
};

struct written *written_open(const char *out, const char *name, const char *kernel, GError **err);
struct written *written_read(const char *dir, GError **err);
void written_free(struct written *written);
JsonObject *written_report(const struct written *written);
bool written_changed(const struct written *written, guint patch);
JsonArray *written_lines(const struct written *written, guint patch, const char *path, int old_start, int new_start);
JsonObject *written_site(const struct written *written, gint64 step);

typedef struct written Written;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Written, written_free)

#endif
