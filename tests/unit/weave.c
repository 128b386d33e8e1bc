// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks with wrong headers, and trees that do not fit: each must fail with an error that names the
 * hook, and without output.
 */
#include "lib/error.h"
#include "lib/fs.h"
#include "hook/patch-text.h"
#include "tree/outdir.h"
#include "engine/apply-hooks.h"

#include <glib/gstdio.h>
#include <string.h>

#define HEADER \
	"/// Test.\n// Site: t/x\n// File: f.c\n// Level: framework\n// Patch: core\n// Anchor: the place\n"

/* A .list hook that adds one line of foo after that of bar. */
#define CLONE(guard, rest) \
	HEADER "// Guard: " guard \
	       "\n// Region: ^BEGIN .. ^END\n// Neighbour: bar\n" \
	       "// Place: after neighbour\n" rest

static char *step(const char *name, const char *text, const char *input, GError **err)
{
	g_autoptr(Spec) spec = spec_new("foo", NULL, NULL);
	g_autoptr(Hook) hook = hook_parse(name, text, err);
	g_autofree char *scratch = g_dir_make_tmp("nsgen-test-XXXXXX", NULL);
	struct made made = { NULL };
	bool ok = hook && apply_hook(hook, spec, NULL, "f.c", input, scratch, &made, NULL, err);

	remove_tree(scratch);
	g_assert_false(g_file_test(scratch, G_FILE_TEST_EXISTS));
	g_assert_true(ok == !!made.text);
	g_free(made.like);
	return made.text;
}

static void says(GError **err, int status, const char *what)
{
	g_assert_error(*err, NSGEN_ERROR, status);
	if (!strstr((*err)->message, what))
		g_error("'%s' does not say '%s'", (*err)->message, what);
	g_clear_error(err);
}

static void test_clone(void)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *out = step("cocci/t.list", CLONE("\\b@get@\\b", ""),
				    "BEGIN\n\tget_bar_ns();\nEND\n", &err);

	g_assert_no_error(err);
	g_assert_cmpstr(out, ==, "BEGIN\n\tget_bar_ns();\n\tget_foo_ns();\nEND\n");
}

static void test_wired(void)
{
	g_autoptr(GError) err = NULL;

	g_assert_null(step("cocci/t.list", CLONE("\\b@get@\\b", ""),
			   "BEGIN\n\tget_foo_ns();\n\tget_bar_ns();\nEND\n", &err));
	says(&err, STATUS_TREE, "f.c:2: foo is already wired here");
}

static void test_no_place(void)
{
	g_autoptr(GError) err = NULL;

	g_assert_null(step("cocci/t.list", CLONE("\\b@get@\\b", ""), "BEGIN\nEND\n", &err));
	says(&err, STATUS_TREE, "f.c:1: cocci/t.list: site not found (looked for the place");
	g_assert_null(
		step("cocci/t.list", CLONE("\\b@get@\\b", ""), "get_bar_ns();\n", &err));
	says(&err, STATUS_TREE, "cocci/t.list: site not found");
}

static void test_count(void)
{
	g_autoptr(GError) err = NULL;

	g_assert_null(step("cocci/t.cocci",
			   HEADER "// Lines: +2 -1\n// Guard: foo\n\n@@\n@@\n int a;\n+int foo;\n",
			   "int a;\n", &err));
	says(&err, STATUS_TREE, "added 1 lines and removed 0, expected 2 and 1");
}

static void test_guard(void)
{
	g_autoptr(GError) err = NULL;

	g_assert_null(step("cocci/t.list", CLONE("never", ""),
			   "BEGIN\n\tget_bar_ns();\nEND\n", &err));
	says(&err, STATUS_TREE, "do not match its Guard:");
}

static void test_ifdef(void)
{
	g_autoptr(GError) err = NULL;

	g_assert_null(step("cocci/t.list", CLONE("\\b@get@\\b", ""),
			   "BEGIN\n#ifdef CONFIG_X\n\tget_bar_ns();\n#endif\nEND\n", &err));
	says(&err, STATUS_TREE,
	     "f.c:4: cocci/t.list would add a line inside '#ifdef CONFIG_X' of line 2");
}

static void test_inside(void)
{
	g_autoptr(GError) err = NULL;
	const char *hook = CLONE("\\b@get@\\b", "// Place: inside ^#ifdef CONFIG_X$\n");
	g_autofree char *out = step("cocci/t.list", hook,
				    "#ifdef CONFIG_X\nBEGIN\n\tget_bar_ns();\nEND\n#endif\n", &err);

	g_assert_no_error(err);
	g_assert_nonnull(out);
	g_assert_null(step("cocci/t.list", hook,
			   "#ifdef CONFIG_XY\nBEGIN\n\tget_bar_ns();\nEND\n#endif\n", &err));
	says(&err, STATUS_TREE, "would add a line inside '#ifdef CONFIG_XY' of line 1");
}

