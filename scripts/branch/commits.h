/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_COMMITS_H
#define NSGEN_COMMITS_H

#include "branch/history.h"
#include "series/pipeline.h"
#include "tree/git.h"

/**
 * struct authored - message and author of a commit to make
 * @message: the whole message; NULL for that of the patch
 * @of: a commit whose author and date it keeps; NULL for the user, now
 */
struct authored {
	char *message;
	const struct past *of;
};

GPtrArray *commits_make(const struct git_user *user, const struct pipeline *line,
			const GArray *authored, GError **err);
char *commits_message(const struct patch *patch);
char *commit_tree(const struct git_user *user, const char *tree, const char *parent,
		  const char *message, const struct past *of, const char *scratch, GError **err);

#endif
