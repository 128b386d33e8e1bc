// SPDX-License-Identifier: GPL-2.0-only
/*
 * Evaluate C's constant integer expressions, as macros and enumerators have them.
 *
 * A macro is text: with "#define A 1 + 1", "A * 2" is 3. Here a name has a value, so where the
 * text would mean something else than the value (an operator of the macro is outside of any
 * parentheses, and the name is an operand) the expression is not evaluated. The same holds for
 * parameters of macros.
 */
#include "c/expression.h"
#include "c/tokens.h"

#include <string.h>

/* Macros that double each other's length would never end. */
#define MOST_STEPS 2000000

#define MOST_ARGUMENTS 8

/**
 * struct frame - the arguments of a macro, while its body is evaluated
 * @function: the macro
 * @arguments: their values
 */
struct frame {
	const struct c_function *function;
	const struct c_values *arguments;
};

struct parser {
	struct c_scope *scope;
	const struct frame *frame;
	struct lex lex;
	struct token token;
	int chosen;
};

static bool expression(struct parser *p, struct c_values *values);
static bool unary(struct parser *p, struct c_values *values);

static bool advance(struct parser *p)
{
	if (!lex_next(&p->lex, &p->token))
		p->token.type = TOKEN_END;
	/* The tokenizer has no "<=" and ">=". */
	if (p->token.type == TOKEN_SIGN && p->token.len == 1 && strchr("<>", *p->token.at) &&
	    p->lex.p < p->lex.end && *p->lex.p == '=') {
		p->lex.p++;
		p->token.len++;
	}
	return ++p->scope->steps < MOST_STEPS;
}

static bool is(const struct token *token, const char *text)
{
	return token->type != TOKEN_END && token->len == strlen(text) &&
	       !memcmp(token->at, text, token->len);
}

static bool take(struct parser *p, const char *text)
{
	return is(&p->token, text) && advance(p);
}

static const struct infix {
	const char *text;
	int level;
	enum c_op op;
} infixes[] = {
	{ "*", 10, C_TIMES },	{ "/", 10, C_OVER },	 { "%", 10, C_MODULO },
	{ "+", 9, C_PLUS },	{ "-", 9, C_MINUS },	 { "<<", 8, C_LEFT },
	{ ">>", 8, C_RIGHT },	{ "<", 7, C_LESS },	 { ">", 7, C_MORE },
	{ "<=", 7, C_AT_MOST }, { ">=", 7, C_AT_LEAST }, { "==", 6, C_EQUAL },
	{ "!=", 6, C_UNEQUAL }, { "&", 5, C_AND },	 { "^", 4, C_XOR },
	{ "|", 3, C_OR },	{ "&&", 2, C_BOTH },	 { "||", 1, C_EITHER },
};

static const struct infix *infix_at(const struct token *token)
{
	for (size_t i = 0; i < G_N_ELEMENTS(infixes); i++)
		if (is(token, infixes[i].text))
			return &infixes[i];
	return NULL;
}

static const struct type {
	const char *name;
	int width; /* 0: says nothing about it */
	bool is_unsigned;
} types[] = {
	{ "int", 32, false },	  { "char", 8, false },	     { "short", 16, false },
	{ "long", 64, false },	  { "unsigned", 0, true },   { "signed", 0, false },
	{ "const", 0, false },	  { "__force", 0, false },   { "__u8", 8, true },
	{ "__u16", 16, true },	  { "__u32", 32, true },     { "__u64", 64, true },
	{ "__s8", 8, false },	  { "__s16", 16, false },    { "__s32", 32, false },
	{ "__s64", 64, false },	  { "u8", 8, true },	     { "u16", 16, true },
	{ "u32", 32, true },	  { "u64", 64, true },	     { "s8", 8, false },
	{ "s16", 16, false },	  { "s32", 32, false },	     { "s64", 64, false },
	{ "uint8_t", 8, true },	  { "uint16_t", 16, true },  { "uint32_t", 32, true },
	{ "uint64_t", 64, true }, { "int8_t", 8, false },    { "int16_t", 16, false },
	{ "int32_t", 32, false }, { "int64_t", 64, false },  { "__aligned_u64", 64, true },
	{ "size_t", 64, true },	  { "uintptr_t", 64, true }, { "ino_t", 64, true },
};

static const struct type *type_at(const struct token *token)
{
	for (size_t i = 0; token->type == TOKEN_WORD && i < G_N_ELEMENTS(types); i++)
		if (is(token, types[i].name))
			return &types[i];
	return NULL;
}

static bool convert(const struct c_values *number, int width, bool is_signed,
		    struct c_values *values)
{
	struct c_values result = { .n = 0 };

	for (guint i = 0; i < number->n; i++) {
		struct c_value value = c_convert(&number->of[i], width, is_signed);

		if (!c_values_add(&result, &value))
			return false;
	}
	*values = result;
	return true;
}

