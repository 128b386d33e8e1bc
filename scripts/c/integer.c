// SPDX-License-Identifier: GPL-2.0-only
/*
 * Integers of C: constants, conversions and operators, with the types of a 64-bit kernel.
 *
 * An expression may have several values, because a name may be defined in both arms of an #ifdef;
 * an operator takes each with each. Signed overflow wraps, as it does in the kernel; what has no
 * value (a shift by 64, a division by zero) is an error.
 */
#include "c/integer.h"

#include <errno.h>
#include <string.h>

static bool is_signed(enum c_type type)
{
	return type == C_INT || type == C_LONG;
}

static int width_of(enum c_type type)
{
	return type == C_INT || type == C_UINT ? 32 : 64;
}

/**
 * c_convert() - convert a value, as a cast does, and promote the result
 * @value: the value
 * @width: of the type, in bits, from 1 to 64
 * @is_signed: is the type signed?
 */
struct c_value c_convert(const struct c_value *value, int width, bool is_signed)
{
	guint64 mask = width < 64 ? (1ULL << width) - 1 : G_MAXUINT64;
	guint64 bits = value->bits & mask;

	if (is_signed && bits >> (width - 1) & 1)
		bits |= ~mask;
	if (width < 32)
		return (struct c_value){ bits, C_INT };
	return (struct c_value){ bits, width == 32 ? (is_signed ? C_INT : C_UINT) :
						     (is_signed ? C_LONG : C_ULONG) };
}

static struct c_value as_type(const struct c_value *value, enum c_type type)
{
	return c_convert(value, width_of(type), is_signed(type));
}

static bool fits(guint64 number, enum c_type type)
{
	static const guint64 most[] = {
		[C_INT] = G_MAXINT32,
		[C_UINT] = G_MAXUINT32,
		[C_LONG] = G_MAXINT64,
		[C_ULONG] = G_MAXUINT64,
	};

	return number <= most[type];
}

/**
 * c_number() - the value of an integer constant: 64, 0x40UL, 0100, 0b1000000
 * @text: the constant
 * @len: its length
 * @value: set to it
 *
 * Return: false if it is none, or too large.
 */
bool c_number(const char *text, size_t len, struct c_value *value)
{
	g_autofree char *copy = g_ascii_strdown(text, len);
	const char *digits = copy;
	char *end;
	int base = 10;
	bool is_unsigned = false, is_long = false;
	guint64 number;

	if (g_str_has_prefix(copy, "0x") || g_str_has_prefix(copy, "0b")) {
		base = copy[1] == 'x' ? 16 : 2;
		digits += 2;
	} else if (*copy == '0') {
		base = 8;
	}
	if (!g_ascii_isxdigit(*digits))
		return false;
	errno = 0;
	number = g_ascii_strtoull(digits, &end, base);
	if (errno || end == digits)
		return false;
	for (; *end; end++) {
		if (*end == 'u' && !is_unsigned) {
			is_unsigned = true;
		} else if (*end == 'l' && !is_long) {
			is_long = true;
			end += end[1] == 'l';
		} else {
			return false;
		}
	}
	for (enum c_type type = C_INT; type <= C_ULONG; type++) {
		if ((is_unsigned && is_signed(type)) || (is_long && width_of(type) < 64) ||
		    (!is_unsigned && !is_signed(type) && base == 10) || !fits(number, type))
			continue;
		*value = (struct c_value){ number, type };
		return true;
	}
	return false;
}

/**
 * c_character() - the value of a character constant: 'p', '\f', '\x40', '\100'
 * @text: the constant with its quotes
 * @len: its length
 * @value: set to it
 *
 * Return: false if it has not one character, or one whose sign depends on the compiler.
 */
bool c_character(const char *text, size_t len, struct c_value *value)
{
	static const char escapes[][2] = {
		{ 'a', '\a' },	{ 'b', '\b' },	{ 'e', 033 },  { 'f', '\f' },
		{ 'n', '\n' },	{ 'r', '\r' },	{ 't', '\t' }, { 'v', '\v' },
		{ '\\', '\\' }, { '\'', '\'' }, { '"', '"' },  { '?', '?' },
	};
	const char *end = text + len - 1;
	guint64 code = 0;

	if (len < 3 || *text != '\'' || *end != '\'')
		return false;
	text++;
	if (*text != '\\') {
		code = (guchar)*text;
		*value = (struct c_value){ code, C_INT };
		return text + 1 == end && code < 0x80;
	}
	text++;
	if (*text == 'x' || (*text >= '0' && *text <= '7')) {
		g_autofree char *digits =
			g_strndup(text + (*text == 'x'), end - text - (*text == 'x'));
		char *after;

		if (!g_ascii_isxdigit(*digits) || (*text != 'x' && strlen(digits) > 3))
			return false;
		code = g_ascii_strtoull(digits, &after, *text == 'x' ? 16 : 8);
		*value = (struct c_value){ code, C_INT };
		return !*after && code < 0x80;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(escapes); i++) {
		if (*text != escapes[i][0])
			continue;
		*value = (struct c_value){ escapes[i][1], C_INT };
		return text + 1 == end;
	}
	return false;
}

