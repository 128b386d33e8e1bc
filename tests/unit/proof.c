// SPDX-License-Identifier: GPL-2.0-only
/*
 * The result is read again: what is right passes, and each mistake is found, wherever a hook made
 * it. Lines of the new namespace, foo, begin with '+' in these files.
 */
#include "proof/proof.h"
#include "engine/neighbour.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/text.h"

#include <string.h>
#include <unistd.h>

typedef bool (*check)(const struct proof *proof, const struct changed *changed, GError **err);

static char *top;

/* "+line" is a line that the series adds. */
static struct woven *woven_new(const char *path, const char *marked)
{
	struct woven *woven = g_new0(struct woven, 1);
	g_autoptr(GPtrArray) lines = text_lines(marked);
	g_autoptr(GString) before = g_string_new(NULL), after = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		g_string_append_printf(after, "%s\n", line + (*line == '+'));
		if (*line != '+')
			g_string_append_printf(before, "%s\n", line);
	}
	woven->path = g_strdup(path);
	woven->before = before->len ? g_strdup(before->str) : NULL;
	woven->after = g_strdup(after->str);
	return woven;
}

static void woven_free(gpointer data)
{
	struct woven *woven = data;

	g_free(woven->path);
	g_free(woven->before);
	g_free(woven->after);
	g_free(woven);
}

static GPtrArray *neighbours(void)
{
	GPtrArray *names = g_ptr_array_new_with_free_func((GDestroyNotify)spec_free);

	g_ptr_array_add(names, spec_new("uts", NULL, NULL));
	g_ptr_array_add(names, spec_new("time", NULL, NULL));
	return names;
}

/* What @check says of the first of these files; @other may be NULL. */
static char *answer(check check, const char *marked, const char *path, const char *other)
{
	g_autoptr(Source) source = source_directory(top);
	struct tree tree = { .path = top, .release = "1.0", .source = source };
	g_autoptr(Spec) spec = spec_new("foo", NULL, NULL);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(woven_free);
	g_autoptr(GPtrArray) changed = NULL, names = neighbours();
	g_autoptr(GHashTable) ours = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GError) err = NULL;
	struct proof proof = { .spec = spec, .tree = &tree, .neighbours = names };
	bool right;

	spec_full(spec, NULL);
	g_ptr_array_add(files, woven_new("kernel/f.c", marked));
	if (other)
		g_ptr_array_add(files, woven_new(path, other));
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		g_hash_table_insert(ours, woven->path, woven->after);
	}
	changed = changed_read(files, &err);
	g_assert_no_error(err);
	proof.files = changed;
	proof.headers = headers_new(&tree, ours);
	right = check ? check(&proof, changed->pdata[0], &err) : proof_words(&proof, &err);
	headers_free(proof.headers);
	g_assert_true(right == !err);
	g_assert_true(!err || g_error_matches(err, NSGEN_ERROR, STATUS_TREE));
	return err ? g_strdup(err->message) : NULL;
}

static void right(check check, const char *marked)
{
	g_autofree char *said = answer(check, marked, NULL, NULL);

	g_assert_cmpstr(said, ==, NULL);
}

static void wrong(check check, const char *marked, const char *words)
{
	g_autofree char *said = answer(check, marked, NULL, NULL);

	if (!said || !strstr(said, words))
		g_error("'%s' is not said, but '%s', of\n%s", words, said, marked);
}

static void test_hidden(void)
{
	right(proof_hidden, "a\n+b\n+/* c */\n+#ifdef D\n+#endif\n");
	right(proof_hidden, "a\n/* b */\n+c\n#if 0\nd\n#endif\n+e\n");
	right(proof_hidden, "/*\n * a\n+ * b\n */\nc\n");
	wrong(proof_hidden, "a\n/*\n * old\n+b;\n */\n", "kernel/f.c:4: this line would be in a");
	wrong(proof_hidden, "#if 0\na\n+b\n#endif\n", "kernel/f.c:3: this line would be in a");
	wrong(proof_hidden, "#if 1\na\n#else\n+b\n#endif\n", "kernel/f.c:4: ");
}