/* An entry, and a line that depends on it; the body comes after the empty line of the header. */
#define BODY(place, replace, body) \
	HEADER "// Guard: \\b@clone_flag@\\b\n// Region: ^BEGIN .. EOF\n" \
	       "// Place: " place "\n" replace "\n" body

static void test_replace(void)
{
	g_autoptr(GError) err = NULL;
	const char *hook = BODY("after last ^A\\d",
				"// Place: replace ^(LAST = )\\w+ => \\1@clone_flag@\n",
				"@clone_flag@ = 2\n");
	g_autofree char *out =
		step("cocci/t.list", hook, "BEGIN\nA1 = 1\n#ifdef X\nLAST = A1\n#endif\n", &err);

	g_assert_no_error(err);
	g_assert_cmpstr(out, ==,
			"BEGIN\nA1 = 1\nCLONE_NEWFOO = 2\n#ifdef X\nLAST = CLONE_NEWFOO\n#endif\n");
	g_assert_null(step("cocci/t.list", hook, "BEGIN\nA1 = 1\n", &err));
	says(&err, STATUS_TREE, "site not found");
	/* Only a replaced line may be inside a condition; the entry may not. */
	g_assert_null(
		step("cocci/t.list", hook, "BEGIN\n#ifdef X\nA1 = 1\n#endif\nLAST = A1\n", &err));
	says(&err, STATUS_TREE, "would add a line inside '#ifdef X' of line 2");
}

static void test_sorted_by(void)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		{ "BEGIN\n7 A\n17 B\n", "BEGIN\n7 A\n9 CLONE_NEWFOO\n17 B\n" },
		{ "BEGIN\n17 A\n", "BEGIN\n9 CLONE_NEWFOO\n17 A\n" },
		{ "BEGIN\n7 A\n", "BEGIN\n7 A\n9 CLONE_NEWFOO\n" },
	};
	const char *hook = BODY("sorted by ^(\\d+) ", "", "9 @clone_flag@\n");
	g_autoptr(GError) err = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = step("cocci/t.list", hook, cases[i].before, &err);

		g_assert_no_error(err);
		g_assert_cmpstr(out, ==, cases[i].after);
	}
	g_assert_null(step("cocci/t.list", hook, "BEGIN\nA\n", &err));
	says(&err, STATUS_TREE, "site not found");
}

/* A title's underline has the title's length; entries are separated like their neighbours. */
static void test_titles(void)
{
	const char *hook =
		BODY("sorted by ^([a-z]\\w+)$", "", "m@name@\n====\n\n@clone_flag@\n");
	g_autoptr(GError) err = NULL;
	g_autofree char *middle =
		step("cocci/t.list", hook, "BEGIN\n\nma\n==\n\nA\n\nzz\n==\n\nB\n", &err);

	g_assert_no_error(err);
	g_assert_cmpstr(middle, ==,
			"BEGIN\n\nma\n==\n\nA\n\nmfoo\n====\n\nCLONE_NEWFOO\n\nzz\n==\n\nB\n");
	g_free(middle);
	middle = step("cocci/t.list", hook, "BEGIN\n\nma\n==\n\nA\n", &err);
	g_assert_no_error(err);
	g_assert_cmpstr(middle, ==, "BEGIN\n\nma\n==\n\nA\n\nmfoo\n====\n\nCLONE_NEWFOO\n");
}

static void test_include_guard(void)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *out = step("cocci/t.list", CLONE("\\b@get@\\b", ""),
				    "#ifndef _X\n#define _X\nBEGIN\n\tget_bar_ns();\nEND\n#endif\n",
				    &err);

	g_assert_no_error(err);
	g_assert_nonnull(out);
}

static void test_left_over(void)
{
	g_autoptr(GError) err = NULL;

	g_assert_null(step("cocci/t.list", CLONE("\\b@get@\\b", ""),
			   "BEGIN\n\tget_bar_ns(); /* bar's */\nEND\n", &err));
	says(&err, STATUS_TREE, "would copy this line of bar without renaming all of it");
}

/* A .list hook that adds one line of foo to a sorted list with one of bar. */
#define SORTED(place, rest) \
	HEADER "// Guard: \\b@tag@\\b\n// Region: ^BEGIN .. ^END\n// Neighbour: bar dip zip\n" \
	       "// Place: " place "\n" rest

