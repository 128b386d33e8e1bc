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
 * @kept: they are those of an earlier series; what this tree or level has no such number for is left out
 */
struct pins {
	char *flag, *inum, *id, *nr;
	gboolean assigned;
	bool kept;
};

bool numbers_choose(struct spec *spec, const struct tree *tree, const struct pins *pins, GError **err);

#endif