/* "unsigned long)0x40": the rest of a cast, and its operand. */
static bool cast(struct parser *p, struct c_values *values)
{
	struct c_values operand = { .n = 0 };
	const struct type *type;
	bool is_unsigned = false;
	int width = 0;

	while ((type = type_at(&p->token))) {
		/* "long int" is long, "short int" short. */
		if (type->width && (!width || width == 32))
			width = type->width;
		is_unsigned |= type->is_unsigned;
		if (!advance(p))
			return false;
	}
	return take(p, ")") && unary(p, &operand) && !operand.open &&
	       convert(&operand, width ? width : 32, !is_unsigned, values);
}

static void set(struct c_values *values, guint64 bits, enum c_type type)
{
	*values = (struct c_values){ .of = { { bits, type } }, .n = 1 };
}

static bool bit(const struct c_values *n, struct c_values *values)
{
	struct c_values one;

	set(&one, 1, C_ULONG);
	return c_operate(C_LEFT, &one, n, values);
}

/* The bits from @low to @high. */
static bool mask(const struct c_values *high, const struct c_values *low, struct c_values *values)
{
	struct c_values one, up, down;

	set(&one, 1, C_ULONG);
	/* 2 << 63 is 0, and 0 - 1 has all bits. */
	return bit(high, &up) && c_operate(C_PLUS, &up, &up, &up) && bit(low, &down) &&
	       c_operate(C_MINUS, &up, &down, values);
}

/* An ioctl's number; the size, and so the whole of it, is not known here. */
static bool ioctl(const struct c_values *magic, const struct c_values *nr, struct c_values *values)
{
	struct c_values eight;

	set(&eight, 8, C_INT);
	return c_operate(C_LEFT, magic, &eight, values) && c_operate(C_OR, values, nr, values);
}

/* The kernel's own macros, and how many of their arguments count. */
static const struct known {
	const char *name;
	guint arguments;
	enum { BIT, MASK, LONG, ULONG, UINT, IOCTL, IOC } what;
} known[] = {
	{ "BIT", 1, BIT },	    { "BIT_ULL", 1, BIT }, { "_BITUL", 1, BIT },
	{ "_BITULL", 1, BIT },	    { "BIT_U8", 1, BIT },  { "BIT_U16", 1, BIT },
	{ "BIT_U32", 1, BIT },	    { "BIT_U64", 1, BIT }, { "GENMASK", 2, MASK },
	{ "GENMASK_ULL", 2, MASK }, { "UL", 1, ULONG },	   { "ULL", 1, ULONG },
	{ "_UL", 1, ULONG },	    { "_ULL", 1, ULONG },  { "U64_C", 1, ULONG },
	{ "UINT64_C", 1, ULONG },   { "U32_C", 1, UINT },  { "UINT32_C", 1, UINT },
	{ "_AC", 1, LONG },	    { "_IO", 2, IOCTL },   { "_IOR", 2, IOCTL },
	{ "_IOW", 2, IOCTL },	    { "_IOWR", 2, IOCTL }, { "_IOC", 3, IOC },
};

/* What is first of the arguments of _IOC(); it does not count. */
static bool direction(const struct token *word, struct c_values *values)
{
	set(values, 0, C_UINT);
	return is(word, "_IOC_NONE") || is(word, "_IOC_READ") || is(word, "_IOC_WRITE");
}

static bool call_known(const struct known *macro, const struct c_values *arguments,
		       struct c_values *values)
{
	switch (macro->what) {
	case BIT:
		return bit(&arguments[0], values);
	case MASK:
		return mask(&arguments[0], &arguments[1], values);
	case LONG:
		return convert(&arguments[0], 64, true, values);
	case ULONG:
		return convert(&arguments[0], 64, false, values);
	case UINT:
		return convert(&arguments[0], 32, false, values);
	case IOCTL:
		return ioctl(&arguments[0], &arguments[1], values);
	case IOC:
		return ioctl(&arguments[1], &arguments[2], values);
	}
	return false;
}

/* Skips what is left of a list of arguments, up to its parenthesis. */
static bool skip_arguments(struct parser *p)
{
	int depth = 0;

	while (p->token.type != TOKEN_END && (depth || !is(&p->token, ")"))) {
		depth += is(&p->token, "(");
		depth -= is(&p->token, ")");
		if (!advance(p))
			return false;
	}
	return true;
}

/* The arguments of a call, of which the first @most count. */
static bool arguments(struct parser *p, guint most, struct c_values *values, guint *n)
{
	if (!take(p, "("))
		return false;
	for (*n = 0; *n < most && !is(&p->token, ")"); ++*n) {
		if ((*n && !take(p, ",")) || !expression(p, &values[*n]))
			return false;
	}
	return *n == most &&
	       (take(p, ")") || (is(&p->token, ",") && skip_arguments(p) && take(p, ")")));
}

static bool evaluate(struct c_scope *scope, const struct frame *frame, const char *text, size_t len,
		     struct c_values *values);

static bool call_function(struct parser *p, const struct c_function *function,
			  struct c_values *values)
{
	struct c_values given[MOST_ARGUMENTS];
	const struct frame frame = { function, given };
	guint count = g_strv_length(function->params), n;

	return count <= MOST_ARGUMENTS && arguments(p, count, given, &n) &&
	       evaluate(p->scope, &frame, function->body, strlen(function->body), values);
}