static void test_brackets(void)
{
	right(proof_brackets, "void f(void)\n{\n\tif (a) {\n+\t\tb();\n\t}\n}\n");
	right(proof_brackets, "void g(void)\n{\n\tif (a) {\n}\n\nvoid f(void)\n{\n+\tb();\n}\n");
	wrong(proof_brackets,
	      "void f(void)\n{\n#ifdef X\n\tif (a) {\n#else\n\tif (b) {\n#endif\n+\t\tc();\n\t}\n}\n",
	      "kernel/f.c:2: '{' has no partner");
	wrong(proof_brackets, "void f(void)\n{\n\tg(a;\n+\tb();\n}\n", "kernel/f.c:3: '('");
}

#define TABLE(rows) "static const struct x *t[] = {\n" rows "};\n"

static void test_lists(void)
{
	right(proof_lists, TABLE("\t&uts_ops,\n+\t&foo_ops,\n"));
	right(proof_lists, TABLE("\t&uts_ops,\n+\t&foo_ops,\n\tNULL,\n"));
	right(proof_lists, TABLE("\t[A] = &uts_ops,\n+\t[B] = &foo_ops,\n"));
	right(proof_lists, "int t[2] = { 1,\n+2,\n};\n");
	right(proof_lists, "+int t[] = {\n+\t1,\n+\tNULL,\n+\t3,\n+};\n");
	wrong(proof_lists, TABLE("\t&uts_ops,\n\tNULL,\n+\t&foo_ops,\n"),
	      "kernel/f.c:4: this element would come after the end of the list, which is in line 3");
	wrong(proof_lists, TABLE("\t{ a },\n\t{ },\n+\t{ foo },\n"), "after the end");
	wrong(proof_lists, TABLE("\t{ a },\n\t{ 0 }\n+\t, { foo },\n\t{ b }"), "after the end");
	wrong(proof_lists, TABLE("\t{ a },\n\t{ .name = NULL },\n+\t{ foo },\n"), "after the end");
	wrong(proof_lists, TABLE("\t[A] = &uts_ops,\n+\t&foo_ops,\n"), "would have none");
	wrong(proof_lists, "struct x t = {\n\t.a = 1,\n+\t2,\n};\n", "would have none");
	right(proof_lists, "int t = {\n\tA |\n+\tB |\n\tC,\n};\n");
	wrong(proof_lists, TABLE("\t&uts_ops\n#ifdef CONFIG_FOO_NS\n+\t&foo_ops,\n#endif\n"),
	      "kernel/f.c:4: no comma would separate this element from the one in line 2");
	wrong(proof_lists, TABLE("+\t&foo_ops\n\t&uts_ops,\n"), "no comma would separate");
	wrong(proof_lists, "int t[2] = {\n\t1,\n\t2,\n+\t3,\n};\n",
	      "would have 3 elements, and has room for 2");
	wrong(proof_lists,
	      "#define N (1 + 1)\nint t[N] = {\n\t1,\n\t2,\n+\t3,\n};\n", "room for 2");
	right(proof_lists, "#define N 3\nint t[N] = {\n\t1,\n\t2,\n+\t3,\n};\n");
}

static void test_enums(void)
{
	right(proof_lists, "enum e {\n\tUTS,\n+\tFOO,\n\tCOUNTS,\n};\n");
	right(proof_lists, "enum e {\n\tUTS = 5,\n+\tFOO = 6,\n\tLAST = FOO,\n};\n");
	right(proof_lists, "enum e {\n\tA,\n#ifdef X\n\tB,\n#endif\n+\tFOO,\n\tC,\n};\n");
	right(proof_lists, "enum e {\n\tUTS,\n+\tFOO,\n\tLAST,\n\tCOUNTS = 4,\n};\n");
	right(proof_lists, "enum e {\n\tUTS,\n+\tFOO,\n\tA,\n\tB,\n\tLAST = B,\n};\n");
	wrong(proof_lists, "enum e {\n\tUTS,\n+\tFOO,\n\tLAST,\n\tCOUNTS = 2,\n};\n",
	      "LAST would get the value of COUNTS");
	wrong(proof_lists,
	      "enum e {\n\tUTS,\n+\tFOO,\n#ifdef A\n\tA,\n#endif\n\tLAST,\n\tCOUNTS = 3,\n};\n",
	      "LAST would get the value of COUNTS");
	wrong(proof_lists, "enum e {\n\tUTS,\n+\tFOO,\n\tTIME = 1,\n};\n",
	      "kernel/f.c:3: FOO would have the value of TIME, in line 4");
	wrong(proof_lists, "enum e {\n\tUTS,\n+\tFOO,\n\tLAST = UTS,\n\tINOTIFY,\n};\n",
	      "FOO would have the value of INOTIFY");
	wrong(proof_lists, "enum e {\n\tUTS = 1 << 2,\n+\tFOO = 0x4,\n};\n", "the value of UTS");
}

