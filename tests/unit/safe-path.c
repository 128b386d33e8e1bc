// SPDX-License-Identifier: GPL-2.0-only
/* Which paths are inside a tree, and which of them a spec or a report may name. */
#include "tree/safe-path.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static void test_paths(void)
{
	static const struct {
		const char *path;
		bool inside, ok;
	} cases[] = {
		{ "Makefile", true, true },
		{ "kernel/ima_namespace.c", true, true },
		{ "tools/testing/selftests/x/.gitignore", true, true },
		{ ".gitignore", true, true },
		{ "a..b/...", true, true },
		{ "arch/arm/boot/dts/foo,bar.dts", true, false },
		{ "a b", true, false },
		{ "a\nb", true, false },
		{ "a\n", true, false },
		{ "", false, false },
		{ "/etc/passwd", false, false },
		{ "kernel/", false, false },
		{ "kernel//sys.c", false, false },
		{ ".", false, false },
		{ "..", false, false },
		{ "../linux/Makefile", false, false },
		{ "kernel/../../x", false, false },
		{ "kernel/./x", false, false },
		{ "kernel/..", false, false },
		{ ".git/config", false, false },
		{ "kernel/.git/hooks/x", false, false },
		{ ".gitattributes", false, false },
		{ "kernel/.gitmodules", false, false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("'%s'", cases[i].path);
		g_assert_cmpint(path_inside(cases[i].path), ==, cases[i].inside);
		g_assert_cmpint(path_ok(cases[i].path), ==, cases[i].ok);
	}
}

/* A file is not read through a symlink, wherever in the path the link is. */
static void test_links(void)
{
	g_autofree char *top = g_dir_make_tmp("nsgen-XXXXXX", NULL),
			*dir = g_build_filename(top, "dir", NULL);
	g_autofree char *file = g_build_filename(dir, "file", NULL),
			*out = g_build_filename(top, "out", NULL);
	g_autofree char *last = g_build_filename(dir, "last", NULL);
	static const char *const links[] = { "out/file", "dir/last" };
	int root = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	g_autofree char *text = NULL;
	g_autoptr(GError) err = NULL;

	g_assert_cmpint(g_mkdir(dir, 0700), ==, 0);
	g_assert_true(g_file_set_contents(file, "text", -1, NULL));
	g_assert_cmpint(symlink("dir", out), ==, 0);
	g_assert_cmpint(symlink("file", last), ==, 0);
	g_assert_true(path_read(root, "dir/file", &text, &err));
	g_assert_cmpstr(text, ==, "text");
	g_clear_pointer(&text, g_free);
	g_assert_true(path_read(root, "dir/none", &text, &err));
	g_assert_null(text);
	for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
		g_assert_false(path_read(root, links[i], &text, &err));
		g_assert_nonnull(strstr(err->message, "symbolic link, whose target"));
		g_clear_error(&err);
	}
	close(root);
	g_unlink(last);
	g_unlink(out);
	g_unlink(file);
	g_rmdir(dir);
	g_rmdir(top);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/safe-path/paths", test_paths);
	g_test_add_func("/safe-path/links", test_links);
	return g_test_run();
}
