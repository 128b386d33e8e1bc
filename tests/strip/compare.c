// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compare what kernel developers wrote for a namespace with what nsgen wrote, site by site.
 *
 * Both are changes to the same stripped file: the developers' changes are known from the table,
 * nsgen's from the series and its report, which names the site of each line. So the changes of
 * either side can be applied to the stripped file for one site alone, and if the resulting files
 * are equal, so are the changes, however diff would show them. Any other change must be in the list
 * of differences, line by line, and every listed difference must exist.
 */
#include "strip.h"
#include "lib/diff.h"
#include "lib/error.h"
#include "lib/text.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

/* A line on nsgen's side: from the stripped file, or added for a site. */
struct ours {
	char *text;
	char *added;	/* the site; NULL: from the stripped file */
	char *removed;	/* the site; NULL: not removed */
};

struct difference {
	char *site;
	char *kind;
	GPtrArray *lines;	/* "-" the developers', "+" nsgen's */
	bool listed;
};

static void ours_free(gpointer data)
{
	struct ours *line = data;

	g_free(line->text);
	g_free(line->added);
	g_free(line->removed);
	g_free(line);
}

static void difference_free(gpointer data)
{
	struct difference *difference = data;

	g_free(difference->site);
	g_free(difference->kind);
	g_ptr_array_unref(difference->lines);
	g_free(difference);
}

static struct difference *difference_new(const char *site, const char *kind)
{
	struct difference *difference = g_new0(struct difference, 1);

	difference->site = g_strdup(site);
	difference->kind = g_strdup(kind);
	difference->lines = g_ptr_array_new_with_free_func(g_free);
	return difference;
}

static struct ours *ours_new(const char *text, const char *added)
{
	struct ours *line = g_new0(struct ours, 1);

	line->text = g_strdup(text);
	line->added = g_strdup(added);
	return line;
}

/* The sites of a patch's lines: "PATH adds 12" to the site. */
static GHashTable *authors_of(JsonObject *patch)
{
	GHashTable *authors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	JsonArray *files = json_object_get_array_member(patch, "files");

	for (guint i = 0; i < json_array_get_length(files); i++) {
		JsonObject *file = json_array_get_object_element(files, i);
		JsonArray *hunks = json_object_get_array_member(file, "hunks");

		for (guint h = 0; h < json_array_get_length(hunks); h++) {
			JsonArray *lines = json_object_get_array_member(
				json_array_get_object_element(hunks, h), "lines");

			for (guint n = 0; n < json_array_get_length(lines); n++) {
				JsonObject *line = json_array_get_object_element(lines, n);
				const char *side = json_object_has_member(line, "adds") ? "adds" :
											  "removes";

				g_hash_table_insert(
					authors,
					g_strdup_printf(
						"%s %s %d",
						json_object_get_string_member(file, "path"), side,
						(int)json_object_get_int_member(line, side)),
					g_strdup(json_object_get_string_member(line, "site")));
			}
		}
	}
	return authors;
}

static const char *author_of(GHashTable *authors, const char *path, const char *side, int line)
{
	g_autofree char *key = g_strdup_printf("%s %s %d", path, side, line);

	return g_hash_table_lookup(authors, key);
}

/* nsgen's side of a file; initially the stripped file. */
static GPtrArray *side_of(GHashTable *sides, const char *stripped, const char *path)
{
	GPtrArray *side = g_hash_table_lookup(sides, path);
	g_autofree char *full = NULL, *text = NULL;
	g_autoptr(GPtrArray) lines = NULL;

	if (side)
		return side;
	side = g_ptr_array_new_with_free_func(ours_free);
	g_hash_table_insert(sides, g_strdup(path), side);
	full = g_build_filename(stripped, path, NULL);
	if (!g_file_get_contents(full, &text, NULL, NULL))
		return side;
	lines = text_lines(text);
	for (guint i = 0; i < lines->len; i++)
		g_ptr_array_add(side, ours_new(lines->pdata[i], NULL));
	return side;
}

