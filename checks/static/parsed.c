// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file of C as tokens, with the functions in it and the lines that the series adds.
 */
#include "parsed.h"
#include "lib/diff.h"
#include "lib/text.h"

#include <string.h>

#define DEEPEST 64

/* What an #if is: code, or no code in this branch or in the other. */
enum branch { CODE, NO_CODE, CODE_NOW };

struct branches {
	enum branch all[DEEPEST];
	int depth;
};

static void follow(struct branches *b, const char *line)
{
	if (text_has(line, "^\\s*#\\s*if")) {
		if (++b->depth < DEEPEST)
			b->all[b->depth] = text_has(line, "^\\s*#\\s*if\\s+\\(?0\\)?\\s*$") ?
						   NO_CODE :
					   text_has(line, "^\\s*#\\s*if\\s+\\(?1\\)?\\s*$") ?
						   CODE_NOW :
						   CODE;
	} else if (text_has(line, "^\\s*#\\s*el") && b->depth > 0 && b->depth < DEEPEST) {
		if (b->all[b->depth])
			b->all[b->depth] = b->all[b->depth] == CODE_NOW ? NO_CODE : CODE;
	} else if (text_has(line, "^\\s*#\\s*endif") && b->depth > 0) {
		b->depth--;
	}
}

static bool is_dead(const struct branches *b)
{
	for (int i = 1; i <= b->depth && i < DEEPEST; i++)
		if (b->all[i] == NO_CODE)
			return true;
	return false;
}

/* Blanks for what is under "#if 0", and for directives unless they are to be kept. */
static void blank(char *code, bool directives)
{
	struct branches branches = { .depth = 0 };
	bool goes_on = false;

	for (char *p = code; *p;) {
		size_t len = strcspn(p, "\n");
		g_autofree char *line = g_strndup(p, len);
		bool directive = goes_on || line[strspn(line, " \t")] == '#';

		if (directive && !goes_on)
			follow(&branches, line);
		goes_on = directive && text_goes_on(line);
		if (is_dead(&branches) || (directive && !directives))
			memset(p, ' ', len);
		p += len + (p[len] == '\n');
	}
}

static int length(const char *p)
{
	static const char *const signs[] = { "->", "==", "!=", "<=", ">=", "&&", "||", "<<",
					     ">>", "+=", "-=", "|=", "&=", "++", "--" };
	int len = 0;

	while (text_is_word(p[len]))
		len++;
	for (size_t i = 0; !len && i < G_N_ELEMENTS(signs); i++)
		if (g_str_has_prefix(p, signs[i]))
			return 2;
	return len ? len : 1;
}

/* A brace in the first column closes whatever is open: both branches of an #if may open one. */
static void close_bracket(struct parsed *parsed, GArray *open, int i, bool first)
{
	struct token *token = &g_array_index(parsed->tokens, struct token, i), *mate;

	while (open->len) {
		int last = g_array_index(open, int, open->len - 1);

		mate = &g_array_index(parsed->tokens, struct token, last);
		g_array_set_size(open, open->len - 1);
		if (first && open->len)
			continue;
		token->mate = last;
		mate->mate = i;
		return;
	}
}

static void split(struct parsed *parsed)
{
	g_autofree char *code = g_strdup(parsed->code);
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(int));
	int line = 1;

	blank(code, false);
	for (const char *p = code; *p;) {
		struct token token = { .at = p - code, .line = line, .mate = -1 };
		int i = parsed->tokens->len;

		if (g_ascii_isspace(*p)) {
			line += *p++ == '\n';
			continue;
		}
		token.len = length(p);
		g_array_append_val(parsed->tokens, token);
		if (strchr("([{", *p))
			g_array_append_val(open, i);
		else if (strchr(")]}", *p))
			close_bracket(parsed, open, i, *p == '}' && (p == code || p[-1] == '\n'));
		p += token.len;
	}
}

static void find_functions(struct parsed *parsed)
{
	for (int i = 1; i < (int)parsed->tokens->len; i++) {
		struct function function = { .open = i, .close = parsed_at(parsed, i)->mate };
		int name = i;

		if (parsed_at(parsed, i)->mate <= i)
			continue;
		if (!parsed_is(parsed, i, "{")) {
			i = parsed_at(parsed, i)->mate;
			continue;
		}
		/* "int f(void) __acquires(x) {" */
		while (parsed_is(parsed, name - 1, ")") && parsed_at(parsed, name - 1)->mate > 0)
			name = parsed_at(parsed, name - 1)->mate - 1;
		function.name = name;
		if (name < i && parsed_is_name(parsed, name))
			g_array_append_val(parsed->functions, function);
		i = function.close;
	}
}

