// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run the plan's hooks on copies of the files that it names.
 *
 * Files are independent and are processed in parallel; the hooks of one file run in order.
 * verify.c checks each hook before and after it runs. The difference between two steps also gives
 * the author of each line.
 */
#include "engine/apply-hooks.h"
#include "engine/layout/look.h"
#include "engine/verify.h"
#include "hook/nearest.h"
#include "lib/diff.h"
#include "lib/error.h"
#include "lib/parallel.h"
#include "lib/run.h"
#include "lib/text.h"

#include <glib/gstdio.h>
#include <string.h>

static void part_free(gpointer data)
{
	struct part *part = data;

	g_free(part->before);
	g_free(part->after);
	g_clear_pointer(&part->authors, g_ptr_array_unref);
	g_clear_pointer(&part->removers, g_ptr_array_unref);
	g_free(part);
}

static void woven_free(gpointer data)
{
	struct woven *woven = data;

	g_free(woven->path);
	g_free(woven->before);
	g_free(woven->after);
	g_clear_pointer(&woven->parts, g_ptr_array_unref);
	g_clear_pointer(&woven->neighbours, g_hash_table_unref);
	g_free(woven);
}

/* What spatch writes is in the right place, but does not look like the lines around it. */
static bool mend(const struct hook *hook, const struct spec *spec, const struct tree *tree,
		 const char *file, const char *text, char **new, GError **err)
{
	g_autoptr(Spec) words = engine_words(hook, spec, tree, file, text, err);
	char *mended = words ? look_mend(hook, words, text, *new, err) : NULL;

	if (!mended)
		return false;
	g_free(*new);
	*new = mended;
	return true;
}

static bool run_hook(const struct hook *hook, const struct spec *spec, const struct tree *tree,
		     const char *file, const char *text, const char *scratch, struct made *made,
		     GArray **hunks, GError **err)
{
	g_auto(Made) mine = { NULL };
	g_autoptr(GArray) found = NULL;
	const char *old = hook->engine == ENGINE_SKEL ? "" : text;
	bool skeleton = hook->engine == ENGINE_SKEL;

	if (!skeleton && !verify_before(hook, spec, file, text, err))
		return false;
	if (!engine_run(hook, spec, tree, file, text, scratch, &mine, err))
		return false;
	if (!skeleton && !strcmp(mine.text, text))
		return hook_no_place(hook, file, NULL, err);
	if (hook->engine == ENGINE_COCCI && !mend(hook, spec, tree, file, text, &mine.text, err))
		return false;
	found = diff_texts(old, mine.text, err);
	if (!found)
		return false;
	if (!skeleton && !verify_after(hook, spec, file, text, mine.text, found, err))
		return false;
	if (hunks)
		*hunks = g_steal_pointer(&found);
	*made = mine;
	mine = (struct made){ NULL };
	return true;
}

/**
 * apply_hook() - run one hook on one text and check what it did
 * @hook: the hook
 * @spec: the namespace
 * @tree: for probes of other files; NULL: other files count as missing
 * @file: the file's name in the tree
 * @text: the file; "" for a new one
 * @scratch: an existing directory
 * @made: gets the new text; free it with made_clear()
 * @hunks: gets the changes, released with g_array_unref(); may be NULL
 * @err: STATUS_TREE: already wired, site not found, or the hook did not do exactly what it
 * promises
 */
bool apply_hook(const struct hook *hook, const struct spec *spec, const struct tree *tree,
		const char *file, const char *text, const char *scratch, struct made *made,
		GArray **hunks, GError **err)
{
	if (run_hook(hook, spec, tree, file, text, scratch, made, hunks, err))
		return true;
	error_place(err, file, nearest_line(hook, spec, file, text));
	return false;
}

/*
 * Takes one file through its hooks.
 * @owners: for each line of the current text, the step that wrote it; NULL for a line of the tree
 * @origin: for each such line, its index in the text at the start of the current part; -1 for a
 * line written since then
 * @refusals: GError, why hooks of this file failed
 * @framework: one of these hooks belongs to level framework, too
 * @error: what ended the run
 */
