// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compare the new namespace's source with that of uts, which is in every tree and has hardly any
 * state: what uts takes, gives back, refuses and passes to the rest of the kernel, the new
 * namespace must do too, and as often.
 */
#include "static.h"
#include "lib/text.h"

#include <string.h>

#define UTS "kernel/utsname.c"

static const struct {
	const char *pattern, *what;
} deeds[] = {
	{ "\\bns_capable\\(", "calls ns_capable()" },
	{ "\\bCAP_SYS_ADMIN\\b", "checks CAP_SYS_ADMIN" },
	{ "-EPERM\\b", "returns -EPERM" },
	{ "-ENOSPC\\b", "returns -ENOSPC" },
	{ "-ENOMEM\\b", "returns -ENOMEM" },
	{ "\\binc_ucount\\(", "calls inc_ucount()" },
	{ "\\bget_user_ns\\(", "calls get_user_ns()" },
	{ "\\bput_user_ns\\(", "calls put_user_ns()" },
	{ "\\bns_alloc_inum\\(", "calls ns_alloc_inum()" },
	{ "\\bns_free_inum\\(", "calls ns_free_inum()" },
	{ "\\bns_common_init\\(", "calls ns_common_init()" },
	{ "\\bns_common_free\\(", "calls ns_common_free()" },
	{ "\\bns_tree_add\\(", "calls ns_tree_add()" },
	{ "\\bns_tree_remove\\(", "calls ns_tree_remove()" },
	{ "\\b(kfree|kfree_rcu|kmem_cache_free)\\(", "frees" },
	{ "\\bkfree_rcu\\(", "waits for RCU" },
	{ "->ucounts\\s*=[^=]", "stores ucounts" },
	{ "->user_ns\\s*=[^=]", "stores user_ns" },
};

static int times(const char *code, const char *pattern)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	int n = 0;

	for (g_regex_match(regex, code, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL))
		n++;
	return n;
}

/* uts wraps its dec_ucount() in dec_uts_namespaces(), which others need not do. */
static int gives_back(const char *code)
{
	int wrapped = times(code, "\\bdec_\\w+_namespaces\\(");

	return wrapped ? wrapped - 1 : times(code, "\\bdec_ucount\\(");
}

