// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions with one mistake each: all of them compile, and all must be refused.
 */
#include "lib/error.h"
#include "hook/unwind.h"

#include <string.h>

/* Our copy and others before and after it; strings and comments must be ignored. */
static const char created[] =
	"static struct nsproxy *create_new_namespaces(int flags, struct task_struct *tsk);\n"
	"#define NOT_CLOSED /* ' */ {\n"
	"static struct nsproxy *create_new_namespaces(int flags, struct task_struct *tsk)\n"
	"{\n"
	"	struct nsproxy *nsp = create(\"goto {\");\n"
	"	int err; /* goto out_foo; don't */\n"
	"	if (!nsp)\n"
	"		return ERR_PTR(-ENOMEM);\n"
	"	nsp->uts_ns = copy_uts(flags, tsk->nsproxy->uts_ns);\n"
	"	if (IS_ERR(nsp->uts_ns)) {\n"
	"		err = PTR_ERR(nsp->uts_ns);\n"
	"		goto out_uts;\n"
	"	}\n"
	"	nsp->net_ns = copy_net_ns(flags, tsk->nsproxy->net_ns);\n"
	"	if (IS_ERR(nsp->net_ns))\n"
	"	{\n"
	"		err = PTR_ERR(nsp->net_ns);\n"
	"		goto out_net;\n"
	"	}\n"
	"	nsp->foo_ns = copy_foo_ns(flags, tsk->nsproxy->foo_ns);\n"
	"	if (IS_ERR(nsp->foo_ns)) {\n"
	"		err = PTR_ERR(nsp->foo_ns);\n"
	"		goto out_foo;\n"
	"	}\n"
	"	nsp->time_ns = copy_time_ns(flags, tsk->nsproxy->time_ns);\n"
	"	if (IS_ERR(nsp->time_ns)) {\n"
	"		err = PTR_ERR(nsp->time_ns);\n"
	"		goto out_time;\n"
	"	}\n"
	"	nsp->old_ns = get_time_ns(nsp->time_ns);\n"
	"	return nsp;\n"
	"\n"
	"out_time:\n"
	"	put_foo_ns(nsp->foo_ns);\n"
	"out_foo:\n"
	"	put_net(nsp->net_ns);\n"
	"out_net:\n"
	"	if (nsp->uts_ns)\n"
	"		put_uts_ns(nsp->uts_ns);\n"
	"out_uts:\n"
	"	kmem_cache_free(cachep, nsp);\n"
	"	return ERR_PTR(err);\n"
	"}\n"
	"\n"
	"int other(int flags)\n"
	"{\n"
	"	if (flags)\n"
	"		goto out_foo;\n"
	"	return 0;\n"
	"out_foo:\n"
	"	return copy_foo_ns(flags, 0);\n"
	"}\n";

/* As it was in 2006. */
static const char duplicated[] =
	"int copy_namespaces(int flags, struct task_struct *tsk)\n"
	"{\n"
	"	int err = 0;\n"
	"	if (!new_ns) {\n"
	"		err = -ENOMEM;\n"
	"		goto out;\n"
	"	}\n"
	"	err = copy_utsname(flags, tsk);\n"
	"	if (err)\n"
	"		goto out_uts;\n"
	"	err = copy_pid_ns(flags, tsk);\n"
	"	if (err)\n"
	"		goto out_pid;\n"
	"	err = copy_foo_ns(flags, tsk);\n"
	"	if (err)\n"
	"		goto out_foo;\n"
	"out:\n"
	"	put_nsproxy(old_ns);\n"
	"	return err;\n"
	"out_foo:\n"
	"	if (new_ns->pid_ns)\n"
	"		put_pid_ns(new_ns->pid_ns);\n"
	"out_pid:\n"
	"	if (new_ns->uts_ns)\n"
	"		put_uts_ns(new_ns->uts_ns);\n"
	"out_uts:\n"
	"	kfree(new_ns);\n"
	"	goto out;\n"
	"}\n";

#define COPY "	nsp->foo_ns = copy_foo_ns(flags, tsk->nsproxy->foo_ns);\n"
#define TIME "	nsp->time_ns = copy_time_ns("
#define PUT "	put_foo_ns(nsp->foo_ns);\n"
#define NET "	put_net(nsp->net_ns);\n"
#define FIRST "	nsp->uts_ns = copy_uts("
#define CUP "	nsp->cup_ns = get_cup_ns(nsp);\n"
#define PUT_CUP "	put_cup_ns(nsp->cup_ns);\n"
#define IN_CUP(text) "#ifdef CONFIG_CUP\n" text "#endif\n"
#define GET "	nsp->old_ns = get_time_ns(nsp->time_ns);\n"

