// SPDX-License-Identifier: GPL-2.0-only
/*
 * Remove a namespace's lines from a tree, by the table tests/strip/sites.
 *
 * The table was written from the kernels and does not depend on how the hooks find their places:
 * each of its entries must match exactly once, or the table is wrong. All sites are looked up in
 * the original tree, so that none depends on the removal of another.
 */
#include "strip.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/* A change for one form of a site; nothing is changed until all of them fit. */
struct change {
	guint at;
	char *text;	/* NULL: delete the line */
};

struct form {
	const struct spec *spec;
	struct file *file;
	guint first, last;	/* the region */
	GArray *changes;
	bool aside;
};

static void line_free(gpointer data)
{
	struct line *line = data;

	g_free(line->old);
	g_free(line->new);
	g_free(line->site);
	g_free(line);
}

static void file_free(gpointer data)
{
	struct file *file = data;

	g_free(file->path);
	g_ptr_array_unref(file->lines);
	g_free(file);
}

static void taken_free(gpointer data)
{
	struct taken *taken = data;

	g_free(taken->site);
	g_free(taken->file);
	g_free(taken);
}

static void change_clear(gpointer data)
{
	g_free(((struct change *)data)->text);
}

/**
 * stripping_free() - free the result of strip()
 * @stripping: may be NULL
 */
void stripping_free(struct stripping *stripping)
{
	if (!stripping)
		return;
	g_free(stripping->table);
	g_ptr_array_unref(stripping->files);
	g_ptr_array_unref(stripping->sites);
	g_free(stripping);
}

/* The file, read only once; NULL if the tree does not have it. */
static struct file *file_of(struct stripping *stripping, const char *tree, const char *path)
{
	g_autofree char *full = g_build_filename(tree, path, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) lines = NULL;
	struct file *file;

	for (guint i = 0; i < stripping->files->len; i++) {
		file = stripping->files->pdata[i];
		if (!strcmp(file->path, path))
			return file;
	}
	if (!g_file_get_contents(full, &text, NULL, NULL))
		return NULL;
	file = g_new0(struct file, 1);
	file->path = g_strdup(path);
	file->lines = g_ptr_array_new_with_free_func(line_free);
	lines = text_lines(text);
	for (guint i = 0; i < lines->len; i++) {
		struct line *line = g_new0(struct line, 1);

		line->old = g_strdup(lines->pdata[i]);
		line->new = g_strdup(lines->pdata[i]);
		g_ptr_array_add(file->lines, line);
	}
	g_ptr_array_add(stripping->files, file);
	return file;
}

static const char *old_line(const struct form *form, guint at)
{
	return ((struct line *)form->file->lines->pdata[at])->old;
}

/* "-	text ...": spaces match any amount of blanks, "..." matches any text. */
static GRegex *line_pattern(const char *text, GError **err)
{
	g_autoptr(GString) pattern = g_string_new("^");

	for (const char *p = text; *p;) {
		size_t blanks = strspn(p, " \t");

		if (blanks) {
			g_string_append(pattern, "[ \\t]+");
			p += blanks;
		} else if (g_str_has_prefix(p, "...")) {
			g_string_append(pattern, ".*");
			p += strlen("...");
		} else {
			g_autofree char *quoted = g_regex_escape_string(p++, 1);

			g_string_append(pattern, quoted);
		}
	}
	g_string_append_c(pattern, '$');
	return g_regex_new(pattern->str, G_REGEX_RAW, 0, err);
}

static GRegex *pattern_of(const char *text, GError **err)
{
	return g_regex_new(text, G_REGEX_RAW, 0, err);
}

static void add_change(struct form *form, guint at, char *text)
{
	struct change change = { at, text };

	g_array_append_val(form->changes, change);
}

