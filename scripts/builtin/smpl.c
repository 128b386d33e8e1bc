// SPDX-License-Identifier: GPL-2.0-only
/*
 * smpl: what nsgen's hooks in SmPL do to a tree, as semantic patches for those who run spatch
 * themselves.
 *
 * There is one for each of the tree's files; hooks that need other options get one more. Each was
 * run before it is written, and does to the file what its hooks do.
 */
#include "builtin/builtin.h"
#include "engine/engine.h"
#include "hook/macros.h"
#include "hook/smpl.h"
#include "lib/fs.h"
#include "lib/version.h"
#include "series/pipeline.h"
#include "tree/outdir.h"

#include <stdio.h>
#include <string.h>

/* One semantic patch: @before is the file when it begins, @after when it ends. */
struct semantic_patch {
	const char *file, *options;
	char *name, *before, *after;
	GString *rules;
};

static void semantic_patch_free(gpointer data)
{
	struct semantic_patch *patch = data;

	g_free(patch->name);
	g_free(patch->before);
	g_free(patch->after);
	g_string_free(patch->rules, TRUE);
	g_free(patch);
}

static const char *options_of(const struct hook *hook)
{
	const char *options = hook_field(hook, "Options");

	return options ? options : "";
}

static struct semantic_patch *last_of(const GPtrArray *patches, const char *file)
{
	for (guint i = patches->len; i-- > 0;) {
		struct semantic_patch *patch = patches->pdata[i];

		if (!strcmp(patch->file, file))
			return patch;
	}
	return NULL;
}

/* "kernel/fork.c" to "kernel-fork" and the suffix; a second one gets "-2" before it. */
static char *name_of(const GPtrArray *patches, const char *file)
{
	g_autofree char *stem = g_strdup(file);
	char *dot = strrchr(stem, '.');
	guint number = 1;

	for (guint i = 0; i < patches->len; i++)
		number += !strcmp(((struct semantic_patch *)patches->pdata[i])->file, file);
	g_strdelimit(stem, "/", '-');
	/* nsproxy.h and nsproxy.c are two files. */
	if (dot && !strcmp(dot, ".c"))
		*dot = '\0';
	else if (dot)
		*dot = '-';
	return number > 1 ? g_strdup_printf("%s-%u" SMPL_SUFFIX, stem, number) :
			    g_strconcat(stem, SMPL_SUFFIX, NULL);
}

/* The semantic patch that a step's rules go into. */
static struct semantic_patch *patch_for(GPtrArray *patches, const struct step *step,
					const struct tree *tree, GError **err)
{
	struct semantic_patch *last = last_of(patches, step->file);
	struct semantic_patch *patch;
	g_autofree char *before = NULL;

	if (last && !strcmp(last->options, options_of(step->hook)))
		return last;
	before = last ? g_strdup(last->after) : tree_read(tree, step->file, err);
	if (!before)
		return NULL;
	patch = g_new0(struct semantic_patch, 1);
	patch->file = step->file;
	patch->options = options_of(step->hook);
	patch->name = name_of(patches, step->file);
	patch->after = g_strdup(before);
	patch->before = g_steal_pointer(&before);
	patch->rules = g_string_new(NULL);
	g_ptr_array_add(patches, patch);
	return patch;
}

static char *scratch_for(const char *top, const char *name, GError **err)
{
	g_autofree char *dir = g_build_filename(top, name, NULL);

	if (!g_mkdir_with_parents(dir, 0700))
		return g_steal_pointer(&dir);
	fail(err, STATUS_BUG, "%s: cannot write to the scratch directory", dir);
	return NULL;
}

static bool add_step(GPtrArray *patches, const struct step *step, const struct pipeline *line,
		     const char *scratch, GError **err)
{
	g_autofree char *number = g_strdup_printf("%02d", step->number);
	g_autofree char *dir = scratch_for(scratch, number, err);
	struct semantic_patch *patch = dir ? patch_for(patches, step, line->tree, err) : NULL;
	g_autoptr(Spec) words = NULL;
	g_autofree char *rules = NULL;
	g_auto(Made) made = { NULL };

	if (!patch)
		return false;
	words = engine_words(step->hook, line->spec, line->tree, step->file, patch->after, err);
	rules = words ? smpl_filled(step->hook, words, err) : NULL;
	if (!rules || !engine_run(step->hook, line->spec, line->tree, step->file, patch->after,
				  dir, &made, err))
		return false;
	g_string_append_printf(patch->rules, "\n// %s\n%s\n", step->hook->summary, rules);
	g_free(patch->after);
	patch->after = g_steal_pointer(&made.text);
	return true;
}

