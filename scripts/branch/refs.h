/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REFS_H
#define NSGEN_REFS_H

#include "tree/git.h"

bool refs_name_ok(const char *dir, const char *branch, GError **err);
bool refs_there(const char *dir, const char *branch, bool *there, GError **err);
bool refs_move(const struct git_user *user, const char *ref, const char *to, const char *from,
	       const char *what, GError **err);
bool refs_describe(const struct git_user *user, const char *branch, const char *text,
		   GError **err);

#endif