static void test_sorted(void)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *middle = NULL, *front = NULL, *pair = NULL;

	middle = step("cocci/t.list", SORTED("sorted", ""),
		      "BEGIN\nextern bar_namespace;\nextern net;\nEND\n", &err);
	g_assert_no_error(err);
	g_assert_cmpstr(middle, ==,
			"BEGIN\nextern bar_namespace;\nextern foo_namespace;\nextern net;\nEND\n");
	/* The first line of the region may be part of the list. */
	front = step("cocci/t.list", SORTED("sorted", ""),
		     "A abc_namespace;\nBEGIN moo_namespace;\nBEGIN zip_namespace;\nother;\nEND\n",
		     &err);
	g_assert_no_error(err);
	g_assert_cmpstr(
		front, ==,
		"A abc_namespace;\nBEGIN foo_namespace;\nBEGIN moo_namespace;\nBEGIN zip_namespace;\nother;\nEND\n");
	/* A variant with "const" is sorted by the line without it. */
	pair = step(
		"cocci/t.list", SORTED("sorted", "\n\tT @tag@\n\tconst T @tag@\n"),
		"BEGIN\n\tT bar_namespace\n\tconst T bar_namespace\n\tT net\n\tconst T net\nEND\n",
		&err);
	g_assert_no_error(err);
	g_assert_cmpstr(pair, ==,
			"BEGIN\n\tT bar_namespace\n\tconst T bar_namespace\n\tT foo_namespace\n"
			"\tconst T foo_namespace\n\tT net\n\tconst T net\nEND\n");
}

static void test_sorted_end(void)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *out = NULL;

	out = step(
		"cocci/t.list", SORTED("sorted", ""),
		"BEGIN(x)               \\\n\tT bar_namespace: 1, \\\n\tT cup:           1)\n\nEND\n",
		&err);
	g_assert_no_error(err);
	g_assert_cmpstr(
		out, ==,
		"BEGIN(x)               \\\n\tT bar_namespace: 1, \\\n\tT cup:           1, \\\n"
		"\tT foo_namespace: 1)\n\nEND\n");

	/* Only a hook for a sorted list may change that line, ... */
	g_assert_null(step("cocci/t.list", SORTED("end", ""),
			   "BEGIN \\\n\tT bar_namespace, \\\n\tT cup)\nEND\n", &err));
	says(&err, STATUS_TREE, "added 2 lines and removed 1, expected 1 and 0");
	/* ... and a line that ends the list cannot show how other lines end. */
	g_assert_null(step("cocci/t.list", SORTED("sorted", ""),
			   "BEGIN \\\n\tT cup, \\\n\tT bar_namespace)\nEND\n", &err));
	says(&err, STATUS_TREE, "site not found");
	g_clear_pointer(&out, g_free);
	out = step("cocci/t.list", SORTED("sorted", ""),
		   "BEGIN \\\n\tT dip_namespace, \\\n\tT bar_namespace)\nEND\n", &err);
	g_assert_no_error(err);
	g_assert_cmpstr(
		out, ==,
		"BEGIN \\\n\tT dip_namespace, \\\n\tT bar_namespace, \\\n\tT foo_namespace)\nEND\n");
}

static void test_region(void)
{
	static const char hook[] = HEADER
		"// Guard: \\b@clone_flag@\\b\n"
		"// Region: ^f\\( .. switch .. \\}\n// Place: end\n\ncase @clone_flag@;\n";
	g_autoptr(GError) err = NULL;
	g_autofree char *out =
		step("cocci/t.list", hook, "switch {\n}\nf()\n{\nswitch {\ncase A;\n}\n}\n", &err);

	g_assert_no_error(err);
	g_assert_cmpstr(out, ==,
			"switch {\n}\nf()\n{\nswitch {\ncase A;\ncase CLONE_NEWFOO;\n}\n}\n");
	g_assert_null(step("cocci/t.list", hook, "switch {\n}\nf()\n{\n}\n", &err));
	says(&err, STATUS_TREE, "site not found");
}

static void test_align(void)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *out = step("cocci/t.list", CLONE("\\b@tag@\\b", "// Align: *:~\n"),
				    "BEGIN\n\tbar_namespace *:\tBAR_NS_INIT_ID,\t\\\nEND\n", &err);

	g_assert_no_error(err);
	g_assert_cmpstr(
		out, ==,
		"BEGIN\n\tbar_namespace *:\tBAR_NS_INIT_ID,\t\\\n\tfoo_namespace *:\tFOO_NS_INIT_ID,\t\\\nEND\n");
}

