/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_READING_H
#define NSGEN_READING_H

#include "c/tokens.h"

#include <glib.h>

/**
 * struct function - the definition of a function, as indices of tokens
 * @name: its name
 * @params: the parenthesis that opens its parameters
 * @open: the brace that opens its body
 * @close: the brace that closes it
 */
struct function {
	int name, params, open, close;
};

/**
 * struct reading - a C file as tokens, without comments, "#if 0" and directives
 * @code: the result of code_only(), which the tokens point into
 * @tokens: struct token; those of directives are left out
 * @partner: for each token, the index of the bracket that belongs to it, or -1
 * @functions: struct function
 * @defines: struct token, the name after each #define
 */
struct reading {
	char *code;
	GArray *tokens;
	GArray *partner;
	GArray *functions;
	GArray *defines;
};

struct reading *reading_new(const char *text);
void reading_free(struct reading *reading);
int reading_count(const struct reading *reading);
const struct token *reading_token(const struct reading *reading, int at);
bool reading_is(const struct reading *reading, int at, const char *text);
bool reading_is_word(const struct reading *reading, int at);
bool reading_same(const struct reading *one, int at, const struct reading *other, int where);
bool reading_defines(const struct reading *reading, const char *name);
bool reading_in_enum(const struct reading *reading, int at);
bool reading_is_tag(const struct reading *reading, int at);
char *reading_text(const struct reading *reading, int at);
int reading_partner(const struct reading *reading, int at);
int reading_opener(const struct reading *reading, int at, char bracket);
const struct function *reading_function(const struct reading *reading, const char *name);
const struct function *reading_function_at(const struct reading *reading, int at);

typedef struct reading Reading;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

#endif
