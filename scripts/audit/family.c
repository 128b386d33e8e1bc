// SPDX-License-Identifier: GPL-2.0-only
/*
 * Families: constructs that each namespace has in a file of its own, such as its struct, its
 * object, its operations, its copy function.
 */
#include "audit/audit.h"

#include <string.h>

static void add_family(struct finds *finds, guint from, guint to)
{
	const struct member *first = finds->members->pdata[from];
	struct site *site =
		site_new(first->file, g_strdup(first->key), "family", g_intern_string(first->key));

	site->files = g_new0(char *, NS_MAX);
	site->start = first->start;
	site->end = first->end;
	site->line = first->line;
	for (guint i = from; i < to; i++) {
		const struct member *member = finds->members->pdata[i];
		/* Prefer the definition to the stub in a header. */
		bool header = site->files[member->ns] &&
			      g_str_has_suffix(site->files[member->ns], ".h");

		if (site->lines[member->ns] && (!header || g_str_has_suffix(member->file, ".h")))
			continue;
		site->lines[member->ns] = member->line;
		g_free(site->files[member->ns]);
		site->files[member->ns] = g_strdup(member->file);
	}
	g_ptr_array_add(finds->sites, site);
}

/**
 * families_add() - add a site for each family that more than half of the namespaces belong to
 * @finds: from scan()
 * @names: the tree's namespaces
 */
void families_add(struct finds *finds, const struct names *names)
{
	for (guint from = 0, to; from < finds->members->len; from = to) {
		const struct member *first = finds->members->pdata[from];
		guint64 set = 0;

		for (to = from; to < finds->members->len; to++) {
			const struct member *member = finds->members->pdata[to];

			if (strcmp(member->key, first->key))
				break;
			set |= 1ULL << member->ns;
		}
		if (2 * (guint)__builtin_popcountll(set) > names->list->len)
			add_family(finds, from, to);
	}
}