/**
 * parsed_text() - read a text as C
 * @path: its path in the tree
 * @text: the file
 *
 * Return: a new file, without any added line.
 */
struct parsed *parsed_text(const char *path, const char *text)
{
	struct parsed *parsed = g_new0(struct parsed, 1);

	parsed->path = g_strdup(path);
	parsed->text = g_strdup(text);
	parsed->code = text_code(text, true);
	blank(parsed->code, true);
	parsed->tokens = g_array_new(FALSE, FALSE, sizeof(struct token));
	parsed->functions = g_array_new(FALSE, FALSE, sizeof(struct function));
	parsed->added = g_array_new(FALSE, TRUE, sizeof(bool));
	split(parsed);
	find_functions(parsed);
	return parsed;
}

/**
 * parsed_new() - read a file as it is with the series
 * @patched: the series
 * @path: path in the tree
 *
 * Return: a new file, or NULL if there is none.
 */
struct parsed *parsed_new(struct patched *patched, const char *path)
{
	g_autofree char *text = patched_new(patched, path), *was = patched_old(patched, path);
	struct parsed *parsed = text ? parsed_text(path, text) : NULL;
	g_autoptr(GArray) hunks = NULL;

	if (!parsed)
		return NULL;
	hunks = diff_texts(was ? was : "", text, NULL);
	parsed->is_new = !was;
	for (guint h = 0; hunks && h < hunks->len; h++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, h);

		g_array_set_size(parsed->added, MAX((int)parsed->added->len,
						    hunk->new_start + hunk->new_count + 1));
		for (int n = 0; n < hunk->new_count; n++)
			g_array_index(parsed->added, bool, hunk->new_start + n) = true;
	}
	return parsed;
}

/**
 * parsed_free() - free a file
 * @parsed: NULL is allowed
 */
void parsed_free(struct parsed *parsed)
{
	if (!parsed)
		return;
	g_array_unref(parsed->tokens);
	g_array_unref(parsed->functions);
	g_array_unref(parsed->added);
	g_free(parsed->path);
	g_free(parsed->text);
	g_free(parsed->code);
	g_free(parsed);
}

/**
 * parsed_at() - a token
 * @parsed: the file
 * @i: any index
 *
 * Return: one without length for an index outside the file.
 */
const struct token *parsed_at(const struct parsed *parsed, int i)
{
	static const struct token none = { .mate = -1 };

	return i >= 0 && i < (int)parsed->tokens->len ?
		       &g_array_index(parsed->tokens, struct token, i) :
		       &none;
}

/**
 * parsed_is() - is this the token?
 * @parsed: the file
 * @i: any index
 * @word: the token
 */
bool parsed_is(const struct parsed *parsed, int i, const char *word)
{
	const struct token *token = parsed_at(parsed, i);

	return token->len && !strncmp(parsed->text + token->at, word, token->len) &&
	       !word[token->len];
}

/**
 * parsed_is_name() - can the token be the name of something?
 * @parsed: the file
 * @i: any index
 */
bool parsed_is_name(const struct parsed *parsed, int i)
{
	const struct token *token = parsed_at(parsed, i);

	return token->len && text_is_word(parsed->text[token->at]) &&
	       !g_ascii_isdigit(parsed->text[token->at]);
}

/**
 * parsed_line() - the line of a token
 * @parsed: the file
 * @i: any index
 */
int parsed_line(const struct parsed *parsed, int i)
{
	return parsed_at(parsed, i)->line;
}

/**
 * parsed_added() - does the series add a line?
 * @parsed: the file
 * @line: from 1
 */
bool parsed_added(const struct parsed *parsed, int line)
{
	return line > 0 && line < (int)parsed->added->len &&
	       g_array_index(parsed->added, bool, line);
}

/**
 * parsed_join() - the text of some tokens, without blanks
 * @parsed: the file
 * @from: the first one
 * @to: the one after the last
 *
 * Return: a new string.
 */
char *parsed_join(const struct parsed *parsed, int from, int to)
{
	GString *text = g_string_new(NULL);

	for (int i = from; i < to; i++)
		g_string_append_len(text, parsed->text + parsed_at(parsed, i)->at,
				    parsed_at(parsed, i)->len);
	return g_string_free(text, FALSE);
}