#define SWITCH(cases) "int f(int x)\n{\n\tswitch (x) {\n" cases "\t}\n\treturn 0;\n}\n"

static void test_switches(void)
{
	static const char *const fine[] = {
		SWITCH("\tcase CLONE_NEWUTS:\n\t\treturn 1;\n"
		       "+\tcase CLONE_NEWFOO:\n+\t\treturn 2;\n"),
		SWITCH("+\tcase CLONE_NEWFOO:\n+\t\tx++;\n+\t\tbreak;\n"
		       "\tcase CLONE_NEWUTS:\n\t\treturn 1;\n"),
		SWITCH("\tcase CLONE_NEWUTS:\n+\tcase CLONE_NEWFOO:\n\t\treturn 1;\n"),
		SWITCH("\tcase A:\n\t\tif (x)\n\t\t\treturn 1;\n\t\telse\n\t\t\treturn 2;\n"
		       "+\tcase CLONE_NEWFOO:\n+\t\tbreak;\n"),
		SWITCH("\tcase A: {\n\t\tx++;\n\t\tbreak;\n\t}\n"
		       "+\tcase CLONE_NEWFOO:\n+\t\tgoto out;\n\tdefault:\n\t\tbreak;\n"),
		SWITCH("\tcase A:\n\t\tbreak;\n+\tcase CLONE_NEWFOO:\n+\t\tx++;\n"),
	};

	for (size_t i = 0; i < G_N_ELEMENTS(fine); i++)
		right(proof_switches, fine[i]);
	wrong(proof_switches,
	      SWITCH("\tcase A:\n\t\tx++;\n+\tcase CLONE_NEWFOO:\n+\t\tbreak;\n"),
	      "kernel/f.c:6: the case before this one, in line 5, would fall into it");
	wrong(proof_switches,
	      SWITCH("\tcase A:\n\t\tx++;\n\t\tfallthrough;\n+\tcase CLONE_NEWFOO:\n"
		     "+\t\treturn 1;\n\tdefault:\n\t\tbreak;\n"),
	      "would fall into it");
	wrong(proof_switches,
	      SWITCH("\tcase A:\n\t\tif (x)\n\t\t\tbreak;\n+\tcase CLONE_NEWFOO:\n+\t\tbreak;\n"),
	      "would fall into it");
	wrong(proof_switches, SWITCH("\tdefault:\n+\tcase CLONE_NEWFOO:\n+\t\tbreak;\n"),
	      "would fall into it");
	wrong(proof_switches,
	      SWITCH("+\tcase CLONE_NEWFOO:\n+\t\tx++;\n\tcase CLONE_NEWUTS:\n\t\tbreak;\n"),
	      "kernel/f.c:4: this case would fall into the next one, in line 6");
	wrong(proof_switches, SWITCH("+\tcase CLONE_NEWFOO:\n\tdefault:\n\t\tbreak;\n"),
	      "would fall into the next one");
}

#define BODY(lines) "int f(int x, struct nsproxy *nsp)\n{\n" lines "}\n"

