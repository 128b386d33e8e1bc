/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_AUTHOR_H
#define NSGEN_AUTHOR_H

#include "series/mail.h"
#include "tree/tree.h"

#define NOBODY "nsgen"

bool author_find(struct mail *mail, char **name, const struct tree *tree, bool signoff, GError **err);

#endif