static void test_term(void)
{
	static const char hook[] = HEADER "// Guard: \\b@type_name@\\b\n"
		"// Region: ^#define ALL .. ^$\n// Place: term\n\n@type_name@\n";
	g_autoptr(GError) err = NULL;
	g_autofree char *out =
		step("cocci/t.list", hook, "#define ALL (A | \\\n\t     B)\n\n", &err);

	g_assert_no_error(err);
	g_assert_cmpstr(out, ==, "#define ALL (A | \\\n\t     B | FOO_NS)\n\n");
	g_assert_null(step("cocci/t.list", hook, "#define ALL A\n\n", &err));
	says(&err, STATUS_TREE, "site not found");
}

static void test_inside_neighbour(void)
{
	g_autoptr(GError) err = NULL;
	const char *hook = CLONE("\\b@get@\\b", "// Place: inside ^#ifdef CONFIG_DEBUG$\n");
	g_autofree char *out = step("cocci/t.list", hook,
				    "#ifdef CONFIG_DEBUG\nBEGIN\n\tget_bar_ns();\nEND\n#endif\n",
				    &err);

	g_assert_no_error(err);
	g_assert_nonnull(out);
	g_assert_null(step(
		"cocci/t.list", hook,
		"#ifdef CONFIG_DEBUG\nBEGIN\n#ifdef CONFIG_X\n\tget_bar_ns();\n#endif\nEND\n#endif\n",
		&err));
	says(&err, STATUS_TREE, "would add a line inside '#ifdef CONFIG_X' of line 3");
}

static void test_smpl_error(void)
{
	g_autoptr(GError) err = NULL;
	const char *header = HEADER "// Lines: +1\n// Guard: x\n\n";
	g_autofree char *bad = g_strconcat(header, "@@\nnonsense\n@@\n", NULL);
	g_autofree char *none = g_strconcat(header, "@@\n@@\n-no_such_function();\n", NULL);

	g_assert_null(step("cocci/t.cocci", bad, "int a;\n", &err));
	says(&err, STATUS_BUG, "cocci/t.cocci:");
	g_assert_null(step("cocci/t.cocci", none, "int a;\n", &err));
	says(&err, STATUS_TREE, "cocci/t.cocci: site not found");
}

static void test_bind(void)
{
	g_autoptr(GError) err = NULL;
	const char *bind = CLONE("\\b@get@\\b", "// Bind: last ^\\t(?<x>[^;]*);$\n");

	/*
	 * Text of the tree is not trusted: it must not become part of a semantic patch unless it is
	 * an identifier.
	 */
	g_assert_null(step("cocci/t.list", bind, "BEGIN\n\tget_bar_ns() $(x);\nEND\n", &err));
	says(&err, STATUS_TREE, "is not an identifier");
}