static void test_places(void)
{
	right(proof_places, BODY("\tput_uts_ns(nsp->uts_ns);\n+\tput_foo_ns(nsp->foo_ns);\n"));
	right(proof_places, BODY("\trcu_read_lock();\n\tput_uts_ns(nsp->uts_ns);\n"
				 "+\tput_foo_ns(nsp->foo_ns);\n\trcu_read_unlock();\n"));
	right(proof_places, BODY("\trcu_read_lock();\n\tif (x) {\n\t\trcu_read_unlock();\n"
				 "\t\treturn 1;\n\t}\n\trcu_read_unlock();\n"
				 "\tput_uts_ns(nsp->uts_ns);\n+\tput_foo_ns(nsp->foo_ns);\n"));
	right(proof_places, BODY("\treturn 0;\nout_uts:\n+\tput_foo_ns(nsp->foo_ns);\n+out_foo:\n"
				 "\tput_uts_ns(nsp->uts_ns);\n"));
	wrong(proof_places, BODY("\trcu_read_lock();\n+\tput_foo_ns(nsp->foo_ns);\n"
				 "\trcu_read_unlock();\n\tput_uts_ns(nsp->uts_ns);\n"),
	      "kernel/f.c:4: this line would not be where its neighbour is, in line 6: rcu_read_lock()");
	wrong(proof_places, BODY("\tput_uts_ns(nsp->uts_ns);\n\tif (x) {\n"
				 "+\t\tput_foo_ns(nsp->foo_ns);\n\t}\n"),
	      "another block");
	wrong(proof_places, BODY("\tput_uts_ns(nsp->uts_ns);\n\treturn 0;\n"
				 "+\tput_foo_ns(nsp->foo_ns);\n"),
	      "kernel/f.c:5: control never comes to this line: line 4 goes elsewhere");
}

#define USES(lines) "void use(void *a, int b);\n" BODY(lines)

static void test_scope(void)
{
	right(proof_scope, USES("\tuse(nsp->uts_ns, x);\n+\tuse(nsp->foo_ns, x);\n"));
	right(proof_scope, "#define LIMIT 3\nstatic int count;\n"
			   USES("\tuse(nsp);\n+\tif (count < LIMIT)\n+\t\tgoto out_foo;\n"
				"+out_foo:\n+\tuse(nsp);\n"));
	right(proof_scope, "#define IS_ENABLED(x) 1\n"
			   USES("\tuse(nsp);\n+\tif (IS_ENABLED(CONFIG_FOO_NS))\n+\t\treturn;\n")
			   "void g(void)\n{\n\tif (IS_ENABLED(CONFIG_UTS_NS))\n\t\treturn;\n}\n");
	wrong(proof_scope, USES("\tuse(nsp);\n+\tuse(ns->foo_ns);\n"),
	      "kernel/f.c:5: f() has no 'ns'; this form of the function is not supported");
	wrong(proof_scope, "int f(int x)\n{\n\tswitch (x) {\n\tcase UTS:\n\t\treturn 1;\n"
			   "+\tcase FOO:\n+\t\treturn 2;\n\t}\n\treturn 0;\n}\n",
	      "f() has no 'FOO'");
	right(proof_scope, "enum e { UTS, FOO };\nint f(int x)\n{\n\tswitch (x) {\n\tcase UTS:\n"
			   "\t\treturn 1;\n+\tcase FOO:\n+\t\treturn 2;\n\t}\n\treturn 0;\n}\n");
	/* A function that the file calls and nothing declares. */
	wrong(proof_scope, "int f(int x)\n{\n\tuse(x);\n+\tuse(x);\n}\n", "f() has no 'use'");
	/* A name of another function is none of this one. */
	wrong(proof_scope,
	      "int g(int ret)\n{\n\treturn ret;\n}\n" USES("\tuse(nsp);\n+\tret = 1;\n"),
	      "f() has no 'ret'");
	/* Nor is a tag, a member, or a label. */
	wrong(proof_scope, USES("\tuse(nsp);\n+\tuse(nsproxy);\n"), "f() has no 'nsproxy'");
	wrong(proof_scope, USES("\tuse(nsp->ret);\nret:\n+\tret = 1;\n"), "f() has no 'ret'");
}

