/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_OBJECTS_H
#define NSGEN_OBJECTS_H

#include <glib.h>
#include <stdbool.h>

bool objects_failed(const char *what, const char *dir, const char *errors, GError **err);
char *objects_named(char *out, int status, const char *what, const char *dir, const char *errors,
		    GError **err);
char **objects_blobs(const char *dir, const GPtrArray *texts, const char *scratch, GError **err);
char *objects_tree(const char *dir, const char *index, const GPtrArray *entries, GError **err);

#endif
