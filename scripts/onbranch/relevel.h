/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RELEVEL_H
#define NSGEN_RELEVEL_H

#include "branch/todo.h"

bool relevel_todo(struct todo *todo, const struct git_user *user, const struct branch *branch,
		  const struct renewed *renewed, const char *scratch, GError **err);

#endif
