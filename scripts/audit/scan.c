// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scan the whole tree, once, on all CPUs. Hardly any file names a namespace, so what counts is to
 * see that quickly.
 */
#include "audit/audit.h"
#include "lib/error.h"
#include "lib/multi-search.h"
#include "lib/parallel.h"

#include <string.h>

/**
 * struct work - what the threads share
 * @tree: the tree
 * @names: the tree's namespaces
 * @search: the needles that files are searched for
 * @files: all files
 * @lock: protects everything below
 * @all: what was found
 * @unread: the first file, by name, that cannot be read, or NULL
 * @why: the reason
 */
struct work {
	const struct tree *tree;
	const struct names *names;
	const struct search *search;
	const GPtrArray *files;
	GMutex lock;
	struct finds *all;
	const char *unread;
	GError *why;
};

/*
 * kernel/utsname.c, kernel/user_namespace.c: a file that is named after the one namespace that it
 * mentions.
 */
static bool own_file(const struct names *names, const char *file, guint64 set)
{
	const char *slash = strrchr(file, '/');

	for (guint i = 0; i < names->list->len; i++)
		if (set >> i & 1 && g_str_has_prefix(slash ? slash + 1 : file,
						     ((struct ns *)names->list->pdata[i])->stem))
			return true;
	return strstr(file, "namespace");
}

/*
 * Is the file about namespaces? Read a file that names two of them, and one that belongs to a
 * single one.
 */
static bool worth_reading(const struct work *work, const char *file, const char *text, size_t len)
{
	static const char object[] = "_namespace init_";
	size_t from = 0, at;
	guint64 set = 0;

	while (search_next(work->search, text, len, &from, &at) >= 0) {
		set |= names_at(work->names, text, text + at, text + len);
		if (set & (set - 1))
			return true;
	}
	return set &&
	       (own_file(work->names, file, set) || memmem(text, len, object, strlen(object)));
}

/* Report the same file whichever thread fails first. */
static void cannot_read(struct work *work, const char *file, GError *why)
{
	g_mutex_lock(&work->lock);
	if (!work->unread || strcmp(file, work->unread) < 0) {
		work->unread = file;
		g_clear_error(&work->why);
		work->why = g_steal_pointer(&why);
	}
	g_mutex_unlock(&work->lock);
	g_clear_error(&why);
}

static void scan_file(struct work *work, const char *file, GString *text, GHashTable *memo,
		      struct finds *finds)
{
	GError *why = NULL;
	bool there;

	if (!tree_scan(work->tree, file, text, &there, &why)) {
		cannot_read(work, file, why);
		return;
	}
	if (!there)
		return;
	finds->files++;
	finds->bytes += text->len;
	/* A file with a NUL byte is not text. */
	if (worth_reading(work, file, text->str, text->len) && !memchr(text->str, 0, text->len))
		sites_find(work->names, memo, file, text->str, text->len, finds);
}

static void add_finds(struct finds *all, struct finds *some)
{
	g_ptr_array_extend_and_steal(all->sites, g_steal_pointer(&some->sites));
	g_ptr_array_extend_and_steal(all->members, g_steal_pointer(&some->members));
	all->files += some->files;
	all->bytes += some->bytes;
	finds_free(some);
}

static void scan_some(struct turns *turns, gpointer data)
{
	struct work *work = data;
	struct finds *finds = finds_new();
	g_autoptr(GHashTable) memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	GString *text = g_string_new(NULL);
	guint i;

	while (turns_take(turns, &i))
		scan_file(work, work->files->pdata[i], text, memo, finds);
	g_string_free(text, TRUE);
	g_mutex_lock(&work->lock);
	add_finds(work->all, finds);
	g_mutex_unlock(&work->lock);
}

static int by_place(gconstpointer a, gconstpointer b)
{
	const struct site *one = *(struct site *const *)a, *two = *(struct site *const *)b;
	int order = strcmp(one->file, two->file);

	if (!order)
		order = (one->start > two->start) - (one->start < two->start);
	return order ? order : strcmp(one->name, two->name);
}

static int by_member(gconstpointer a, gconstpointer b)
{
	const struct member *one = *(struct member *const *)a, *two = *(struct member *const *)b;
	int order = strcmp(one->key, two->key);

	if (!order)
		order = strcmp(one->file, two->file);
	return order ? order : (one->start > two->start) - (one->start < two->start);
}

/**
 * scan() - find the sites of a tree
 * @tree: the tree
 * @names: its namespaces
 * @files: the files to scan, from tree_files()
 * @err: STATUS_TREE: a file cannot be read
 *
 * Return: sorted finds for finds_free(), the same whatever the number of CPUs; or NULL.
 */
struct finds *scan(const struct tree *tree, const struct names *names, const GPtrArray *files,
		   GError **err)
{
	g_autoptr(Search) search = search_new(names_needles(names));
	g_autoptr(Finds) all = finds_new();
	struct work work = { .tree = tree,
			     .names = names,
			     .search = search,
			     .files = files,
			     .all = all };

	parallel(files->len, scan_some, &work);
	if (work.unread) {
		g_propagate_error(err, work.why);
		return NULL;
	}
	g_ptr_array_sort(all->sites, by_place);
	g_ptr_array_sort(all->members, by_member);
	return g_steal_pointer(&all);
}
