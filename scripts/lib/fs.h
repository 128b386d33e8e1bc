/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_FS_H
#define NSGEN_FS_H

#include <glib.h>
#include <stdbool.h>

char *fs_digest(const char *text);
bool fs_is_digest(const char *text);
void remove_tree(const char *dir);
bool write_file(const char *root, const char *path, const char *text, GError **err);

#endif
