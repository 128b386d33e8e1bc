// SPDX-License-Identifier: GPL-2.0-only
/*
 * A C file as tokens: which brackets belong together, and where functions begin and end.
 *
 * Directives are left out, so all arms of a conditional are read one after the other, as with all
 * options on. Where the arms open different brackets, brackets are paired as well as possible.
 */
#include "c/reading.h"
#include "c/code.h"
#include "lib/text.h"

#include <string.h>

static char closing(char open)
{
	return open == '(' ? ')' : open == '[' ? ']' : open == '{' ? '}' : 0;
}

static void pair_brackets(struct reading *r)
{
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(int));

	for (int i = 0; i < reading_count(r); i++) {
		const struct token *token = reading_token(r, i);
		int none = -1;

		g_array_append_val(r->partner, none);
		if (token->type != TOKEN_SIGN || token->len != 1)
			continue;
		if (closing(token->sign)) {
			g_array_append_val(open, i);
			continue;
		}
		if (!strchr(")]}", token->sign))
			continue;
		/* A brace also ends what is left open inside it. */
		while (open->len) {
			int last = g_array_index(open, int, open->len - 1);
			char wanted = closing(reading_token(r, last)->sign);

			if (wanted != token->sign && token->sign != '}')
				break;
			g_array_set_size(open, open->len - 1);
			if (wanted != token->sign)
				continue;
			g_array_index(r->partner, int, i) = last;
			g_array_index(r->partner, int, last) = i;
			break;
		}
	}
}

/* The name before the parenthesis that ends before a body; -1: this is no function. */
static int function_name(const struct reading *r, int brace, int *params)
{
	int at = brace - 1;

	/* Words such as __init may come between. */
	while (reading_is_word(r, at))
		at--;
	while (reading_is(r, at, ")") && reading_partner(r, at) > 0) {
		int open = reading_partner(r, at);

		if (!reading_is_word(r, open - 1))
			return -1;
		if (!reading_is(r, open - 2, ")")) {
			*params = open;
			return open - 1;
		}
		/* An attribute with an argument, as in "int f(void) __releases(lock) {" */
		at = open - 2;
	}
	return -1;
}

static void find_functions(struct reading *r)
{
	for (int i = 0; i < reading_count(r); i++) {
		struct function function = { .open = i };

		if (!reading_is(r, i, "{") || reading_partner(r, i) < 0)
			continue;
		function.name = function_name(r, i, &function.params);
		function.close = reading_partner(r, i);
		if (function.name >= 0)
			g_array_append_val(r->functions, function);
		i = function.close;
	}
}

/**
 * reading_new() - read C
 * @text: the file
 *
 * Return: the reading, freed with reading_free().
 */
struct reading *reading_new(const char *text)
{
	struct reading *r = g_new0(struct reading, 1);
	struct token token;
	struct lex lex;

	r->code = code_only("x.c", text);
	r->tokens = g_array_new(FALSE, FALSE, sizeof(struct token));
	r->partner = g_array_new(FALSE, FALSE, sizeof(int));
	r->functions = g_array_new(FALSE, FALSE, sizeof(struct function));
	r->defines = g_array_new(FALSE, FALSE, sizeof(struct token));
	lex_init(&lex, r->code, strlen(r->code));
	while (lex_next(&lex, &token)) {
		const char *end;

		if (token.type != TOKEN_HASH) {
			g_array_append_val(r->tokens, token);
			continue;
		}
		end = lex_logical_end(&lex);
		if (lex_next(&lex, &token) && token.at < end && token.len == strlen("define") &&
		    !strncmp(token.at, "define", token.len) && lex_next(&lex, &token) &&
		    token.at < end)
			g_array_append_val(r->defines, token);
		for (; lex.p < end; lex.p++)
			lex.line += *lex.p == '\n';
	}
	pair_brackets(r);
	find_functions(r);
	return r;
}

/**
 * reading_free() - free a reading
 * @reading: may be NULL
 */
void reading_free(struct reading *reading)
{
	if (!reading)
		return;
	g_array_unref(reading->tokens);
	g_array_unref(reading->partner);
	g_array_unref(reading->functions);
	g_array_unref(reading->defines);
	g_free(reading->code);
	g_free(reading);
}

/**
 * reading_count() - how many tokens there are
 * @reading: the reading
 */
int reading_count(const struct reading *reading)
{
	return reading->tokens->len;
}

/**
 * reading_token() - a token
 * @reading: the reading
 * @at: its index
 *
 * Return: NULL if there is none.
 */
