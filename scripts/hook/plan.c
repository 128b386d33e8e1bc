// SPDX-License-Identifier: GPL-2.0-only
/*
 * The plan: for every site exactly one hook, or evidence that the tree has no such site.
 *
 * If a site has none of the known shapes, tools of this kind tend to do nothing, silently. Here it
 * is an error.
 */
#include "c/code.h"
#include "hook/nearest.h"
#include "hook/plan.h"
#include "lib/error.h"
#include "hook/patch-text.h"
#include "lib/text.h"

#include <string.h>

static void step_free(gpointer data)
{
	struct step *step = data;

	g_free(step->file);
	g_free(step);
}

static struct absence *absence_new(const char *site, const char *file, int line, char *evidence)
{
	struct absence *absence = g_new0(struct absence, 1);

	absence->site = site;
	absence->file = g_strdup(file);
	absence->line = line;
	absence->evidence = evidence;
	return absence;
}

/**
 * absence_free() - free evidence
 * @data: a struct absence, or NULL
 */
void absence_free(gpointer data)
{
	struct absence *absence = data;

	if (!absence)
		return;
	g_free(absence->file);
	g_free(absence->evidence);
	g_free(absence);
}

/**
 * plan_free() - free a plan
 * @plan: may be NULL
 */
void plan_free(struct plan *plan)
{
	if (!plan)
		return;
	g_ptr_array_unref(plan->steps);
	g_ptr_array_unref(plan->absences);
	g_ptr_array_unref(plan->optional);
	g_ptr_array_unref(plan->excepted);
	g_clear_pointer(&plan->refusals, g_ptr_array_unref);
	g_ptr_array_unref(plan->patches);
	g_free(plan);
}

/* "Level: framework full": the levels that a hook belongs to. */
static bool of_level(const struct hook *hook, const char *level)
{
	return hook->engine != ENGINE_NONE && text_has_word(hook_field(hook, "Level"), level);
}

/*
 * Searches for "[FILE] PATTERN", in the file of the tree that it names or else in @text.
 * @at: gets the offset; -1: the pattern or the file was not found
 * @other: gets the text of the other file, if one is named
 */
static bool find(const struct hook *hook, const struct tree *tree, const char *text,
		 const char *value, int *at, char **other, GError **err)
{
	g_autofree char *file = NULL;
	const char *pattern = header_split(value, &file);
	g_autofree char *code = NULL;

	*at = -1;
	if (file && !strcmp(file, hook_reads(hook)))
		g_clear_pointer(&file, g_free);
	if (file && tree && !tree_read_if_there(tree, file, other, err))
		return false;
	if (file)
		text = *other;
	if (!text)
		return true;
	code = code_only(file ? file : hook_reads(hook), text);
	*at = text_find(code_for(pattern, text, code), pattern);
	return true;
}

static bool all_are(const struct hook *hook, const char *key, bool wanted, const struct tree *tree,
		    const char *text, bool *yes, GError **err)
{
	const char *value;
	guint next = 0;

	while (*yes && (value = hook_next_field(hook, key, &next))) {
		g_autofree char *other = NULL;
		int at;

		if (!find(hook, tree, text, value, &at, &other, err))
			return false;
		*yes = (at >= 0) == wanted;
	}
	return true;
}

/**
 * plan_hook_fits() - does a file have the shape that a hook serves?
 * @hook: the hook
 * @tree: for patterns that name another file; NULL: other files count as missing
 * @text: the file, or NULL if the tree does not have it
 * @fits: gets the answer
 * @err: STATUS_TREE: another file cannot be read
 */
bool plan_hook_fits(const struct hook *hook, const struct tree *tree, const char *text, bool *fits,
		    GError **err)
{
	*fits = text;
	return all_are(hook, "When", true, tree, text, fits, err) &&
	       all_are(hook, "Unless", false, tree, text, fits, err);
}

/* @text is NULL if the tree does not have the file. */
static bool probe_text(const struct spec *spec, const struct tree *tree, const struct hook *hook,
		       char **file, char **text, GError **err)
{
	*file = spec_expand(spec, hook_reads(hook), err);
	return *file && tree_read_if_there(tree, *file, text, err);
}

/* "no FILE" */
static bool lacks(const struct hook *hook, const struct tree *tree, const char *needed,
		  struct absence **absence, GError **err)
{
	bool there = true;

	if (tree && !tree_has(tree, needed, &there, err))
		return false;
	if (!there)
		*absence = absence_new(hook->site, needed, 0, g_strdup("no such file"));
	return true;
}

