/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_INTEGER_H
#define NSGEN_INTEGER_H

#include <glib.h>
#include <stdbool.h>

/* C's integer types on a 64-bit kernel, in the order of the usual arithmetic conversions. */
enum c_type { C_INT, C_UINT, C_LONG, C_ULONG };

/**
 * struct c_value - an integer of C
 * @bits: its value in 64 bits, extended as its type is
 * @type: its type
 */
struct c_value {
	guint64 bits;
	enum c_type type;
};

/* More than any #ifdef in a list of numbers gives a name. */
#define C_VALUES 16

/**
 * struct c_values - what an expression can be, depending on the configuration
 * @of: the values, each once
 * @n: how many
 * @open: an operator is outside of any parentheses, so the expression is not an operand
 */
struct c_values {
	struct c_value of[C_VALUES];
	guint n;
	bool open;
};

enum c_op {
	C_TIMES,
	C_OVER,
	C_MODULO,
	C_PLUS,
	C_MINUS,
	C_LEFT,
	C_RIGHT,
	C_LESS,
	C_MORE,
	C_AT_MOST,
	C_AT_LEAST,
	C_EQUAL,
	C_UNEQUAL,
	C_AND,
	C_XOR,
	C_OR,
	C_BOTH,
	C_EITHER,
};

bool c_number(const char *text, size_t len, struct c_value *value);
bool c_character(const char *text, size_t len, struct c_value *value);
struct c_value c_convert(const struct c_value *value, int width, bool is_signed);
bool c_operate(enum c_op op, const struct c_values *a, const struct c_values *b,
	       struct c_values *result);
bool c_values_add(struct c_values *values, const struct c_value *value);
bool c_values_merge(struct c_values *values, const struct c_values *more);

#endif
