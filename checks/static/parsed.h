/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CHECKS_PARSED_H
#define NSGEN_CHECKS_PARSED_H

#include "static.h"

/**
 * struct token - a word or a sign of C
 * @at: where it begins in the text
 * @len: its length
 * @line: its line, from 1
 * @mate: index of the bracket that belongs to this one, or -1
 */
struct token {
	int at, len, line, mate;
};

/**
 * struct function - a function with a body
 * @name: index of its name
 * @open: the brace that opens its body
 * @close: the one that closes it
 */
struct function {
	int name, open, close;
};

/**
 * struct parsed - a file of C
 * @path: path in the tree
 * @text: the file
 * @code: the same length, with blanks for comments, strings and code under "#if 0"
 * @tokens: of @code without its directives
 * @functions: in their order
 * @added: for each line from 1 on whether the series adds it
 * @is_new: the series adds the file
 */
struct parsed {
	char *path, *text, *code;
	GArray *tokens, *functions, *added;
	bool is_new;
};

struct parsed *parsed_new(struct patched *patched, const char *path);
struct parsed *parsed_text(const char *path, const char *text);
void parsed_free(struct parsed *parsed);
const struct token *parsed_at(const struct parsed *parsed, int i);
bool parsed_is(const struct parsed *parsed, int i, const char *word);
bool parsed_is_name(const struct parsed *parsed, int i);
int parsed_line(const struct parsed *parsed, int i);
bool parsed_added(const struct parsed *parsed, int line);
char *parsed_join(const struct parsed *parsed, int from, int to);

typedef struct parsed Parsed;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Parsed, parsed_free)

#endif