/**
 * plan_absence() - does the hook have evidence that a tree does not have its site?
 * @hook: the hook
 * @tree: for evidence in another file; NULL: other files are not searched
 * @file: the hook's file
 * @text: its text, or NULL if the tree does not have it
 * @absence: gets the evidence, freed with absence_free(), or NULL
 * @err: STATUS_TREE: a file cannot be read
 */
bool plan_absence(const struct hook *hook, const struct tree *tree, const char *file,
		  const char *text, struct absence **absence, GError **err)
{
	const char *value;
	guint next = 0;

	*absence = NULL;
	while (!*absence && (value = hook_next_field(hook, "Absent", &next))) {
		g_autofree char *other = NULL, *named = NULL;
		const char *in;
		int at;

		if (g_str_has_prefix(value, "no ")) {
			if (!lacks(hook, tree, value + strlen("no "), absence, err))
				return false;
			continue;
		}
		if (!find(hook, tree, text, value, &at, &other, err))
			return false;
		if (at < 0)
			continue;
		header_split(value, &named);
		in = other ? other : text;
		*absence = absence_new(hook->site, named ? named : file, text_line(in, at),
				       text_line_at(in, at));
	}
	return true;
}

/*
 * Finds the hook that fits a site. A hook is looked for among those of one site; two that fit would
 * each write the same lines.
 */
static bool choose(const struct spec *spec, const struct tree *tree, const GPtrArray *hooks,
		   const struct hook **chosen, GError **err)
{
	*chosen = NULL;
	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];
		g_autofree char *file = NULL, *text = NULL;
		bool fits;

		if (!probe_text(spec, tree, hook, &file, &text, err) ||
		    !plan_hook_fits(hook, tree, text, &fits, err))
			return false;
		if (fits && *chosen)
			return fail(
				err, STATUS_TREE,
				"%s:%d: ambiguous: %s and %s both fit site %s; this form of the file is not supported",
				file, MAX(nearest_line(hook, spec, file, text), 1),
				(*chosen)->path, hook->path, hook->site);
		if (fits)
			*chosen = hook;
	}
	return true;
}

static bool add_step(struct plan *plan, const struct spec *spec, const GPtrArray *patches,
		     const struct hook *hook, GError **err)
{
	struct step *step = g_new0(struct step, 1);

	g_ptr_array_add(plan->steps, step);
	step->hook = hook;
	step->file = spec_expand(spec, hook_field(hook, "File"), err);
	if (!step->file)
		return false;
	step->patch = patches_find(patches, hook_field(hook, "Patch"));
	return step->patch >= 0 ||
	       fail(err, STATUS_BUG, "%s: Patch: '%s' not found in cocci/series", hook->path,
		    hook_field(hook, "Patch"));
}

/* Is there evidence that the tree has no such site? */
static bool is_absent(struct plan *plan, const struct spec *spec, const struct tree *tree,
		      const GPtrArray *hooks, bool *absent, GError **err)
{
	*absent = false;
	for (guint i = 0; i < hooks->len && !*absent; i++) {
		const struct hook *hook = hooks->pdata[i];
		g_autofree char *file = NULL, *text = NULL;
		struct absence *absence;

		if (!probe_text(spec, tree, hook, &file, &text, err) ||
		    !plan_absence(hook, tree, file, text, &absence, err))
			return false;
		if (absence)
			g_ptr_array_add(plan->absences, absence);
		*absent = absence;
	}
	return true;
}

/* Name the place that comes nearest to one that a hook of the site would fit. */
static bool refuse(const struct spec *spec, const struct tree *tree, const GPtrArray *hooks,
		   GError **err)
{
	g_autoptr(Misfit) nearest = NULL;
	g_autofree char *line = NULL;
	const char *site = NULL;

	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];
		g_autofree char *file = NULL, *text = NULL;
		g_autoptr(Misfit) misfit = NULL;

		if (!probe_text(spec, tree, hook, &file, &text, err))
			return false;
		misfit = misfit_find(hook, spec, tree, file, text, err);
		if (!misfit)
			return false;
		site = hook->site;
		if (!nearest || misfit->count < nearest->count) {
			misfit_free(nearest);
			nearest = g_steal_pointer(&misfit);
		}
	}
	if (!nearest->file)
		return fail(err, STATUS_TREE,
			    "Linux %s: no hook fits site %s; %s %s, which is not here",
			    tree->release, site, nearest->hook->path, nearest->what);
	line = nearest->line ? g_strdup_printf(":%d", nearest->line) : g_strdup("");
	return fail(err, STATUS_TREE,
		    "%s%s: no hook fits site %s (looked for %s); the nearest, %s, %s",
		    nearest->file, line, site, hook_field(nearest->hook, "Anchor"),
		    nearest->hook->path, nearest->what);
}