struct chain {
	const struct plan *plan;
	const struct spec *spec;
	const struct tree *tree;
	const char *scratch;
	const GPtrArray *names;
	struct woven *woven;
	GPtrArray *owners;
	GArray *origin;
	/* like @origin, but for the whole series: the index in the tree's file, or -1 */
	GArray *pristine;
	GPtrArray *refusals;
	bool framework;
	GError *error;
};

static void chain_clear(struct chain *chain)
{
	g_clear_error(&chain->error);
	g_clear_pointer(&chain->refusals, g_ptr_array_unref);
	g_ptr_array_unref(chain->owners);
	g_array_unref(chain->origin);
	g_array_unref(chain->pristine);
}

static void part_begin(struct chain *chain, int patch, const char *text)
{
	struct part *part = g_new0(struct part, 1);

	part->patch = patch;
	part->before = g_strdup(text);
	part->removers = g_ptr_array_new();
	g_ptr_array_set_size(part->removers, chain->owners->len);
	g_array_set_size(chain->origin, 0);
	for (guint i = 0; i < chain->owners->len; i++) {
		int line = i;

		g_array_append_val(chain->origin, line);
	}
	g_ptr_array_add(chain->woven->parts, part);
}

static void part_end(struct chain *chain, const char *text)
{
	struct part *part = chain->woven->parts->pdata[chain->woven->parts->len - 1];

	part->after = g_strdup(text);
	part->authors = g_ptr_array_new();
	for (guint i = 0; i < chain->owners->len; i++) {
		struct step *owner = chain->owners->pdata[i];

		g_ptr_array_add(part->authors, owner && owner->patch == part->patch ? owner : NULL);
	}
}

/*
 * Carries the owners over a step's hunks. If a later hook of the patch removes a line of an
 * earlier hook, that line is simply gone.
 */
static bool carry_owners(struct chain *chain, const GArray *hunks, struct step *step)
{
	struct part *part = chain->woven->parts->pdata[chain->woven->parts->len - 1];

	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);
		guint at = hunk->new_count ? hunk->new_start - 1 : hunk->new_start;

		for (int n = 0; n < hunk->old_count; n++) {
			const struct step *owner = chain->owners->pdata[at];
			int old = g_array_index(chain->origin, int, at);

			if (owner && owner->patch != step->patch)
				return fail(
					&chain->error, STATUS_BUG,
					"%s: %s rewrites what %s wrote in an earlier patch of the series",
					step->file, step->hook->path, owner->hook->path);
			if (old >= 0)
				part->removers->pdata[old] = step;
			g_ptr_array_remove_index(chain->owners, at);
			g_array_remove_index(chain->origin, at);
			g_array_remove_index(chain->pristine, at);
		}
		for (int n = 0; n < hunk->new_count; n++) {
			int none = -1;

			g_ptr_array_insert(chain->owners, at + n, step);
			g_array_insert_val(chain->origin, at + n, none);
			g_array_insert_val(chain->pristine, at + n, none);
		}
	}
	return true;
}

/*
 * Every line must end in a line feed, including the last one: in any other file a patch would
 * change lines that are not ours.
 */
static bool is_plain(const char *file, const char *text, GError **err)
{
	size_t len = strlen(text);

	if (strchr(text, '\r'))
		return fail(
			err, STATUS_TREE,
			"%s: lines end in carriage returns; convert the file to Unix line endings",
			file);
	if (len && text[len - 1] != '\n')
		return fail(err, STATUS_TREE, "%s: no newline at end of file; add one",
			    file);
	return true;
}

/* The text that a step works on: its file, or for a new file the text that its patterns search. */
static char *input_of(struct chain *chain, const struct step *step, const char *text)
{
	g_autofree char *reads = NULL;

	if (step->hook->engine != ENGINE_SKEL)
		return g_strdup(text);
	if (!text) {
		reads = spec_expand(chain->spec, hook_reads(step->hook), &chain->error);
		return reads ? tree_read(chain->tree, reads, &chain->error) : NULL;
	}
	fail(&chain->error, STATUS_TREE,
	     "%s: the tree already has this file; choose another name, or set another path in a .conf",
	     step->file);
	return NULL;
}

