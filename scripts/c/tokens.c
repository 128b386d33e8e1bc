// SPDX-License-Identifier: GPL-2.0-only
/*
 * Split C into tokens as far as the audit needs it: comments are skipped, and whatever is not
 * closed ends at the end of the text.
 */
#include "c/tokens.h"
#include "lib/text.h"

#include <glib.h>
#include <string.h>

/**
 * lex_init() - start at a text's first byte
 * @lex: the tokenizer
 * @text: need not be NUL-terminated
 * @len: its length
 */
void lex_init(struct lex *lex, const char *text, size_t len)
{
	*lex = (struct lex){
		.p = text, .end = text + len, .start = text, .line = 1, .fresh = true
	};
}

/**
 * lex_logical_end() - find the end of the current line, including lines that a backslash joins to
 * it and comments that go on
 * @lex: the tokenizer
 */
const char *lex_logical_end(const struct lex *lex)
{
	const char *p = lex->p;

	while (p < lex->end) {
		if (*p == '\n' && (p == lex->start || p[-1] != '\\'))
			return p;
		if (*p == '/' && p + 1 < lex->end && p[1] == '*') {
			const char *close = memmem(p + 2, lex->end - p - 2, "*/", 2);

			if (!close)
				return lex->end;
			p = close + 2;
			continue;
		}
		p++;
	}
	return lex->end;
}

static void newline(struct lex *lex)
{
	lex->line++;
	lex->fresh = true;
}

static void skip_comment(struct lex *lex, bool block)
{
	const char *close;

	if (!block) {
		close = memchr(lex->p, '\n', lex->end - lex->p);
		lex->p = close ? close : lex->end;
		return;
	}
	close = memmem(lex->p + 2, lex->end - lex->p - 2, "*/", 2);
	close = close ? close + 2 : lex->end;
	for (; lex->p < close; lex->p++)
		if (*lex->p == '\n')
			newline(lex);
}

static void skip_blanks(struct lex *lex)
{
	while (lex->p < lex->end) {
		char next = lex->p + 1 < lex->end ? lex->p[1] : 0;

		if (*lex->p == '\n') {
			newline(lex);
			lex->p++;
		} else if (g_ascii_isspace(*lex->p) ||
			   (*lex->p == '\\' && (next == '\n' || next == '\r'))) {
			lex->p++;
		} else if (*lex->p == '/' && (next == '*' || next == '/')) {
			skip_comment(lex, next == '*');
		} else {
			return;
		}
	}
}

/*
 * A string that is not closed ends with its line: an apostrophe in an assembler comment must not
 * swallow the rest of the file.
 */
static void skip_string(struct lex *lex, char quote)
{
	for (lex->p++; lex->p < lex->end && *lex->p != quote && *lex->p != '\n'; lex->p++) {
		if (*lex->p != '\\' || lex->p + 1 >= lex->end)
			continue;
		lex->p++;
		if (*lex->p == '\n')
			lex->line++;
	}
	if (lex->p < lex->end && *lex->p == quote)
		lex->p++;
}

/**
 * lex_next() - read the next token
 * @lex: the tokenizer
 * @token: set to it
 *
 * Return: false at the end.
 */
bool lex_next(struct lex *lex, struct token *token)
{
	static const char *const doubles[] = { "&&", "||", "==", "!=", "->", "<<", ">>" };
	char c;

	skip_blanks(lex);
	*token = (struct token){ .at = lex->p, .line = lex->line };
	if (lex->p >= lex->end)
		return false;
	token->first = lex->p == lex->start || lex->p[-1] == '\n';
	c = *lex->p;
	if (g_ascii_isalpha(c) || c == '_') {
		token->type = TOKEN_WORD;
		while (lex->p < lex->end && text_is_word(*lex->p))
			lex->p++;
	} else if (g_ascii_isdigit(c)) {
		token->type = TOKEN_NUMBER;
		while (lex->p < lex->end && text_is_word(*lex->p))
			lex->p++;
	} else if (c == '"' || c == '\'') {
		token->type = TOKEN_STRING;
		skip_string(lex, c);
	} else {
		token->type = c == '#' && lex->fresh ? TOKEN_HASH : TOKEN_SIGN;
		token->sign = c;
		lex->p++;
		for (size_t i = 0; i < G_N_ELEMENTS(doubles); i++) {
			if (c == doubles[i][0] && lex->p < lex->end && *lex->p == doubles[i][1]) {
				lex->p++;
				token->sign = i < 4 ? 0 : doubles[i][1];
				break;
			}
		}
	}
	lex->fresh = false;
	token->len = lex->p - token->at;
	return true;
}