/* "Asked: OPTION": has the user given it? */
static bool is_asked(const struct hook *hook, const struct spec *spec)
{
	const char *option = hook_field(hook, "Asked");

	return !option || spec_get(spec, option);
}

static GPtrArray *hooks_of(const GPtrArray *hooks, const char *site, const char *level)
{
	GPtrArray *some = g_ptr_array_new();

	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];

		if (!strcmp(hook->site, site) && of_level(hook, level))
			g_ptr_array_add(some, (gpointer)hook);
	}
	return some;
}

static bool plan_site(struct plan *plan, const struct spec *spec, const struct tree *tree,
		      const GPtrArray *hooks, const GPtrArray *patches, const char *site,
		      GError **err)
{
	g_autoptr(GPtrArray) some = hooks_of(hooks, site, plan->level);
	const struct hook *chosen;
	GError *why = NULL;
	bool absent = false;

	if (choose(spec, tree, some, &chosen, &why)) {
		if (chosen)
			return add_step(plan, spec, patches, chosen, err);
		if (!is_absent(plan, spec, tree, some, &absent, err))
			return false;
		if (absent || refuse(spec, tree, some, &why))
			return true;
	}
	if (!errors_take(&plan->refusals, &why)) {
		g_propagate_error(err, why);
		return false;
	}
	for (guint i = 0; i < some->len; i++)
		plan->framework |= of_level(some->pdata[i], "framework");
	return true;
}

static int first_patch(const GPtrArray *steps)
{
	int first = G_MAXINT;

	for (guint i = 0; i < steps->len; i++)
		first = MIN(first, ((struct step *)steps->pdata[i])->patch);
	return first;
}

static struct step *first_of(const GPtrArray *steps, int patch)
{
	guint i = 0;

	while (((struct step *)steps->pdata[i])->patch != patch)
		i++;
	return steps->pdata[i];
}

/* Have all hooks that must run before this one been placed? */
static bool is_ready(const struct step *step, const GPtrArray *todo)
{
	const char *after;
	guint at = 0;

	while ((after = hook_next_field(step->hook, "After", &at)))
		for (guint i = 0; i < todo->len; i++)
			if (!strcmp(((struct step *)todo->pdata[i])->hook->site, after))
				return false;
	return true;
}

/*
 * Orders steps by patch, and after the hooks that After: names; otherwise keeps them sorted by
 * path.
 */
static bool order(struct plan *plan, GError **err)
{
	g_autoptr(GPtrArray) todo = g_steal_pointer(&plan->steps);

	plan->steps = g_ptr_array_new_with_free_func(step_free);
	g_ptr_array_set_free_func(todo, NULL);
	while (todo->len) {
		int patch = first_patch(todo);
		guint pick;

		for (pick = 0; pick < todo->len; pick++) {
			struct step *step = todo->pdata[pick];

			if (step->patch == patch && is_ready(step, todo))
				break;
		}
		if (pick == todo->len) {
			struct step *step = first_of(todo, patch);

			g_ptr_array_set_free_func(todo, step_free);
			return fail(
				err, STATUS_BUG,
				"%s: After: is circular, or names a hook of a later patch",
				step->hook->path);
		}
		g_ptr_array_add(plan->steps, todo->pdata[pick]);
		((struct step *)todo->pdata[pick])->number = plan->steps->len;
		g_ptr_array_remove_index(todo, pick);
	}
	return true;
}

/* Leaves out patches without a step, and numbers the others from 1. */
static void number_patches(struct plan *plan, const GPtrArray *patches, bool squash)
{
	int last = -1;

	for (guint i = 0; i < plan->steps->len; i++) {
		struct step *step = plan->steps->pdata[i];

		if (plan->patches->len == 0 || (step->patch != last && !squash))
			g_ptr_array_add(plan->patches, patches->pdata[step->patch]);
		last = step->patch;
		step->patch = plan->patches->len;
	}
}

/* Does a hook that the user has asked for change the file? */
static bool asked_for(const struct plan *plan, const char *file)
{
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];

		if (hook_field(step->hook, "Asked") && !strcmp(step->file, file))
			return true;
	}
	return false;
}

