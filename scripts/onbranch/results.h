/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RESULTS_H
#define NSGEN_RESULTS_H

#include "branch/branch.h"

#include <json-glib/json-glib.h>

/**
 * struct results - what the checks of a commit found
 * @commit: the newest commit of the branch that was checked; NULL if none was
 * @above: the number of commits above it
 * @root: what "nsgen check" recorded, an object
 */
struct results {
	char *commit;
	guint above;
	JsonNode *root;
};

bool results_write(const char *dir, const char *branch, JsonNode *result, GError **err);
bool results_find(const struct branch *branch, struct results *results, GError **err);
void results_clear(struct results *results);
char *results_rungs(const struct results *results, bool *failed);

typedef struct results Results;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Results, results_clear)

#endif