static void test_headers(void)
{
	static const struct {
		const char *name, *text, *says;
	} cases[] = {
		{ "cocci/t.txt", HEADER, "unknown suffix" },
		{ "cocci/t.list", "// Site: x\n", "missing '///' line" },
		{ "cocci/t.cocci", HEADER "// Guard: x\n", "missing '// Lines:' line" },
		{ "cocci/t.cocci", HEADER "// Lines: one\n", "t.cocci:7: Lines: expected +N" },
		{ "cocci/t.cocci", HEADER "// Lines: +1 -x\n", "t.cocci:7: Lines: expected +N" },
		{ "cocci/t.cocci", HEADER "// Lines: +1\n", "missing '// Guard:' line" },
		{ "cocci/t.list", HEADER "// Guard: x\n", "missing '// Region:' line" },
		{ "cocci/t.list", HEADER "// Guard: x\n// Region: x .. y\n// Place: inside x\n",
		  "missing '// Place:' line" },
		{ "cocci/t.list", HEADER "// Guard: @nonsense@\n", "t.list:7: Guard: " },
		{ "cocci/t.list", HEADER "// When: a/b.h\n", "t.list:7: When: expected a pattern" },
		{ "cocci/t.list", HEADER "// When: a/b.h (\n", "t.list:7: When: " },
		{ "cocci/t.list", HEADER "// Absent: no (\n", "t.list:7: Absent: expected no" },
		{ "cocci/t.list", HEADER "// Level: frame\n", "t.list:7: Level: expected" },
		{ "cocci/t.list",
		  HEADER "// Guard: x\n// Region: x .. y\n// Place: end\n// Align: =\n",
		  "Align: no line to align with" },
		{ "cocci/t.cocci", HEADER "// Lines: +1\n// Guard: x\n\n@r@\n@@\n+a(@member@);\n",
		  "t.cocci:12: '@member@' in SmPL" },
		{ "cocci/t.list", HEADER "// Neighbour: UTS\n", "t.list:7: Neighbour: expected" },
		{ "cocci/t.list", HEADER "// Place: before x\n", "t.list:7: Place: not one of" },
		{ "cocci/t.list", HEADER "// Place: end x\n", "t.list:7: Place: expected nothing" },
		{ "cocci/t.list", HEADER "// Grd: x\n", "t.list:7: Grd: unknown key" },
		{ "cocci/t.list", HEADER "// When: (\n", "t.list:7: When: " },
		{ "cocci/t.list", HEADER "// When:\n", "t.list:7: When: has no value" },
		{ "cocci/t.list", HEADER "// Guard: @tag@(\n", "t.list:7: Guard: " },
		{ "cocci/t.list", HEADER "// Region: ^x\n", "t.list:7: Region: expected FIRST" },
		{ "cocci/t.list", HEADER "// Region: ^x .. (\n", "t.list:7: Region: " },
		{ "cocci/t.list", HEADER "// Region: EOF .. ( .. EOF\n", "t.list:7: Region: " },
		{ "cocci/t.list", HEADER "// Place: beside\n", "t.list:7: Place: not one of" },
		{ "cocci/t.list", HEADER "// Place: after last [\n", "t.list:7: Place: " },
		{ "cocci/t.list", HEADER "// Place: sorted by [\n", "t.list:7: Place: " },
		{ "cocci/t.list", HEADER "// Place: replace x\n", "t.list:7: Place: expected" },
		{ "cocci/t.list", HEADER "// Place: replace ( => x\n", "t.list:7: Place: " },
		{ "cocci/t.list", HEADER "// Bind: (?<a>x)\n", "t.list:7: Bind: expected 'first'" },
		{ "cocci/t.list", HEADER "// Bind: last x\n", "t.list:7: Bind: expected a pat" },
		{ "cocci/t.list", HEADER "// Bind: around x (y)\n", "expected around @KEY@" },
		{ "cocci/t.list", HEADER "// Bind: around @tag@ y\n", "expected around @KEY@" },
		{ "cocci/t.list", HEADER "// Bind: last (?<a>x\n", "t.list:7: Bind: " },
		{ "cocci/t.list", HEADER "// Probe: x\n", "t.list:7: Probe: expected" },
		{ "cocci/t.list", HEADER "// Probe: x (\n", "t.list:7: Probe: " },
		{ "cocci/t.skel", HEADER "// Neighbour: uts a.h\n", "t.skel:7: Neighbour: exp" },
		{ "cocci/t.skel", HEADER "// Neighbour: uts a.h (\n", "t.skel:7: Neighbour: " },
		{ "cocci/t.skel", HEADER "// Align: =\n", "t.skel:7: Align: has no effect" },
		{ "cocci/t.cocci", HEADER "// Region: x .. y\n", "t.cocci:7: Region: has no" },
		{ "cocci/t.list", HEADER "\n// Align: =\n", "t.list:8: Align: is below" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) err = NULL;

		g_assert_null(hook_parse(cases[i].name, cases[i].text, &err));
		says(&err, STATUS_BUG, cases[i].says);
	}
}

