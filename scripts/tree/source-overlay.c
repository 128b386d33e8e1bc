// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that hide those of a tree: as a series has changed them, or as they were before it.
 */
#include "tree/source.h"

#include <string.h>

struct overlay {
	struct source source;
	struct source *under;
	GHashTable *texts;
};

/* Return: whether the overlay decides what is at this path. */
static bool is_laid_over(struct source *source, const char *path, const char **text)
{
	return g_hash_table_lookup_extended(((struct overlay *)source)->texts, path, NULL,
					    (gpointer *)text);
}

static bool look(struct source *source, const char *path, enum seen *kind, GError **err)
{
	struct source *under = ((struct overlay *)source)->under;
	const char *text;

	if (!is_laid_over(source, path, &text))
		return under->ops->look(under, path, kind, err);
	*kind = text ? SEEN_FILE : SEEN_NOTHING;
	return true;
}

static bool read_text(struct source *source, const char *path, size_t most, GString *text,
		      bool *there, GError **err)
{
	struct source *under = ((struct overlay *)source)->under;
	const char *laid;

	if (!is_laid_over(source, path, &laid))
		return under->ops->read(under, path, most, text, there, err);
	*there = laid && strlen(laid) <= most;
	g_string_assign(text, *there ? laid : "");
	return true;
}

static void drop(GPtrArray *paths, GHashTable *texts)
{
	for (guint i = 0; i < paths->len;)
		if (g_hash_table_contains(texts, paths->pdata[i]))
			g_ptr_array_remove_index_fast(paths, i);
		else
			i++;
}

static bool list(struct source *source, GPtrArray *files, GPtrArray *links, GError **err)
{
	struct overlay *overlay = (struct overlay *)source;
	GHashTableIter iter;
	gpointer path, text;

	if (!overlay->under->ops->list(overlay->under, files, links, err))
		return false;
	drop(files, overlay->texts);
	drop(links, overlay->texts);
	g_hash_table_iter_init(&iter, overlay->texts);
	while (g_hash_table_iter_next(&iter, &path, &text))
		if (text)
			g_ptr_array_add(files, g_strdup(path));
	return true;
}

/* A link of the tree may point to an overlaid file; what it points to still exists below. */
static bool behind(struct source *source, const char *link, enum seen *kind, bool *inside,
		   GError **err)
{
	struct source *under = ((struct overlay *)source)->under;

	return under->ops->behind(under, link, kind, inside, err);
}

/* All overlaid files count as matches and are read by the caller: there are few. */
static bool holding(struct source *source, const GPtrArray *strings, const char *const *where,
		    GHashTable **files, GError **err)
{
	struct overlay *overlay = (struct overlay *)source;
	GHashTableIter iter;
	gpointer path, text;

	if (!source_holding(overlay->under, strings, where, files, err))
		return false;
	g_hash_table_iter_init(&iter, overlay->texts);
	while (*files && g_hash_table_iter_next(&iter, &path, &text))
		g_hash_table_add(*files, g_strdup(path));
	return true;
}

static void free_overlay(struct source *source)
{
	struct overlay *overlay = (struct overlay *)source;

	source_free(overlay->under);
	g_hash_table_unref(overlay->texts);
	g_free(overlay);
}

/**
 * source_overlay() - lay files over a source
 * @under: the source, which the overlay now owns
 * @texts: maps paths to texts; NULL hides a file or a directory. The table is shared
 *
 * Return: the overlay, freed with source_free().
 */
struct source *source_overlay(struct source *under, GHashTable *texts)
{
	static const struct source_ops ops = {
		.look = look,
		.read = read_text,
		.list = list,
		.behind = behind,
		.holding = holding,
		.free = free_overlay,
	};
	struct overlay *overlay = g_new0(struct overlay, 1);

	overlay->source.ops = &ops;
	overlay->under = under;
	overlay->texts = g_hash_table_ref(texts);
	return &overlay->source;
}

/**
 * source_lift() - take the files away again
 * @overlay: the result of source_overlay(), which is freed
 *
 * Return: the source that they were laid over.
 */
struct source *source_lift(struct source *overlay)
{
	struct overlay *top = (struct overlay *)overlay;
	struct source *under = g_steal_pointer(&top->under);

	g_hash_table_unref(top->texts);
	g_free(top);
	return under;
}

/**
 * source_holding() - which files have one of these strings in them?
 * @source: the source
 * @strings: the strings to search for
 * @where: see struct source_ops
 * @files: gets a new set of paths, or NULL if the files must be read to find out
 * @err: STATUS_TREE: the files cannot be searched
 */
bool source_holding(struct source *source, const GPtrArray *strings, const char *const *where,
		    GHashTable **files, GError **err)
{
	*files = NULL;
	return !source->ops->holding || source->ops->holding(source, strings, where, files, err);
}

/**
 * source_free() - free a source, and the one below it
 * @source: may be NULL
 */
void source_free(struct source *source)
{
	if (source)
		source->ops->free(source);
}
