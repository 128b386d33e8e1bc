// SPDX-License-Identifier: GPL-2.0-only
/*
 * Blanks: a new line gets those with which it is written in the rule.
 *
 * With --smpl-spacing spatch keeps the line breaks of the rule, but for each tab it writes one
 * blank, and before some statements and some "=" none.
 */
#include "engine/layout/blanks.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Is it the same line, but for its blanks? */
static bool same_words(const char *one, const char *two)
{
	for (;; one++, two++) {
		while (is_blank(*one))
			one++;
		while (is_blank(*two))
			two++;
		if (!*one || *one != *two)
			return *one == *two;
	}
}

/**
 * blanks_as_written() - a line as the rule has it
 * @written: the lines that the rules add, without the "+"
 * @line: a line that spatch added
 * @next: where to begin in @written; becomes the place behind what was found. The same words may
 * stand there twice, with different blanks.
 *
 * Return: a new string; NULL: no rule has this line.
 */
char *blanks_as_written(const GPtrArray *written, const char *line, guint *next)
{
	for (guint n = 0; n < written->len; n++) {
		guint i = (*next + n) % written->len;

		if (!same_words(written->pdata[i], line))
			continue;
		*next = i + 1;
		return g_strdup(written->pdata[i]);
	}
	return NULL;
}
