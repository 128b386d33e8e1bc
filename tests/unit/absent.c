// SPDX-License-Identifier: GPL-2.0-only
/*
 * "Absent:" is evidence that a tree does not have a site. It must not match where a hook of that
 * site fits: neither in the hooks' test cases, nor in any available tree.
 */
#include "hook/plan.h"
#include "lib/error.h"

#include <stdlib.h>
#include <string.h>

static GPtrArray *hooks;

static void is_there(const struct hook *hook, const struct tree *tree, const char *file,
		     const char *text, const char *where)
{
	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *other = hooks->pdata[i];
		g_autoptr(GError) err = NULL;
		struct absence *absence;
		bool same = !g_strcmp0(hook_reads(other), hook_reads(hook));
		g_autofree char *read = NULL;

		if (strcmp(other->site, hook->site) || (!same && !tree))
			continue;
		if (!same)
			tree_read_if_there(tree, hook_reads(other), &read, &err);
		g_assert_no_error(err);
		g_assert_true(plan_absence(other, tree, file, same ? text : read, &absence, &err));
		if (absence)
			g_error("%s: %s fits, and %s says: no site, '%s'", where, hook->path,
				other->path, absence->evidence);
	}
}

/* A test case with an expected result has the site. */
static int check_cases(const struct hook *hook)
{
	g_autofree char *dir = g_build_filename("tests/hooks", hook->path + strlen("cocci/"), NULL);
	g_autoptr(GDir) handle = g_dir_open(dir, 0, NULL);
	const char *name;
	int count = 0;

	while (handle && (name = g_dir_read_name(handle))) {
		g_autofree char *path = g_build_filename(dir, name, NULL), *text = NULL;

		if (!g_str_has_suffix(name, ".res"))
			continue;
		*strrchr(path, '.') = 0;
		g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
		is_there(hook, NULL, hook_field(hook, "File"), text, path);
		count++;
	}
	return count;
}

static void test_cases(void)
{
	int count = 0;

	for (guint i = 0; i < hooks->len; i++)
		count += check_cases(hooks->pdata[i]);
	g_assert_cmpint(count, >, 300);
}

static void check_tree(const char *path)
{
	g_autoptr(Tree) tree = tree_open(path, NULL);
	g_autoptr(Spec) spec = spec_new("nsgen", NULL, NULL);
	int count = 0;

	g_assert_nonnull(tree);
	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];
		g_autofree char *file = spec_expand(spec, hook_reads(hook), NULL), *text = NULL;
		g_autoptr(GError) err = NULL;
		bool fits;

		g_assert_true(tree_read_if_there(tree, file, &text, &err));
		g_assert_true(plan_hook_fits(hook, tree, text, &fits, &err));
		if (!fits || hook->engine == ENGINE_NONE)
			continue;
		is_there(hook, tree, file, text, path);
		count++;
	}
	g_assert_cmpint(count, >=, 10);
}

static int check_trees(const char *dir, const char *begins)
{
	g_autoptr(GDir) handle = g_dir_open(dir, 0, NULL);
	const char *name;
	int count = 0;

	while (handle && (name = g_dir_read_name(handle))) {
		g_autofree char *path = g_build_filename(dir, name, NULL);
		g_autofree char *nsproxy = g_build_filename(path, "kernel/nsproxy.c", NULL);

		if (!g_str_has_prefix(name, begins) || !g_file_test(nsproxy, G_FILE_TEST_EXISTS))
			continue;
		check_tree(path);
		count++;
	}
	return count;
}

static void test_trees(void)
{
	g_assert_cmpint(check_trees("tests/base", ""), >, 0);
	g_test_message("%d kernels under build/", check_trees("build", "linux-"));
}

int main(int argc, char **argv)
{
	g_autoptr(GError) err = NULL;

	g_test_init(&argc, &argv, NULL);
	hooks = hooks_load(".", &err);
	g_assert_no_error(err);
	g_test_add_func("/absent/cases", test_cases);
	g_test_add_func("/absent/trees", test_trees);
	return g_test_run();
}