/**
 * c_values_add() - add a value to those that an expression can have
 * @values: the values
 * @value: the new one
 *
 * Return: false if there are too many.
 */
bool c_values_add(struct c_values *values, const struct c_value *value)
{
	for (guint i = 0; i < values->n; i++)
		if (values->of[i].bits == value->bits && values->of[i].type == value->type)
			return true;
	if (values->n == C_VALUES)
		return false;
	values->of[values->n++] = *value;
	return true;
}

/**
 * c_values_merge() - add the values of another expression
 * @values: the values
 * @more: the others
 *
 * Return: false if there are too many.
 */
bool c_values_merge(struct c_values *values, const struct c_values *more)
{
	for (guint i = 0; i < more->n; i++)
		if (!c_values_add(values, &more->of[i]))
			return false;
	values->open |= more->open;
	return true;
}

static bool shift(enum c_op op, const struct c_value *a, guint64 count, struct c_value *result)
{
	bool negative = is_signed(a->type) && a->bits >> 63;

	if (count >= (guint)width_of(a->type))
		return false;
	*result = *a;
	if (op == C_LEFT)
		result->bits = a->bits << count;
	else
		result->bits = a->bits >> count | (negative ? ~(G_MAXUINT64 >> count) : 0);
	*result = as_type(result, a->type);
	return true;
}

static bool divide(enum c_op op, const struct c_value *a, const struct c_value *b,
		   struct c_value *result)
{
	gint64 one = a->bits, two = b->bits;

	if (!b->bits || (is_signed(a->type) && one == G_MININT64 && two == -1))
		return false;
	if (is_signed(a->type))
		result->bits = op == C_OVER ? one / two : one % two;
	else
		result->bits = op == C_OVER ? a->bits / b->bits : a->bits % b->bits;
	return true;
}

static int compare(const struct c_value *a, const struct c_value *b)
{
	gint64 one = a->bits, two = b->bits;

	if (is_signed(a->type))
		return (one > two) - (one < two);
	return (a->bits > b->bits) - (a->bits < b->bits);
}

static bool truth(enum c_op op, const struct c_value *a, const struct c_value *b)
{
	int order = compare(a, b);

	switch (op) {
	case C_LESS:
		return order < 0;
	case C_MORE:
		return order > 0;
	case C_AT_MOST:
		return order <= 0;
	case C_AT_LEAST:
		return order >= 0;
	case C_EQUAL:
		return !order;
	case C_UNEQUAL:
		return order;
	case C_BOTH:
		return a->bits && b->bits;
	default:
		return a->bits || b->bits;
	}
}

static bool operate(enum c_op op, const struct c_value *left, const struct c_value *right,
		    struct c_value *result)
{
	enum c_type type = MAX(left->type, right->type);
	struct c_value a = as_type(left, type), b = as_type(right, type);

	*result = (struct c_value){ 0, type };
	switch (op) {
	case C_LEFT:
	case C_RIGHT:
		/* A negative count is one that is too large. */
		return shift(op, left, right->bits, result);
	case C_OVER:
	case C_MODULO:
		if (!divide(op, &a, &b, result))
			return false;
		break;
	case C_TIMES:
		result->bits = a.bits * b.bits;
		break;
	case C_PLUS:
		result->bits = a.bits + b.bits;
		break;
	case C_MINUS:
		result->bits = a.bits - b.bits;
		break;
	case C_AND:
		result->bits = a.bits & b.bits;
		break;
	case C_XOR:
		result->bits = a.bits ^ b.bits;
		break;
	case C_OR:
		result->bits = a.bits | b.bits;
		break;
	default:
		*result = (struct c_value){ truth(op, &a, &b), C_INT };
		return true;
	}
	*result = as_type(result, type);
	return true;
}

/**
 * c_operate() - apply a binary operator, to each value with each
 * @op: the operator
 * @a: the values on its left
 * @b: the values on its right
 * @result: set to the values of the whole; may be @a or @b
 *
 * Return: false if it has no value for some of them, or too many.
 */
bool c_operate(enum c_op op, const struct c_values *a, const struct c_values *b,
	       struct c_values *result)
{
	struct c_values all = { .open = true };

	for (guint i = 0; i < a->n; i++) {
		for (guint n = 0; n < b->n; n++) {
			struct c_value value;

			if (!operate(op, &a->of[i], &b->of[n], &value) ||
			    !c_values_add(&all, &value))
				return false;
		}
	}
	*result = all;
	return true;
}
