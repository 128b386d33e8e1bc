// SPDX-License-Identifier: GPL-2.0-only
#include "c/tokens.h"

#include <glib.h>
#include <string.h>

/* The rest of the line that a text begins with. */
static void expect_line(const char *text, const char *rest)
{
	struct lex lex;

	lex_init(&lex, text, strlen(text));
	g_assert_cmpstr(lex_logical_end(&lex), ==, rest);
}

static void test_lines(void)
{
	expect_line("a\nb", "\nb");
	expect_line("a \\\nb\nc", "\nc");
	expect_line("a \\\r\nb\r\nc", "\nc");
	expect_line("a", "");
	expect_line("a /* b\nc */ d\ne", "\ne");
	expect_line("a /* b\nc", "");
	/* What only looks like a comment. */
	expect_line("a \"/*\"\nb */", "\nb */");
	expect_line("a '\\'/*'\nb", "\nb");
	expect_line("a // fs/*.c\nb", "\nb");
	expect_line("a // b \\\n c\nd", "\nd");
	expect_line("error don't /* x\nb", "\nb");
}

/* The words of a text, each with its line: "1:a 2:b". */
static void expect_words(const char *text, const char *words)
{
	g_autoptr(GString) said = g_string_new(NULL);
	struct token token;
	struct lex lex;

	lex_init(&lex, text, strlen(text));
	while (lex_next(&lex, &token))
		g_string_append_printf(said, "%s%d:%.*s", said->len ? " " : "", token.line,
				       (int)token.len, token.at);
	g_assert_cmpstr(said->str, ==, words);
}

static void test_words(void)
{
	expect_words("a b\nc", "1:a 1:b 2:c");
	expect_words("a // b \\\n c\nd", "1:a 3:d");
	expect_words("a /* b\n*/ c", "1:a 2:c");
	expect_words("\"a\\\nb\" c", "1:\"a\\\nb\" 2:c");
	expect_words("don't\nc", "1:don 1:'t 2:c");
	expect_words("\\\na", "2:a");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/tokens/lines", test_lines);
	g_test_add_func("/tokens/words", test_words);
	return g_test_run();
}
