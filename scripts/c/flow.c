// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does control go on after a statement?
 */
#include "c/flow.h"

static bool is_conditional(const struct reading *r, int word)
{
	return reading_is(r, word, "if") || reading_is(r, word, "for") ||
	       reading_is(r, word, "while") || reading_is(r, word, "switch");
}

/* The first token after the statement, or the label, that ends before this one. */
static int after_last(const struct reading *r, int last)
{
	for (int i = last - 1; i >= 0; i--) {
		if (reading_is(r, i, ";") || reading_is(r, i, "{") || reading_is(r, i, "}") ||
		    reading_is(r, i, ":"))
			return i + 1;
		if (reading_partner(r, i) >= 0 && reading_partner(r, i) < i)
			i = reading_partner(r, i);
	}
	return 0;
}

/**
 * flow_start() - the first token of a statement
 * @r: the file
 * @last: its last token, ';' or '}'
 *
 * Return: for one in braces the token after the statement before it, so that a condition belongs
 * to it.
 */
int flow_start(const struct reading *r, int last)
{
	int from = reading_is(r, last, "}") ? reading_partner(r, last) : last;

	return from < 0 ? last : after_last(r, from);
}

static bool jumps(const struct reading *r, int at)
{
	static const char *const words[] = { "return", "goto", "break", "continue", "BUG",
					     "unreachable", "panic" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (reading_is(r, at, words[i]))
			return true;
	return false;
}

/**
 * flow_ends() - does control never come to what follows a statement?
 * @r: the file
 * @last: the statement's last token, ';' or '}'
 *
 * Return: false where that is not certain.
 */
bool flow_ends(const struct reading *r, int last)
{
	int start, first;

	if (!reading_is(r, last, ";") && !reading_is(r, last, "}"))
		return false;
	start = flow_start(r, last);
	first = start;
	if (reading_is(r, first, "else")) {
		/* Both branches have to end; the one before has its condition in front of it. */
		int then = start - 1, from = flow_start(r, then);

		if (reading_is(r, first + 1, "if") || !reading_is(r, from, "if"))
			return false;
		from = reading_partner(r, from + 1) + 1;
		if (reading_is(r, then, "}") ? !flow_ends(r, then - 1) : !jumps(r, from))
			return false;
		first++;
	} else if (is_conditional(r, first)) {
		return false;
	}
	if (reading_is(r, last, ";"))
		return jumps(r, first);
	/* A block on its own, or after else. */
	return reading_partner(r, last) == first && flow_ends(r, last - 1);
}
