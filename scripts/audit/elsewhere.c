// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a hook would do in one file may be done in another one, or under another name, in a series
 * that nsgen did not write. Where that can be seen, the namespace is not missing.
 */
#include "audit/audit.h"
#include "lib/text.h"

#include <string.h>

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_build_file(const char *base)
{
	return !strcmp(base, "Makefile") || !strcmp(base, "Kbuild") ||
	       g_str_has_prefix(base, "Kconfig");
}

/* What the option looks like in a Kconfig file, or in a Makefile. */
static char *option_pattern(const struct spec *spec, const char *base)
{
	const char *config = spec_get(spec, "config");

	return g_str_has_prefix(base, "Kconfig") ?
		       g_strdup_printf("^\\s*(?:menu)?config %s$", config) :
		       g_strdup_printf("\\$\\(CONFIG_%s\\)", config);
}

/* A file of one kind, or below a directory, with a pattern; NULL in @where: there is none. */
static bool find_file(struct tree *tree, bool (*fits)(const char *file, const char *like),
		      const char *like, const char *pattern, char **where, GError **err)
{
	const GPtrArray *files = tree_files(tree, err);

	*where = NULL;
	for (guint i = 0; files && i < files->len && !*where; i++) {
		const char *file = files->pdata[i];
		g_autofree char *text = NULL;

		if (!fits(file, like))
			continue;
		if (!tree_read_if_there(tree, file, &text, err))
			return false;
		if (text && text_has(text, pattern))
			*where = g_strdup(file);
	}
	return files != NULL;
}

static bool is_like(const char *file, const char *like)
{
	const char *base = base_of(file);

	if (g_str_has_prefix(like, "Kconfig"))
		return g_str_has_prefix(base, "Kconfig");
	return !strcmp(base, "Makefile") || !strcmp(base, "Kbuild");
}

static bool is_below(const char *file, const char *dir)
{
	return g_str_has_prefix(file, dir) &&
	       (g_str_has_suffix(file, ".c") || g_str_has_suffix(file, ".rst"));
}

static bool serves_wired(const struct hook *hook, const GPtrArray *sites, const struct site *but)
{
	for (guint i = 0; i < sites->len; i++) {
		const struct site *site = sites->pdata[i];

		if (site != but && g_ptr_array_find(site->hooks, hook, NULL) &&
		    !strcmp(site->state, "wired"))
			return true;
	}
	return false;
}

/* A template would have written the file; somebody wrote another one, and names it otherwise. */
static bool other_file(const struct site *site, const GPtrArray *sites, const struct audit *audit,
		       const struct spec *spec, bool *other, GError **err)
{
	*other = false;
	for (guint i = 0; i < site->hooks->len && !*other; i++) {
		const struct hook *hook = site->hooks->pdata[i];
		g_autofree char *file = spec_expand(spec, hook_field(hook, "File"), NULL);
		bool there;

		if (hook->engine != ENGINE_SKEL)
			continue;
		if (!tree_has(audit->tree, file, &there, err))
			return false;
		*other = !there && serves_wired(hook, sites, site);
	}
	return true;
}

/**
 * elsewhere_sites() - sites that lack the namespace because it is done in another place
 * @audit: its sites have their states
 * @spec: the namespace
 * @err: a file cannot be read
 */
bool elsewhere_sites(struct audit *audit, const struct spec *spec, GError **err)
{
	const GPtrArray *sites = audit->finds->sites;

	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];
		g_autofree char *where = NULL;
		bool other = false;

		if (!site->state || strcmp(site->state, "lost"))
			continue;
		if (site->files) {
			if (!other_file(site, sites, audit, spec, &other, err))
				return false;
		} else if (is_build_file(base_of(site->file))) {
			const char *base = base_of(site->file);
			g_autofree char *pattern = option_pattern(spec, base);

			if (!find_file(audit->tree, is_like, base, pattern, &where, err))
				return false;
		}
		if (where || other)
			site->state = "elsewhere";
	}
	return true;
}

/* The template of the same patch that is not in the tree; NULL: each is, or it has none. */
static char *absent_page(const struct audit *audit, const struct spec *spec, const char *patch,
			 const char *dir)
{
	for (guint i = 0; i < audit->unseen->len; i++) {
		const struct unseen *unseen = audit->unseen->pdata[i];
		const char *name = base_of(unseen->file);

		if (unseen->hook->engine == ENGINE_SKEL && !strcmp(unseen->state, "lost") &&
		    g_str_has_prefix(unseen->file, dir) &&
		    !g_strcmp0(hook_field(unseen->hook, "Patch"), patch) &&
		    strstr(name, spec->name))
			return g_strdup(unseen->file);
	}
	return NULL;
}

/**
 * elsewhere_unseen() - tests and pages that somebody wrote in another file, or did not write
 * @audit: its places that are no sites have their states
 * @spec: the namespace
 * @err: a file cannot be read
 *
 * No place of a kernel lists them; only nsgen's own templates would have been there.
 */
bool elsewhere_unseen(struct audit *audit, const struct spec *spec, GError **err)
{
	static const char *const dirs[] = { "tools/testing/selftests/", "Documentation/" };
	g_autofree char *pattern =
		g_strdup_printf("\\b%s\\b", spec_get(spec, "clone_flag"));

	for (size_t d = 0; d < G_N_ELEMENTS(dirs); d++) {
		g_autoptr(GPtrArray) done = g_ptr_array_new();
		g_autofree char *where = NULL;
		bool looked = false;

		for (guint i = 0; i < audit->unseen->len; i++) {
			struct unseen *unseen = audit->unseen->pdata[i];
			g_autofree char *page = NULL;

			if (strcmp(unseen->state, "lost") ||
			    !g_str_has_prefix(unseen->file, dirs[d]))
				continue;
			page = absent_page(audit, spec, hook_field(unseen->hook, "Patch"), dirs[d]);
			if (!page)
				continue;
			if (!looked &&
			    !find_file(audit->tree, is_below, dirs[d], pattern, &where, err))
				return false;
			looked = true;
			g_ptr_array_add(done, unseen);
		}
		for (guint i = 0; i < done->len; i++)
			((struct unseen *)done->pdata[i])->state = where ? "elsewhere" : "none";
	}
	return true;
}