static void test_calls(void)
{
	right(proof_calls, BODY("\tuse(nsp, 1);\n+\tuse(nsp, f(1, 2));\n"));
	wrong(proof_calls, BODY("\tuse(nsp, 1);\n+\tuse(nsp);\n"),
	      "use() would be called with 1 arguments, and has 2 in line 3");
	wrong(proof_calls, "int put(int a);\n" BODY("+\tput(1, 2);\n"), "and has 1 in line 1");
	right(proof_calls, "int put(const char *a, ...);\n" BODY("+\tput(1, 2);\n"));
}

static void test_calls_ours(void)
{
	static const char caller[] = BODY("+\tnsp->foo_ns = copy_foo_ns(x, nsp->foo_ns);\n");
	g_autofree char *fine = answer(proof_calls, caller, "include/linux/foo.h",
				       "+struct foo_namespace *copy_foo_ns(int x, struct foo *old);\n");
	g_autofree char *fewer = answer(proof_calls, caller, "include/linux/foo.h",
					"+struct foo_namespace *copy_foo_ns(int x);\n");
	g_autofree char *nothing = answer(proof_calls, caller, "include/linux/foo.h",
					  "+void copy_foo_ns(int x, struct foo *old);\n");

	g_assert_cmpstr(fine, ==, NULL);
	g_assert_nonnull(strstr(fewer, "with 2 arguments, and has 1 in include/linux/foo.h:1"));
	g_assert_nonnull(strstr(nothing, "_foo_ns() returns nothing, in include/linux/foo.h:1"));
}

/* A file of the tree, which others include. */
static void put_header(const char *text)
{
	g_autofree char *dir = g_build_filename(top, "include/linux", NULL);
	g_autofree char *file = g_build_filename(dir, "h.h", NULL);

	g_mkdir_with_parents(dir, 0700);
	g_assert_true(g_file_set_contents(file, text, -1, NULL));
}

#define FILE_OF(lines) "+#include <linux/h.h>\n+int g(struct x *x)\n+{\n" lines "+}\n"

static const char header[] =
	"#define LIMIT 3\n#define pair(a, b) (a)\n#define any(a, ...) (a)\n#define alias two\n"
	"enum e { E };\nextern int all;\nvoid none(int a);\n"
	"static inline int two(int a, int b)\n{\n\tint inner;\n\treturn a;\n}\n"
	"/* comment */\nstruct x {\n\tint a;\n\tstruct y {\n\t\tint deep;\n\t} y;\n"
	"\tunion {\n\t\tint one;\n\t};\n};\n";

static void test_uses(void)
{
	put_header(header);
	right(proof_uses, FILE_OF("+\tint n = two(LIMIT, E) + all;\n+\n+\tnone(n);\n"));
	wrong(proof_uses, FILE_OF("+\tint n = three();\n"),
	      "kernel/f.c:4: 'three' is in no header that this file includes; Linux 1.0");
	wrong(proof_uses, FILE_OF("+\tint n = inner;\n"), "'inner' is in no header");
	wrong(proof_uses, FILE_OF("+\tint n = y;\n"), "'y' is in no header");
	wrong(proof_uses, FILE_OF("+\tint n = e;\n"), "'e' is in no header");
	wrong(proof_uses, FILE_OF("+\tint n = comment;\n"), "'comment' is in no header");
	wrong(proof_uses, FILE_OF("+\tint n = deep;\n"), "'deep' is in no header");
	right(proof_uses, FILE_OF("+\tint n = pair(1, 2) + any(1) + any(1, 2) + alias(1, 2);\n"));
	wrong(proof_uses, FILE_OF("+\tint n = pair(1);\n"),
	      "pair() would be called with 1 arguments, and has 2 in Linux 1.0");
	wrong(proof_uses, FILE_OF("+\tint n = two(1);\n"),
	      "two() would be called with 1 arguments, and has 2 in Linux 1.0");
	wrong(proof_uses, FILE_OF("+\tint n = none(1);\n"), "none() returns nothing in Linux 1.0");
	/* Of a part of a tree nobody knows what it has. */
	put_header("#include <linux/gone.h>\nstruct x;\n");
	right(proof_uses, FILE_OF("+\tint n = three();\n"));
	put_header("#include <linux/three.h>\nstruct x;\n");
	wrong(proof_uses, FILE_OF("+\tint n = three();\n"), "'three' is in no header");
	put_header("#include <asm/gone.h>\n#include <generated/gone.h>\nstruct x;\n");
	wrong(proof_uses, FILE_OF("+\tint n = three();\n"), "'three' is in no header");
}