static void test_publish(void)
{
	g_autofree char *top = g_dir_make_tmp("nsgen-test-XXXXXX", NULL);
	g_autofree char *dir = g_build_filename(top, "a", "b", NULL);
	g_autofree char *old = g_build_filename(dir, "old.patch", NULL);
	g_autofree char *new = g_build_filename(dir, "new.patch", NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new(), texts = g_ptr_array_new();
	g_autoptr(GDir) handle = NULL;
	g_autoptr(GError) err = NULL;
	int entries = 0;

	g_ptr_array_add(names, "old.patch");
	g_ptr_array_add(texts, "1");
	g_assert_true(outdir_publish(dir, names, texts, NULL));
	g_assert_true(g_file_test(old, G_FILE_TEST_EXISTS));
	names->pdata[0] = "new.patch";
	g_assert_true(outdir_publish(dir, names, texts, NULL));
	/* Only the new series is left, without the old one or temporary files. */
	g_assert_false(g_file_test(old, G_FILE_TEST_EXISTS));
	g_assert_true(g_file_test(new, G_FILE_TEST_EXISTS));
	g_free(old);
	old = g_path_get_dirname(dir);
	handle = g_dir_open(old, 0, NULL);
	while (g_dir_read_name(handle))
		entries++;
	g_assert_cmpint(entries, ==, 1);

	g_assert_false(outdir_publish("/proc/no/such", names, texts, &err));
	says(&err, STATUS_USAGE, "cannot be written");
	remove_tree(top);
}

/* cocci/series with two patches, in its own directory. */
static GPtrArray *two_patches(const char *top)
{
	g_autofree char *dir = g_build_filename(top, "cocci", NULL);
	g_autofree char *file = g_build_filename(dir, "series", NULL);

	g_mkdir(dir, 0700);
	g_assert_true(g_file_set_contents(
		file, "# x\n\n[first]\nOne\n\nLine\none.\n\nTwo.\n\n[core]\nTwo\n\nText.\n", -1,
		NULL));
	return patches_load(top, NULL);
}

static void test_plan(void)
{
	g_autofree char *top = g_dir_make_tmp("nsgen-test-XXXXXX", NULL);
	g_autofree char *kernel = g_build_filename(top, "kernel", NULL);
	g_autofree char *file = g_build_filename(kernel, "nsproxy.c", NULL);
	g_autoptr(Source) source = source_directory(top);
	struct tree tree = { .path = top, .release = "1.0", .source = source };
	g_autoptr(Spec) spec = spec_new("foo", NULL, NULL);
	g_autoptr(GPtrArray) patches = two_patches(top);
	g_autoptr(GPtrArray) hooks = g_ptr_array_new_with_free_func((GDestroyNotify)hook_free);
	g_autoptr(GError) err = NULL;
	g_autoptr(Plan) plan = NULL;
	const char *common =
		"// File: kernel/nsproxy.c\n// Level: framework\n// Patch: core\n// Region: a .. EOF\n// Place: end\n// Guard: g\n// Anchor: it\n";
	g_autofree char *one =
		g_strconcat("/// A.\n// Site: s\n// When: alpha\n// Absent: gamma\n", common, NULL);
	g_autofree char *two =
		g_strconcat("/// B.\n// Site: s\n// When: beta\n// Unless: delta\n", common, NULL);

	g_mkdir(kernel, 0700);
	g_ptr_array_add(hooks, hook_parse("cocci/a.list", one, NULL));
	g_ptr_array_add(hooks, hook_parse("cocci/b.list", two, NULL));

	g_assert_true(g_file_set_contents(file, "alpha\n", -1, NULL));
	plan = plan_make(spec, &tree, hooks, patches, "framework", false, &err);
	g_assert_no_error(err);
	g_assert_cmpuint(plan->steps->len, ==, 1);
	g_clear_pointer(&plan, plan_free);

	g_assert_true(g_file_set_contents(file, "alpha beta delta\n", -1, NULL));
	plan = plan_make(spec, &tree, hooks, patches, "framework", false, &err);
	g_assert_no_error(err);
	g_clear_pointer(&plan, plan_free);

	g_assert_true(g_file_set_contents(file, "alpha beta\n", -1, NULL));
	plan = plan_make(spec, &tree, hooks, patches, "framework", false, &err);
	g_assert_no_error(err);
	g_assert_null(apply_hooks(plan, spec, &tree, top, &err));
	says(&err, STATUS_TREE,
	     "kernel/nsproxy.c:1: ambiguous: cocci/a.list and cocci/b.list both fit site s");
	g_clear_pointer(&plan, plan_free);

	g_assert_true(g_file_set_contents(file, "x\n\tgamma\n", -1, NULL));
	plan = plan_make(spec, &tree, hooks, patches, "framework", false, &err);
	g_assert_no_error(err);
	g_assert_cmpuint(plan->steps->len, ==, 0);
	g_assert_cmpuint(plan->absences->len, ==, 1);
	g_assert_cmpint(((struct absence *)plan->absences->pdata[0])->line, ==, 2);
	g_clear_pointer(&plan, plan_free);

	g_assert_true(g_file_set_contents(file, "omega\n", -1, NULL));
	plan = plan_make(spec, &tree, hooks, patches, "framework", false, &err);
	g_assert_no_error(err);
	g_assert_null(apply_hooks(plan, spec, &tree, top, &err));
	says(&err, STATUS_TREE,
	     "kernel/nsproxy.c:1: no hook fits site s (looked for it); the nearest, cocci/a.list, looks for 'alpha'");

	remove_tree(top);
}

static void test_patches(void)
{
	g_autofree char *top = g_dir_make_tmp("nsgen-test-XXXXXX", NULL);
	g_autoptr(GPtrArray) patches = two_patches(top);
	g_autofree char *file = g_build_filename(top, "cocci", "series", NULL);
	static const struct { const char *text, *says; } wrong[] = {
		{ "x\n", "cocci/series:1: text before the first" },
		{ "[a]\nx\n\ny\n[a]\nx\n\ny\n", "cocci/series:5: duplicate [a]" },
		{ "[a]\nx\n", "[a] must have a subject and a message" },
		{ "[a]\nProbe: x (\nx\n\ny\n", "cocci/series:2: " },
		{ "[a]\nProbe: x ^y\nx\n\ny\n", "cocci/series:2: a Probe: here must name a file" },
	};

	g_assert_cmpuint(patches->len, ==, 2);
	g_assert_cmpstr(((struct patch_text *)patches->pdata[0])->subject, ==, "One");
	g_assert_cmpstr(((struct patch_text *)patches->pdata[0])->body, ==, "Line one.\n\nTwo.");
	g_assert_cmpint(patches_find(patches, "core"), ==, 1);
	g_assert_cmpint(patches_find(patches, "none"), ==, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) err = NULL;

		g_assert_true(g_file_set_contents(file, wrong[i].text, -1, NULL));
		g_assert_null(patches_load(top, &err));
		says(&err, STATUS_BUG, wrong[i].says);
	}
	remove_tree(top);
}

