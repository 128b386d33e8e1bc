// SPDX-License-Identifier: GPL-2.0-only
#include "lib/error.h"
#include "spec/spec.h"

#include <glib/gstdio.h>
#include <string.h>

static void test_defaults(void)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(Spec) spec = spec_new("ima", NULL, &err);
	static const char *const expected[][2] = {
		{ "NAME", "IMA" },
		{ "Title", "IMA" },
		{ "tag", "ima_namespace" },
		{ "member", "ima_ns" },
		{ "init", "init_ima_ns" },
		{ "INIT", "INIT_IMA_NS" },
		{ "get", "get_ima_ns" },
		{ "put", "put_ima_ns" },
		{ "copy", "copy_ima_ns" },
		{ "free", "free_ima_ns" },
		{ "out", "out_ima" },
		{ "config", "IMA_NS" },
		{ "guard", "_LINUX_IMA_NAMESPACE_H" },
		{ "header", "linux/ima_namespace.h" },
		{ "header_path", "include/linux/ima_namespace.h" },
		{ "source", "kernel/ima_namespace.c" },
		{ "object", "ima_namespace.o" },
		{ "makefile", "kernel/Makefile" },
		{ "kconfig", "init/Kconfig" },
		{ "prompt", "IMA namespace" },
		{ "subject", "ima namespace: empty framework" },
	};

	g_assert_no_error(err);
	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++)
		g_assert_cmpstr(spec_get(spec, expected[i][0]), ==, expected[i][1]);
	g_assert_null(spec_get(spec, "no such key"));
}

static void test_title(void)
{
	g_autoptr(Spec) spec = spec_new("syslog", NULL, NULL);

	g_assert_cmpstr(spec_get(spec, "Title"), ==, "Syslog");
}