/* The lines of a block are matched together, and must occur once. */
static bool take_block(struct form *form, char **block, guint count, GError **err)
{
	g_autoptr(GPtrArray) patterns =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_regex_unref);
	guint found = 0, where = 0;

	for (guint i = 0; i < count; i++) {
		GRegex *pattern = line_pattern(block[i] + 1, err);

		if (!pattern)
			return false;
		g_ptr_array_add(patterns, pattern);
	}
	for (guint at = form->first; at + count <= form->last + 1; at++) {
		guint i;

		for (i = 0; i < count; i++)
			if (!g_regex_match(patterns->pdata[i], old_line(form, at + i), 0, NULL))
				break;
		if (i < count)
			continue;
		found++;
		where = at;
	}
	if (found != 1)
		return false;
	for (guint i = 0; i < count; i++)
		if (*block[i] == '-')
			add_change(form, where + i, NULL);
	return true;
}

/* "~PATTERN => TEXT" */
static bool take_part(struct form *form, const char *statement, GError **err)
{
	g_auto(GStrv) parts = g_strsplit(statement + 1, " =>", 2);
	g_autoptr(GRegex) pattern = parts[1] ? pattern_of(parts[0], err) : NULL;
	guint found = 0, where = 0;
	char *text;

	if (!pattern)
		return false;
	for (guint at = form->first; at <= form->last; at++) {
		if (!g_regex_match(pattern, old_line(form, at), 0, NULL))
			continue;
		found++;
		where = at;
	}
	if (found != 1)
		return false;
	text = g_regex_replace(pattern, old_line(form, where), -1, 0, g_strchug(parts[1]), 0, err);
	if (!text)
		return false;
	add_change(form, where, text);
	return true;
}

static bool next_line(const struct form *form, const char *text, guint *at, GError **err)
{
	g_autoptr(GRegex) pattern = pattern_of(text, err);

	for (; pattern && *at < form->file->lines->len; ++*at)
		if (g_regex_match(pattern, old_line(form, *at), 0, NULL))
			return true;
	return false;
}

/* "in A .. B" */
static bool set_region(struct form *form, const char *list, GError **err)
{
	g_auto(GStrv) ends = g_strsplit(list, " .. ", 0);
	guint at = 0;

	for (char **end = ends; *end; end++) {
		if (!next_line(form, *end, &at, err))
			return false;
		form->first = form->last;
		form->last = at;
	}
	return g_strv_length(ends) > 1;
}

/* "cut A .. B" */
static bool cut(struct form *form, const char *list, GError **err)
{
	g_auto(GStrv) ends = g_strsplit(list, " .. ", 2);
	guint first = 0, last;

	if (!ends[0] || !ends[1] || !next_line(form, ends[0], &first, err))
		return false;
	last = first + 1;
	if (!next_line(form, ends[1], &last, err))
		return false;
	while (first < last)
		add_change(form, first++, NULL);
	/* The region must not occur a second time after it. */
	return !next_line(form, ends[0], &last, err);
}

static bool none(const struct form *form, const char *pattern, GError **err)
{
	guint at = 0;

	return !next_line(form, pattern, &at, err) && !*err;
}

/* Parse one form, from its first statement to its end. False without an error means no match. */
static bool form_fits(struct form *form, char **statements, guint count,
		      struct stripping *stripping, const char *tree, GError **err)
{
	for (guint i = 0; i < count; i++) {
		const char *statement = statements[i];

		if (!strcmp(statement, "aside")) {
			form->aside = true;
			continue;
		}
		if (g_str_has_prefix(statement, "file ")) {
			form->file = file_of(stripping, tree, statement + strlen("file "));
			if (!form->file)
				return false;
			form->last = form->file->lines->len - 1;
			continue;
		}
		if (!*statement)
			continue;
		if (!form->file)
			return false;
		if (g_str_has_prefix(statement, "in ")) {
			if (!set_region(form, statement + strlen("in "), err))
				return false;
		} else if (g_str_has_prefix(statement, "cut ")) {
			if (!cut(form, statement + strlen("cut "), err))
				return false;
		} else if (g_str_has_prefix(statement, "none ")) {
			if (!none(form, statement + strlen("none "), err))
				return false;
		} else if (*statement == '~') {
			if (!take_part(form, statement, err))
				return false;
		} else if (*statement == '-' || *statement == ' ') {
			guint n = i;

			while (n < count && (*statements[n] == '-' || *statements[n] == ' '))
				n++;
			if (!take_block(form, statements + i, n - i, err))
				return false;
			i = n - 1;
		} else {
			return fail(err, STATUS_BUG, "tests/strip/sites: '%s' is no statement",
				    statement);
		}
	}
	return true;
}

