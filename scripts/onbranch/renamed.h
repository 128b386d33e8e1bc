/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RENAMED_H
#define NSGEN_RENAMED_H

#include "branch/match.h"
#include "series/pipeline.h"
#include "spec/renaming.h"
#include "tree/git.h"

struct renaming *rename_branch(struct branch *branch, const struct matches *matches,
			       const struct git_user *user, GHashTable *old,
			       const struct pipeline *line, GPtrArray *left, GError **err);
bool rename_left(const char *dir, const struct renaming *renaming, const char *from, const char *to,
		 GPtrArray *left, GError **err);

#endif
