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
 * struct number_words - what a number is called
 * @option: nsgen's, and a report's
 * @key: the spec's
 */
extern const struct number_words {
	const char *option, *key;
} number_words[NUMBERS];

/**
 * struct numbers - the numbers of a namespace, from the options to the report, and from there to
 * the next run
 * @of: FLAG=0x40, INUM=0xEFFFFFF6, ID=9, NR=12: as typed, or NULL: choose. Why is the reason for
 * each that an earlier series has, or that is given in place of one of its; else NULL
 * @assigned: they were handed out by a maintainer: inum and nr may be what nsgen would not choose
 * @kept: they are those of an earlier series; what this tree or level has no such number for is
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
