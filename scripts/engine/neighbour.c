// SPDX-License-Identifier: GPL-2.0-only
/*
 * Neighbours: namespaces that the tree has and that a new one is wired like.
 *
 * A reviewer of a line wants to see the neighbour's line that does the same. If the engine copied
 * one, it says which. Otherwise it is found in the tree: an added line, with the new namespace's
 * words replaced by a neighbour's, often equals a line of the tree, and the nearest such line is
 * taken. If there is none, the nearest line that names a neighbour is taken: the one that the hook
 * is anchored to or that it was put next to.
 */
#include "engine/neighbour.h"
#include "engine/rename.h"
#include "lib/text.h"

#include <string.h>

#define TEXT_LINES 40	/* as much as a reader can take in next to a hunk */

/**
 * neighbour_names() - the namespaces that a tree has in its nsproxies
 * @tree: the tree
 * @err: STATUS_TREE: nsproxy.h cannot be read
 *
 * Return: an array of struct spec, in the order of struct nsproxy's members, that owns its
 * elements; or NULL.
 */
GPtrArray *neighbour_names(const struct tree *tree, GError **err)
{
	g_autoptr(GPtrArray) lines = NULL;
	g_autofree char *nsproxy = NULL;
	GPtrArray *names;

	if (!tree_read_if_there(tree, "include/linux/nsproxy.h", &nsproxy, err))
		return NULL;
	lines = text_lines(nsproxy ? nsproxy : "");
	names = g_ptr_array_new_with_free_func((GDestroyNotify)spec_free);
	for (guint i = 0; i < lines->len; i++) {
		g_autofree char *name = text_match(
			lines->pdata[i],
			"^\tstruct \\w+[ \t]+\\*([a-z][a-z0-9]*)_ns(?:_for_children)?;", 1);
		struct spec *last = names->len ? names->pdata[names->len - 1] : NULL;
		struct spec *spec = name && !(last && !strcmp(last->name, name)) ?
					    spec_new(name, NULL, NULL) :
					    NULL;

		if (spec)
			g_ptr_array_add(names, spec);
	}
	return names;
}

/**
 * neighbour_free() - free a neighbour
 * @neighbour: may be NULL
 */
void neighbour_free(struct neighbour *neighbour)
{
	if (!neighbour)
		return;
	g_free(neighbour->name);
	g_free(neighbour->file);
	g_free(neighbour->text);
	g_clear_pointer(&neighbour->also, g_ptr_array_unref);
	g_free(neighbour);
}

static bool is_blank(const char *line)
{
	return !line[strspn(line, " \t")];
}

/*
 * Takes lines of the tree's file, without empty ones at the ends; the line at @index is the one
 * that matches.
 */
static struct neighbour *neighbour_new(const char *name, const char *file, const GPtrArray *lines,
				       int index, int first, int count)
{
	struct neighbour *neighbour = g_new0(struct neighbour, 1);
	g_autoptr(GString) text = g_string_new(NULL);
	int last;

	first = CLAMP(first, 0, index);
	last = CLAMP(first + MIN(count, TEXT_LINES) - 1, index, (int)lines->len - 1);
	/* If the same lines can be cut out of a list in two ways, begin with their #ifdef. */
	while (first < index && g_str_has_prefix(lines->pdata[first], "#endif") &&
	       last + 1 < (int)lines->len && !strcmp(lines->pdata[first], lines->pdata[last + 1])) {
		first++;
		last++;
	}
	while (is_blank(lines->pdata[first]) && first < index)
		first++;
	while (is_blank(lines->pdata[last]) && last > index)
		last--;
	for (int i = first; i <= last; i++)
		g_string_append_printf(text, "%s\n", (char *)lines->pdata[i]);
	neighbour->name = g_strdup(name);
	neighbour->file = g_strdup(file);
	neighbour->line = index + 1;
	neighbour->first = first + 1;
	neighbour->text = g_string_free(g_steal_pointer(&text), FALSE);
	return neighbour;
}

/* Two lines of a list are the same regardless of their alignment and of whether they are last. */
static bool same(const char *one, const char *two)
{
	const char *one_end, *two_end;

	/* Most lines differ in their first letter. */
	if (one[strspn(one, " \t")] != two[strspn(two, " \t")])
		return false;
	one_end = one + text_end(one);
	two_end = two + text_end(two);
	while (one < one_end && two < two_end) {
		size_t one_blank = strspn(one, " \t"), two_blank = strspn(two, " \t");

		if (!one_blank != !two_blank)
			return false;
		one += one_blank;
		two += two_blank;
		if (one < one_end && two < two_end && *one++ != *two++)
			return false;
	}
	return one >= one_end && two >= two_end;
}

