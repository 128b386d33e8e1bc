// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which neighbour's lines are shown next to those of a hook.
 */
#include "engine/engine.h"
#include "engine/neighbour.h"

#include <glib/gstdio.h>
#include <string.h>

#define COMMON \
	"/// Test.\n// Site: t/x\n// File: f.c\n// Level: full\n// Patch: core\n// Anchor: x\n"
#define HEADER COMMON "// Guard: x\n// Lines: +1\n"

static GPtrArray *neighbours(void)
{
	static const char *const names[] = { "uts", "ipc", "time" };
	GPtrArray *specs = g_ptr_array_new_with_free_func((GDestroyNotify)spec_free);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_ptr_array_add(specs, spec_new(names[i], NULL, NULL));
	return specs;
}

/* One hunk; @ours is the index of a line of @old that an earlier hook wrote, or -1. */
static struct neighbour *find(const char *hook_text, const char *pristine, const char *old,
			      const char *new, struct hunk hunk, int ours)
{
	g_autoptr(Hook) hook = hook_parse(
		strstr(hook_text, "Region") ? "cocci/t.list" : "cocci/t.cocci", hook_text, NULL);
	g_autoptr(Spec) spec = spec_new("foo", NULL, NULL);
	g_autoptr(GPtrArray) names = neighbours();
	g_autoptr(GArray) hunks = g_array_new(FALSE, FALSE, sizeof(struct hunk)),
			  origin = g_array_new(FALSE, FALSE, sizeof(int));
	g_auto(Made) made = { NULL };
	struct edit edit;

	g_assert_nonnull(hook);
	g_array_append_val(hunks, hunk);
	for (int i = 0, at = 0; old[0] && i < (int)strlen(old); i++) {
		int line;

		if (old[i] != '\n')
			continue;
		line = ours == (int)origin->len ? -1 : at++;
		g_array_append_val(origin, line);
	}
	if (hook->engine == ENGINE_LIST) {
		g_assert_true(engine_run(hook, spec, NULL, "f.c", old, NULL, &made, NULL));
		g_assert_cmpstr(made.text, ==, new);
	}
	edit = (struct edit){ "f.c", pristine, new, hunks, origin, made.like, made.line };
	return neighbour_find(spec, names, &edit);
}

static void is(const struct neighbour *neighbour, const char *name, int line, const char *text)
{
	g_assert_nonnull(neighbour);
	g_assert_cmpstr(neighbour->name, ==, name);
	g_assert_cmpstr(neighbour->file, ==, "f.c");
	g_assert_cmpint(neighbour->line, ==, line);
	g_assert_cmpstr(neighbour->text, ==, text);
}

/* The same line for uts is preferred to a nearer, different line for time. */
static void test_same(void)
{
	const char *old = "\tput_uts_ns(ns->uts_ns);\n\tx();\n\ty(ns->time_ns);\n";
	g_autoptr(Neighbour) neighbour = find(
		HEADER, old, old,
		"\tput_uts_ns(ns->uts_ns);\n\tx();\n\ty(ns->time_ns);\n\tput_foo_ns(ns->foo_ns);\n",
		(struct hunk){ 3, 0, 4, 1 }, -1);

	is(neighbour, "uts", 1, "\tput_uts_ns(ns->uts_ns);\n");
}

/* Differences in alignment and in the end of an element do not matter. */
static void test_aligned(void)
{
	const char *old = "\tX(ipc_ns_tree,   1), \\\n\tX(time_ns_tree)\n";
	g_autoptr(Neighbour) neighbour =
		find(HEADER, old, old,
		     "\tX(foo_ns_tree, 1)\n\tX(ipc_ns_tree,   1), \\\n\tX(time_ns_tree)\n",
		     (struct hunk){ 0, 0, 1, 1 }, -1);

	is(neighbour, "ipc", 1, "\tX(ipc_ns_tree,   1), \\\n");
}

static void test_part_of_word(void)
{
	const char *old = "\tE(\"max_ipc_namespaces\"),\n\tz,\n";
	g_autoptr(Neighbour) neighbour =
		find(HEADER, old, old,
		     "\tE(\"max_ipc_namespaces\"),\n\tz,\n\tE(\"max_foo_namespaces\"),\n",
		     (struct hunk){ 2, 0, 3, 1 }, -1);

	is(neighbour, "ipc", 1, "\tE(\"max_ipc_namespaces\"),\n");
}

/* A mask: the flag before the new one, and its original line. */
static void test_replaced(void)
{
	const char *old = "a(CLONE_NEWUTS);\nif (flags & (CLONE_NEWIPC | CLONE_NEWTIME))\n";
	g_autoptr(Neighbour) neighbour = find(
		HEADER, old, old,
		"a(CLONE_NEWUTS);\nif (flags & (CLONE_NEWIPC | CLONE_NEWTIME | CLONE_NEWFOO))\n",
		(struct hunk){ 2, 1, 2, 1 }, -1);

	is(neighbour, "time", 2, "if (flags & (CLONE_NEWIPC | CLONE_NEWTIME))\n");
}

/*
 * Of two equally near lines, take the one before; its number is that in the tree: line 2 of the old
 * text was written by an earlier hook.
 */
