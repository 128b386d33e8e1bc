/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_JOIN_H
#define NSGEN_JOIN_H

#include "stack/carried.h"

/**
 * struct join - a branch that is merged into another one
 * @user: who merges
 * @dir: the repository
 * @branch: the branch that is merged
 * @tip: its commit
 * @into: the branch that it is merged into
 * @carried: struct carried: what it brings, one on top of the other
 * @base: the tree of the generated part as it was; only where hands meet
 * @tree: what the merge has; NULL if hands meet
 * @chain: the last of the commits whose sum the merge is
 * @message: of the merge
 */
struct join {
	const struct git_user *user;
	const char *dir, *branch, *tip, *into;
	const GPtrArray *carried;
	char *base, *tree, *chain;
	char *message;
};

bool join_trees(struct join *join, GError **err);
void join_message(struct join *join);
bool join_run(const struct join *join, const char *scratch, bool *done, GError **err);
void join_clear(struct join *join);

#endif