static char *text_of(const struct semantic_patch *patch, const struct pipeline *line)
{
	return g_strdup_printf(
		"// SPDX-License-Identifier: GPL-2.0-only\n"
		"/// Add the %s namespace to %s of Linux %s: what C's grammar reaches.\n"
		"// Made by nsgen " NSGEN_VERSION ". In the tree:\n"
		"//\tspatch %s --macro-file " MACROS_NAME " --sp-file %s --in-place %s\n"
		"// Confidence: High\n"
		"// Options: %s\n"
		"\n"
		"virtual patch\n"
		"%s",
		line->spec->name, patch->file, line->tree->release, patch->options, patch->name,
		patch->file, patch->options, patch->rules->str);
}

/* Does it do what its hooks do? */
static bool try(const struct semantic_patch *patch, const char *text, const char *macros,
		const char *scratch, GError **err)
{
	const struct rules rules = { patch->name, text, macros };
	g_autoptr(GPtrArray) argv = spatch_command(patch->options);
	g_autofree char *dir = scratch_for(scratch, patch->name, err);
	g_autofree char *after = NULL;

	if (!dir)
		return false;
	after = spatch_rules(&rules, argv, patch->file, patch->before, dir, err);
	return after &&
	       (!strcmp(after, patch->after) ||
		fail(err, STATUS_BUG, "%s: does not do to %s what its hooks do; report it",
		     patch->name, patch->file));
}

/* Are these all hooks that were asked for, or one of them? */
static bool is_asked(const struct hook *hook, char **words)
{
	bool asked = !*words;

	for (; *words; words++)
		asked |= !strcmp(*words, hook->path);
	return asked;
}

static bool known(char **words, const struct plan *plan, GError **err)
{
	for (; *words; words++) {
		bool found = false;

		for (guint i = 0; i < plan->steps->len && !found; i++) {
			const struct hook *hook = ((struct step *)plan->steps->pdata[i])->hook;

			found = hook->engine == ENGINE_COCCI && !strcmp(hook->path, *words);
		}
		if (!found)
			return fail(err, STATUS_USAGE,
				    "%s: not a hook in SmPL that fits this tree; 'nsgen list' with --kernel lists those that fit",
				    *words);
	}
	return true;
}

static bool make_all(const struct pipeline *line, char **words, const char *macros,
		     const char *scratch, GPtrArray *patches, GPtrArray *texts, GError **err)
{
	if (!known(words, line->plan, err))
		return false;
	for (guint i = 0; i < line->plan->steps->len; i++) {
		const struct step *step = line->plan->steps->pdata[i];

		if (step->hook->engine == ENGINE_COCCI && is_asked(step->hook, words) &&
		    !add_step(patches, step, line, scratch, err))
			return false;
	}
	for (guint i = 0; i < patches->len; i++) {
		char *text = text_of(patches->pdata[i], line);

		g_ptr_array_add(texts, text);
		if (!try(patches->pdata[i], text, macros, scratch, err))
			return false;
	}
	return true;
}

static bool put_out(const struct pipeline *line, const GPtrArray *patches, GPtrArray *texts,
		    const char *macros, GError **err)
{
	g_autofree char *release = g_strconcat(line->tree->release, SMPL_SUFFIX, NULL);
	g_autofree char *dir =
		g_build_filename(line->request->out, line->spec->name, release, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < patches->len; i++)
		g_ptr_array_add(names, ((struct semantic_patch *)patches->pdata[i])->name);
	g_ptr_array_add(names, MACROS_NAME);
	g_ptr_array_add(texts, g_strdup(macros));
	if (!outdir_publish(dir, names, texts, err))
		return false;
	for (guint i = 0; i < patches->len; i++)
		say("SMPL", "%s/%s", dir, (char *)names->pdata[i]);
	return true;
}

static bool run_smpl(char **words, GError **err)
{
	g_autoptr(GPtrArray) patches = g_ptr_array_new_with_free_func(semantic_patch_free);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Pipeline) line = NULL;
	g_autofree char *scratch = NULL;
	struct request request;
	char *macros;
	bool ok;

	if (!given_request(&request, err))
		return false;
	line = pipeline_open(&request, err);
	if (!line || !errors_end(line->plan->refusals, err))
		return false;
	scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!scratch)
		return false;
	macros = macros_load(request.home, err);
	ok = macros && make_all(line, words, macros, scratch, patches, texts, err) &&
	     put_out(line, patches, texts, macros, err);
	remove_tree(scratch);
	if (macros)
		g_ref_string_release(macros);
	return ok;
}

static const char *const examples[] = {
	"nsgen smpl --name=ima --kernel=~/linux",
	"nsgen smpl --name=ima --kernel=~/linux --out=~/smpl",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	OPTION_KERNEL,
	OPTION_BASE,
	OPTION_OUT,
	OPTION_LEVEL,
	OPTION_CONF,
	OPTIONS_NUMBERS,
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command smpl_command = {
	.name = "smpl",
	.words = "[HOOK]...",
	.summary = "write the hooks in SmPL as semantic patches to run with spatch",
	.text = "Words are filled in; the first lines of each say how to run it in the tree.",
	.examples = examples,
	.options = options,
	.run = run_smpl,
};
