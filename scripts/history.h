/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HISTORY_H
#define NSGEN_HISTORY_H

#include <glib.h>

/**
 * struct history - the touched files before the series and behind each patch, as trees of a repository of our own
 * @dir: where it is
 * @trees: their names; the first is the pristine one
 */
struct history {
	char *dir;
	GPtrArray *trees;
};

struct history *history_make(const GPtrArray *files, int patches, const char *scratch, GError **err);
void history_free(struct history *history);
char *history_diff(const struct history *history, int from, int to, char **stat, GError **err);

typedef struct history History;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(History, history_free)

#endif