static int nearest_same(const GPtrArray *lines, const char *line, int from)
{
	int best = -1;

	for (guint i = 0; i < lines->len; i++)
		if ((best < 0 || ABS((int)i - from) < ABS(best - from)) &&
		    same(lines->pdata[i], line))
			best = i;
	return best;
}

/* The line of the tree's file that a hunk was inserted before, or that it removed. */
static int place_of(const struct hunk *hunk, const GArray *origin)
{
	int at = hunk->old_count ? hunk->old_start - 1 : hunk->old_start;

	for (int i = at; i < (int)origin->len; i++)
		if (g_array_index(origin, int, i) >= 0)
			return g_array_index(origin, int, i);
	for (int i = MIN(at, (int)origin->len) - 1; i >= 0; i--)
		if (g_array_index(origin, int, i) >= 0)
			return g_array_index(origin, int, i) + 1;
	return 0;
}

/*
 * Is a name followed by a namespace suffix, "_ns", "_namespace" or "_namespaces", and then by the
 * end of the word or "_"?
 */
static bool is_suffix(const char *text)
{
	static const char *const suffixes[] = { "_ns", "_namespace", "_namespaces" };

	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++)
		if (!g_ascii_strncasecmp(text, suffixes[i], strlen(suffixes[i])) &&
		    !g_ascii_isalnum(text[strlen(suffixes[i])]))
			return true;
	return false;
}

/*
 * Where a line names a namespace: as a word of its own, or as part of one, as in
 * max_time_namespaces.
 */
static int named_at(const char *line, const struct spec *other)
{
	int word = rename_at(line, other, NULL);
	size_t len = strlen(other->name);

	for (const char *p = line; *p && (word < 0 || p < line + word); p++) {
		if ((p > line && g_ascii_isalnum(p[-1])) ||
		    g_ascii_strncasecmp(p, other->name, len))
			continue;
		if (is_suffix(p + len))
			return p - line;
	}
	return word;
}

/* The last namespace that a line names: in a mask, the new flag follows it. */
static const struct spec *named_last(const char *line, const GPtrArray *names)
{
	const struct spec *named = NULL;
	int last = -1;

	for (guint i = 0; i < names->len; i++) {
		int at = -1, next;

		while ((next = named_at(line + at + 1, names->pdata[i])) >= 0)
			at += next + 1;
		if (at > last) {
			last = at;
			named = names->pdata[i];
		}
	}
	return named;
}

/* The engine's own record of the line that it copied. */
static struct neighbour *find_copied(const struct edit *edit, const GPtrArray *tree)
{
	int at = edit->line > 0 && edit->line <= (int)edit->origin->len ?
			 g_array_index(edit->origin, int, edit->line - 1) :
			 -1;

	return edit->like && at >= 0 ? neighbour_new(edit->like, edit->file, tree, at, at, 1) :
				       NULL;
}

/* The lines that a hunk replaces name neighbours, for example in a mask. */
static struct neighbour *find_replaced(const GPtrArray *names, const char *file,
				       const GPtrArray *tree, const struct hunk *hunk, int place)
{
	for (int i = MIN(place + hunk->old_count, (int)tree->len); i-- > place;) {
		const struct spec *other = named_last(tree->pdata[i], names);

		if (other)
			return neighbour_new(other->name, file, tree, i, place, hunk->old_count);
	}
	return NULL;
}

/* A line that the hunk adds equals a line of the tree once it has the neighbour's words. */
static struct neighbour *find_same(const struct spec *spec, const GPtrArray *names,
				   const char *file, const GPtrArray *tree, const GPtrArray *lines,
				   const struct hunk *hunk, int place)
{
	for (int n = 0; n < hunk->new_count; n++) {
		const char *line = lines->pdata[hunk->new_start - 1 + n];
		const struct spec *other = NULL;
		int best = -1;

		for (guint i = 0; i < names->len; i++) {
			g_autofree char *renamed = g_strdup(line);
			int at;

			rename_words(spec, names->pdata[i], &renamed);
			rename_parts(spec, names->pdata[i], &renamed);
			at = strcmp(renamed, line) ? nearest_same(tree, renamed, place) : -1;
			if (at >= 0 && (best < 0 || ABS(at - place) < ABS(best - place))) {
				best = at;
				other = names->pdata[i];
			}
		}
		if (other)
			return neighbour_new(other->name, file, tree, best, best - n,
					     hunk->new_count);
	}
	return NULL;
}

/*
 * The line nearest to a hunk that names a neighbour; of two at the same distance, the one before
 * it.
 */
