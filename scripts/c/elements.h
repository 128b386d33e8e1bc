/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_ELEMENTS_H
#define NSGEN_ELEMENTS_H

#include "c/reading.h"

/**
 * struct element - an element of a list in braces, as indices of tokens
 * @first: its first token
 * @last: its last token
 */
struct element {
	int first, last;
};

GArray *elements_of(const struct reading *r, int open);
bool element_ends_list(const struct reading *r, const struct element *element);

#endif