/* The index of the @line-th line that is not removed; the end if there are fewer. */
static guint living(const GPtrArray *side, int line)
{
	guint at;

	for (at = 0; at < side->len; at++)
		if (!((struct ours *)side->pdata[at])->removed && !--line)
			break;
	return at;
}

static bool apply_hunk(GPtrArray *side, const char *path, char **text, const struct hunk *hunk,
		       GHashTable *authors, GError **err)
{
	/* The hunks before this one have been applied, so the new line number counts. */
	guint at = living(side, hunk->new_count ? hunk->new_start : hunk->new_start + 1);
	int old = hunk->old_start, new = hunk->new_start, end = hunk->new_start + hunk->new_count;

	for (; *text && (old < hunk->old_start + hunk->old_count || new < end); text++) {
		const char *site = NULL;
		struct ours *here;

		if (**text == '+') {
			site = author_of(authors, path, "adds", new++);
			if (!site)
				return fail(err, STATUS_FOUND,
					    "%s:%d: the report does not say whose this line is",
					    path, new - 1);
			g_ptr_array_insert(side, at++, ours_new(*text + 1, site));
			continue;
		}
		while (at < side->len && ((struct ours *)side->pdata[at])->removed)
			at++;
		here = at < side->len ? side->pdata[at] : NULL;
		if (!here || strcmp(here->text, *text + !!**text))
			return fail(err, STATUS_FOUND,
				    "%s:%d: the patch does not fit the stripped tree", path, old);
		if (**text == '-') {
			site = author_of(authors, path, "removes", old);
			if (!site)
				return fail(err, STATUS_FOUND,
					    "%s:%d: the report does not say who removes this line",
					    path, old);
			here->removed = g_strdup(site);
		} else {
			new++;
		}
		old++;
		at++;
	}
	return true;
}

static bool apply_patch(GHashTable *sides, const char *stripped, const char *patch,
			JsonObject *report, GError **err)
{
	g_autofree char *text = NULL;
	g_autoptr(GHashTable) authors = authors_of(report);
	g_auto(GStrv) lines = NULL;
	g_autofree char *path = NULL;

	if (!g_file_get_contents(patch, &text, NULL, err))
		return false;
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_autoptr(GArray) hunks = NULL;

		if (g_str_has_prefix(*line, "+++ b/")) {
			g_free(path);
			path = g_strdup(*line + strlen("+++ b/"));
		}
		if (!path || !g_str_has_prefix(*line, "@@ -"))
			continue;
		hunks = diff_hunks(*line);
		if (!apply_hunk(side_of(sides, stripped, path), path, line + 1,
				&g_array_index(hunks, struct hunk, 0), authors, err))
			return false;
	}
	return true;
}

/* All patches of a series, in order. */
static bool apply_series(GHashTable *sides, const char *stripped, const char *series,
			 JsonObject *report, GError **err)
{
	JsonArray *patches = json_object_get_array_member(report, "patches");

	for (guint i = 0; i < json_array_get_length(patches); i++) {
		JsonObject *patch = json_array_get_object_element(patches, i);
		g_autofree char *path = g_build_filename(
			series, json_object_get_string_member(patch, "file"), NULL);

		if (!apply_patch(sides, stripped, path, patch, err))
			return false;
	}
	return true;
}

static char *ours_with(const GPtrArray *side, const char *site)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < side->len; i++) {
		const struct ours *line = side->pdata[i];

		if (line->added ? !strcmp(line->added, site) : g_strcmp0(line->removed, site))
			g_string_append_printf(text, "%s\n", line->text);
	}
	return g_string_free(text, FALSE);
}

static char *ours_all(const GPtrArray *side)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < side->len; i++) {
		const struct ours *line = side->pdata[i];

		if (!line->removed)
			g_string_append_printf(text, "%s\n", line->text);
	}
	return g_string_free(text, FALSE);
}

static char *theirs_all(const struct file *file)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < file->lines->len; i++)
		g_string_append_printf(text, "%s\n", ((struct line *)file->lines->pdata[i])->old);
	return g_string_free(text, FALSE);
}

