// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that are too wide, and lines of exactly the maximum width.
 */
#include "lib/text.h"
#include "engine/layout/wrap.h"

static void wraps(const char *text, const char *expected)
{
	g_autoptr(GPtrArray) lines = text_lines(text);
	bool changed = wrap_mask(lines, 0);
	g_autofree char *out = text_join(lines);

	g_assert_cmpstr(out, ==, expected);
	g_assert_cmpint(changed, ==, g_strcmp0(text, expected) != 0);
}

static void test_mask(void)
{
	/* Inside a parenthesis of this line: align with the text after it. */
	wraps("\tif (!(flags & (CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWPID)))\n",
	      "\tif (!(flags & (CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC |\n"
	      "\t\t       CLONE_NEWNET | CLONE_NEWPID)))\n");
	/* Inside a parenthesis of an earlier line: align with the line itself. */
	wraps("\t\t\t      CLONE_NEWCGROUP | CLONE_NEWTIME | CLONE_NEWFOO)))) {\n",
	      "\t\t\t      CLONE_NEWCGROUP | CLONE_NEWTIME |\n\t\t\t      CLONE_NEWFOO)))) {\n");
	/* Without blanks around |, like the neighbours. */
	wraps("\t\t\t\tCLONE_NEWTIME|CLONE_NEWFOO|CLONE_NEWABCDEFGHIJK))\n",
	      "\t\t\t\tCLONE_NEWTIME|CLONE_NEWFOO|\n\t\t\t\tCLONE_NEWABCDEFGHIJK))\n");
}

static void test_fits(void)
{
	/* 80 columns still fit. */
	wraps("\t\t\t      CLONE_NEWCGROUP | CLONE_NEWTIME | CLONE_NEWX)))) {\n",
	      "\t\t\t      CLONE_NEWCGROUP | CLONE_NEWTIME | CLONE_NEWX)))) {\n");
	wraps("\t\t\t      CLONE_NEWCGROUP | CLONE_NEWTIME | CLONE_NEWXY)))) {\n",
	      "\t\t\t      CLONE_NEWCGROUP | CLONE_NEWTIME |\n\t\t\t      CLONE_NEWXY)))) {\n");
}

static void test_deep(void)
{
	/* Keep a group on one line as long as it fits. */
	wraps("\tif (kargs->flags & (CLONE_DETACHED | (CSIGNAL & (~(CLONE_NEWTIME | CLONE_NEWFOO)))))\n",
	      "\tif (kargs->flags & (CLONE_DETACHED |\n\t\t\t    (CSIGNAL & (~(CLONE_NEWTIME | CLONE_NEWFOO)))))\n");
	wraps("\tif (kargs->flags & (CLONE_DETACHED | (CSIGNAL & (~(CLONE_NEWTIME | CLONE_NEWFOO | CLONE_NEWBARBAR)))))\n",
	      "\tif (kargs->flags & (CLONE_DETACHED |\n\t\t\t    (CSIGNAL & (~(CLONE_NEWTIME | CLONE_NEWFOO |\n"
	      "\t\t\t\t\t  CLONE_NEWBARBAR)))))\n");
}

static void test_no_mask(void)
{
	static const char *const same[] = {
		"\tif (a_long_condition_that_is_true(first) || another_long_condition_that_is_true(second))\n",
		"\tpr_info(\"a line that is too wide and has no mask in it at all, so nobody can break it\");\n",
		"\t\t\t\t\t\t\t\t\tA_FIRST_FLAG | ANOTHER\n",
		"\tflags_of_something_with_a_long_name->and_a_member_too |= SOMETHING_THAT_HAS_NO_END;\n",
		"",
	};

	for (size_t i = 0; i + 1 < G_N_ELEMENTS(same); i++)
		wraps(same[i], same[i]);
}

static void test_call(void)
{
	g_autoptr(GPtrArray) lines = text_lines(
		"\tnew_nsp->abcdefghijklmno_ns = copy_abcdefghijklmno_ns(flags, user_ns, tsk->nsproxy->ns);\n");
	g_autofree char *out = NULL;

	g_assert_true(wrap_call(lines, 0, 1));
	out = text_join(lines);
	g_assert_cmpstr(
		out, ==,
		"\tnew_nsp->abcdefghijklmno_ns =\n\t\tcopy_abcdefghijklmno_ns(flags, user_ns, tsk->nsproxy->ns);\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/wrap/mask", test_mask);
	g_test_add_func("/wrap/fits", test_fits);
	g_test_add_func("/wrap/deep", test_deep);
	g_test_add_func("/wrap/no-mask", test_no_mask);
	g_test_add_func("/wrap/call", test_call);
	return g_test_run();
}
