// SPDX-License-Identifier: GPL-2.0-only
/*
 * Find what covers a site: a hook, by the file and place that its header names, or a written reason
 * why the site needs no hook.
 */
#include "audit/audit.h"
#include "c/code.h"
#include "engine/engine.h"
#include "lib/error.h"
#include "spec/numbers.h"
#include "hook/plan.h"
#include "hook/region.h"
#include "lib/seen.h"
#include "lib/text.h"

#include <string.h>

/* Reviewed list of sites that need no edit, and of holes that are intended. */
#define KNOWN "cocci/generic"

struct span {
	size_t start, end;
};

static size_t overlap(struct span a, struct span b)
{
	size_t start = MAX(a.start, b.start), end = MIN(a.end, b.end);

	return start < end ? end - start : 0;
}

/* A group consists of its members, not of what lies between them. */
static bool inside(const struct site *site, size_t at)
{
	if (!site->spans)
		return at >= site->start && at < site->end;
	for (guint i = 0; i + 1 < site->spans->len; i += 2)
		if (at >= g_array_index(site->spans, size_t, i) &&
		    at < g_array_index(site->spans, size_t, i + 1))
			return true;
	return false;
}

static void serve(struct site *site, const struct hook *hook)
{
	const char *cover = hook->engine == ENGINE_NONE ? "optional" : "hook";

	/* A hook that edits the place overrides one that says why it is left alone. */
	if (!strcmp(site->cover, "hook") && strcmp(cover, "hook"))
		return;
	site->cover = cover;
	site->why = hook->engine == ENGINE_NONE ? hook_field(hook, "Why") : NULL;
	g_ptr_array_add(site->hooks, (gpointer)hook);
}

/* The site that best matches a span of its file. */
static struct site *most_like(GPtrArray *sites, const char *file, struct span part)
{
	struct site *best = NULL;
	double most = 0;

	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];
		struct span span = { site->start, site->end };
		size_t both;

		if (site->files || strcmp(site->file, file))
			continue;
		both = overlap(span, part);
		if (both &&
		    both / (double)(span.end - span.start + part.end - part.start - both) > most) {
			most = both /
			       (double)(span.end - span.start + part.end - part.start - both);
			best = site;
		}
	}
	return best;
}

/* The smallest site that contains a byte. */
static struct site *innermost(GPtrArray *sites, const char *file, size_t at)
{
	struct site *best = NULL;

	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];

		if (site->files || strcmp(site->file, file) || at < site->start || at >= site->end)
			continue;
		if (!best || site->end - site->start < best->end - best->start)
			best = site;
	}
	return best;
}

/* A .list hook's Region:, else what the last When: pattern matches. */
static bool place_of_hook(const struct hook *hook, const char *file, const char *text,
			  struct span *span)
{
	const char *range = hook_field(hook, "Region"), *pattern, *last = NULL;
	g_autoptr(GRegex) regex = NULL;
	g_autofree char *code = code_only(file, text);
	g_autoptr(GMatchInfo) match = NULL;
	guint at = 0;
	int start, end;

	if (range)
		return region_bytes(range, file, text, &span->start, &span->end);
	while ((pattern = hook_next_field(hook, "When", &at))) {
		g_autofree char *other = NULL;

		header_split(pattern, &other);
		if (!other)
			last = pattern;
	}
	if (!last)
		return false;
	regex = g_regex_new(last, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	if (!g_regex_match(regex, code_for(last, text, code), 0, &match) ||
	    !g_match_info_fetch_pos(match, 0, &start, &end))
		return false;
	*span = (struct span){ start, end };
	return true;
}

static struct site *of_kind(GPtrArray *sites, const char *file, const char *kind)
{
	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];

		if (!site->files && !strcmp(site->file, file) && !strcmp(site->kind, kind))
			return site;
	}
	return NULL;
}

static struct site *function(GPtrArray *sites, const char *file, const char *name)
{
	g_autofree char *construct = g_strdup_printf("%s()", name);

	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];

		if (!site->files && !strcmp(site->file, file) && !strcmp(site->name, construct))
			return site;
	}
	return NULL;
}

