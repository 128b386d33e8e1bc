// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit: find every place where a tree lists or handles its namespaces, without being told where.
 *
 *	tree -> names -> scan -> sites -> cover -> matrix or JSON
 *
 * Hooks cover the sites of the trees that somebody has read; the audit finds those that a newer
 * tree adds.
 */
#include "audit/audit.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/seen.h"
#include "lib/text.h"
#include "engine/verify.h"

#include <stdio.h>
#include <string.h>

static void unseen_free(gpointer data)
{
	struct unseen *unseen = data;

	g_free(unseen->file);
	g_free(unseen);
}

static bool of_level(const struct hook *hook, const char *level)
{
	return text_has_word(hook_field(hook, "Level"), level);
}

static bool any_of_level(const struct site *site, const char *level)
{
	for (guint i = 0; i < site->hooks->len; i++)
		if (of_level(site->hooks->pdata[i], level))
			return true;
	return false;
}

/*
 * Do most namespaces have it, or are they known not to need it? A site that only two or three have
 * is specific to them.
 */
static bool shared(const struct site *site, const struct audit *audit)
{
	guint count = 0;

	for (int i = 0; i < NS_MAX; i++)
		count += i != audit->ns && (site->lines[i] || site->holes[i]);
	return site->exception || 2 * count > audit->names->list->len - 1;
}

/*
 * At level framework a namespace has no flag and no operations, so sites that list these do not
 * apply.
 */
static bool is_beyond_framework(const struct site *site)
{
	return g_str_has_suffix(site->form, "NEW@") ||
	       g_regex_match_simple("@ns_|^to_@_ns\\(\\)|ns_tree_", site->form, 0, 0);
}

static const char *state_of(const struct site *site, const struct audit *audit, const char *level)
{
	if (site->lines[audit->ns])
		return "wired";
	if (!strcmp(site->cover, "hook"))
		return any_of_level(site, level) ? "lost" : "level";
	if (strcmp(site->cover, "uncovered"))
		return site->cover;
	if (is_beyond_framework(site) && !strcmp(level, "framework"))
		return "level";
	return shared(site, audit) ? "missing" : "few";
}

static bool is_bad(const char *state)
{
	return !strcmp(state, "lost") || !strcmp(state, "missing");
}

static bool serves_a_site(const struct audit *audit, const struct hook *hook)
{
	for (guint i = 0; i < audit->finds->sites->len; i++) {
		const struct site *site = audit->finds->sites->pdata[i];

		if (g_ptr_array_find(site->hooks, hook, NULL))
			return true;
	}
	return false;
}

/*
 * Only its hook knows a place that names fewer than three namespaces; the hook's guard tells
 * whether it is wired.
 */
static bool set_state(struct unseen *unseen, const struct tree *tree, const struct spec *spec,
		      const char *text, GError **err)
{
	bool wired;
	int offset;

	if (!spec)
		return true;
	if (unseen->hook->engine != ENGINE_SKEL)
		wired = verify_wired(unseen->hook, spec, unseen->file, text,
				     &offset);
	else if (!tree_has(tree, unseen->file, &wired, err))
		return false;
	unseen->state = wired ? "wired" : "lost";
	return true;
}

static bool find_unseen(struct audit *audit, const struct spec *spec, const GPtrArray *hooks,
			const char *level, GError **err)
{
	g_autoptr(Spec) any = spec ? NULL : spec_new("nsgen", NULL, NULL);

	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];
		g_autofree char *file =
			spec_expand(spec ? spec : any, hook_field(hook, "File"), NULL);
		g_autofree char *where = spec_expand(spec ? spec : any, hook_reads(hook), NULL);
		g_autofree char *text = NULL;
		struct unseen *unseen;
		bool fits;

		if (where && !tree_read_if_there(audit->tree, where, &text, err))
			return false;
		if (hook->engine == ENGINE_NONE || !of_level(hook, level) ||
		    serves_a_site(audit, hook))
			continue;
		if (!plan_hook_fits(hook, audit->tree, text, &fits, err))
			return false;
		if (!fits)
			continue;
		unseen = g_new0(struct unseen, 1);
		unseen->hook = hook;
		unseen->file = g_steal_pointer(&file);
		g_ptr_array_add(audit->unseen, unseen);
		if (!set_state(unseen, audit->tree, spec, text, err))
			return false;
		audit->bad += unseen->state && is_bad(unseen->state);
	}
	return true;
}

static void judge(struct audit *audit, const char *level)
{
	for (guint i = 0; i < audit->finds->sites->len; i++) {
		struct site *site = audit->finds->sites->pdata[i];

		audit->uncovered += !strcmp(site->cover, "uncovered");
		if (audit->ns < 0)
			continue;
		site->state = state_of(site, audit, level);
		audit->bad += is_bad(site->state);
	}
}

static bool verdict(const struct audit *audit, const struct audit_request *request, GError **err)
{
	if (audit->bad)
		return fail(err, STATUS_FOUND,
			    "%s: %u site%s of Linux %s lack%s the namespace %s; see above",
			    request->kernel, audit->bad, audit->bad == 1 ? "" : "s",
			    audit->tree->release, audit->bad == 1 ? "s" : "", request->name);
	if (request->strict && audit->uncovered)
		return fail(
			err, STATUS_FOUND,
			"%s: Linux %s has %u site%s not covered by any hook; write a hook, or list them with --except",
			request->kernel, audit->tree->release, audit->uncovered,
			audit->uncovered == 1 ? "" : "s");
	return true;
}