/* The lines of the stripped file where changes of a site begin, as text: "12 40". */
static void begins(GString *places, int line, bool changed, bool *before)
{
	if (changed && !*before)
		g_string_append_printf(places, " %d", line);
	*before = changed;
}

static char *places_of_theirs(const struct file *file, const char *site)
{
	GString *places = g_string_new(NULL);
	bool before = false;
	int line = 0;

	for (guint i = 0; i < file->lines->len; i++) {
		const struct line *here = file->lines->pdata[i];
		bool changed = !g_strcmp0(here->site, site);

		if (changed || here->new)
			begins(places, line, changed, &before);
		line += !!here->new;
	}
	return g_string_free(places, FALSE);
}

static char *places_of_ours(const GPtrArray *side, const char *site)
{
	GString *places = g_string_new(NULL);
	bool before = false;
	int line = 0;

	for (guint i = 0; i < side->len; i++) {
		const struct ours *here = side->pdata[i];
		bool changed = !g_strcmp0(here->added, site) || !g_strcmp0(here->removed, site);

		if (changed || !here->added)
			begins(places, line, changed, &before);
		line += !here->added;
	}
	return g_string_free(places, FALSE);
}

/* Lines that are on both sides, but in different places, do not differ in their text. */
static void drop_moved(GPtrArray *lines)
{
	for (guint i = 0; i < lines->len;) {
		const char *line = lines->pdata[i];
		guint n;

		for (n = i + 1; n < lines->len; n++) {
			const char *other = lines->pdata[n];

			if (*line != *other && !strcmp(line + 1, other + 1))
				break;
		}
		if (n == lines->len) {
			i++;
			continue;
		}
		g_ptr_array_remove_index(lines, n);
		g_ptr_array_remove_index(lines, i);
	}
}

/* @count lines from line number @start on, each preceded by its sign. */
static void take_lines(GPtrArray *lines, char sign, const GPtrArray *text, int start, int count)
{
	for (int i = 0; i < count; i++)
		g_ptr_array_add(lines,
				g_strdup_printf("%c%s", sign, (char *)text->pdata[start - 1 + i]));
}

static GPtrArray *lines_that_differ(const char *theirs, const char *ours, GError **err)
{
	g_autoptr(GPtrArray) old = text_lines(theirs), new = text_lines(ours);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) hunks = diff_texts(theirs, ours, err);

	if (!hunks)
		return NULL;
	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		take_lines(lines, '-', old, hunk->old_start, hunk->old_count);
		take_lines(lines, '+', new, hunk->new_start, hunk->new_count);
	}
	drop_moved(lines);
	return g_steal_pointer(&lines);
}

static const struct file *file_named(const struct stripping *stripping, const char *path)
{
	for (guint i = 0; i < stripping->files->len; i++) {
		const struct file *file = stripping->files->pdata[i];

		if (!g_strcmp0(file->path, path))
			return file;
	}
	return NULL;
}

/* Compare one site; @result is NULL if there is no difference. */
static bool compare_site(const struct taken *taken, const struct file *file, const GPtrArray *side,
			 struct difference **result, GError **err)
{
	g_autofree char *theirs = file_with(file, taken->site);
	g_autofree char *ours = ours_with(side, taken->site);
	g_autofree char *stripped = file_without(file);
	g_autoptr(GPtrArray) lines = NULL;
	const char *kind;

	*result = NULL;
	if (!strcmp(ours, stripped))
		return fail(err, STATUS_FOUND, "%s: %s was taken out and nsgen wrote nothing there",
			    file->path, taken->site);
	if (!strcmp(theirs, ours))
		return true;
	lines = lines_that_differ(theirs, ours, err);
	if (!lines)
		return false;
	if (!taken->lines) {
		kind = "more";
	} else if (!lines->len) {
		kind = "place";
	} else {
		g_autofree char *here = places_of_theirs(file, taken->site);
		g_autofree char *there = places_of_ours(side, taken->site);

		kind = strcmp(here, there) ? "place text" : "text";
	}
	*result = difference_new(taken->site, kind);
	g_ptr_array_unref((*result)->lines);
	(*result)->lines = g_steal_pointer(&lines);
	return true;
}

