// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a hand added goes with the neighbour that is still there; where that does not tell the
 * place, git asks.
 */
#include "onbranch/carry.h"

/* Texts are lines of one letter. */
static char *lines(const char *letters)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (; *letters; letters++)
		g_string_append_printf(text, "%c\n", *letters);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void check(const char *before, const char *after, const char *now, const char *want,
		  bool beside)
{
	g_autofree char *one = lines(before), *two = lines(after), *three = lines(now);
	g_autofree char *expected = want ? lines(want) : NULL, *carried = NULL;
	g_autoptr(GError) err = NULL;
	bool stands;

	g_assert_true(carry_text(one, two, three, &carried, &stands, &err));
	g_assert_no_error(err);
	g_assert_cmpstr(carried, ==, expected);
	if (want)
		g_assert_cmpint(stands, ==, beside);
}

static void test_away(void)
{
	check("abcdefg", "abXcdefg", "abcdeYg", "abXcdeYg", false);
	check("abcdefg", "aXcdefg", "abcdYZfg", "aXcdYZfg", false);
	check("abcdefg", "acdefg", "abcdefgY", "acdefgY", false);
	check("abc", "abc", "xyz", "xyz", false);
	check("abc", "aXbc", "abc", "aXbc", false);
}

static void test_beside(void)
{
	/* Behind the line that is there still, and in front of one. */
	check("abcde", "abXcde", "abYZe", "abXYZe", true);
	check("abcde", "abcdXe", "abYZe", "abYZXe", true);
	check("abcde", "abXcde", "abe", "abXe", true);
	/* The end is always there, the beginning too. */
	check("abc", "abcX", "abYZ", "abYZX", true);
	check("abc", "Xabc", "YZc", "XYZc", true);
	check("abc", "abcX", "abcY", "abcYX", false);
}

static void test_meets(void)
{
	/* Both neighbours are gone, or both added something there. */
	check("abcde", "abcXde", "abYe", NULL, false);
	check("abcde", "abXcde", "abYcde", NULL, false);
	/* What a hand changed, or took away, has changed or stands beside that. */
	check("abcde", "abXde", "abYde", NULL, false);
	check("abcde", "abde", "abcYe", NULL, false);
	check("abcde", "abXde", "abcYe", NULL, false);
}

static void test_last_line(void)
{
	g_autofree char *carried = NULL;
	g_autoptr(GError) err = NULL;
	bool beside;

	g_assert_true(carry_text("a\nb", "a\nX\nb", "a\nb", &carried, &beside, &err));
	g_assert_null(carried);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/carry/away", test_away);
	g_test_add_func("/carry/beside", test_beside);
	g_test_add_func("/carry/meets", test_meets);
	g_test_add_func("/carry/last-line", test_last_line);
	return g_test_run();
}
