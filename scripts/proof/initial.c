// SPDX-License-Identifier: GPL-2.0-only
/*
 * The initial namespace: what its neighbours set of their struct ns_common, ours sets, too.
 *
 * Which members there are is decided by a template, and the tree may have others. A count or a type
 * that nobody sets is 0, and nothing else would say so.
 */
#include "proof/proof.h"
#include "c/elements.h"

#include <string.h>

/* Where kernels define the initial namespaces that are always there, at one time or another. */
static const char *const places[] = {
	"init/version-timestamp.c", "init/version.c", "kernel/time/namespace.c",
	"kernel/cgroup/cgroup.c",   "kernel/cgroup.c", "ipc/msgutil.c", "ipc/util.c",
};

/* The brace that opens the initialiser of a variable; -1: there is none. */
static int initialiser(const struct reading *r, const char *name)
{
	for (int i = 0; i < reading_count(r); i++)
		if (reading_is(r, i, name) && reading_is(r, i + 1, "=") &&
		    reading_is(r, i + 2, "{") && reading_partner(r, i + 2) > 0)
			return i + 2;
	return -1;
}

/* The members that it sets, as "ns.count"; those of a block in it one by one. */
static void add_paths(const struct reading *r, int open, const char *before, GHashTable *paths)
{
	g_autoptr(GArray) all = elements_of(r, open);

	for (guint i = 0; i < all->len; i++) {
		const struct element *element = &g_array_index(all, struct element, i);
		g_autoptr(GString) path = g_string_new(before);
		int at = element->first;

		for (; reading_is(r, at, ".") && reading_is_word(r, at + 1); at += 2) {
			g_autofree char *word = reading_text(r, at + 1);

			g_string_append_printf(path, "%s%s", path->len ? "." : "", word);
		}
		if (!reading_is(r, at, "=") || strncmp(path->str, "ns", 2) ||
		    (path->str[2] && path->str[2] != '.'))
			continue;
		if (reading_is(r, at + 1, "{"))
			add_paths(r, at + 1, path->str, paths);
		else
			g_hash_table_add(paths, g_strdup(path->str));
	}
}

static void count_paths(const struct reading *r, const struct proof *proof, GHashTable *counts)
{
	for (guint i = 0; i < proof->neighbours->len; i++) {
		int open = initialiser(r, spec_get(proof->neighbours->pdata[i], "init"));
		g_autoptr(GHashTable) paths =
			g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		GHashTableIter iter;
		gpointer path;

		if (open >= 0)
			add_paths(r, open, "", paths);
		g_hash_table_iter_init(&iter, paths);
		while (g_hash_table_iter_next(&iter, &path, NULL)) {
			int count = GPOINTER_TO_INT(g_hash_table_lookup(counts, path));

			g_hash_table_insert(counts, g_strdup(path), GINT_TO_POINTER(count + 1));
		}
	}
}

/* How many neighbours set each member. */
static GHashTable *neighbours_set(const struct proof *proof, GError **err)
{
	g_autoptr(GHashTable) counts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autofree char *text = NULL;
		g_autoptr(Reading) r = NULL;

		if (!tree_read_if_there(proof->tree, places[i], &text, err))
			return NULL;
		r = text ? reading_new(text) : NULL;
		if (r)
			count_paths(r, proof, counts);
	}
	return g_steal_pointer(&counts);
}

/**
 * proof_initial() - does the initial namespace have what its neighbours have?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: several neighbours set a member of struct ns_common that it does not set
 */
bool proof_initial(const struct proof *proof, const struct changed *changed, GError **err)
{
	g_autoptr(GHashTable) ours = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	int open = changed->before ? -1 :
				     initialiser(changed->after, spec_get(proof->spec, "init"));
	g_autoptr(GHashTable) theirs = NULL;
	GHashTableIter iter;
	gpointer path, count;

	if (open >= 0)
		add_paths(changed->after, open, "", ours);
	/* At level framework it has no struct ns_common. */
	if (!g_hash_table_size(ours))
		return true;
	theirs = neighbours_set(proof, err);
	if (!theirs)
		return false;
	g_hash_table_iter_init(&iter, theirs);
	while (g_hash_table_iter_next(&iter, &path, &count))
		if (GPOINTER_TO_INT(count) > 1 && !g_hash_table_contains(ours, path))
			return changed_fail(
				changed, open, err,
				"other initial namespaces set '%s', and this one would not; Linux %s is not supported here",
				(char *)path, proof->tree->release);
	return true;
}