/* The first occurrence of old is replaced by new; says is the expected error. */
static const struct mistake {
	const char *old, *new, *says;
} mistakes[] = {
	{ "goto out_foo;\n	}", "goto out_net;\n	}",
	  "failure of copy_foo_ns() does not 'goto out_foo'" },
	{ "goto out_foo;\n	}", "goto out_time;\n	}",
	  "failure of copy_foo_ns() does not 'goto out_foo'" },
	{ "		goto out_foo;\n	}", "	}\n	goto out_foo;",
	  "failure of copy_foo_ns() does not 'goto out_foo'" },
	{ "goto out_time;", "goto out_foo;", "or another jump does as well" },
	{ "goto out_net;", "goto out_foo;", "or another jump does as well" },
	{ PUT "out_foo:\n", "out_foo:\n" PUT,
	  "f.c:23: cocci/t.cocci: 'goto out_foo' puts foo_ns, whose copy has failed" },
	{ "out_foo:\n" NET, NET "out_foo:\n", "must put exactly one more than 'goto out_net'" },
	{ NET "out_net:\n", "out_net:\n" NET, "must put exactly one more than 'goto out_net'" },
	{ NET, NET NET, "'goto out_foo' puts nsp->net_ns twice" },
	{ NET, "	put_net(nsp->net2_ns);\n",
	  "'goto out_foo' puts nsp->net2_ns, not what 'nsp->net_ns=copy_net_ns()' took" },
	{ NET, NET "	return ERR_PTR(err);\n", "'goto out_foo' does not put nsp->uts_ns" },
	{ NET, NET "	goto out_uts;\n", "'goto out_foo' does not put nsp->uts_ns" },
	{ NET, "	if (err)\n	" NET,
	  "f.c:37: cocci/t.cocci: the error path from 'out_time' on is not a plain list of puts" },
	{ NET, NET "	if (err)\n		return NULL;\n", "is not a plain list of puts" },
	{ NET, NET "	while (err)\n		goto out_uts;\n", "is not a plain list of puts" },
	{ "goto out_time;", "goto out_net;",
	  "f.c:28: cocci/t.cocci: 'goto out_net' after the copy of foo_ns puts it 0 times" },
	{ PUT, PUT PUT, "puts it 2 times" },
	{ PUT, "", "puts it 0 times" },
	{ FIRST, "	if (flags)\n		goto out_time;\n" FIRST,
	  "f.c:10: cocci/t.cocci: 'goto out_time' puts foo_ns, which is not copied yet" },
	{ FIRST, "	if (flags)\n		return nsp;\n" FIRST,
	  "f.c:10: cocci/t.cocci: 'return nsp' comes before the copy of foo_ns" },
	{ NET, "	trace_fail(nsp->time_ns);\n" NET,
	  "must put exactly one more than 'goto out_net'" },
	{ NET, "	drop_net(nsp->net_ns);\n", NULL },
	{ FIRST, "again:\n" FIRST, NULL },
	{ GET, GET "	if (err)\n		goto again;\n",
	  "expected exactly one label 'again'" },
	{ GET, GET "	if (err)\n		return nsp;\n",
	  "f.c:32: cocci/t.cocci: a return after the copy of foo_ns does not put it" },
	{ GET, GET "	if (err) {\n		return nsp;\n	}\n", "a return after the copy" },
	{ GET, GET "	for (;;)\n		return nsp;\n", "a return after the copy" },
	{ GET,
	  GET
	  "	switch (err) {\n	case 1:\n		return nsp;\n	default:\n		break;\n	}\n",
	  "a return after the copy" },
	{ GET, GET "	list_for_each(a, b) {\n		return nsp;\n	}\n",
	  "a return after the copy" },
	{ GET, GET "	do\n		return nsp;\n	while (err);\n",
	  "a return after the copy" },
	{ GET, GET "	err = ({ if (err) return nsp; 0; });\n", "cannot be parsed reliably" },
	{ COPY, "	if (flags)\n	" COPY,
	  "f.c:21: cocci/t.cocci: copy_foo_ns() would be called conditionally" },
	{ COPY, "	{\n" COPY "	}\n", "conditionally" },
	{ COPY, "	if (flags)\n		err = 0;\n	else\n	" COPY,
	  "conditionally" },
	{ COPY, COPY COPY, "copy_foo_ns() is not called exactly once" },
	{ TIME, "	if (copy_foo_ns(flags, 0))\n		err = 0;\n" TIME,
	  "is not called exactly once" },
	{ COPY, "", "is not called exactly once" },
	{ COPY, CUP COPY,
	  "'goto out_foo' must put exactly what was taken since then more than 'goto out_net'" },
	{ COPY, "	err = PTR_ERR_OR_ZERO(nsp->net_ns);\n" COPY, NULL },
	{ COPY, IN_CUP(CUP "	if (err)\n		goto out_cup;\n") COPY,
	  "expected exactly one label 'out_cup'" },
	{ COPY, IN_CUP(CUP) COPY, "than 'goto out_net' (with CONFIG_CUP)" },
	{ COPY, "#ifndef CONFIG_CUP\n" CUP "#endif\n" COPY,
	  "than 'goto out_net' (without CONFIG_CUP)" },
	{ COPY, "#if defined(CONFIG_CUP)\n#else\n" CUP "#endif\n" COPY,
	  "than 'goto out_net' (without CONFIG_CUP)" },
	{ COPY, "#if A\n#elif B\n#endif\n" COPY, "has an #elif" },
	{ NET, IN_CUP(NET), "(without CONFIG_CUP)" },
	{ NET, IN_CUP(NET) "#ifndef CONFIG_CUP\n" NET "#endif\n", NULL },
	{ NET, IN_CUP(NET) "#if !defined(CONFIG_CUP)\n" NET "#endif\n", NULL },
	{ NET, IN_CUP(NET) "#if CUP\n" NET "#endif\n", "(without CONFIG_CUP, without CUP)" },
	{ PUT, IN_CUP(PUT), "times, not once (without CONFIG_CUP)" },
	{ COPY, "	if (flags)\n		nsp->cup_ns = get_cup_ns(nsp);\n" COPY,
	  "copy with a goto not found directly before" },
	{ "	return nsp;\n\n", "",
	  "f.c:31: cocci/t.cocci: the success path runs into 'out_time', which puts foo_ns" },
	{ "	return nsp;\n\n", "out_ok:\n	return nsp;\n", NULL },
	{ "out_uts:\n", "out_foo:\nout_uts:\n", "expected exactly one label 'out_foo'" },
	{ "out_foo:\n", "", "expected exactly one label 'out_foo'" },
	{ "	return ERR_PTR(err);\n}", "	goto out_time;\n}", "does not return" },
	{ "	return ERR_PTR(err);\n}", "}", "does not return" },
	{ "int other(int flags)", "static struct nsproxy *create_new_namespaces(int flags)",
	  "expected exactly one function" },
	{ "	return ERR_PTR(err);\n}", "	return ERR_PTR(err);\n",
	  "cannot be parsed reliably" },
};

