/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_NUMBERS_H
#define NSGEN_NUMBERS_H

#include "spec.h"
#include "tree.h"

/**
 * struct pins - numbers that the user wants, as typed; NULL: choose
 * @flag: FLAG=0x40
 * @inum: INUM=0xEFFFFFF6
 * @id: ID=9
 * @nr: NR=12
 * @assigned: they were handed out by a maintainer: inum and nr may be what nsgen would not choose
 */
struct pins {
	char *flag, *inum, *id, *nr;
	gboolean assigned;
};

bool numbers_choose(struct spec *spec, const struct tree *tree, const struct pins *pins, GError **err);

#endif