/* The report must have each stripped site as wired, and no site that the table lacks. */
static bool sites_wired(const struct stripping *stripping, JsonObject *report, GError **err)
{
	JsonArray *sites = json_object_get_array_member(report, "sites");
	g_autoptr(GHashTable) wired = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < json_array_get_length(sites); i++) {
		JsonObject *site = json_array_get_object_element(sites, i);

		if (!strcmp(json_object_get_string_member(site, "state"), "wired"))
			g_hash_table_add(wired,
					 (gpointer)json_object_get_string_member(site, "site"));
	}
	for (guint i = 0; i < stripping->sites->len; i++) {
		const struct taken *taken = stripping->sites->pdata[i];

		if (!g_hash_table_remove(wired, taken->site))
			return fail(err, STATUS_FOUND,
				    "%s: was taken out, and nsgen does not fill it again",
				    taken->site);
	}
	if (g_hash_table_size(wired))
		return fail(err, STATUS_FOUND, "%u sites are wired that were not taken out",
			    g_hash_table_size(wired));
	return true;
}

/* If no site differs, the whole file must be the original one. */
static bool whole_files(const struct stripping *stripping, GHashTable *sides,
			const GPtrArray *found, GError **err)
{
	for (guint i = 0; i < stripping->files->len; i++) {
		const struct file *file = stripping->files->pdata[i];
		const GPtrArray *side = g_hash_table_lookup(sides, file->path);
		g_autofree char *theirs = theirs_all(file);
		g_autofree char *ours = side ? ours_all(side) : NULL;
		bool differs = false;

		for (guint n = 0; n < found->len; n++) {
			const struct difference *difference = found->pdata[n];

			for (guint s = 0; s < stripping->sites->len; s++) {
				const struct taken *taken = stripping->sites->pdata[s];

				differs |= !strcmp(taken->site, difference->site) &&
					   !g_strcmp0(taken->file, file->path);
			}
		}
		if (!differs && ours && strcmp(theirs, ours))
			return fail(err, STATUS_FOUND,
				    "%s: all its sites are as they were, and the file is not",
				    file->path);
	}
	return true;
}

static bool same_lines(const GPtrArray *one, const GPtrArray *two)
{
	if (one->len != two->len)
		return false;
	for (guint i = 0; i < one->len; i++)
		if (strcmp(one->pdata[i], two->pdata[i]))
			return false;
	return true;
}

static void print_difference(const struct difference *difference, const char *name,
			     const char *release)
{
	printf("%s | %s | %s | %s |\n", difference->site, name, release, difference->kind);
	for (guint i = 0; i < difference->lines->len; i++)
		puts(difference->lines->pdata[i]);
}

static bool among(const char *list, const char *word)
{
	g_auto(GStrv) words = g_strsplit(list, " ", -1);

	return g_strv_contains((const char *const *)words, word);
}

static bool has_site(const struct stripping *stripping, const char *site)
{
	for (guint i = 0; i < stripping->sites->len; i++)
		if (!strcmp(((struct taken *)stripping->sites->pdata[i])->site, site))
			return true;
	return false;
}

/* The list's entries for this namespace and tree. "*" means all trees that have the site. */
static GPtrArray *listed_for(const struct stripping *stripping, const char *list,
			     const struct spec *spec, const char *release, GError **err)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(difference_free);
	g_auto(GStrv) lines = g_strsplit(list, "\n", -1);
	struct difference *row = NULL;
	bool ours = false;

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) cells = NULL;
		g_autofree char *title = NULL;

		if (!**line || **line == '#')
			continue;
		if (**line == '-' || **line == '+') {
			char *text = ours ? spec_expand(spec, *line, err) : NULL;

			if (ours && !text)
				return NULL;
			if (ours)
				g_ptr_array_add(row->lines, text);
			continue;
		}
		cells = g_strsplit(*line, "|", 5);
		for (int i = 0; i < 5; i++)
			if (!cells[i] || !*g_strstrip(cells[i])) {
				fail(err, STATUS_USAGE,
				     "tests/strip/differences: '%s' has no five cells", *line);
				return NULL;
			}
		title = g_strdup_printf("\nsite %s\n", cells[0]);
		if (!strstr(stripping->table, title)) {
			fail(err, STATUS_USAGE,
			     "tests/strip/differences: %s is no site of tests/strip/sites",
			     cells[0]);
			return NULL;
		}
		ours = among(cells[1], spec->name) &&
		       (strcmp(cells[2], "*") ? among(cells[2], release) :
						has_site(stripping, cells[0]));
		if (!ours)
			continue;
		row = difference_new(cells[0], cells[3]);
		g_ptr_array_add(rows, row);
	}
	return g_steal_pointer(&rows);
}