static const struct mistake old_mistakes[] = {
	{ "		put_pid_ns(new_ns->pid_ns);\n",
	  "		put_uts_ns(new_ns->uts_ns);\n", "is not a plain list of puts" },
	{ "	if (new_ns->pid_ns)\n		put_pid_ns(new_ns->pid_ns);\n",
	  "	if (new_ns->uts_ns)\n		put_uts_ns(new_ns->uts_ns);\n",
	  "'goto out_foo' puts new_ns->uts_ns twice" },
	{ "	if (new_ns->pid_ns)\n		put_pid_ns(new_ns->pid_ns);\n",
	  "	if (new_ns->foo_ns)\n		put_foo_ns(new_ns->foo_ns);\n",
	  "puts foo_ns, whose copy has failed" },
	{ "	if (new_ns->pid_ns)\n		put_pid_ns(new_ns->pid_ns);\n",
	  "	if (new_ns->net_ns)\n		put_net(new_ns->net_ns);\n",
	  "'goto out_foo' puts new_ns->net_ns, not what 'err=copy_pid_ns()' took" },
	{ "out:\n",
	  "	err = security_ns(tsk);\n	if (err)\n		goto out_pid;\nout:\n",
	  "'goto out_pid' after the copy of foo_ns" },
	{ "out:\n", "	if (err)\n		goto out;\nout:\n",
	  "'goto out' after the copy of foo_ns puts it 0 times" },
};