static struct neighbour *find_near(const GPtrArray *names, const char *file, const GPtrArray *tree,
				   const struct hunk *hunk, int place)
{
	int len = tree->len;

	for (int distance = 1; place - distance >= 0 || place + distance <= len; distance++) {
		const int both[] = { place - distance, place + distance - 1 };

		for (size_t i = 0; i < G_N_ELEMENTS(both); i++) {
			const struct spec *other = both[i] >= 0 && both[i] < len ?
							   named_last(tree->pdata[both[i]], names) :
							   NULL;

			if (other)
				return neighbour_new(other->name, file, tree, both[i], both[i],
						     i ? hunk->new_count : 1);
		}
	}
	return NULL;
}

static const struct spec *by_name(const GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++)
		if (!strcmp(((struct spec *)names->pdata[i])->name, name))
			return names->pdata[i];
	return NULL;
}

static bool covers(const struct neighbour *one, const struct neighbour *other)
{
	g_autoptr(GPtrArray) lines = text_lines(one->text);

	return other->line >= one->first && other->line < one->first + (int)lines->len;
}

/**
 * neighbour_find() - the neighbour of what a hook has done to a file
 * @spec: the namespace
 * @names: the result of neighbour_names()
 * @edit: what the hook has done
 *
 * Return: the neighbour, freed with neighbour_free(); NULL if the file names no namespace.
 */
struct neighbour *neighbour_find(const struct spec *spec, const GPtrArray *names,
				 const struct edit *edit)
{
	g_autoptr(GPtrArray) lines = text_lines(edit->new), tree = text_lines(edit->pristine);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)neighbour_free);
	g_autoptr(GPtrArray) only = g_ptr_array_new();
	struct neighbour *neighbour = find_copied(edit, tree);
	const char *file = edit->file;
	const GArray *hunks = edit->hunks, *origin = edit->origin;

	/*
	 * A copied, replaced or identical line is reliable; a line that is merely near is the last
	 * resort.
	 */
	for (guint i = 0; i < hunks->len && !neighbour; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		neighbour = find_replaced(names, file, tree, hunk, place_of(hunk, origin));
		if (!neighbour)
			neighbour = find_same(spec, names, file, tree, lines, hunk,
					      place_of(hunk, origin));
	}
	for (guint i = 0; i < hunks->len && !neighbour; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		neighbour = find_near(names, file, tree, hunk, place_of(hunk, origin));
	}
	if (!neighbour)
		return NULL;

	/* Other places that the hook changed, with the same neighbour. */
	if (by_name(names, neighbour->name))
		g_ptr_array_add(only, (gpointer)by_name(names, neighbour->name));
	for (guint i = 0; i < hunks->len && hunks->len > 1; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);
		g_autoptr(Neighbour) other =
			find_same(spec, only, file, tree, lines, hunk, place_of(hunk, origin));

		if (other && !covers(neighbour, other))
			g_ptr_array_add(found, g_steal_pointer(&other));
	}
	if (found->len)
		neighbour->also = g_steal_pointer(&found);
	return neighbour;
}

/**
 * neighbour_of_file() - the neighbour of a new file
 * @hook: its "Neighbour: NAME FILE PATTERN" lines say where the tree has something similar; the
 * first one found is used
 * @tree: the tree
 * @neighbour: gets the neighbour, freed with neighbour_free(), whose text is the definitions from
 * the matching line on; NULL if the tree has none
 * @err: STATUS_TREE: one of these files cannot be read
 */
bool neighbour_of_file(const struct hook *hook, const struct tree *tree,
		       struct neighbour **neighbour, GError **err)
{
	const char *value;
	guint next = 0;

	*neighbour = NULL;
	while ((value = hook_next_field(hook, "Neighbour", &next))) {
		g_auto(GStrv) parts = g_strsplit(value, " ", 3);
		bool whole = g_strv_length(parts) == 3;
		g_autofree char *text = NULL;
		g_autoptr(GPtrArray) lines = NULL;
		guint at, end;
		int offset;

		if (whole && !tree_read_if_there(tree, parts[1], &text, err))
			return false;
		offset = text ? text_find(text, parts[2]) : -1;
		if (offset < 0)
			continue;
		lines = text_lines(text);
		at = text_line(text, offset) - 1;
		/* Whole definitions, as many as fit. */
		end = at;
		for (guint i = at; i < lines->len && i < at + TEXT_LINES; i++)
			if (*(char *)lines->pdata[i] == '}')
				end = i;
		*neighbour = neighbour_new(parts[0], parts[1], lines, at, at,
					   end > at ? (int)(end - at + 1) : TEXT_LINES);
		break;
	}
	return true;
}