static bool check_list(const GPtrArray *found, const GPtrArray *rows, const struct spec *spec,
		       const char *release, GError **err)
{
	guint unknown = 0, stale = 0;

	for (guint i = 0; i < found->len; i++) {
		const struct difference *difference = found->pdata[i];
		struct difference *row = NULL;

		for (guint n = 0; n < rows->len && !row; n++) {
			row = rows->pdata[n];
			if (row->listed || strcmp(row->site, difference->site) ||
			    strcmp(row->kind, difference->kind) ||
			    !same_lines(row->lines, difference->lines))
				row = NULL;
		}
		if (row) {
			row->listed = true;
			continue;
		}
		unknown++;
		puts("Not in the list:");
		print_difference(difference, spec->name, release);
	}
	for (guint n = 0; n < rows->len; n++) {
		const struct difference *row = rows->pdata[n];

		if (row->listed)
			continue;
		stale++;
		puts("In the list, and not so:");
		print_difference(row, spec->name, release);
	}
	if (unknown || stale)
		return fail(
			err, STATUS_FOUND,
			"%s on %s: %u differences are not in tests/strip/differences, %u of it are not so",
			spec->name, release, unknown, stale);
	return true;
}

/**
 * compare() - compare the developers' namespace with nsgen's
 * @stripping: what was removed
 * @spec: the namespace
 * @stripped: the tree without it, which the series is for
 * @series: directory of patches and report.json
 * @release: the tree's name in the list of differences
 * @differences: text of the list
 * @err: STATUS_FOUND if a site is not filled, a difference is not listed, or a listed difference
 *       does not exist
 */
bool compare(const struct stripping *stripping, const struct spec *spec, const char *stripped,
	     const char *series, const char *release, const char *differences, GError **err)
{
	g_autofree char *path = g_build_filename(series, "report.json", NULL);
	g_autoptr(JsonParser) parser = json_parser_new();
	g_autoptr(GHashTable) sides = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							    (GDestroyNotify)g_ptr_array_unref);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(difference_free);
	g_autoptr(GPtrArray) rows = NULL;
	JsonObject *report;
	guint compared = 0;

	if (!json_parser_load_from_file(parser, path, err))
		return false;
	report = json_node_get_object(json_parser_get_root(parser));
	if (!sites_wired(stripping, report, err) ||
	    !apply_series(sides, stripped, series, report, err))
		return false;
	for (guint i = 0; i < stripping->sites->len; i++) {
		const struct taken *taken = stripping->sites->pdata[i];
		const struct file *file = file_named(stripping, taken->file);
		const GPtrArray *side = file ? g_hash_table_lookup(sides, file->path) : NULL;
		struct difference *difference;

		if (!file)
			continue;
		if (!side)
			return fail(err, STATUS_FOUND,
				    "%s: %s was taken out and the series does not touch the file",
				    file->path, taken->site);
		if (!compare_site(taken, file, side, &difference, err))
			return false;
		compared++;
		if (difference)
			g_ptr_array_add(found, difference);
	}
	printf("%u sites, %u as people wrote them\n", compared, compared - found->len);
	if (!whole_files(stripping, sides, found, err))
		return false;
	rows = listed_for(stripping, differences, spec, release, err);
	return rows && check_list(found, rows, spec, release, err);
}