const struct token *reading_token(const struct reading *reading, int at)
{
	return at >= 0 && at < reading_count(reading) ?
		       &g_array_index(reading->tokens, struct token, at) :
		       NULL;
}

/**
 * reading_is() - is this the token?
 * @reading: the reading
 * @at: its index
 * @text: the token's text
 */
bool reading_is(const struct reading *reading, int at, const char *text)
{
	const struct token *token = reading_token(reading, at);

	return token && token->len == strlen(text) && !memcmp(token->at, text, token->len);
}

/**
 * reading_is_word() - is the token an identifier or a keyword?
 * @reading: the reading
 * @at: its index
 */
bool reading_is_word(const struct reading *reading, int at)
{
	const struct token *token = reading_token(reading, at);

	return token && token->type == TOKEN_WORD;
}

/**
 * reading_same() - have two tokens the same text?
 * @one: a reading
 * @at: index of a token of it
 * @other: a reading
 * @where: index of a token of that one
 */
bool reading_same(const struct reading *one, int at, const struct reading *other, int where)
{
	const struct token *a = reading_token(one, at), *b = reading_token(other, where);

	return a && b && a->len == b->len && !memcmp(a->at, b->at, a->len);
}

/**
 * reading_text() - a token's text
 * @reading: the reading
 * @at: its index
 *
 * Return: a new string.
 */
char *reading_text(const struct reading *reading, int at)
{
	const struct token *token = reading_token(reading, at);

	return token ? g_strndup(token->at, token->len) : g_strdup("");
}

/**
 * reading_partner() - the bracket that belongs to a bracket
 * @reading: the reading
 * @at: index of a token
 *
 * Return: its index, or -1.
 */
int reading_partner(const struct reading *reading, int at)
{
	return at >= 0 && at < reading_count(reading) ? g_array_index(reading->partner, int, at) :
							-1;
}

/**
 * reading_opener() - the bracket around a token
 * @reading: the reading
 * @at: index of the token
 * @bracket: '{', '(' or '['; 0 for the innermost of any kind
 *
 * Return: index of the bracket that opens, or -1.
 */
int reading_opener(const struct reading *reading, int at, char bracket)
{
	for (int i = at - 1; i >= 0; i--) {
		const struct token *token = reading_token(reading, i);
		int partner = reading_partner(reading, i);

		if (partner < 0)
			continue;
		if (partner < i)
			i = partner;
		else if (partner >= at && (!bracket || token->sign == bracket))
			return i;
	}
	return -1;
}

/**
 * reading_defines() - does the file have a #define of a name?
 * @reading: the reading
 * @name: the name
 */
bool reading_defines(const struct reading *reading, const char *name)
{
	for (guint i = 0; i < reading->defines->len; i++) {
		const struct token *token = &g_array_index(reading->defines, struct token, i);

		if (token->len == strlen(name) && !memcmp(token->at, name, token->len))
			return true;
	}
	return false;
}

/**
 * reading_in_enum() - is a token between the braces of an enum?
 * @reading: the reading
 * @at: its index
 */
bool reading_in_enum(const struct reading *reading, int at)
{
	int open = reading_opener(reading, at, 0);

	return reading_is(reading, open, "{") && (reading_is(reading, open - 1, "enum") ||
						  reading_is(reading, open - 2, "enum"));
}

/**
 * reading_is_tag() - is a token the name of a struct, an enum or a union?
 * @reading: the reading
 * @at: its index
 */
bool reading_is_tag(const struct reading *reading, int at)
{
	return reading_is(reading, at - 1, "struct") || reading_is(reading, at - 1, "enum") ||
	       reading_is(reading, at - 1, "union");
}

/**
 * reading_function() - a function by its name
 * @reading: the reading
 * @name: its name
 *
 * Return: NULL if the file does not define it.
 */
const struct function *reading_function(const struct reading *reading, const char *name)
{
	for (guint i = 0; i < reading->functions->len; i++) {
		const struct function *function =
			&g_array_index(reading->functions, struct function, i);

		if (reading_is(reading, function->name, name))
			return function;
	}
	return NULL;
}

/**
 * reading_function_at() - the function whose body has a token
 * @reading: the reading
 * @at: index of the token
 *
 * Return: NULL if none has it.
 */
const struct function *reading_function_at(const struct reading *reading, int at)
{
	for (guint i = 0; i < reading->functions->len; i++) {
		const struct function *function =
			&g_array_index(reading->functions, struct function, i);

		if (at > function->open && at < function->close)
			return function;
	}
	return NULL;
}