/* Two hooks on one file in two patches; the one that sorts first by name is in the later patch. */
#define OF_PATCH(site, patch, rest) \
	"/// Test.\n// Site: " site \
	"\n// File: kernel/nsproxy.c\n// Level: framework\n// Patch: " patch \
	"\n// Anchor: the place\n" \
	"// Region: ^BEGIN .. ^END\n// When: BEGIN\n" rest

static GPtrArray *two_hooks(const char *one, const char *two)
{
	GPtrArray *hooks = g_ptr_array_new_with_free_func((GDestroyNotify)hook_free);

	g_ptr_array_add(hooks, hook_parse("cocci/a.list", one, NULL));
	g_ptr_array_add(hooks, hook_parse("cocci/b.list", two, NULL));
	g_assert_nonnull(hooks->pdata[0]);
	g_assert_nonnull(hooks->pdata[1]);
	return hooks;
}

#define LATER \
	OF_PATCH("s/a", "core", \
		 "// Guard: late_foo\n// Place: end\n\n\tlate_@name@();\n")
#define EARLIER \
	OF_PATCH("s/b", "first", \
		 "// Guard: early_foo\n// Place: end\n\n\tearly_@name@();\n")

static void test_order(void)
{
	g_autofree char *top = g_dir_make_tmp("nsgen-test-XXXXXX", NULL);
	g_autofree char *kernel = g_build_filename(top, "kernel", NULL);
	g_autofree char *file = g_build_filename(kernel, "nsproxy.c", NULL);
	g_autofree char *scratch = g_build_filename(top, "scratch", NULL);
	g_autoptr(Source) source = source_directory(top);
	struct tree tree = { .path = top, .release = "1.0", .source = source };
	g_autoptr(Spec) spec = spec_new("foo", NULL, NULL);
	g_autoptr(GPtrArray) patches = two_patches(top);
	g_autoptr(GPtrArray) hooks = two_hooks(LATER, EARLIER);
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(Plan) plan = NULL;
	g_autoptr(GError) err = NULL;
	struct woven *woven;
	struct part *first, *second;

	g_mkdir(kernel, 0700);
	g_mkdir(scratch, 0700);
	g_assert_true(g_file_set_contents(file, "BEGIN\nEND\n", -1, NULL));
	plan = plan_make(spec, &tree, hooks, patches, "framework", false, &err);
	g_assert_no_error(err);
	g_assert_cmpuint(plan->patches->len, ==, 2);
	g_assert_cmpstr(((struct step *)plan->steps->pdata[0])->hook->site, ==, "s/b");
	g_assert_cmpint(((struct step *)plan->steps->pdata[1])->patch, ==, 2);

	files = apply_hooks(plan, spec, &tree, scratch, &err);
	g_assert_no_error(err);
	woven = files->pdata[0];
	g_assert_cmpstr(woven->after, ==, "BEGIN\n\tearly_foo();\n\tlate_foo();\nEND\n");
	g_assert_cmpuint(woven->parts->len, ==, 2);
	first = woven->parts->pdata[0];
	second = woven->parts->pdata[1];
	g_assert_cmpstr(first->after, ==, "BEGIN\n\tearly_foo();\nEND\n");
	g_assert_cmpstr(second->before, ==, first->after);
	/* A line belongs to the patch that wrote it, and is context for the next one. */
	g_assert_true(first->authors->pdata[1] == plan->steps->pdata[0]);
	g_assert_null(second->authors->pdata[1]);
	g_assert_true(second->authors->pdata[2] == plan->steps->pdata[1]);
	g_clear_pointer(&plan, plan_free);

	/* In one patch, the order is the same. */
	plan = plan_make(spec, &tree, hooks, patches, "framework", true, &err);
	g_assert_no_error(err);
	g_assert_cmpuint(plan->patches->len, ==, 1);
	g_assert_cmpstr(((struct step *)plan->steps->pdata[0])->hook->site, ==, "s/b");
	g_assert_cmpint(((struct step *)plan->steps->pdata[1])->patch, ==, 1);
	remove_tree(top);
}

