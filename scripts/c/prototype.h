/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PROTOTYPE_H
#define NSGEN_PROTOTYPE_H

#include "c/reading.h"

/**
 * struct prototype - a declaration or definition of a function
 * @params: the parenthesis that opens its parameters
 * @arguments: how many arguments it takes
 * @variadic: and more
 * @is_void: it returns nothing
 */
struct prototype {
	int params;
	int arguments;
	bool variadic;
	bool is_void;
};

int prototype_arguments(const struct reading *r, int open);
bool prototype_read(const struct reading *r, int name, struct prototype *prototype);
bool prototype_is_value(const struct reading *r, int name);

#endif