static void test_members(void)
{
	put_header(header);
	right(proof_members, FILE_OF("+\tx->a = x->one + x->y.deep;\n"));
	right(proof_members, FILE_OF("+\tunknown->b = x->a.what;\n"));
	right(proof_members,
	      FILE_OF("+\tkfree_rcu(x, y.deep);\n+\tcontainer_of(p, struct x, a);\n"));
	wrong(proof_members, FILE_OF("+\tkfree_rcu(x, y.rcu);\n"), "struct y has no member 'rcu'");
	wrong(proof_members, FILE_OF("+\tp = container_of(p, struct x, b);\n"),
	      "struct x has no member 'b'");
	right(proof_members, "+#include <linux/h.h>\n+struct x v = {\n+\t.a = 1,\n+\t.y.deep = 2,\n+};\n");
	wrong(proof_members, FILE_OF("+\tx->b = 1;\n"),
	      "kernel/f.c:4: struct x has no member 'b' in Linux 1.0");
	wrong(proof_members, FILE_OF("+\tx->y.b = 1;\n"), "struct y has no member 'b'");
	wrong(proof_members, "+#include <linux/h.h>\n+struct x v = {\n+\t.a = 1,\n+\t.b = 2,\n+};\n",
	      "struct x has no member 'b'");
	wrong(proof_members, "#include <linux/h.h>\nstruct x v = {\n\t.a = 1,\n+\t.b = 2,\n};\n",
	      "struct x has no member 'b'");
}

#define OPS(get, put) \
	"+#include <linux/h.h>\n" \
	"+static struct y *g(struct x *task, int)\n+{\n+}\n+static void p(struct y *ns)\n+{\n+}\n" \
	"+const struct ops o = {\n+\t.get = " get ",\n+\t.put = " put ",\n+};\n"

static void test_operations(void)
{
	put_header("struct ops {\n\tconst char *name;\n\tstruct y *(*get)(struct x *, int n);\n"
		   "\tvoid (*put)(struct y *ns);\n};\n");
	right(proof_operations, OPS("g", "p"));
	right(proof_operations, OPS("other", "p"));
	wrong(proof_operations, OPS("p", "p"),
	      "kernel/f.c:9: get is 'struct y *(struct x *, int)' in struct ops of Linux 1.0");
	put_header("struct ops {\n\tstruct y *(*get)(const struct x *, int n);\n};\n");
	wrong(proof_operations, OPS("g", "p"), "get is 'struct y *(const struct x *, int)'");
	put_header("struct ops {\n\tint (*put)(struct y *ns);\n};\n");
	wrong(proof_operations, OPS("g", "p"), "put is 'int (struct y *)'");
	put_header("struct ops {\n\tvoid (*put)(struct y *ns, int n);\n};\n");
	wrong(proof_operations, OPS("g", "p"), "put is 'void (struct y *, int)'");
}

static void put_file(const char *path, const char *text)
{
	g_autofree char *file = g_build_filename(top, path, NULL);
	g_autofree char *dir = g_path_get_dirname(file);

	g_mkdir_with_parents(dir, 0700);
	g_assert_true(g_file_set_contents(file, text, -1, NULL));
}

static void test_initial(void)
{
	put_file("init/version.c", "struct uts_namespace init_uts_ns = {\n\t.ns.count = 2,\n"
				   "\t.name = { .ns = 1 },\n\t.ns.uts = 1,\n};\n");
	put_file("kernel/time/namespace.c",
		 "struct time_namespace init_time_ns = {\n\t.ns = {\n\t\t.count = 3,\n"
		 "\t\t.time = 3,\n\t},\n};\n");
	right(proof_initial, "+struct foo init_foo_ns = {\n+\t.ns.count = 2,\n+};\n");
	right(proof_initial, "+struct foo init_foo_ns = {\n+\t.ns = {\n+\t\t.count = 2 },\n+};\n");
	right(proof_initial, "+struct foo init_foo_ns = {\n+\t.kref = 2,\n+};\n");
	wrong(proof_initial, "+struct foo init_foo_ns = {\n+\t.ns.ops = 2,\n+};\n",
	      "kernel/f.c:1: other initial namespaces set 'ns.count', and this one would not");
}

