/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PEOPLE_H
#define NSGEN_PEOPLE_H

#include "series/mail.h"
#include "tree/tree.h"

#define NOBODY "nsgen"

bool author_find(struct mail *mail, char **name, const struct tree *tree, bool signoff,
		 GError **err);
bool maintainers_find(struct mail *mail, const struct tree *tree, const char *diff,
		      const char *scratch, GError **err);

#endif
