// SPDX-License-Identifier: GPL-2.0-only
/*
 * Find the sites of one file with the reader that its name calls for.
 */
#include "audit/sites.h"

static bool is_c(const char *file)
{
	return g_str_has_suffix(file, ".c") || g_str_has_suffix(file, ".h");
}

/**
 * sites_find() - find the sites of a file
 * @names: the tree's namespaces
 * @memo: the cache of reader_classify(); one for each thread
 * @file: relative to the tree
 * @text: need not be NUL-terminated
 * @len: its length
 * @finds: the sites are added to it
 */
void sites_find(const struct names *names, GHashTable *memo, const char *file, const char *text,
		size_t len, struct finds *finds)
{
	struct reader reader = { .names = names,
				 .memo = memo,
				 .file = file,
				 .text = text,
				 .len = len,
				 .finds = finds };

	reader.sites = finds->sites->len;
	reader.groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      (GDestroyNotify)g_ptr_array_unref);
	if (is_c(file))
		read_c(&reader);
	else
		read_lines(&reader);
	reader_groups(&reader);
	g_hash_table_unref(reader.groups);
}