/* An enumerator, or a macro with or without parameters. */
static bool name(struct parser *p, struct c_values *values)
{
	const struct token word = p->token;
	const struct c_function *function;
	struct c_values given[MOST_ARGUMENTS];
	guint n;

	if (!advance(p))
		return false;
	for (guint i = 0; p->frame && p->frame->function->params[i]; i++) {
		if (!is(&word, p->frame->function->params[i]))
			continue;
		*values = p->frame->arguments[i];
		return true;
	}
	if (!is(&p->token, "("))
		return (p->scope->value && p->scope->value(p->scope, word.at, word.len, values)) ||
		       direction(&word, values);
	function = p->scope->function ? p->scope->function(p->scope, word.at, word.len) : NULL;
	if (function)
		return call_function(p, function, values);
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		if (!is(&word, known[i].name))
			continue;
		if (!arguments(p, known[i].arguments, given, &n) ||
		    !call_known(&known[i], given, values))
			return false;
		values->open = false;
		return true;
	}
	return false;
}

static bool primary(struct parser *p, struct c_values *values)
{
	struct c_value value;

	switch (p->token.type) {
	case TOKEN_WORD:
		return name(p, values);
	case TOKEN_NUMBER:
		if (!c_number(p->token.at, p->token.len, &value))
			return false;
		break;
	case TOKEN_STRING:
		if (!c_character(p->token.at, p->token.len, &value))
			return false;
		break;
	default:
		if (!take(p, "("))
			return false;
		if (type_at(&p->token))
			return cast(p, values);
		if (!expression(p, values) || !take(p, ")"))
			return false;
		values->open = false;
		return true;
	}
	set(values, value.bits, value.type);
	return advance(p);
}

static bool operand(struct parser *p, struct c_values *values)
{
	static const struct {
		const char *text;
		enum c_op op;
		int left;
	} signs[] = {
		/* +x is 0 + x, ~x is -1 ^ x, and !x is 0 == x. */
		{ "+", C_PLUS, 0 },
		{ "-", C_MINUS, 0 },
		{ "~", C_XOR, -1 },
		{ "!", C_EQUAL, 0 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		struct c_values left;

		if (!is(&p->token, signs[i].text))
			continue;
		set(&left, signs[i].left, C_INT);
		if (!advance(p) || !unary(p, values) || values->open ||
		    !c_operate(signs[i].op, &left, values, values))
			return false;
		values->open = false;
		return true;
	}
	return primary(p, values);
}

static bool unary(struct parser *p, struct c_values *values)
{
	bool ok = p->scope->depth < C_DEEPEST;

	p->scope->depth++;
	ok = ok && operand(p, values);
	p->scope->depth--;
	return ok;
}

/*
 * Operators of a level and above. @alone: nothing is on the left that could take the first operand
 * away from a macro's operator.
 */
static bool binary(struct parser *p, int level, bool alone, struct c_values *values)
{
	const struct infix *infix;

	if (!unary(p, values))
		return false;
	infix = infix_at(&p->token);
	if (values->open && (!alone || infix || is(&p->token, "?")))
		return false;
	for (; infix && infix->level >= level; infix = infix_at(&p->token)) {
		struct c_values right;

		if (!advance(p) || !binary(p, infix->level + 1, false, &right) ||
		    !c_operate(infix->op, values, &right, values))
			return false;
	}
	return true;
}

static bool is_zero(const struct c_values *values, bool zero)
{
	for (guint i = 0; i < values->n; i++)
		if (!values->of[i].bits != zero)
			return false;
	return true;
}

/* A whole expression, with "a ? b : c". */
static bool expression(struct parser *p, struct c_values *values)
{
	struct c_values yes, no;

	if (!binary(p, 1, true, values))
		return false;
	if (!is(&p->token, "?"))
		return true;
	/* One that ends in another one could be as long as the file. */
	if (++p->chosen > C_DEEPEST || !advance(p) || !expression(p, &yes) || !take(p, ":") ||
	    !expression(p, &no))
		return false;
	if (is_zero(values, false))
		*values = yes;
	else if (is_zero(values, true))
		*values = no;
	else if (!c_values_merge(&yes, &no))
		return false;
	else
		*values = yes;
	values->open = true;
	return true;
}

static bool evaluate(struct c_scope *scope, const struct frame *frame, const char *text, size_t len,
		     struct c_values *values)
{
	struct parser p = { .scope = scope, .frame = frame };

	lex_init(&p.lex, text, len);
	*values = (struct c_values){ .n = 0 };
	return advance(&p) && expression(&p, values) && p.token.type == TOKEN_END && values->n;
}

/**
 * c_evaluate() - the values of a constant expression
 * @scope: the names that it may use
 * @text: the expression; comments and line breaks may be in it
 * @len: its length
 * @values: set to what it can be
 *
 * Return: false if it cannot be evaluated.
 */
bool c_evaluate(struct c_scope *scope, const char *text, size_t len, struct c_values *values)
{
	return evaluate(scope, NULL, text, len, values);
}
