// SPDX-License-Identifier: GPL-2.0-only
#include "lib/diff.h"
#include "lib/text.h"

#include <string.h>

static void test_patterns(void)
{
	g_autofree char *group = text_match("a = 1\nb = 22\n", "^b = (\\d+)$", 1);

	g_assert_cmpstr(group, ==, "22");
	g_assert_null(text_match("a", "b", 0));
	g_assert_cmpint(text_find("one\ntwo\n", "^two"), ==, 4);
	g_assert_true(text_has("\xb9\xfe x\n", "x$"));
}

static void test_words(void)
{
	g_assert_true(text_has_word("put(ns);", "ns"));
	g_assert_false(text_has_word("net_ns ns2", "ns"));
	g_assert_true(text_has_word("net_ns ns", "ns"));
}

static void test_lines(void)
{
	g_autoptr(GPtrArray) lines = text_lines("a\n\nb");
	g_autofree char *text = text_join(lines);
	g_autofree char *line = text_line_at("x\n\tstruct  net \t *p;\ny", 5);

	g_assert_cmpuint(lines->len, ==, 3);
	g_assert_cmpstr(text, ==, "a\n\nb\n");
	g_assert_cmpint(text_line("a\nb\nc", 4), ==, 3);
	g_assert_cmpstr(line, ==, "struct net *p;");
}

static void test_end(void)
{
	g_assert_cmpint(text_end("f(a), \\"), ==, 4);
	g_assert_cmpint(text_end("f(a))"), ==, 4);
	g_assert_cmpint(text_end("f(a),\t\\"), ==, 4);
	g_assert_cmpint(text_end("a, b"), ==, 4);
	g_assert_cmpint(text_end("f())"), ==, 3);
	g_assert_cmpint(text_end("f(),"), ==, 3);
	g_assert_cmpint(text_end("x *: (y(A) ? b : NULL))"), ==, 22);
	g_assert_cmpint(text_end("a))"), ==, 1);
	g_assert_cmpint(text_end(""), ==, 0);
}

static void test_columns(void)
{
	g_autoptr(GString) line = g_string_new("\tx");

	g_assert_cmpint(text_column("\tab\tc", 4), ==, 16);
	text_tab_to(line, 20);
	g_assert_cmpstr(line->str, ==, "\tx\t    ");
	text_tab_to(line, 3);
	g_assert_cmpstr(line->str, ==, "\tx\t     ");
}

static void test_wrap(void)
{
	g_autofree char *text = text_wrap("aa bb cc\n\ndd", "> ", 7);

	g_assert_cmpstr(text, ==, "> aa bb\n> cc\n\n> dd\n");
}

static void test_hunks(void)
{
	g_autoptr(GArray) hunks = diff_hunks(
		"--- a\n+++ b\n@@ -3 +3,2 @@ f\n-x\n+y\n+z\n@@ -10,0 +12 @@\n+w\n@@ -20,2 +21,0 @@\n-a\n-b\n");
	static const struct hunk expected[] = { { 3, 1, 3, 2 },
						{ 10, 0, 12, 1 },
						{ 20, 2, 21, 0 } };

	g_assert_cmpuint(hunks->len, ==, 3);
	for (guint i = 0; i < hunks->len; i++)
		g_assert_cmpmem(&g_array_index(hunks, struct hunk, i), sizeof(struct hunk),
				&expected[i], sizeof(struct hunk));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/text/patterns", test_patterns);
	g_test_add_func("/text/words", test_words);
	g_test_add_func("/text/lines", test_lines);
	g_test_add_func("/text/end", test_end);
	g_test_add_func("/text/columns", test_columns);
	g_test_add_func("/text/wrap", test_wrap);
	g_test_add_func("/diff/hunks", test_hunks);
	return g_test_run();
}
