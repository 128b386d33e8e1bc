/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_WORKTREE_H
#define NSGEN_WORKTREE_H

#include <glib.h>
#include <stdbool.h>

bool worktree_repository(const char *dir, GError **err);
bool worktree_busy(const char *dir, const char **what, GError **err);
bool worktree_dirty(const char *dir, guint *files, GError **err);
bool worktree_ready(const char *dir, const char *what, bool clean, GError **err);

#endif