static void test_order_wrong(void)
{
	g_autofree char *top = g_dir_make_tmp("nsgen-test-XXXXXX", NULL);
	g_autofree char *kernel = g_build_filename(top, "kernel", NULL);
	g_autofree char *file = g_build_filename(kernel, "nsproxy.c", NULL);
	g_autofree char *scratch = g_build_filename(top, "scratch", NULL);
	g_autoptr(Source) source = source_directory(top);
	struct tree tree = { .path = top, .release = "1.0", .source = source };
	g_autoptr(Spec) spec = spec_new("foo", NULL, NULL);
	g_autoptr(GPtrArray) patches = two_patches(top);
	g_autoptr(GPtrArray) waits = two_hooks(
		LATER,
		OF_PATCH("s/b", "first",
			 "// Guard: g\n// Place: end\n// After: s/a\n\n\tx();\n"));
	g_autoptr(GPtrArray) unknown =
		two_hooks(LATER, OF_PATCH("s/b", "third",
					  "// Guard: g\n// Place: end\n\n\tx();\n"));
	g_autoptr(GPtrArray) rewrites =
		two_hooks(OF_PATCH("s/a", "core",
				   "// Guard: late_foo\n// Place: end\n"
				   "// Place: replace early_(\\w+) => late_\\1\n\n\tlate_foo();\n"),
			  EARLIER);
	g_autoptr(Plan) plan = NULL;
	g_autoptr(GError) err = NULL;

	g_mkdir(kernel, 0700);
	g_mkdir(scratch, 0700);
	g_assert_true(g_file_set_contents(file, "BEGIN\nEND\n", -1, NULL));
	g_assert_null(plan_make(spec, &tree, waits, patches, "framework", false, &err));
	says(&err, STATUS_BUG,
	     "cocci/b.list: After: is circular, or names a hook of a later patch");
	g_assert_null(plan_make(spec, &tree, unknown, patches, "framework", false, &err));
	says(&err, STATUS_BUG, "cocci/b.list: Patch: 'third' not found in cocci/series");

	plan = plan_make(spec, &tree, rewrites, patches, "framework", false, &err);
	g_assert_no_error(err);
	g_assert_null(apply_hooks(plan, spec, &tree, scratch, &err));
	says(&err, STATUS_BUG,
	     "cocci/a.list rewrites what cocci/b.list wrote in an earlier patch");
	remove_tree(top);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/weave/clone", test_clone);
	g_test_add_func("/weave/wired", test_wired);
	g_test_add_func("/weave/no-place", test_no_place);
	g_test_add_func("/weave/count", test_count);
	g_test_add_func("/weave/guard", test_guard);
	g_test_add_func("/weave/ifdef", test_ifdef);
	g_test_add_func("/weave/inside", test_inside);
	g_test_add_func("/weave/replace", test_replace);
	g_test_add_func("/weave/sorted-by", test_sorted_by);
	g_test_add_func("/weave/titles", test_titles);
	g_test_add_func("/weave/include-guard", test_include_guard);
	g_test_add_func("/weave/left-over", test_left_over);
	g_test_add_func("/weave/sorted", test_sorted);
	g_test_add_func("/weave/sorted-end", test_sorted_end);
	g_test_add_func("/weave/region", test_region);
	g_test_add_func("/weave/align", test_align);
	g_test_add_func("/weave/term", test_term);
	g_test_add_func("/weave/inside-neighbour", test_inside_neighbour);
	g_test_add_func("/weave/smpl-error", test_smpl_error);
	g_test_add_func("/weave/bind", test_bind);
	g_test_add_func("/hook/headers", test_headers);
	g_test_add_func("/publish", test_publish);
	g_test_add_func("/plan/site", test_plan);
	g_test_add_func("/plan/patches", test_patches);
	g_test_add_func("/plan/order", test_order);
	g_test_add_func("/plan/order-wrong", test_order_wrong);
	return g_test_run();
}