static void test_names(void)
{
	static const char *const good[] = { "a", "net", "ima", "abcdefghijklmno", "b2", "ns" };
	static const char *const bad[] = {
		"",
		"2net",
		"NET",
		"a-b",
		"a_b",
		"int",
		"name",
		"field",
		"net;id",
		"../x",
		"$(shell touch x)",
		"abcdefghijklmnop",
		"net\n",
		"n\xc3\xa9t",
		"a b",
		"'",
		"\"",
		"typeof",
		"virtual",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		g_assert_true(spec_name_ok(good[i], NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) err = NULL;

		g_assert_false(spec_name_ok(bad[i], &err));
		g_assert_error(err, NSGEN_ERROR, STATUS_USAGE);
	}
}

static struct spec *with_conf(const char *text, GError **err)
{
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("nsgen-spec-XXXXXX", &path, NULL);
	struct spec *spec;

	g_assert_cmpint(fd, >=, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	spec = spec_new("foo", path, err);
	g_unlink(path);
	close(fd);
	return spec;
}

static void test_conf(void)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(Spec) spec = with_conf(
		"# why\n[namespace]\ntag=foo_domain\nhelp=One.\\nTwo.\nkconfig_after=\n", &err);

	g_assert_no_error(err);
	/* A default follows the key that it is derived from. */
	g_assert_cmpstr(spec_get(spec, "object"), ==, "foo_domain.o");
	g_assert_cmpstr(spec_get(spec, "source"), ==, "kernel/foo_domain.c");
	g_assert_cmpstr(spec_get(spec, "header_path"), ==, "include/linux/foo_domain.h");
	g_assert_cmpstr(spec_get(spec, "help"), ==, "One.\nTwo.");
	g_assert_cmpstr(spec_get(spec, "member"), ==, "foo_ns");
}

static void test_bad_conf(void)
{
	static const struct {
		const char *text;
		const char *says;
	} cases[] = {
		{ "[namespace]\n\nsauce=x\n", ":3: unknown key 'sauce'" },
		{ "[namespace]\nsource=../../etc/x.c\n",
		  ":2: source: invalid value '../../etc/x.c' (expected a path" },
		{ "[namespace]\nsource=/etc/x.c\n",
		  ":2: source: invalid value '/etc/x.c' (expected a path" },
		{ "[namespace]\nsource=a/./b.c\n", "expected a path inside the tree" },
		{ "[namespace]\nsource=.git/config\n", "expected a path inside the tree" },
		{ "[namespace]\nsource=\n", "expected a path inside the tree" },
		{ "[namespace]\nsource=a b.c\n", "expected a path inside the tree" },
		{ "[namespace]\nget=get ns\n", "expected a C identifier" },
		{ "[namespace]\nget=1x\n", "expected a C identifier" },
		{ "[namespace]\nprompt=a \"b\"\n", "with a control character" },
		{ "[namespace]\nprompt=a\\nb\n", "with a control character" },
		{ "[namespace]\nhelp=a */ b\n", "comment mark" },
		{ "[namespace]\nhelp=@get@\n", "an @" },
		{ "[namespace]\nkconfig_gap=12\n", "expected a number" },
		{ "[namespace]\nNAME=X\n", "unknown key 'NAME'" },
		{ "[namespace]\nconfig=ima_ns\n", "expected a word in capitals" },
		{ "[namespace]\nmember=if\n", "(a keyword" },
		{ "[namespace]\nprompt=$(shell,touch x)\n", "a $" },
		{ "[namespace]\nprompt=\n", "(empty, or with" },
		{ "[namespace]\nhelp= \n", "(empty, or with" },
		{ "[namespace]\nbody=x\\n---\\ndiff --git a/x b/y\n",
		  "a line that starts like one of a diff" },
		{ "[namespace]\nbody=diff --git a/x b/y\n",
		  "a line that starts like one of a diff" },
		{ "[namespace]\nheader=linux/a.h\nheader_path=include/linux/b.h\n",
		  "is not where" },
		{ "[namespace]\nobject=sched.o\n", "do not build source" },
		{ "[namespace]\nmakefile_list=x.o\nmakefile_after=Y\n", "cannot be combined" },
		{ "[namespace]\nmakefile_after=y\n", "expected a word in capitals" },
		{ "[namespace]\nsource=security/x.c\nmakefile=kernel/Makefile\n",
		  "do not build source" },
		{ "[namespace]\nsource=kernel/x.h\n", "is not a .c file" },
		{ "[namespace]\nget=put_foo_ns\n", "get and put are both" },
		{ "[other]\nget=x\n", ":1: expected the group" },
		{ "[namespace]\nget=x\n[more]\n", ":3: unknown group" },
		{ "get=x\n", "invalid key file" },
		{ "", "expected the group" },
		{ "[namespace]\nprompt=\xff\xfe\n", "prompt" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) err = NULL;
		struct spec *spec = with_conf(cases[i].text, &err);

		g_assert_null(spec);
		g_assert_error(err, NSGEN_ERROR, STATUS_USAGE);
		if (!strstr(err->message, cases[i].says))
			g_error("'%s' does not say '%s'", err->message, cases[i].says);
	}
}

static void test_expand(void)
{
	g_autoptr(Spec) spec = spec_new("foo", NULL, NULL);
	g_autoptr(GError) err = NULL;
	g_autofree char *text = spec_expand(spec, "@get@(x) @ @@ a@b @rule1 @name@@name@", &err);
	g_autofree char *bad = NULL;

	g_assert_no_error(err);
	g_assert_cmpstr(text, ==, "get_foo_ns(x) @ @@ a@b @rule1 foofoo");
	bad = spec_expand(spec, "@nothing@", &err);
	g_assert_null(bad);
	g_assert_error(err, NSGEN_ERROR, STATUS_BUG);
}

static void test_full(void)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(Spec) spec = with_conf("[namespace]\nhelp=Mine.\n", &err);

	g_assert_no_error(err);
	g_assert_true(spec_full(spec, &err));
	g_assert_cmpstr(spec_get(spec, "subject"), ==, "foo namespace: add CLONE_NEWFOO");
	g_assert_cmpstr(spec_get(spec, "help"), ==, "Mine.");
}

static void test_copy(void)
{
	g_autoptr(Spec) spec = spec_new("foo", NULL, NULL);
	g_autoptr(Spec) copy = spec_copy(spec);

	spec_set(copy, "last", "x");
	g_assert_null(spec_get(spec, "last"));
	g_assert_cmpstr(spec_get(copy, "get"), ==, "get_foo_ns");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/spec/defaults", test_defaults);
	g_test_add_func("/spec/title", test_title);
	g_test_add_func("/spec/names", test_names);
	g_test_add_func("/spec/conf", test_conf);
	g_test_add_func("/spec/bad-conf", test_bad_conf);
	g_test_add_func("/spec/expand", test_expand);
	g_test_add_func("/spec/full", test_full);
	g_test_add_func("/spec/copy", test_copy);
	return g_test_run();
}
