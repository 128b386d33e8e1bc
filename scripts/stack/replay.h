/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REPLAY_H
#define NSGEN_REPLAY_H

#include "tree/git.h"

bool replay(const struct git_user *user, const char *onto, const char *todo, const char *scratch,
	    char **tip, GError **err);

#endif
