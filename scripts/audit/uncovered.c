// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sites of a tree that a series leaves out, before the series is written.
 *
 * The changed files are laid over the tree, and what is found there has to name the new namespace,
 * or to have a reason why not. It does not matter which hooks there are: what counts is what they
 * wrote. So a second mask beside the one that a hook has edited is found, too.
 */
#include "audit/uncovered.h"
#include "audit/audit.h"
#include "engine/apply-hooks.h"
#include "lib/diff.h"
#include "lib/error.h"

#include <string.h>

/* Drivers and architectures have never wired a namespace. "nsgen audit" reads them, too. */
static bool is_near(const char *file)
{
	static const char *const far[] = { "drivers/", "arch/", "sound/" };

	for (size_t i = 0; i < G_N_ELEMENTS(far); i++)
		if (g_str_has_prefix(file, far[i]))
			return false;
	return sites_in_kernel(file);
}

static const struct woven *woven_at(const struct pipeline *line, const char *file)
{
	for (guint i = 0; i < line->files->len; i++) {
		const struct woven *woven = line->files->pdata[i];

		if (!strcmp(woven->path, file))
			return woven;
	}
	return NULL;
}

/* Return: the files to read, with the new ones of the series. */
static GPtrArray *near_files(const struct pipeline *line, GError **err)
{
	const GPtrArray *files = tree_files(line->tree, err);
	GPtrArray *near;

	if (!files)
		return NULL;
	near = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < files->len; i++)
		if (is_near(files->pdata[i]))
			g_ptr_array_add(near, g_strdup(files->pdata[i]));
	for (guint i = 0; i < line->files->len; i++) {
		const struct woven *woven = line->files->pdata[i];

		if (!woven->before && is_near(woven->path))
			g_ptr_array_add(near, g_strdup(woven->path));
	}
	return near;
}

/* The line of the tree's own file that has become a line of a changed file. */
static bool own_line(const struct pipeline *line, struct site *site, GError **err)
{
	const struct woven *woven = woven_at(line, site->file);
	g_autoptr(GArray) hunks = NULL;
	int own = site->line;

	if (!woven || !woven->before)
		return true;
	hunks = diff_texts(woven->before, woven->after, err);
	for (guint i = 0; hunks && i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		if (hunk->new_start < site->line)
			own = MAX(own - MAX(hunk->new_count - hunk->old_count, 0), 1);
	}
	site->line = own;
	return hunks;
}

/* What counts is whether the place has the namespace, whatever hook seems to be meant for it. */
static void believe_the_result(GPtrArray *sites, const struct names *names, int ns,
			       const char *level)
{
	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];

		if (site->lines[ns] && !strcmp(site->cover, "uncovered"))
			site->cover = "hook";
	}
	states_set(sites, names, ns, level);
	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];

		if (!strcmp(site->state, "lost"))
			site->cover = "uncovered";
	}
}

static bool refuse(const GPtrArray *left, GError **err)
{
	g_autoptr(GPtrArray) all = NULL;

	for (guint i = 0; i < left->len; i++) {
		const struct site *site = left->pdata[i];
		GError *why = NULL;

		fail(&why, STATUS_TREE, "%s:%d: %s %s %u namespaces, but no hook covers it",
		     site->file, site->line, site->name,
		     strcmp(site->form, REFERENCES) ? "lists" : "takes or drops references to",
		     (guint)__builtin_popcountll(site_set(site)));
		errors_take(&all, &why);
	}
	errors_end(all, err);
	error_end(
		err,
		"; list them with 'nsgen audit', and those that need no edit in --except=FILE");
	return false;
}

/* A list of objects or options is not left out if ours is in that of another directory. */
static bool is_elsewhere(const struct pipeline *line, const struct site *site)
{
	const char *makefile = spec_get(line->spec, "makefile");
	const char *kconfig = spec_get(line->spec, "kconfig");

	return (g_str_has_suffix(site->file, "Makefile") && strcmp(site->file, makefile)) ||
	       (g_str_has_suffix(site->file, "Kconfig") && strcmp(site->file, kconfig));
}

/* Note the sites that the user leaves alone, and refuse those that nobody has looked at. */
static bool judge(struct pipeline *line, const GPtrArray *sites, GError **err)
{
	g_autoptr(GPtrArray) left = g_ptr_array_new();

	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];
		bool except = !strcmp(site->cover, COVER_EXCEPT);

		if (!except && (!state_is_open(site->state) || is_elsewhere(line, site)))
			continue;
		if (!own_line(line, site, err))
			return false;
		if (except)
			plan_except(line->plan, site->name, site->files ? "" : site->file,
				    site->files ? 0 : site->line, site->why);
		else
			g_ptr_array_add(left, site);
	}
	return !left->len || refuse(left, err);
}

static bool look(struct pipeline *line, const GPtrArray *files, GError **err)
{
	const struct request *request = line->request;
	const char *level = line->plan->level;
	g_autoptr(Names) names = names_learn(line->tree, line->spec, err);
	g_autoptr(Finds) finds = names ? scan(line->tree, names, files, err) : NULL;
	int ns;

	if (!finds)
		return false;
	families_add(finds, names);
	ns = names_find(names, line->spec->name);
	if (!cover_by_hooks(finds->sites, line->tree, line->hooks, level, err))
		return false;
	believe_the_result(finds->sites, names, ns, level);
	if (!cover_by_reasons(finds->sites, names, line->tree, request->home, request->except, err))
		return false;
	states_set(finds->sites, names, ns, level);
	return judge(line, finds->sites, err);
}

/**
 * uncovered_check() - refuse a series that leaves out a site of its tree
 * @line: the pipeline after pipeline_run(); the sites that the user leaves alone are added to its
 * plan
 * @err: STATUS_TREE: there is such a site, or a file cannot be read; STATUS_USAGE: --except is not
 * found or invalid
 */
bool uncovered_check(struct pipeline *line, GError **err)
{
	g_autoptr(GHashTable) texts = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) files = near_files(line, err);
	bool ok;

	if (!files)
		return false;
	for (guint i = 0; i < line->files->len; i++) {
		struct woven *woven = line->files->pdata[i];

		g_hash_table_insert(texts, woven->path, woven->after);
	}
	tree_lay_over(line->tree, texts);
	ok = look(line, files, err);
	tree_lift(line->tree);
	return ok;
}
