// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is compiled of a file, and what is not. hooks.t puts old versions of each place in front of
 * it.
 */
#include "c/code.h"
#include "lib/text.h"

#include <string.h>

static void is_code(const char *text, const char *expected)
{
	g_autoptr(GPtrArray) lines = code_lines("x.c", text);
	g_autofree char *code = code_only("x.c", text);
	g_autofree char *joined = NULL;

	g_assert_cmpuint(strlen(code), ==, strlen(text));
	joined = text_join(lines);
	g_assert_cmpstr(joined, ==, expected);
}

static void test_comments(void)
{
	is_code("int a; /* b */ int c; // d\n", "int a;         int c;\n");
	is_code("/* one\n * two\n */\nint a;\n", " \n \n \nint a;\n");
	is_code("a = \"/* no comment */\";\n", "a = \"/* no comment */\";\n");
	is_code("a = '\"'; /* b */\n", "a = '\"';\n");
	is_code("a = \"\\\"/*\"; /* b\n", "a = \"\\\"/*\";\n");
	is_code("\n\nint a;\n", "\n\nint a;\n");
	is_code("", "");
}

static void test_dead(void)
{
	is_code("#if 0\na\n#endif\nb\n", " \n \n \nb\n");
	is_code("#if 0\na\n#else\nb\n#endif\n", " \n \n \nb\n \n");
	is_code("#if 1\na\n#else\nb\n#endif\n", " \na\n \n \n \n");
	is_code("# if 0 /* old */\na\n# endif\n", " \n \n \n");
	is_code("#if 0\n#if X\na\n#else\nb\n#endif\n#endif\nc\n", " \n \n \n \n \n \n \nc\n");
	is_code("#if 0\na\n#elif X\nb\n#else\nc\n#endif\n", " \n \n#if   X\nb\n#else\nc\n#endif\n");
	is_code("#if 1\na\n#elif X\nb\n#else\nc\n#endif\n", " \na\n \n \n \n \n \n");
	is_code("#ifdef X\na\n#else\nb\n#endif\n", "#ifdef X\na\n#else\nb\n#endif\n");
	is_code("#if 0 || X\na\n#endif\n", "#if 0 || X\na\n#endif\n");
	is_code("#if 0x10\na\n#endif\n", "#if 0x10\na\n#endif\n");
	is_code("#if 0\n#define A \\\n#endif\nb\n#endif\nc\n", " \n \n \n \n \nc\n");
	/* Not closed, or closed too often. */
	is_code("#if 0\na\n", " \n \n");
	is_code("#endif\na\n", "#endif\na\n");
	is_code("#else\na\n", "#else\na\n");
}

static void test_other_files(void)
{
	g_autofree char *text = code_only("Documentation/x.rst", "a /* b */\n#if 0\n");

	g_assert_cmpstr(text, ==, "a /* b */\n#if 0\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/code/comments", test_comments);
	g_test_add_func("/code/dead", test_dead);
	g_test_add_func("/code/other-files", test_other_files);
	return g_test_run();
}
