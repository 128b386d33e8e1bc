/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_EXPRESSION_H
#define NSGEN_EXPRESSION_H

#include "c/integer.h"

/* How deep macros and parentheses may be: more than people nest, and less than the stack holds. */
#define C_DEEPEST 100

/**
 * struct c_function - a macro with parameters
 * @params: their names, NULL-terminated
 * @body: what it stands for
 */
struct c_function {
	char **params;
	char *body;
};

/**
 * struct c_scope - where an expression finds the names that it uses
 * @value: the values of a macro without parameters, or of an enumerator; false if it has none
 * @function: a macro with parameters, or NULL
 * @depth: how deep in macros and parentheses the evaluation is
 * @steps: how many tokens were read, over all expressions
 */
struct c_scope {
	bool (*value)(struct c_scope *scope, const char *word, size_t len,
		      struct c_values *values);
	const struct c_function *(*function)(struct c_scope *scope, const char *word, size_t len);
	int depth;
	int steps;
};

bool c_evaluate(struct c_scope *scope, const char *text, size_t len, struct c_values *values);

#endif
