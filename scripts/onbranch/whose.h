/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_WHOSE_H
#define NSGEN_WHOSE_H

#include "branch/match.h"

/**
 * enum whose - who has written a line
 * @WHOSE_HAND: the user
 * @WHOSE_HOOK: a hook
 * @WHOSE_UNKNOWN: it is in a generated commit, and nothing tells
 */
enum whose { WHOSE_HAND, WHOSE_HOOK, WHOSE_UNKNOWN };

/**
 * struct line - a line that a commit adds or takes away
 * @path: the file, an interned string
 * @text: the line with its sign; ends before the newline
 * @len: its length
 * @hunk: where it is
 * @number: its number in the new file, or in the old one if it is taken away
 * @whose: who has written it
 * @author: the hook, if that is known; its strings are the report's
 */
struct line {
	const char *path;
	const char *text;
	size_t len;
	struct hunk hunk;
	int number;
	enum whose whose;
	struct author author;
};

GPtrArray *whose_lines(const struct branch *branch, const struct matches *matches, GError **err);

#endif