static void test_words(void)
{
	static const char uses[] = BODY("\tuse(x);\n+\tif (x & CLONE_NEWFOO)\n+\t\treturn 1;\n");
	g_autofree char *fine = answer(NULL, uses, "include/uapi/linux/sched.h",
				       "#define A 1\n+#define CLONE_NEWFOO 0x40\n");
	g_autofree char *nowhere = answer(NULL, uses, "include/uapi/linux/sched.h",
					  "#define A 1\n+/* CLONE_NEWFOO */\n");
	g_autofree char *ioctl = answer(NULL, "int a;\n", "include/uapi/linux/pidfd.h",
					"+#define PIDFD_GET_FOO_NAMESPACE _IO(0xFF, 12)\n");

	g_assert_cmpstr(fine, ==, NULL);
	g_assert_nonnull(strstr(nowhere, "kernel/f.c:4: CLONE_NEWFOO is used here, but no file"));
	g_assert_nonnull(strstr(ioctl, "pidfd.h:1: PIDFD_GET_FOO_NAMESPACE is defined here, but"));
}

/* Linux 1.0 with include/linux/h.h, and two links. */
static char *linked(const char *path)
{
	g_autoptr(Source) source = source_directory(top);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(woven_free);
	struct tree tree = { .path = top, .release = "1.0", .source = source };
	g_autoptr(GError) err = NULL;

	g_ptr_array_add(files, woven_new(path, "a\n+b\n"));
	g_assert_true(proof_links(files, &tree, &err) == !err);
	g_clear_pointer(&tree.files, g_ptr_array_unref);
	g_clear_pointer(&tree.links, g_ptr_array_unref);
	return err ? g_strdup(err->message) : g_strdup("");
}

static void test_links(void)
{
	g_autofree char *link = g_build_filename(top, "kernel.c", NULL);
	g_autofree char *dir = g_build_filename(top, "headers", NULL);
	g_autofree char *file = NULL, *alias = NULL, *behind = NULL, *other = NULL;

	put_header("int a;\n");
	g_assert_cmpint(symlink("include/linux/h.h", link), ==, 0);
	g_assert_cmpint(symlink("include/linux", dir), ==, 0);
	file = linked("include/linux/h.h");
	alias = linked("kernel.c");
	behind = linked("headers/h.h");
	other = linked("headers2/h.h");
	g_assert_cmpstr(file, ==, "");
	g_assert_cmpstr(other, ==, "");
	g_assert_nonnull(strstr(alias, "kernel.c: is a symbolic link"));
	g_assert_nonnull(strstr(behind, "headers: is a symbolic link"));
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	top = g_dir_make_tmp("proof-XXXXXX", NULL);
	g_test_add_func("/proof/hidden", test_hidden);
	g_test_add_func("/proof/brackets", test_brackets);
	g_test_add_func("/proof/lists", test_lists);
	g_test_add_func("/proof/enums", test_enums);
	g_test_add_func("/proof/switches", test_switches);
	g_test_add_func("/proof/places", test_places);
	g_test_add_func("/proof/scope", test_scope);
	g_test_add_func("/proof/calls", test_calls);
	g_test_add_func("/proof/calls-ours", test_calls_ours);
	g_test_add_func("/proof/uses", test_uses);
	g_test_add_func("/proof/members", test_members);
	g_test_add_func("/proof/operations", test_operations);
	g_test_add_func("/proof/initial", test_initial);
	g_test_add_func("/proof/words", test_words);
	g_test_add_func("/proof/links", test_links);
	status = g_test_run();
	remove_tree(top);
	g_free(top);
	return status;
}
