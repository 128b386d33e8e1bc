// SPDX-License-Identifier: GPL-2.0-only
/*
 * The journal of a transaction is inside the tree, so anything that nsgen did not write is
 * rejected.
 */
#include "tree/journal.h"

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct journal *example(void)
{
	struct journal *journal = journal_new();
	struct journal_entry *entry = g_new0(struct journal_entry, 1);

	journal->what = g_strdup("remove ima");
	journal->release = g_strdup("6.12.1");
	journal->out = g_strdup(DIGEST);
	entry->path = g_strdup("kernel/ima_namespace.c");
	entry->before = g_strdup(DIGEST);
	g_ptr_array_add(journal->entries, entry);
	g_ptr_array_add(journal->make, g_strdup("a/b"));
	g_ptr_array_add(journal->remove, g_strdup("c"));
	g_ptr_array_add(journal->series, g_strdup("syslog"));
	g_ptr_array_add(journal->reports, g_strdup(OTHER));
	return journal;
}

static void test_round(void)
{
	g_autoptr(Journal) journal = example();
	g_autofree char *text = journal_print(journal), *again = NULL;
	g_autoptr(Journal) read = journal_parse(text);

	g_assert_nonnull(read);
	again = journal_print(read);
	g_assert_cmpstr(again, ==, text);
}

/* Each line of the example, with a value that must be rejected. */
static void test_untrusted(void)
{
	static const struct {
		const char *is, *becomes;
	} cases[] = {
		{ "path=kernel/ima_namespace.c", "path=../kernel" },
		{ "path=kernel/ima_namespace.c", "path=/etc/passwd" },
		{ "path=kernel/ima_namespace.c", "path=.git/config" },
		{ "path=kernel/ima_namespace.c", "path=" },
		{ "path=kernel/ima_namespace.c", "" },
		{ "before=" DIGEST, "before=" },
		{ "before=" DIGEST, "before=" DIGEST "0" },
		{ "before=" DIGEST, "before=x" },
		{ "after=", "" },
		{ "after=", "after=" DIGEST },
		{ "what=remove ima", "" },
		{ "release=6.12.1", "release=6.12.1/x" },
		{ "release=6.12.1", "release=.." },
		{ "release=6.12.1", "" },
		{ "out=" DIGEST, "" },
		{ "files=1", "files=0" },
		{ "files=1", "files=-1" },
		{ "files=1", "files=2" },
		{ "make=a/b;", "make=a/../../b;" },
		{ "remove=c;", "remove=/c;" },
		{ "series=syslog;", "series=../syslog;" },
		{ "series=syslog;", "series=.nsgen-next;" },
		{ "series=syslog;", "series=a;b;" },
		{ "series=syslog;", "series=;" },
		{ "reports=" OTHER ";", "reports=x;" },
		{ "reports=" OTHER ";", "" },
		{ "[journal]", "[other]" },
	};
	g_autoptr(Journal) journal = example();
	g_autofree char *text = journal_print(journal);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) parts = g_strsplit(text, cases[i].is, -1);
		g_autofree char *changed = g_strjoinv(cases[i].becomes, parts);

		g_test_message("%s: %s", cases[i].is, cases[i].becomes);
		g_assert_cmpint(g_strv_length(parts), ==, 2);
		g_assert_null(journal_parse(changed));
	}
	g_assert_null(journal_parse(""));
	g_assert_null(journal_parse("no key file"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/journal/round", test_round);
	g_test_add_func("/journal/untrusted", test_untrusted);
	return g_test_run();
}