static void cover_by_edit(GPtrArray *sites, const struct hook *hook, const char *file,
			  const char *text)
{
	struct site *site = NULL;
	struct span span;

	if (g_str_has_prefix(hook_field(hook, "Guard"), "^#include")) {
		/*
		 * Such a hook's patterns often match the code that needs the header, elsewhere in
		 * the file.
		 */
		site = of_kind(sites, file, "include");
	} else if (hook_field(hook, "Unwind")) {
		site = function(sites, file, hook_field(hook, "Unwind"));
	} else if (!place_of_hook(hook, file, text, &span)) {
		/* Kconfig and Makefile: the engine knows the place, and there is only one list. */
		site = of_kind(sites, file, "group");
	} else if (hook_field(hook, "Region")) {
		site = most_like(sites, file, span);
	} else {
		/*
		 * The end of the pattern matches what the hook is about; what comes before it
		 * matches the surrounding code.
		 */
		site = innermost(sites, file, span.end - 1);
	}
	if (site)
		serve(site, hook);
}

static void cover_by_choice(GPtrArray *sites, const struct hook *hook, const char *file,
			    const char *text)
{
	const char *when = hook_field(hook, "When");
	g_autoptr(GRegex) regex = g_regex_new(when, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autofree char *code = code_only(file, text);
	g_autoptr(GMatchInfo) match = NULL;
	int at;

	g_regex_match(regex, code_for(when, text, code), 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		g_match_info_fetch_pos(match, 0, &at, NULL);
		for (guint i = 0; i < sites->len; i++) {
			struct site *site = sites->pdata[i];

			if (site->files || strcmp(site->file, file) || !inside(site, at))
				continue;
			if (!site->hooks->len)
				serve(site, hook);
		}
	}
}

/* Ignore an error that says that something does not fit the tree, but not a failure to read. */
static bool pass_over(GError **why, GError **err)
{
	if (!seen_unread(*why))
		return true;
	g_propagate_error(err, g_steal_pointer(why));
	return false;
}

/* A template covers the families of which it writes a member. */
static bool cover_by_template(GPtrArray *sites, const struct names *names, const struct tree *tree,
			      const struct hook *hook, const struct spec *spec, const char *file,
			      const char *reads, GError **err)
{
	g_autoptr(Finds) finds = finds_new();
	g_autoptr(GHashTable) memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GError) why = NULL;
	g_auto(Made) made = { NULL };

	if (!engine_run(hook, spec, tree, file, reads, NULL, &made, &why))
		return pass_over(&why, err);
	sites_find(names, memo, "template.c", made.text, strlen(made.text), finds);
	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];

		for (guint n = 0; site->files && n < finds->members->len; n++) {
			const struct member *member = finds->members->pdata[n];

			if (!strcmp(member->key, site->name)) {
				serve(site, hook);
				break;
			}
		}
	}
	return true;
}

/* Return: how many sites or namespaces the line matches, or -1 if it is invalid. */
static int known_line(GPtrArray *sites, const struct names *names, const char *by, char **fields)
{
	const char *what = g_strstrip(fields[0]), *file = g_strstrip(fields[1]);
	const char *name = g_strstrip(fields[2]), *why = g_intern_string(g_strstrip(fields[3]));
	bool hole = g_str_has_prefix(what, "hole ");
	const char *stem = hole ? what + strlen("hole ") : "";
	int count = 0;

	if ((!hole && strcmp(what, "generic")) || !*why)
		return -1;
	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];

		if (!g_pattern_match_simple(file, site->files ? "" : site->file) ||
		    !g_pattern_match_simple(name, site->name))
			continue;
		for (guint n = 0; hole && n < names->list->len; n++) {
			const struct ns *ns = names->list->pdata[n];

			if (g_pattern_match_simple(stem, ns->stem) && !site->lines[n] &&
			    !site->holes[n]) {
				site->holes[n] = why;
				count++;
			}
		}
		if (!hole && !strcmp(site->cover, "uncovered")) {
			site->cover = by;
			site->why = why;
			count++;
		}
	}
	return count;
}

/* A line that matches nothing is a typo, or meant for another tree. */
static void say_unused(const char *path, guint line, const struct tree *tree)
{
	g_autofree char *text = g_strdup_printf(
		"%s:%u: no uncovered site of Linux %s matches this line; remove it", path,
		line, tree->release);

	error_warn(text);
}

static bool cover_by_lines(GPtrArray *sites, const struct names *names, const struct tree *tree,
			   const char *path, const char *text, enum status status, GError **err)
{
	bool ours = status == STATUS_BUG;
	g_autoptr(GPtrArray) lines = text_lines(text);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		g_auto(GStrv) fields = g_strsplit(line, " | ", 4);
		int count;

		if (!*line || *line == '#')
			continue;
		count = g_strv_length(fields) == 4 && g_utf8_validate(line, -1, NULL) ?
				known_line(sites, names, ours ? COVER_GENERIC : COVER_EXCEPT,
					   fields) :
				-1;
		if (count < 0)
			return fail(
				err, status,
				"%s:%u: invalid line (expected 'generic | FILE | CONSTRUCT | WHY' or 'hole NS | …')",
				path, i + 1);
		if (!count && !ours)
			say_unused(path, i + 1, tree);
	}
	return true;
}

