/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_NUMBERS_H
#define NSGEN_NUMBERS_H

#include "spec/spec.h"
#include "spec/taken.h"
#include "tree/tree.h"

/*
 * Why a number has its value. REASON_RULE is followed by the release for which the number was
 * chosen: later releases keep it.
 */
#define REASON_RULE "rule for Linux "
#define REASON_PINNED "pinned"
#define REASON_ASSIGNED "assigned"

/**
 * struct numbers - the numbers of a namespace, from the options to the report, and from there to
 * the next run
 * @of: FLAG=0x40, INUM=0xEFFFFFF6, ID=9, NR=12: the text as typed, or NULL to choose one. why is
 * the reason for a number that an earlier series has, or that replaces one of its; else NULL
 * @assigned: a maintainer assigned them: inum and nr may be values that nsgen would not choose
 * @kept: they are those of an earlier series; numbers that this tree or level does not have are
 * left out
 */
struct numbers {
	struct number {
		char *text;
		const char *why;
	} of[NUMBERS];
	gboolean assigned;
	bool kept;
};

bool numbers_given(const struct numbers *numbers);
bool numbers_choose(struct spec *spec, const struct tree *tree, const struct numbers *numbers,
		    GError **err);
void numbers_keep(struct numbers *numbers, const struct numbers *old);
void numbers_clear(struct numbers *numbers);

#endif
