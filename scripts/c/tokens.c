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

/* A line feed that no backslash takes away. */
static bool ends_line(const struct lex *lex, const char *p)
{
	if (*p != '\n')
		return false;
	if (p > lex->start && p[-1] == '\r')
		p--;
	return p == lex->start || p[-1] != '\\';
}

/*
 * One past the end of a string. One that is not closed ends with its line: an apostrophe in an
 * assembler comment must not swallow the rest of the file.
 */
static const char *string_end(const struct lex *lex, const char *p)
{
	char quote = *p++;

	while (p < lex->end && *p != quote && *p != '\n')
		p += *p == '\\' && p + 1 < lex->end ? 2 : 1;
	return p < lex->end && *p == quote ? p + 1 : p;
}

/**
 * lex_logical_end() - find the end of the current line, including lines that a backslash joins to
 * it and comments that go on
 * @lex: the tokenizer
 */
const char *lex_logical_end(const struct lex *lex)
{
	const char *p = lex->p;

	while (p < lex->end && !ends_line(lex, p)) {
		char next = p + 1 < lex->end ? p[1] : 0;

		if (*p == '/' && next == '*') {
			const char *close = memmem(p + 2, lex->end - p - 2, "*/", 2);

			p = close ? close + 2 : lex->end;
		} else if (*p == '/' && next == '/') {
			while (p < lex->end && !ends_line(lex, p))
				p++;
		} else if (*p == '"' || *p == '\'') {
			p = string_end(lex, p);
		} else {
			p++;
		}
	}
	return p;
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
		for (; lex->p < lex->end && !ends_line(lex, lex->p); lex->p++)
			if (*lex->p == '\n')
				newline(lex);
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

static void skip_string(struct lex *lex)
{
	const char *end = string_end(lex, lex->p);

	for (; lex->p < end; lex->p++)
		lex->line += *lex->p == '\n';
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
		skip_string(lex);
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
