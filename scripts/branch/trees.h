/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TREES_H
#define NSGEN_TREES_H

#include <glib.h>
#include <stdbool.h>

char *trees_commit(const char *dir, const char *tree, const char *parent, GError **err);
char *trees_of(const char *dir, const char *commit, GError **err);
bool trees_merge(const char *dir, const char *base, const char *ours, const char *theirs,
		 char **merged, GError **err);

#endif
