/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TOKENS_H
#define NSGEN_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum token_type { TOKEN_END, TOKEN_WORD, TOKEN_NUMBER, TOKEN_STRING, TOKEN_SIGN, TOKEN_HASH };

/**
 * struct token - a C token
 * @type: TOKEN_HASH is the '#' that begins a directive
 * @sign: a TOKEN_SIGN's character; 0 for "&&", "||", "==" and "!=", which end an expression
 * @at: its first byte
 * @len: its length
 * @line: its line
 * @first: it is in the line's first column
 */
struct token {
	enum token_type type;
	char sign;
	const char *at;
	size_t len;
	int line;
	bool first;
};

/**
 * struct lex - the state of the tokenizer
 * @p: the next byte
 * @end: one past the last byte
 * @line: the line of @p
 * @start: the text's first byte
 * @fresh: only whitespace so far in this line
 */
struct lex {
	const char *p, *end, *start;
	int line;
	bool fresh;
};

void lex_init(struct lex *lex, const char *text, size_t len);
bool lex_next(struct lex *lex, struct token *token);
const char *lex_logical_end(const struct lex *lex);

#endif
