/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_BUILTIN_H
#define NSGEN_BUILTIN_H

#include "branch/branch.h"
#include "cli/cli.h"

extern const struct command apply_command, audit_command, check_command, check_name_command,
	commit_command, generate_command, list_command, merge_command, rebase_command,
	record_command, refresh_command, remove_command, review_command, smpl_command,
	status_command, tree_command, try_command, version_command;

bool generate(const struct request *request, GError **err);
bool rebase_preview(GError **err);
bool review_branch(const struct branch *branch, GError **err);
bool generate_again(const struct request *request, GError **err);

#endif