static bool add_neighbour(struct chain *chain, struct step *step, const struct made *made,
			  const GArray *hunks)
{
	const struct edit edit = {
		.file = step->file,
		.pristine = chain->woven->before,
		.new = made->text,
		.hunks = hunks,
		.origin = chain->pristine,
		.like = made->like,
		.line = made->line,
	};

	struct neighbour *neighbour;

	if (edit.pristine)
		neighbour = neighbour_find(chain->spec, chain->names, &edit);
	else if (!neighbour_of_file(step->hook, chain->tree, &neighbour, &chain->error))
		return false;
	g_hash_table_insert(chain->woven->neighbours, step, neighbour);
	return true;
}

static char *chain_step(struct chain *chain, struct step *step, const char *text)
{
	g_autofree char *number = g_strdup_printf("%02d", step->number);
	g_autofree char *dir = g_build_filename(chain->scratch, number, NULL);
	g_autofree char *input = NULL;
	g_autoptr(GArray) hunks = NULL;
	g_auto(Made) made = { NULL };

	if (interrupted(&chain->error) || g_mkdir(dir, 0700))
		return NULL;
	input = input_of(chain, step, text);
	if (!input || !apply_hook(step->hook, chain->spec, chain->tree, step->file, input, dir,
				  &made, &hunks, &chain->error))
		return NULL;
	if (!add_neighbour(chain, step, &made, hunks) || !carry_owners(chain, hunks, step))
		return NULL;
	return g_steal_pointer(&made.text);
}

/*
 * Hooks before this one may have moved the lines that its error names. The user only has the tree's
 * own file, so what matters is what the hook says of that.
 */
static void say_of_pristine(struct chain *chain, struct step *step)
{
	const char *text = chain->woven->before;
	g_autofree char *dir = g_strdup_printf("%s/%02d-again", chain->scratch, step->number);
	g_auto(Made) made = { NULL };
	GError *again = NULL;

	if (!text || g_mkdir(dir, 0700) ||
	    apply_hook(step->hook, chain->spec, chain->tree, step->file, text, dir, &made, NULL,
		       &again))
		return;
	if (error_status(again) != STATUS_TREE) {
		g_error_free(again);
		return;
	}
	g_clear_error(&chain->error);
	chain->error = again;
}

/*
 * One step further. A hook that fails is left out; the others may have more to say about this file.
 *
 * Return: false if the run is at its end.
 */
static bool chain_go(struct chain *chain, struct step *step, char **text)
{
	char *new = chain_step(chain, step, *text);

	if (!new) {
		chain->framework |= text_has_word(hook_field(step->hook, "Level"), "framework");
		if (chain->error && error_status(chain->error) == STATUS_TREE)
			say_of_pristine(chain, step);
		return errors_take(&chain->refusals, &chain->error);
	}
	g_free(*text);
	*text = new;
	return true;
}

static bool chain_begin(struct chain *chain)
{
	struct woven *woven = chain->woven;
	g_autoptr(GPtrArray) lines = NULL;

	if (!tree_read_if_there(chain->tree, woven->path, &woven->before, &chain->error))
		return false;
	if (!woven->before)
		return true;
	if (!is_plain(woven->path, woven->before, &chain->error)) {
		errors_take(&chain->refusals, &chain->error);
		return false;
	}
	lines = text_lines(woven->before);
	g_ptr_array_set_size(chain->owners, lines->len);
	for (guint i = 0; i < lines->len; i++) {
		int line = i;

		g_array_append_val(chain->pristine, line);
	}
	return true;
}

