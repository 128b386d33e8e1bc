// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a declaration of a function says about its calls.
 */
#include "c/prototype.h"

/**
 * prototype_arguments() - how many arguments a call has, or a prototype takes
 * @r: the file
 * @open: the parenthesis that opens them
 */
int prototype_arguments(const struct reading *r, int open)
{
	int close = reading_partner(r, open), count = 1;

	if (close <= open + 1 || (close == open + 2 && reading_is(r, open + 1, "void")))
		return 0;
	for (int i = open + 1; i < close; i++) {
		if (reading_partner(r, i) > i)
			i = reading_partner(r, i);
		else if (reading_is(r, i, ","))
			count++;
	}
	return count;
}

static bool is_variadic(const struct reading *r, int close)
{
	return reading_is(r, close - 1, ".") && reading_is(r, close - 2, ".");
}

/**
 * prototype_read() - read a declaration or definition of a function
 * @r: the file
 * @name: the function's name
 * @prototype: gets what it says
 *
 * Return: false if there is none at @name.
 */
bool prototype_read(const struct reading *r, int name, struct prototype *prototype)
{
	int open = name + 1, close = reading_partner(r, open);

	/* A type stands in front of it, at the top level of the file. */
	if (!reading_is_word(r, name) || !reading_is(r, open, "(") || close < 0 ||
	    !(reading_is_word(r, name - 1) || reading_is(r, name - 1, "*")) ||
	    reading_opener(r, name, 0) >= 0)
		return false;
	*prototype = (struct prototype){
		.params = open,
		.arguments = prototype_arguments(r, open),
		.variadic = is_variadic(r, close),
		.is_void = reading_is(r, name - 1, "void"),
	};
	return true;
}

/**
 * prototype_is_value() - is the value of a call used?
 * @r: the file
 * @name: the function's name in the call
 */
bool prototype_is_value(const struct reading *r, int name)
{
	return reading_is(r, name - 1, "=") || reading_is(r, name - 1, "return") ||
	       reading_is(r, name - 1, "!") || reading_is(r, name - 1, "&&") ||
	       reading_is(r, name - 1, "||") ||
	       (reading_is(r, name - 1, "(") && reading_is(r, name - 2, "if"));
}
