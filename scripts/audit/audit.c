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
		if (hook->engine == ENGINE_NONE || hook_field(hook, "Asked") ||
		    !of_level(hook, level) ||
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
	}
	return true;
}

static void count_unseen(struct audit *audit)
{
	for (guint i = 0; i < audit->unseen->len; i++) {
		const struct unseen *unseen = audit->unseen->pdata[i];

		audit->bad += unseen->state && state_is_bad(unseen->state);
	}
}

static bool judge(struct audit *audit, const struct spec *spec, const char *level, bool patched,
		  GError **err)
{
	if (audit->ns >= 0)
		states_set(audit->finds->sites, audit->names, audit->ns, level);
	if (audit->ns >= 0 && patched && !elsewhere_sites(audit, spec, err))
		return false;
	for (guint i = 0; i < audit->finds->sites->len; i++) {
		struct site *site = audit->finds->sites->pdata[i];
		bool uncovered = !strcmp(site->cover, "uncovered");

		audit->uncovered += uncovered;
		audit->open += uncovered && (!site->state || state_is_open(site->state));
		audit->bad += site->state && state_is_bad(site->state);
	}
	return true;
}

static bool verdict(const struct audit *audit, const struct audit_request *request, GError **err)
{
	if (audit->bad)
		return fail(err, STATUS_FOUND,
			    "%s: %u site%s of Linux %s lack%s the namespace %s; see above",
			    request->kernel, audit->bad, audit->bad == 1 ? "" : "s",
			    audit->tree->release, audit->bad == 1 ? "s" : "", request->name);
	if (audit->open)
		return fail(
			err, STATUS_FOUND,
			"%s: Linux %s has %u site%s not covered by any hook; write a hook, or list those that need no edit in --except=FILE",
			request->kernel, audit->tree->release, audit->open,
			audit->open == 1 ? "" : "s");
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
				unseen, 0,     0,     0 };

	if (!finds)
		return false;
	families_add(finds, names);
	if (!cover_by_hooks(finds->sites, tree, hooks, level, err) ||
	    !cover_by_reasons(finds->sites, names, tree, request->home, request->except, err))
		return false;
	if (!judge(&result, spec, level, request->patched, err) ||
	    !find_unseen(&result, spec, hooks, level, err))
		return false;
	if (spec && request->patched && !elsewhere_unseen(&result, spec, err))
		return false;
	count_unseen(&result);
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

/**
 * audit() - run the audit command
 * @request: what the user asked for
 * @err: STATUS_FOUND: a site lacks the namespace, or is not covered; STATUS_TREE: no list of
 * namespaces can be read
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
