// SPDX-License-Identifier: GPL-2.0-only
#include "audit/audit.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/multi-search.h"

#include <glib/gstdio.h>
#include <string.h>

static char *top;

static void put(const char *file, const char *text)
{
	g_autofree char *path = g_build_filename(top, file, NULL);
	g_autofree char *dir = g_path_get_dirname(path);

	g_mkdir_with_parents(dir, 0700);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static struct names *learn(void)
{
	g_autoptr(Source) source = source_directory(top);
	struct tree tree = { .path = top, .release = "1.0", .source = source };
	g_autoptr(GError) err = NULL;
	struct names *names = names_learn(&tree, NULL, &err);

	g_assert_no_error(err);
	return names;
}

static void means(const struct names *names, const char *word, const char *stem, const char *form)
{
	struct word found = names_classify(names, word, strlen(word));

	if (!stem) {
		g_assert_cmpint(found.ns, ==, -1);
		return;
	}
	g_assert_cmpint(found.ns, ==, names_find(names, stem));
	g_assert_cmpstr(found.form, ==, form);
}

static void test_names(void)
{
	g_autoptr(Names) names = learn();

	g_assert_cmpint(names->list->len, ==, 6);
	means(names, "CLONE_NEWUTS", "uts", "CLONE_NEW@");
	means(names, "CLONE_NEWNS", "mnt", "CLONE_NEW@");
	means(names, "NEWNS", "mnt", "NEW@");
	means(names, "CLONE_NEWUSER", "user", "CLONE_NEW@");
	means(names, "time_ns_for_children", "time", "@_ns");
	means(names, "copy_ipcs", "ipc", "copy_@_ns");
	means(names, "put_net", "net", "put_@_ns");
	means(names, "init_net", "net", "init_@_ns");
	means(names, "struct net", "net", "@_namespace");
	means(names, "utsns_operations", "uts", "@ns_operations");
	means(names, "max_user_namespaces", "user", "max_@_namespaces");
	means(names, "PROC_UTS_INIT_INO", "uts", "PROC_@_INIT_INO");
	means(names, "UTS_NS_INDEX", "uts", "@_NS_INDEX");
	/* Words that only contain the letters of a namespace's name. */
	means(names, "net", NULL, NULL);
	means(names, "inputs_ns", NULL, NULL);
	means(names, "uts_nsx", NULL, NULL);
	means(names, "CLONE_NEWUTSX", NULL, NULL);
	means(names, "copy_from_user", NULL, NULL);
	g_assert_nonnull(g_hash_table_lookup(names->overlaps, "CSIGNAL"));
	g_assert_null(g_hash_table_lookup(names->overlaps, "CLONE_VM"));
}

/* "construct [kind]: stem stem …" for each site, one per line. */
static char *sites_of(const char *file, const char *text)
{
	g_autoptr(Names) names = learn();
	g_autoptr(Finds) finds = finds_new();
	g_autoptr(GHashTable) memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	GString *out = g_string_new(NULL);

	sites_find(names, memo, file, text, strlen(text), finds);
	for (guint i = 0; i < finds->sites->len; i++) {
		const struct site *site = finds->sites->pdata[i];

		g_string_append_printf(out, "%s [%s]:", site->name, site->kind);
		for (guint n = 0; n < names->list->len; n++)
			if (site->lines[n])
				g_string_append_printf(out, " %s",
						       ((struct ns *)names->list->pdata[n])->stem);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

static void expect(const char *file, const char *text, const char *want)
{
	g_autofree char *have = sites_of(file, text);

	g_assert_cmpstr(have, ==, want);
}

static const char flags[] =
	"#define CSIGNAL\t0x000000ff\n#define CLONE_VM\t0x00000100\n"
	"#define CLONE_NEWNS\t0x00020000\n"
	"#define CLONE_NEWUTS\t0x04000000\n#define CLONE_NEWIPC\t0x08000000\n"
	"#define CLONE_NEWUSER\t0x10000000\n"
	"#define CLONE_NEWNET\t0x40000000\n#define CLONE_NEWTIME\t0x00000080\n";

/* The same numbers, as other people write them. */
static void test_numbers(void)
{
	static const char *const ways[] = {
		"#define CSIGNAL\t(256 - 1)\n#define CLONE_VM\tBIT(8)\n"
		"#define CLONE_NEWNS\t(1 << 17)\n"
		"#define CLONE_NEWUTS\tBIT(26)\n#define CLONE_NEWIPC\t(CLONE_NEWUTS << 1)\n"
		"#define CLONE_NEWUSER\t268435456\n"
		"#define CLONE_NEWNET\t0x40000000UL\n#define CLONE_NEWTIME\t(1U << 7)\n",
		"#define CSIGNAL\t0xff\n#define CLONE_VM\t0x100\n"
		"enum {\n\tCLONE_NEWTIME = 1 << 7,\n\tCLONE_NEWNS = 1 << 17,\n"
		"\tCLONE_NEWUTS = 1 << 26,\n\tCLONE_NEWIPC = 1 << 27,\n"
		"\tCLONE_NEWUSER = 1 << 28,\n\tCLONE_NEWNET = 1 << 30,\n};\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		put("include/uapi/linux/sched.h", ways[i]);
		test_names();
	}
	put("include/uapi/linux/sched.h", flags);
}

static void test_c(void)
{
	expect("a.c",
	       "static int f(int flags)\n{\n\treturn flags & (CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS);\n}\n",
	       "f() mask [mask]: uts ipc mnt\n");
	expect("a.c",
	       "int f(int x)\n{\n\tif (x & ~(CLONE_NEWUTS|CLONE_NEWIPC|CLONE_NEWNS))\n"
	       "\t\treturn 1;\n#ifndef CONFIG_UTS_NS\n\tg(1);\n#endif\n"
	       "#ifdef CONFIG_IPC_NS\n\tg(2);\n#endif\n#ifdef CONFIG_NET_NS\n#endif\n\treturn 0;\n}\n",
	       "f() mask [mask]: uts ipc mnt\nf() [function]: uts ipc net\n");
	expect("a.c",
	       "int f(int x)\n{\n\tswitch (x->type) {\n\tcase CLONE_NEWUTS:\n"
	       "\tcase CLONE_NEWIPC: {\n\t}\n\tcase CLONE_NEWNET:\n\t\treturn 1;\n\t}\n\treturn 0;\n}\n",
	       "f() switch (x->type) [switch]: uts ipc net\n");
	expect("a.c",
	       "const struct x *const entries[] = {\n\t&utsns_operations,\n\t&ipcns_operations,\n\t&netns_operations,\n};\n",
	       "entries [initialiser]: uts ipc net\n");
	expect("a.c",
	       "enum {\n\tPROC_UTS_INIT_INO = 1,\n\tPROC_IPC_INIT_INO,\n\tPROC_USER_INIT_INO,\n};\n"
	       "enum named { UTS_NS, IPC_NS, NET_NS };\n",
	       "enum { PROC_@_INIT_INO } [enum]: uts ipc user\nenum named [enum]: uts ipc net\n");
	expect("a.h", "#define to(x) \\\n\t_Generic((x), \\\n\t\tstruct uts_namespace *: 1, \\\n"
	       "\t\tstruct ipc_namespace *: 2, \\\n\t\tstruct net *: 3)\n",
	       "#define to [macro]: uts ipc net\n");
	expect("a.h", "#define CLONE_NEWUTS 1 /* x */\nint x;\n#define CLONE_NEWIPC\t2\n"
	       "#define CLONE_VM 3\n#define CLONE_NEWNET 4\n",
	       "#define CLONE_NEW@ [group]: uts ipc net\n");
	expect("a.h",
	       "extern const struct ops utsns_operations;\n"
	       "extern const struct ops ipcns_operations;\nextern const struct ops netns_operations;\n",
	       "extern const struct ops @ns_operations; [group]: uts ipc net\n");
	expect("a.c",
	       "SYSCALL_DEFINE2(setns, int, fd)\n{\n\treturn copy_utsname() + copy_ipcs() + copy_net_ns();\n}\n",
	       "SYSCALL_DEFINE2(setns) [function]: uts ipc net\n");
}

/* Not lists of namespaces, although several are named. */
static void test_none(void)
{
	expect("a.c", "int f(struct net *net)\n{\n"
	       "\treturn current->user_ns == net->user_ns && x(CLONE_NEWUTS, \"time\");\n}\n", "");
	expect("a.c",
	       "/* CLONE_NEWUTS CLONE_NEWIPC CLONE_NEWNET */\nint x; // CLONE_NEWUTS CLONE_NEWIPC CLONE_NEWNET\n",
	       "");
	expect("a.c", "#include <linux/uts_namespace.h>\n#include <linux/ipc_namespace.h>\n"
	       "#include <net/net_namespace.h>\n#include <linux/time_namespace.h>\n", "");
	expect("arch/x_defconfig", "CONFIG_UTS_NS=y\n# CONFIG_IPC_NS is not set\nCONFIG_NET_NS=y\n",
	       "");
	expect("tools/a.c",
	       "int f(int x)\n{\n\treturn x & (CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS);\n}\n",
	       "");
}

/*
 * Sites with fewer than three namespaces: an exception for flags that share bits with another flag,
 * and the ends of a range.
 */
static void test_few(void)
{
	expect("a.c",
	       "bool f(int x)\n{\n\tif (x & (CSIGNAL & (~CLONE_NEWTIME)))\n\t\treturn false;\n"
	       "\treturn x & CLONE_NEWTIME;\n}\n",
	       "f() mask [mask]: time\n");
	expect("a.c", "bool f(int x)\n{\n\treturn x & (CSIGNAL & ~CLONE_NEWUTS);\n}\n", "");
	expect("a.c",
	       "bool f(int x)\n{\n\treturn in_range(x, MNT_NS_INIT_INO, IPC_NS_INIT_INO - MNT_NS_INIT_INO + 1);\n}\n",
	       "f() [function]: ipc mnt\n");
	expect("a.c",
	       "bool f(int x)\n{\n\treturn x >= MNT_NS_INIT_INO && x <= IPC_NS_INIT_INO;\n}\n",
	       "f() [function]: ipc mnt\n");
	expect("a.c",
	       "bool f(int x)\n{\n\treturn x == MNT_NS_INIT_INO || x == IPC_NS_INIT_INO;\n}\n", "");
}

/* What is not compiled, and text for people, lists nothing. */
static void test_code(void)
{
	static const char mask[] = "CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS";
	static const char *const none[] = {
		"/*\nint f(int x)\n{\n\treturn x & (%s);\n}\n */\nint y;\n",
		"#if 0\nint f(int x)\n{\n\treturn x & (%s);\n}\n#endif\nint y;\n",
		"int f(int x)\n{\n#if 0\n\treturn x & (%s);\n#else\n\treturn x;\n#endif\n}\n",
		"int f(int x)\n{\n#if 1\n\treturn x;\n#else\n\treturn x & (%s);\n#endif\n}\n",
		"#if 0\n#define MASK (%s)\n#endif\n",
		"int f(int x)\n{\n\tpr_debug(\"%s\\n\");\n\treturn x;\n}\n",
		"int f(int x)\n{\n\treturn x; /* %s */\n}\n",
		"#define X 1 /* %s */\n",
		"static const char help[] =\n\t\"flags & (%s)\";\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(none); i++) {
		g_auto(GStrv) parts = g_strsplit(none[i], "%s", 2);
		g_autofree char *text = g_strconcat(parts[0], mask, parts[1], NULL);

		expect("a.c", text, "");
	}
	expect("a.c",
	       "#if 1\nint f(int x)\n{\n\treturn x & (CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS);\n}\n#endif\n",
	       "f() mask [mask]: uts ipc mnt\n");
	/* The old version of a function does not make the new one the second. */
	expect("a.c",
	       "#if 0\nint f(int x)\n{\n\treturn x & (CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS);\n}\n#endif\n"
	       "int f(int x)\n{\n\treturn x & (CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET);\n}\n",
	       "f() mask [mask]: uts ipc net\n");
	/* A string that is a word is an entry. */
	expect("a.c",
	       "struct x table[] = {\n\tX(\"max_uts_namespaces\"),\n\tX(\"max_ipc_namespaces\"),\n"
	       "\tX(\"max_net_namespaces\"),\n};\n",
	       "table [initialiser]: uts ipc net\n");
	expect("kernel/Makefile", "# obj-$(CONFIG_UTS_NS) += a.o\n# obj-$(CONFIG_IPC_NS) += a.o\n"
	       "obj-$(CONFIG_NET_NS) += b.o\n", "");
}

/* Functions that count references to two members of an nsproxy. */
static void test_references(void)
{
	static const char *const sites[] = {
		"void f(struct nsproxy *p)\n{\n\tget_uts_ns(p->uts_ns);\n\tget_ipc_ns(p->ipc_ns);\n}\n",
		"void f(struct nsproxy *p)\n{\n\tput_uts_ns(p->uts_ns);\n\tif (p->ipc_ns)\n"
		"\t\tput_ipc_ns(p->ipc_ns);\n}\n",
		"void f(struct nsproxy *p)\n{\n\tatomic_inc(&p->uts_ns->count);\n"
		"\trefcount_inc(&p->ipc_ns->ns.count);\n}\n",
		"struct nsproxy *f(struct nsproxy *p)\n{\n\tstruct nsproxy *n = a();\n\n"
		"\tn->uts_ns = get_uts_ns(p->uts_ns);\n\tn->ipc_ns = get_ipc_ns(p->ipc_ns);\n"
		"\treturn n;\n}\n",
		"void f(struct task_struct *t)\n{\n\tget_uts_ns(t->nsproxy->uts_ns);\n"
		"\tget_ipc_ns(t->nsproxy->ipc_ns);\n}\n",
		"void f(struct nsproxy *p)\n{\n\tstruct uts_namespace *u = p->uts_ns;\n"
		"\tstruct ipc_namespace *i = p->ipc_ns;\n\n\tget_uts_ns(u);\n\tget_ipc_ns(i);\n}\n",
	};
	static const char *const wholes[] = {
		"\t*n = *p;\n\tget_uts_ns(n->uts_ns);\n",
		"\tget_uts_ns(p->uts_ns);\n\t*n = *x(p);\n",
		"\tmemcpy(n, p, sizeof(*n));\n\tget_uts_ns(n->uts_ns);\n",
		"\tn = kmemdup(p, sizeof(struct nsproxy), GFP_KERNEL);\n\tget_uts_ns(n->uts_ns);\n",
		"\tstruct nsproxy on_stack = *p;\n\n\tget_uts_ns(on_stack.uts_ns);\n",
	};
	static const char *const none[] = {
		/* One namespace, whatever else is done. */
		"void f(struct nsproxy *p)\n{\n\tget_uts_ns(p->uts_ns);\n\tg(p->ipc_ns);\n}\n",
		"void f(struct nsproxy *p)\n{\n\tget_time_ns(p->time_ns);\n"
		"\tget_time_ns(p->time_ns_for_children);\n}\n",
		"void f(struct x *x)\n{\n\tx->net = get_net(current->nsproxy->net_ns);\n"
		"\tx->user = get_user_ns(current->nsproxy->net_ns->user_ns);\n}\n",
		/* Not an nsproxy. */
		"void f(struct x *x)\n{\n\tget_uts_ns(x->uts_ns);\n\tget_ipc_ns(x->ipc_ns);\n}\n",
		/* A copy of something else. */
		"void f(struct x *a, struct x *b)\n{\n\t*a = *b;\n"
		"\tget_net(current->nsproxy->net_ns);\n}\n",
		"void f(struct nsproxy *n, struct nsproxy *p)\n{\n\t*n = *p;\n}\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(sites); i++)
		expect("a.c", sites[i], "f() [function]: uts ipc\n");
	for (size_t i = 0; i < G_N_ELEMENTS(wholes); i++) {
		g_autofree char *text = g_strdup_printf(
			"void f(struct nsproxy *n, struct nsproxy *p)\n{\n%s}\n", wholes[i]);

		expect("a.c", text, "f() [function]: uts\n");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
		expect("a.c", none[i], "");
}

/* References that are taken in functions and macros of the same file. */
static void test_helpers(void)
{
	static const char one[] =
		"void one(struct nsproxy *p)\n{\n\tget_uts_ns(p->uts_ns);\n}\n";
	static const char *const helpers[] = {
		"void two(struct nsproxy *p)\n{\n\tget_ipc_ns(p->ipc_ns);\n}\n"
		"void f(struct nsproxy *p)\n{\n\tone(p);\n\ttwo(p);\n}\n",
		"#define TWO(p) get_ipc_ns((p)->ipc_ns)\n"
		"void f(struct nsproxy *p)\n{\n\tone(p);\n\tTWO(p);\n}\n",
		"void two(struct ipc_namespace *i)\n{\n\trefcount_inc(&i->count);\n}\n"
		"void f(struct nsproxy *p)\n{\n\tone(p);\n\ttwo(p->ipc_ns);\n}\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(helpers); i++) {
		g_autofree char *text = g_strconcat(one, helpers[i], NULL);
		g_autofree char *have = sites_of("a.c", text);

		g_assert_true(g_str_has_prefix(have, "f() [function]:"));
		g_assert_null(strchr(strchr(have, '\n') + 1, '\n'));
	}
	/* The helper is the site, not everybody who calls it. */
	expect("a.c",
	       "void all(struct nsproxy *p)\n{\n\tget_uts_ns(p->uts_ns);\n\tget_ipc_ns(p->ipc_ns);\n}\n"
	       "void f(struct nsproxy *p)\n{\n\tall(p);\n\tget_net(p->net_ns);\n}\n",
	       "all() [function]: uts ipc\n");
	/* One of them in each case: the switch is the site. */
	expect("a.c",
	       "int f(struct nsproxy *p, int x)\n{\n\tswitch (x) {\n\tcase 1:\n\t\treturn get_uts_ns(p->uts_ns);\n"
	       "\tcase 2:\n\t\treturn get_ipc_ns(p->ipc_ns);\n\tcase 3:\n"
	       "\t\treturn get_mnt_ns(p->mnt_ns);\n\t}\n}\n",
	       "f() switch (x) [switch]: uts ipc mnt\n");
}

static void test_lines(void)
{
	expect("init/Kconfig",
	       "config UTS_NS\n\tbool \"UTS\"\n\nconfig IPC_NS\n\tdepends on UTS_NS\n\n"
	       "config NET_NS\n",
	       "config @_NS [group]: uts ipc net\n");
	expect("kernel/Makefile", "obj-$(CONFIG_UTS_NS) += utsname.o\nobj-y += x.o\n"
	       "obj-$(CONFIG_IPC_NS) += a.o\nobj-$(CONFIG_NET_NS) += b.o\n",
	       "obj-$ CONFIG_@_NS [group]: uts ipc net\n");
	expect("Documentation/a.rst", "Flags\n=====\n\nThere are CLONE_NEWUTS,\n"
	       "CLONE_NEWIPC, CLONE_NEWNET and CLONE_NEWTIME.\n\nOther\n=====\n\nCLONE_NEWUTS\n",
	       "section Flags [section]: uts ipc net time\n");
}

/* Unbalanced braces must not affect the next function. */
static void test_broken(void)
{
	expect("a.c", "int f(void)\n{\n#ifdef A\n\tif (x) {\n#else\n\tif (y) {\n#endif\n\t}\n}\n\n"
	       "int g(int x)\n{\n\treturn x & (CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS);\n}\n",
	       "g() mask [mask]: uts ipc mnt\n");
	expect("a.c", "int f(void)\n{ \"CLONE_NEWUTS\nint x = 'CLONE_NEWUTS\n", "");
	expect("a.c", "", "");
	expect("a.c", "#define", "");
	expect("a.rst", "\n\n===\n", "");
}

static void test_search(void)
{
	static const char *const words[] = { "uts_n", "CLONE_NEWUTS", "ab" };

	for (size_t first = 0; first < G_N_ELEMENTS(words); first++) {
		for (size_t before = 0; before < 12; before++) {
			g_autofree char *text = g_strdup_printf("%.*s%s", (int)before,
								"xxxxxxxxxxxx", words[first]);
			GPtrArray *strings = g_ptr_array_new_with_free_func(g_free);
			g_autoptr(Search) search = NULL;
			size_t from = 0, at = 99;

			for (size_t i = first; i < G_N_ELEMENTS(words); i++)
				g_ptr_array_add(strings, g_strdup(words[i]));
			search = search_new(strings);
			g_assert_cmpint(search_next(search, text, strlen(text), &from, &at), ==, 0);
			g_assert_cmpuint(at, ==, before);
			g_assert_cmpint(search_next(search, text, strlen(text), &from, &at), ==,
					-1);
			from = 0;
			g_assert_cmpint(search_next(search, text, strlen(text) - 1, &from, &at), ==,
					-1);
		}
	}
	g_assert_null(search_new(g_ptr_array_new()));
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	top = g_dir_make_tmp("nsgen-test-XXXXXX", NULL);
	put("include/linux/nsproxy.h",
	    "struct nsproxy {\n\tint count;\n\tstruct uts_namespace *uts_ns;\n"
	    "\tstruct ipc_namespace *ipc_ns;\n"
	    "\tstruct mnt_namespace *mnt_ns;\n\tstruct net *net_ns;\n\tstruct time_namespace *time_ns;\n"
	    "\tstruct time_namespace *time_ns_for_children;\n};\n");
	put("include/linux/user_namespace.h", "");
	put("include/uapi/linux/sched.h", flags);
	put("kernel/nsproxy.c",
	    "struct nsproxy init_nsproxy = {\n\t.uts_ns = &init_uts_ns,\n\t.net_ns = &init_net,\n};\n"
	    "\tnew->uts_ns = copy_utsname(flags);\n\tnew->ipc_ns = copy_ipcs(flags);\n\tput_net(ns->net_ns);\n");
	g_test_add_func("/audit/names", test_names);
	g_test_add_func("/audit/numbers", test_numbers);
	g_test_add_func("/audit/c", test_c);
	g_test_add_func("/audit/none", test_none);
	g_test_add_func("/audit/few", test_few);
	g_test_add_func("/audit/code", test_code);
	g_test_add_func("/audit/references", test_references);
	g_test_add_func("/audit/helpers", test_helpers);
	g_test_add_func("/audit/lines", test_lines);
	g_test_add_func("/audit/broken", test_broken);
	g_test_add_func("/audit/search", test_search);
	status = g_test_run();
	remove_tree(top);
	g_free(top);
	return status;
}