static bool cover_by_known(GPtrArray *sites, const struct names *names, const struct tree *tree,
			   const char *home, GError **err)
{
	g_autofree char *path = g_build_filename(home, KNOWN, NULL);
	g_autofree char *text = NULL;

	if (!seen_text(STATUS_BUG, path, NULL, &text, NULL, err))
		return false;
	if (!text)
		return fail(err, STATUS_BUG, "%s: not found; is the nsgen installation complete?",
			    path);
	return cover_by_lines(sites, names, tree, KNOWN, text, STATUS_BUG, err);
}

/* The sites that the user leaves alone. */
static bool cover_by_except(GPtrArray *sites, const struct names *names, const struct tree *tree,
			    const char *path, GError **err)
{
	g_autofree char *text = NULL;
	gsize len;

	if (!path)
		return true;
	if (!seen_text_within(STATUS_USAGE, path, NULL, 1, &text, &len, err))
		return false;
	if (!text)
		return fail(err, STATUS_USAGE, "%s: file not found", path);
	if (strlen(text) != len)
		return fail(err, STATUS_USAGE, "%s: contains a NUL byte; a text file is expected",
			    path);
	return cover_by_lines(sites, names, tree, path, text, STATUS_USAGE, err);
}

/* A spec with an unused name, to see what templates would write. */
static struct spec *any_spec(const struct tree *tree, GError **err)
{
	g_autoptr(Spec) spec = spec_new("nsgen", NULL, NULL);
	g_autoptr(GError) why = NULL;
	const struct numbers numbers = { .kept = false };

	/* A tree without free numbers does not have level full either. */
	if (spec && (!spec_full(spec, &why) || !numbers_choose(spec, tree, &numbers, &why)))
		g_clear_pointer(&spec, spec_free);
	if (!spec && !pass_over(&why, err))
		return NULL;
	return spec ? g_steal_pointer(&spec) : spec_new("nsgen", NULL, err);
}

/**
 * cover_by_hooks() - find out which hooks cover each site
 * @sites: struct site; the result is stored in each
 * @tree: the tree
 * @hooks: from hooks_load()
 * @level: templates of another level write other files
 * @err: STATUS_TREE: a file cannot be read
 */
bool cover_by_hooks(GPtrArray *sites, const struct tree *tree, const GPtrArray *hooks,
		    const char *level, GError **err)
{
	g_autoptr(Spec) spec = any_spec(tree, err);
	g_autoptr(Names) with = spec ? names_learn(tree, spec, err) : NULL;

	if (!with)
		return false;
	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];
		g_autofree char *file = spec_expand(spec, hook_reads(hook), NULL);
		g_autofree char *text = NULL;
		bool fits;

		if (file && !tree_read_if_there(tree, file, &text, err))
			return false;
		if (!plan_hook_fits(hook, tree, text, &fits, err))
			return false;
		/* What the user has to ask for is no site without that. */
		if (!fits || hook_field(hook, "Asked") ||
		    (hook->engine == ENGINE_SKEL &&
		     !text_has_word(hook_field(hook, "Level"), level)))
			continue;
		if (hook->engine == ENGINE_SKEL) {
			if (!cover_by_template(sites, with, tree, hook, spec, file, text, err))
				return false;
		} else if (hook->engine == ENGINE_NONE) {
			cover_by_choice(sites, hook, file, text);
		} else {
			cover_by_edit(sites, hook, file, text);
		}
	}
	return true;
}

/**
 * cover_by_reasons() - find out which of the other sites have a written reason
 * @sites: struct site, after cover_by_hooks()
 * @names: the tree's namespaces
 * @tree: the tree
 * @home: nsgen's own directory
 * @except: the user's file, in the format of cocci/generic, or NULL
 * @err: STATUS_BUG; STATUS_USAGE: @except is not found or invalid
 */
bool cover_by_reasons(GPtrArray *sites, const struct names *names, const struct tree *tree,
		      const char *home, const char *except, GError **err)
{
	return cover_by_known(sites, names, tree, home, err) &&
	       cover_by_except(sites, names, tree, except, err);
}
