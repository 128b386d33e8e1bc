// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is to be seen in front of a tree: files as a series has changed them, or as they were
 * before it.
 */
#include "tree/source.h"

#include <string.h>

struct overlay {
	struct source source;
	struct source *under;
	GHashTable *texts;
};

/* Return: whether the overlay says what is there. */
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

/* A link below may lead to a file that was laid over; what is behind it is there still. */
static bool behind(struct source *source, const char *link, enum seen *kind, bool *inside,
		   GError **err)
{
	struct source *under = ((struct overlay *)source)->under;

	return under->ops->behind(under, link, kind, inside, err);
}

/* Whoever asks reads what is laid over: it is little. */
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
 * source_overlay() - put files in front of a source
 * @under: the source, the overlay's from now on
 * @texts: path to text, NULL for one that shall not be there; a directory can be one of these,
 * too. It is shared
 *
 * Return: for source_free().
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
 * source_holding() - which files have one of these strings in them?
 * @source: the source
 * @strings: what is looked for
 * @where: see struct source_ops
 * @files: gets a new set of paths, or NULL where only reading them tells
 * @err: STATUS_TREE: it cannot be told
 */
bool source_holding(struct source *source, const GPtrArray *strings, const char *const *where,
		    GHashTable **files, GError **err)
{
	*files = NULL;
	return !source->ops->holding || source->ops->holding(source, strings, where, files, err);
}

/**
 * source_free() - give a source back, and what lies under it
 * @source: may be NULL
 */
void source_free(struct source *source)
{
	if (source)
		source->ops->free(source);
}