/* The tree has the site, but it is deliberately not wired; the report gives the reason. */
static bool leave_alone(struct plan *plan, const struct tree *tree, const struct hook *hook,
			GError **err)
{
	const char *file = hook_field(hook, "File"), *pattern = hook_field(hook, "When");
	const char *levels = hook_field(hook, "Level");
	g_autofree char *text = NULL, *code = NULL;
	char *evidence;
	int offset, line;

	if (hook->engine != ENGINE_NONE || !text_has_word(levels ? levels : "full", plan->level) ||
	    asked_for(plan, file))
		return true;
	if (!tree_read_if_there(tree, file, &text, err))
		return false;
	code = text ? code_only(file, text) : NULL;
	offset = text && pattern ? text_find(code_for(pattern, text, code), pattern) : -1;
	if (offset < 0)
		return true;
	evidence = g_strdup_printf(
		"%.*s: %s", (int)strlen(hook->summary) - g_str_has_suffix(hook->summary, "."),
		hook->summary, hook_field(hook, "Why"));
	/* A pattern that matches at the very beginning is about the file. */
	line = offset ? text_line(text, offset) : 0;
	g_ptr_array_add(plan->optional, absence_new(hook->site, file, line, evidence));
	return true;
}

/**
 * plan_except() - add a place that the user leaves alone
 * @plan: the plan
 * @site: the name of the place
 * @file: its file, or "" if it is spread over several
 * @line: its line
 * @why: the user's reason
 */
void plan_except(struct plan *plan, const char *site, const char *file, int line, const char *why)
{
	g_ptr_array_add(plan->excepted,
			absence_new(g_intern_string(site), file, line, g_strdup(why)));
}

/**
 * plan_full_possible() - can there be a series of level full for the tree?
 * @tree: the tree
 * @possible: set to the answer
 * @err: STATUS_TREE: a file cannot be read
 *
 * A flag for clone() has to be one of those that clone3() brought: before it, clone() passed on
 * the bits that it takes for a signal, and no other bit is left. A tree that has a part of
 * clone3() is not one that lacks it.
 */
bool plan_full_possible(const struct tree *tree, bool *possible, GError **err)
{
	static const char *const parts[][2] = {
		{ "kernel/fork.c", "clone3" },
		{ "include/uapi/linux/sched.h", "\\bclone_args\\b" },
		{ "include/linux/syscalls.h", "\\bsys_clone3\\b" },
	};

	*possible = false;
	for (guint i = 0; i < G_N_ELEMENTS(parts) && !*possible; i++) {
		g_autofree char *text = NULL, *code = NULL;

		if (!tree_read_if_there(tree, parts[i][0], &text, err))
			return false;
		code = text ? code_only(parts[i][0], text) : NULL;
		*possible = code && text_has(code, parts[i][1]);
	}
	return true;
}

/**
 * plan_level() - the level that the user names, or the tree's default
 * @asked: "framework", "full" or NULL
 * @tree: the tree
 * @err: STATUS_TREE: a file cannot be read
 *
 * Return: a string that is not to be freed, or NULL.
 */
const char *plan_level(const char *asked, const struct tree *tree, GError **err)
{
	bool full;

	if (asked)
		return asked;
	if (!plan_full_possible(tree, &full, err))
		return NULL;
	return full ? "full" : "framework";
}

/**
 * plan_make() - choose the hooks for a tree
 * @spec: the namespace
 * @tree: the tree
 * @hooks: the result of hooks_load(); must outlive the plan
 * @patches: the result of patches_load(); must outlive the plan
 * @level: "framework" or "full"
 * @squash: put all hooks in one patch, in the same order
 * @err: STATUS_TREE: a file cannot be read
 *
 * A site that no hook or more than one fits is a refusal of the plan. The other sites are planned,
 * so that apply_hooks() can report all that is wrong at once.
 *
 * Return: a plan, freed with plan_free(), or NULL.
 */
struct plan *plan_make(const struct spec *spec, const struct tree *tree, const GPtrArray *hooks,
		       const GPtrArray *patches, const char *level, bool squash, GError **err)
{
	g_autoptr(Plan) plan = g_new0(struct plan, 1);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	plan->level = level;
	plan->steps = g_ptr_array_new_with_free_func(step_free);
	plan->absences = g_ptr_array_new_with_free_func(absence_free);
	plan->optional = g_ptr_array_new_with_free_func(absence_free);
	plan->excepted = g_ptr_array_new_with_free_func(absence_free);
	plan->patches = g_ptr_array_new();
	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];

		if (!of_level(hook, level) || !is_asked(hook, spec) ||
		    !g_hash_table_add(seen, (gpointer)hook->site))
			continue;
		if (!plan_site(plan, spec, tree, hooks, patches, hook->site, err))
			return NULL;
	}
	if (!order(plan, err))
		return NULL;
	number_patches(plan, patches, squash);
	for (guint i = 0; i < hooks->len; i++)
		if (!leave_alone(plan, tree, hooks->pdata[i], err))
			return NULL;
	return g_steal_pointer(&plan);
}