static bool checked(const char *function, const char *text, GError **err)
{
	const struct unwinding what = {
		.by = "cocci/t.cocci",
		.function = function,
		.copy = "copy_foo_ns",
		.member = "foo_ns",
		.label = "out_foo",
	};

	return unwind_check(&what, "f.c", text, err);
}

static void try(const char *function, const char *right, const struct mistake *mistake)
{
	const char *at = strstr(right, mistake->old);
	g_autoptr(GError) err = NULL;
	g_autofree char *wrong = NULL;
	bool good;

	g_assert_nonnull(at);
	wrong = g_strdup_printf("%.*s%s%s", (int)(at - right), right, mistake->new,
				at + strlen(mistake->old));
	good = checked(function, wrong, &err);
	if (!mistake->says) {
		g_assert_no_error(err);
		g_assert_true(good);
		return;
	}
	if (good)
		g_error("accepts what is not '%s':\n%s", mistake->says, wrong);
	g_assert_error(err, NSGEN_ERROR, STATUS_TREE);
	if (!strstr(err->message, mistake->says) || strchr(err->message, '\n'))
		g_error("'%s' does not say '%s'", err->message, mistake->says);
}

static void test_create(void)
{
	g_autoptr(GError) err = NULL;

	checked("create_new_namespaces", created, &err);
	g_assert_no_error(err);
	for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++)
		try("create_new_namespaces", created, &mistakes[i]);
}

/* What is taken after the copy before ours, without a test, is put by our label, too. */
static void test_pair(void)
{
	static const struct mistake pairs[] = {
		{ CUP, CUP, NULL },
		{ CUP, "", "'goto out_foo' must put exactly one more than 'goto out_net'" },
		{ CUP, IN_CUP(CUP), "(without CONFIG_CUP)" },
		{ CUP, "	if (flags)\n	" CUP,
		  "copy with a goto not found directly before that of foo_ns" },
		{ CUP, "	nsp->can_ns = get_cup_ns(nsp);\n", "not what" },
		{ CUP, "	nsp->net_ns = get_net(nsp->net_ns);\n",
		  "puts nsp->cup_ns, not what" },
		{ PUT_CUP, "", "must put exactly what was taken since then" },
		{ PUT_CUP, IN_CUP(PUT_CUP), "(without CONFIG_CUP)" },
		{ PUT_CUP, PUT_CUP PUT_CUP, "puts nsp->cup_ns twice" },
		{ PUT_CUP, "	put_cup_ns(nsp->can_ns);\n", "puts nsp->can_ns, not what" },
	};
	g_autoptr(GString) text = g_string_new(created);

	g_string_replace(text, COPY, CUP COPY, 1);
	g_string_replace(text, NET, PUT_CUP NET, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
		try("create_new_namespaces", text->str, &pairs[i]);
}

static void test_dup(void)
{
	g_autoptr(GError) err = NULL;

	checked("copy_namespaces", duplicated, &err);
	g_assert_no_error(err);
	for (size_t i = 0; i < G_N_ELEMENTS(old_mistakes); i++)
		try("copy_namespaces", duplicated, &old_mistakes[i]);
}

/* A jump backwards, to a label before the copy. */
static void test_back(void)
{
	static const struct mistake back = { GET, GET "	if (err)\n		goto again;\n",
					     "'again' on is not a plain list of puts" };
	g_autofree char *text = g_strdup(created);
	char *at = strstr(text, "	nsp->uts_ns = copy_uts(");
	g_autoptr(GString) again = g_string_new_len(text, at - text);

	g_string_append_printf(again, "again:\n%s", at);
	try("create_new_namespaces", again->str, &back);
}

/* Input that nobody would write: the check must terminate without crashing. */
static void test_deep(void)
{
	g_autoptr(GString) text = g_string_new("int copy_namespaces(void)\n{\n");
	g_autoptr(GError) err = NULL;

	for (int i = 0; i < 200000; i++)
		g_string_append(text, i % 2 ? "{" : "if (a) ");
	g_assert_false(checked("copy_namespaces", text->str, &err));
	g_assert_error(err, NSGEN_ERROR, STATUS_TREE);
	for (const char *p = created + strlen(created); p > created; p--) {
		g_autofree char *cut = g_strndup(created, p - created);

		checked("create_new_namespaces", cut, NULL);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/unwind/create", test_create);
	g_test_add_func("/unwind/pair", test_pair);
	g_test_add_func("/unwind/dup", test_dup);
	g_test_add_func("/unwind/back", test_back);
	g_test_add_func("/unwind/deep", test_deep);
	return g_test_run();
}
