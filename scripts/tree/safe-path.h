/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SAFE_PATH_H
#define NSGEN_SAFE_PATH_H

#include <glib.h>
#include <stdbool.h>

bool path_inside(const char *path);
bool path_ok(const char *path);
bool path_parent(int root, const char *path, int *dir, GError **err);
const char *path_name(const char *path);
bool path_read(int root, const char *path, char **text, GError **err);
bool path_read_at(int dir, const char *name, const char *path, char **text, GError **err);

#endif