static bool apply(const struct form *form, const char *site, struct stripping *stripping,
		  GError **err)
{
	struct taken *taken = g_new0(struct taken, 1);

	taken->site = g_strdup(site);
	taken->file = form->aside ? NULL : g_strdup(form->file->path);
	taken->lines = form->changes->len;
	g_ptr_array_add(stripping->sites, taken);
	for (guint i = 0; i < form->changes->len; i++) {
		struct change *change = &g_array_index(form->changes, struct change, i);
		struct line *line = form->file->lines->pdata[change->at];

		if (line->site)
			return fail(err, STATUS_BUG, "%s:%u: both %s and %s have this line",
				    form->file->path, change->at + 1, line->site, site);
		line->site = g_strdup(site);
		g_free(line->new);
		line->new = g_steal_pointer(&change->text);
	}
	return true;
}

static bool take_site(const char *site, char **statements, guint count, const struct spec *spec,
		      struct stripping *stripping, const char *tree, GError **err)
{
	struct file *file = NULL;

	for (guint first = 0; first < count;) {
		g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(struct change));
		struct form form = { .spec = spec, .file = file, .changes = changes };
		guint end = first;

		g_array_set_clear_func(changes, change_clear);
		if (file)
			form.last = file->lines->len - 1;
		while (end < count && strcmp(statements[end], "or"))
			end++;
		if (form_fits(&form, statements + first, end - first, stripping, tree, err))
			return apply(&form, site, stripping, err);
		if (*err)
			return false;
		file = form.file;
		first = end + 1;
	}
	return fail(err, STATUS_TREE,
		    "%s: no form that tests/strip/sites knows is in this tree for %s", site,
		    spec->name);
}

/**
 * strip() - remove a namespace
 * @table: text of tests/strip/sites
 * @spec: the namespace
 * @tree: only read
 * @sites: names of the sites that the tree has; each must be in the table
 * @err: what does not fit
 *
 * Return: what was removed, to be freed by stripping_free(), or NULL.
 */
struct stripping *strip(const char *table, const struct spec *spec, const char *tree,
			const GPtrArray *sites, GError **err)
{
	g_autoptr(Stripping) stripping = g_new0(struct stripping, 1);
	g_autofree char *expanded = spec_expand(spec, table, err);
	g_auto(GStrv) lines = expanded ? g_strsplit(expanded, "\n", -1) : NULL;

	stripping->table = g_strdup(table);
	stripping->files = g_ptr_array_new_with_free_func(file_free);
	stripping->sites = g_ptr_array_new_with_free_func(taken_free);
	for (guint i = 0; lines && i < sites->len; i++) {
		g_autofree char *title = g_strconcat("site ", sites->pdata[i], NULL);
		guint first = 0, end;

		while (lines[first] && strcmp(lines[first], title))
			first++;
		if (!lines[first]) {
			fail(err, STATUS_TREE,
			     "%s: is not in tests/strip/sites; say there what people write at this site",
			     (char *)sites->pdata[i]);
			return NULL;
		}
		for (end = ++first; lines[end] && !g_str_has_prefix(lines[end], "site "); end++)
			;
		if (!take_site(sites->pdata[i], lines + first, end - first, spec, stripping, tree,
			       err))
			return NULL;
	}
	return lines ? g_steal_pointer(&stripping) : NULL;
}

/**
 * file_without() - the text of a file without the namespace
 * @file: the file
 */
char *file_without(const struct file *file)
{
	return file_with(file, NULL);
}

/**
 * file_with() - the text of a file with the namespace at one site, as its developers wrote it
 * @file: the file
 * @site: the site; NULL: at none
 */
char *file_with(const struct file *file, const char *site)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < file->lines->len; i++) {
		const struct line *line = file->lines->pdata[i];
		const char *say = site && !g_strcmp0(line->site, site) ? line->old : line->new;

		if (say)
			g_string_append_printf(text, "%s\n", say);
	}
	return g_string_free(text, FALSE);
}