static void test_near(void)
{
	const char *pristine = "\tuts_ns\n\tipc_ns\n";
	g_autoptr(Neighbour) neighbour = find(HEADER, pristine, "\tuts_ns\n\tother\n\tipc_ns\n",
					      "\tuts_ns\n\tother\n\tnew\n\tipc_ns\n",
					      (struct hunk){ 2, 0, 3, 1 }, 1);

	is(neighbour, "uts", 1, "\tuts_ns\n");
}

/* The line that the engine copied is preferred to a nearer one. */
static void test_cloned(void)
{
	const char *hook = COMMON
		"// Guard: x\n// Region: ^BEGIN .. ^END\n// Neighbour: time ipc\n// Place: end\n";
	const char *old = "BEGIN\n\tipc_ns\n\tuts_ns\nEND\n";
	g_autoptr(Neighbour) neighbour = find(hook, old, old,
					      "BEGIN\n\tipc_ns\n\tuts_ns\n\tfoo_ns\nEND\n",
					      (struct hunk){ 3, 0, 4, 1 }, -1);

	is(neighbour, "ipc", 2, "\tipc_ns\n");
}

/*
 * A word that contains a neighbour's name is not a match; "time" and "outside" are not namespaces.
 */
static void test_none(void)
{
	const char *old = "\tint time;\n\tmy_uts_nsx\n\toutside\n";
	g_autoptr(Neighbour) neighbour = find(HEADER, old, old,
					      "\tint time;\n\tmy_uts_nsx\n\toutside\n\tfoo_ns\n",
					      (struct hunk){ 3, 0, 4, 1 }, -1);

	g_assert_null(neighbour);
}

/* A block that diff shifted up by one line is shown as the whole block. */
static void test_slid(void)
{
	const char *old = "#endif\n#ifdef UTS\n\tput_uts_ns();\n#endif\n}\n";
	g_autoptr(Neighbour) neighbour = find(
		HEADER, old, old,
		"#endif\n#ifdef UTS\n\tput_uts_ns();\n#endif\n#ifdef FOO\n\tput_foo_ns();\n#endif\n}\n",
		(struct hunk){ 3, 0, 4, 3 }, -1);

	is(neighbour, "uts", 2, "#ifdef UTS\n\tput_uts_ns();\n#endif\n");
}

static void test_new_file(void)
{
	g_autofree char *dir = g_dir_make_tmp("nsgen-test-XXXXXX", NULL);
	g_autofree char *makefile = g_build_filename(dir, "Makefile", NULL),
			*kernel = g_build_filename(dir, "kernel", NULL);
	g_autofree char *nsproxy = g_build_filename(kernel, "nsproxy.c", NULL),
			*file = g_build_filename(dir, "f.c", NULL);
	g_autofree char *include = g_build_filename(dir, "include", NULL),
			*linux_dir = g_build_filename(include, "linux", NULL);
	g_autofree char *header = g_build_filename(linux_dir, "nsproxy.h", NULL);
	g_autoptr(Hook) hook = hook_parse(
		"cocci/t.skel",
		COMMON
		"// Neighbour: uts none.c ^x\n// Neighbour: uts f.c ^int copy_uts\n// Neighbour: ipc f.c ^x\n",
		NULL);
	g_autoptr(Neighbour) neighbour = NULL;
	g_autoptr(Tree) tree = NULL;

	g_mkdir_with_parents(kernel, 0700);
	g_mkdir_with_parents(linux_dir, 0700);
	g_file_set_contents(
		makefile, "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nEXTRAVERSION =\n", -1, NULL);
	g_file_set_contents(nsproxy, "x\n", -1, NULL);
	g_file_set_contents(
		header,
		"struct nsproxy {\n\tstruct uts_namespace *uts_ns;\n\tstruct time_namespace *time_ns;\n"
		"\tstruct time_namespace *time_ns_for_children;\n\tstruct pid_namespace *pid_ns_for_children;\n};\n",
		-1, NULL);
	g_file_set_contents(file, "x\nint copy_uts()\n{\n\ty\n}\n\nz\n", -1, NULL);
	tree = tree_open(dir, NULL);
	g_assert_nonnull(tree);
	g_assert_true(neighbour_of_file(hook, tree, &neighbour, NULL));
	is(neighbour, "uts", 2, "int copy_uts()\n{\n\ty\n}\n");
	{
		g_autoptr(GPtrArray) names = neighbour_names(tree, NULL);

		g_assert_cmpint(names->len, ==, 3);
		g_assert_cmpstr(((struct spec *)names->pdata[0])->name, ==, "uts");
		g_assert_cmpstr(((struct spec *)names->pdata[1])->name, ==, "time");
		g_assert_cmpstr(((struct spec *)names->pdata[2])->name, ==, "pid");
	}
	g_unlink(file);
	g_unlink(header);
	g_unlink(nsproxy);
	g_unlink(makefile);
	g_rmdir(linux_dir);
	g_rmdir(include);
	g_rmdir(kernel);
	g_rmdir(dir);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/neighbour/same", test_same);
	g_test_add_func("/neighbour/aligned", test_aligned);
	g_test_add_func("/neighbour/part-of-word", test_part_of_word);
	g_test_add_func("/neighbour/replaced", test_replaced);
	g_test_add_func("/neighbour/near", test_near);
	g_test_add_func("/neighbour/cloned", test_cloned);
	g_test_add_func("/neighbour/none", test_none);
	g_test_add_func("/neighbour/slid", test_slid);
	g_test_add_func("/neighbour/new-file", test_new_file);
	return g_test_run();
}
