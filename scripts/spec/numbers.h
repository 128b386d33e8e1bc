/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_NUMBERS_H
#define NSGEN_NUMBERS_H

#include "spec/spec.h"
#include "tree/tree.h"

/*
 * Why a number is what it is. The rule's reason is followed by the release that it was chosen
 * for: later ones keep it.
 */
#define REASON_RULE "rule for Linux "
#define REASON_PINNED "pinned"
#define REASON_ASSIGNED "assigned"

enum { NUMBER_FLAG, NUMBER_INUM, NUMBER_ID, NUMBER_NR, NUMBERS };

/**
 * struct pins - numbers that the user wants, as typed; NULL: choose
 * @flag: FLAG=0x40
 * @inum: INUM=0xEFFFFFF6
 * @id: ID=9
 * @nr: NR=12
 * @assigned: they were handed out by a maintainer: inum and nr may be what nsgen would not choose
 * @kept: they are those of an earlier series; what this tree or level has no such number for is
 * left out
 * @why: the reason for each that an earlier series has, or that is given in place of one of its;
 * else NULL
 */
struct pins {
	char *flag, *inum, *id, *nr;
	gboolean assigned;
	bool kept;
	const char *why[NUMBERS];
};

bool numbers_choose(struct spec *spec, const struct tree *tree, const struct pins *pins,
		    GError **err);

#endif