static void chain_run(struct chain *chain)
{
	struct woven *woven = chain->woven;
	g_autofree char *text = NULL;
	int patch = 0;

	if (!chain_begin(chain))
		return;
	text = g_strdup(woven->before);
	for (guint i = 0; i < chain->plan->steps->len; i++) {
		struct step *step = chain->plan->steps->pdata[i];

		if (strcmp(step->file, woven->path))
			continue;
		if (step->patch != patch) {
			if (patch)
				part_end(chain, text);
			patch = step->patch;
			part_begin(chain, patch, text);
		}
		if (!chain_go(chain, step, &text))
			return;
	}
	part_end(chain, text);
	woven->after = g_steal_pointer(&text);
}

static void run_some(struct turns *turns, gpointer data)
{
	struct chain *chains = data;
	guint n;

	while (turns_take(turns, &n))
		chain_run(&chains[n]);
}

/* All that refuses. If none of it is in the smaller level, that one may do. */
static bool report(const struct plan *plan, GPtrArray *refusals, bool framework, GError **err)
{
	if (errors_end(refusals, err))
		return true;
	if (!strcmp(plan->level, "full") && !framework)
		error_end(err, "; --level=framework needs fewer sites");
	return false;
}

static int by_path(gconstpointer a, gconstpointer b)
{
	const struct woven *one = *(struct woven *const *)a, *two = *(struct woven *const *)b;

	return strcmp(one->path, two->path);
}

/**
 * apply_hooks() - apply a plan to copies of a tree's files
 * @plan: the plan; the result names its steps as authors
 * @spec: the namespace
 * @tree: only read
 * @scratch: an empty directory
 * @err: STATUS_TREE: all sites that refuse, the plan's first, then by file; or what ended the run
 * in the first file, by name
 *
 * Return: an array of struct woven, sorted by path, that owns its elements; or NULL.
 */
GPtrArray *apply_hooks(const struct plan *plan, const struct spec *spec, const struct tree *tree,
		       const char *scratch, GError **err)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(woven_free);
	g_autofree struct chain *chains = g_new0(struct chain, plan->steps->len);
	g_autoptr(GPtrArray) names = neighbour_names(tree, err);
	g_autoptr(GPtrArray) refusals =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
	bool framework = plan->framework;
	GError *first = NULL;

	for (guint i = 0; plan->refusals && i < plan->refusals->len; i++)
		g_ptr_array_add(refusals, g_error_copy(plan->refusals->pdata[i]));
	if (!names)
		return NULL;
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		struct woven *woven;
		guint n;

		for (n = 0; n < files->len; n++)
			if (!strcmp(((struct woven *)files->pdata[n])->path, step->file))
				break;
		if (n < files->len)
			continue;
		woven = g_new0(struct woven, 1);
		woven->path = g_strdup(step->file);
		woven->parts = g_ptr_array_new_with_free_func(part_free);
		woven->neighbours =
			g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)neighbour_free);
		g_ptr_array_add(files, woven);
	}
	g_ptr_array_sort(files, by_path);
	for (guint i = 0; i < files->len; i++) {
		chains[i] = (struct chain){
			.plan = plan,
			.spec = spec,
			.tree = tree,
			.scratch = scratch,
			.names = names,
			.woven = files->pdata[i],
			.owners = g_ptr_array_new(),
			.origin = g_array_new(FALSE, FALSE, sizeof(int)),
			.pristine = g_array_new(FALSE, FALSE, sizeof(int)),
		};
	}
	parallel(files->len, run_some, chains);

	for (guint i = 0; i < files->len; i++) {
		struct woven *woven = files->pdata[i];

		if (!chains[i].error && !chains[i].refusals && !woven->after)
			fail(&chains[i].error, STATUS_BUG,
			     "%s: cannot write to the scratch directory", woven->path);
		if (chains[i].error && !first)
			first = g_steal_pointer(&chains[i].error);
		for (guint n = 0; chains[i].refusals && n < chains[i].refusals->len; n++)
			g_ptr_array_add(refusals, g_error_copy(chains[i].refusals->pdata[n]));
		framework |= chains[i].framework;
		chain_clear(&chains[i]);
	}
	if (first) {
		g_propagate_error(err, first);
		return NULL;
	}
	return report(plan, refusals, framework, err) ? g_steal_pointer(&files) : NULL;
}
