/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_MAINTAINERS_H
#define NSGEN_MAINTAINERS_H

#include "series/mail.h"
#include "tree/tree.h"

bool maintainers_find(struct mail *mail, const struct tree *tree, const char *diff, const char *scratch, GError **err);

#endif