static GHashTable *designators(const char *code, const char *operations)
{
	g_autofree char *pattern =
		g_strdup_printf("struct proc_ns_operations %s = \\{[^}]*\\}", operations);
	g_autofree char *body = text_match(code, pattern, 0);
	g_autoptr(GRegex) regex = g_regex_new("\\.(\\w+)\\s*=", G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (g_regex_match(regex, body ? body : "", 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL))
		g_hash_table_add(set, g_match_info_fetch(match, 1));
	return set;
}

static void check_operations(struct patched *patched, const char *path, const char *ours,
			     const char *uts)
{
	g_autoptr(GHashTable) have = designators(ours, patched_spec(patched, "operations"));
	g_autoptr(GHashTable) need = designators(uts, "utsns_operations");
	GHashTableIter iter;
	gpointer key;

	if (!g_hash_table_size(need))
		found(patched, UTS ": utsns_operations not found, or its form is not supported");
	g_hash_table_iter_init(&iter, need);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		if (!g_hash_table_contains(have, key))
			found(patched, "%s: %s: missing .%s, which utsns_operations has", path,
			      patched_spec(patched, "operations"), (char *)key);
}

/*
 * real_ns_name names the target of /proc/PID/ns/…_for_children; without it the link reads
 * "…_for_children:[…]".
 */
static void check_for_children(struct patched *patched, const char *path, const char *text)
{
	g_autoptr(GRegex) regex = g_regex_new(
		"struct proc_ns_operations (\\w+) = \\{[^}]*\"(\\w+)_for_children\"[^}]*\\}",
		G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *body = g_match_info_fetch(match, 0),
				*name = g_match_info_fetch(match, 1);
		g_autofree char *stem = g_match_info_fetch(match, 2),
				*real = text_match(body, "\\.real_ns_name\\s*=\\s*\"(\\w*)\"", 1);

		if (g_strcmp0(real, stem))
			found(patched,
			      "%s: %s is for children, but its .real_ns_name is %s, not %s", path,
			      name, real ? real : "not set", stem);
	}
}

/*
 * An nsproxy puts its namespaces when it is freed, so every path that gives it one must take a
 * reference, including a copy without the flag.
 */
static void check_reference(struct patched *patched, const char *path, const char *code)
{
	g_autofree char *pattern = g_strdup_printf("\\b%s\\([^;{}]*\\)\\s*\\{(?:.|\\n)*?^\\}",
						   patched_spec(patched, "copy"));
	g_autofree char *body = text_match(code, pattern, 0),
			*get = g_strdup_printf("\\b%s\\(", patched_spec(patched, "get"));

	if (!body || !times(body, get))
		found(patched, "%s: %s() does not take a reference with %s()", path,
		      patched_spec(patched, "copy"), patched_spec(patched, "get"));
}

/* ns_tree_add() asks the operations for the owner immediately, so the owner must be set before. */
static void check_owner_first(struct patched *patched, const char *path, const char *code)
{
	g_autofree char *initial =
		g_strdup_printf("struct %s %s = \\{[^;]*\\.user_ns\\s*=\\s*&init_user_ns",
				patched_spec(patched, "tag"), patched_spec(patched, "init"));
	int added = text_find(code, "\\bns_tree_add\\((?!&init)"),
	    owned = text_find(code, "->user_ns\\s*=[^=]");

	if (!text_has(code, initial))
		found(patched, "%s: %s: owner not set", path, patched_spec(patched, "init"));

	if (added >= 0 && (owned < 0 || owned > added))
		found(patched, "%s:%d: ns_tree_add() is called before user_ns is set", path,
		      text_line(code, added));
}

/* All files of the namespace's own as one; a hand may have divided what uts has in one file. */
static char *own_text(struct patched *patched)
{
	g_autoptr(GPtrArray) sources = patched_sources(patched);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < sources->len; i++) {
		g_autofree char *each = patched_new(patched, sources->pdata[i]);

		if (!each) {
			g_string_free(text, TRUE);
			return NULL;
		}
		g_string_append(text, each);
	}
	return g_string_free(text, FALSE);
}

/*
 * What nsgen wrote imitates uts to the letter. A hand may do with one call what uts does with two,
 * or leave it to the compiler, but has to do it somewhere; how often is a matter of the ways
 * through the code, which the lints follow.
 */
static bool differs(const struct patched *patched, int have, int want)
{
	return patched_foreign(patched) ? want && !have : have != want;
}

/**
 * check_source() - compare the source file with that of uts
 * @patched: the series
 */
void check_source(struct patched *patched)
{
	const char *path = patched_spec(patched, "source");
	g_autofree char *text = own_text(patched), *uts_text = patched_old(patched, UTS);
	g_autofree char *code = text ? text_code(text, true) : NULL,
			*uts = uts_text ? text_code(uts_text, true) : NULL;
	int compared = 0;

	if (!code || (!uts && patched_full(patched))) {
		found(patched, "%s: file not found", code ? UTS : path);
		return;
	}
	check_reference(patched, path, code);
	if (!patched_full(patched)) {
		patched->summary = g_strdup_printf(
			"source: %s takes a reference for each copy; level framework has no operations",
			path);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
		int want = times(uts, deeds[i].pattern), have = times(code, deeds[i].pattern);

		if (differs(patched, have, want))
			found(patched, "%s: %s %d times, but " UTS " %d times", path,
			      deeds[i].what, have, want);
		compared += want;
	}
	if (differs(patched, gives_back(code), gives_back(uts)))
		found(patched, "%s: drops the ucount %d times, but " UTS " %d times", path,
		      gives_back(code), gives_back(uts));
	check_operations(patched, path, code, uts);
	check_for_children(patched, path, text);
	check_owner_first(patched, path, code);
	patched->summary =
		patched_foreign(patched) ?
			g_strdup_printf("source: %s does what " UTS " does", path) :
			g_strdup_printf("source: %s does %d things as often as " UTS, path,
					compared);
}
