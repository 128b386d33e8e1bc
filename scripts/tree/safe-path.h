/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_BENEATH_H
#define NSGEN_BENEATH_H

#include <glib.h>
#include <stdbool.h>

bool path_inside(const char *path);
bool path_ok(const char *path);
bool beneath_parent(int root, const char *path, int *dir, GError **err);
const char *beneath_name(const char *path);
bool beneath_read(int root, const char *path, char **text, GError **err);
bool beneath_read_at(int dir, const char *name, const char *path, char **text, GError **err);

#endif