/* Audit a tree as it is, or with the series laid over it. */
static bool look(const struct audit_request *request, const struct spec *spec, struct tree *tree,
		 GError **err)
{
	const char *level = plan_level(request->level, tree, err);
	g_autoptr(GPtrArray) hooks = level ? hooks_load(request->home, err) : NULL;
	g_autoptr(GPtrArray) unseen = g_ptr_array_new_with_free_func(unseen_free);
	g_autoptr(Names) names = hooks ? names_learn(tree, spec, err) : NULL;
	const GPtrArray *files = names ? tree_files(tree, err) : NULL;
	g_autoptr(Finds) finds = files ? scan(tree, names, files, err) : NULL;
	struct audit result = { tree,	names, finds, spec ? names_find(names, spec->name) : -1,
				unseen, 0,     0 };

	if (!finds)
		return false;
	families_add(finds, names);
	if (!cover(finds->sites, names, tree, hooks, level, request->home, request->except, err))
		return false;
	judge(&result, level);
	if (!find_unseen(&result, spec, hooks, level, err))
		return false;
	if (request->json)
		audit_print_json(&result);
	else
		audit_print(&result);
	return verdict(&result, request, err);
}

/* Apply the series to copies of the files that it changes, so that the user's tree is untouched. */
static bool look_behind(const struct audit_request *request, const struct spec *spec,
			struct tree *tree, GError **err)
{
	g_autofree char *dir = g_build_filename(request->out, spec->name, tree->release, NULL);
	g_autofree char *scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	bool ok;

	if (!scratch)
		return false;
	ok = audit_apply(tree, dir, scratch, err) && look(request, spec, tree, err);
	remove_tree(scratch);
	return ok;
}

/*
 * Most of a tree is drivers and architecture code, where no namespace has ever been wired. "make
 * audit" reads that too.
 */
static GPtrArray *near_files(struct tree *tree, GError **err)
{
	static const char *const far[] = { "drivers/", "arch/", "sound/" };
	const GPtrArray *files = tree_files(tree, err);
	GPtrArray *near;

	if (!files)
		return NULL;
	near = g_ptr_array_new();
	for (guint i = 0; i < files->len; i++) {
		bool skip = !sites_in_kernel(files->pdata[i]);

		for (size_t n = 0; n < G_N_ELEMENTS(far); n++)
			skip = skip || g_str_has_prefix(files->pdata[i], far[n]);
		if (!skip)
			g_ptr_array_add(near, files->pdata[i]);
	}
	return near;
}

static guint count_lines(const struct site *site)
{
	guint count = 0;

	for (int i = 0; i < NS_MAX; i++)
		count += !!site->lines[i];
	return count;
}

/**
 * audit_warnings() - list the sites of a tree that no hook covers
 * @tree: the tree
 * @hooks: from hooks_load()
 * @plan: what is generated; the places that the user leaves alone are added to it
 * @home: nsgen's own directory
 * @except: the file that names these places, or NULL
 * @count: set to the number of sites listed
 * @err: STATUS_TREE: a file cannot be read; STATUS_USAGE: @except is not found or invalid
 *
 * Return: a new string with one line per site, or NULL.
 */
char *audit_warnings(struct tree *tree, const GPtrArray *hooks, struct plan *plan, const char *home,
		     const char *except, guint *count, GError **err)
{
	g_autoptr(GPtrArray) files = near_files(tree, err);
	g_autoptr(Names) names = files ? names_learn(tree, NULL, err) : NULL;
	g_autoptr(Finds) finds = names ? scan(tree, names, files, err) : NULL;
	GString *lines;

	*count = 0;
	if (!finds)
		return NULL;
	families_add(finds, names);
	if (!cover(finds->sites, names, tree, hooks, plan->level, home, except, err))
		return NULL;
	lines = g_string_new(NULL);
	for (guint i = 0; i < finds->sites->len; i++) {
		const struct site *site = finds->sites->pdata[i];

		if (!strcmp(site->cover, COVER_EXCEPT))
			plan_except(plan, site->name, site->files ? "" : site->file,
				    site->files ? 0 : site->line, site->why);
		if (strcmp(site->cover, "uncovered") ||
		    (is_beyond_framework(site) && !strcmp(plan->level, "framework")))
			continue;
		++*count;
		g_string_append_printf(
			lines,
			"nsgen: warning: %s:%d: %s lists %u namespaces, but no hook covers it; see 'nsgen audit'\n",
			site->file, site->line, site->name, count_lines(site));
	}
	return g_string_free(lines, FALSE);
}

/**
 * audit() - run the audit command
 * @request: what the user asked for
 * @err: STATUS_FOUND: a site lacks the namespace; STATUS_TREE: no list of namespaces can be read
 */
bool audit(const struct audit_request *request, GError **err)
{
	g_autoptr(Spec) spec =
		request->name ? spec_asked(request->name, request->conf, request->home, err) : NULL;
	g_autoptr(Tree) tree =
		request->name && !spec ? NULL : tree_open_at(request->kernel, request->base, err);
	const char *level = tree ? plan_level(request->level, tree, err) : NULL;

	if (!level || (spec && !strcmp(level, "full") && !spec_full(spec, err)))
		return false;
	if (spec && !request->patched)
		return look_behind(request, spec, tree, err);
	return look(request, spec, tree, err);
}
