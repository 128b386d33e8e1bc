// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a name and a tree to a series.
 *
 *	name, tree -> spec -> plan -> hooks -> series -> generated/<name>/<release>/
 *
 * Everything happens in a scratch directory; only the finished result appears in the user's
 * directory. Nothing is printed here; that is up to the caller.
 */
#include "series/pipeline.h"
#include "engine/apply-hooks.h"
#include "engine/include-check.h"
#include "hook/patch-text.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "lib/text.h"
#include "proof/proof.h"
#include "series/check-results.h"
#include "series/report.h"
#include "series/series-read.h"
#include "spec/written.h"
#include "tree/outdir.h"
#include "tree/transaction.h"

#include <string.h>

/**
 * pipeline_free() - free a pipeline and its scratch directory
 * @line: may be NULL
 */
void pipeline_free(struct pipeline *line)
{
	if (!line)
		return;
	if (line->scratch)
		remove_tree(line->scratch);
	g_free(line->scratch);
	g_free(line->report);
	g_free(line->dir);
	series_free(line->series);
	g_free(line->base.commit);
	g_clear_pointer(&line->files, g_ptr_array_unref);
	plan_free(line->plan);
	g_clear_pointer(&line->patches, g_ptr_array_unref);
	g_clear_pointer(&line->hooks, g_ptr_array_unref);
	tree_free(line->tree);
	spec_free(line->spec);
	g_free(line);
}

static bool names_unused(const struct spec *spec, struct tree *tree, GError **err)
{
	static const char *const keys[] = {
		"tag",	"init", "INIT",	      "get",  "put",	"copy",
		"free", "to",	"operations", "clone_flag", "ucount", "guard"
	};
	const char *words[G_N_ELEMENTS(keys) + 1] = { NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		words[i] = spec_get(spec, keys[i]);
	return tree_names_free(tree, words, spec_get(spec, "member"), spec_get(spec, "config"),
			       err);
}

/* A namespace that the tree already has is found in struct nsproxy, where all of them are. */
static bool not_there_yet(const struct spec *spec, struct tree *tree, GError **err)
{
	g_autofree char *nsproxy = tree_read(tree, "include/linux/nsproxy.h", err);
	g_autofree char *pattern =
		g_strdup_printf("^\t\\w[^;(]*\\b%s(_for_children)?;", spec_get(spec, "member"));
	gint64 start = g_get_monotonic_time();
	bool unused;
	int offset;

	if (!nsproxy)
		return false;
	offset = text_find(nsproxy, pattern);
	if (offset >= 0) {
		g_autofree char *line = text_line_at(nsproxy, offset);
		g_autofree char *dot_git = g_build_filename(tree->path, ".git", NULL);
		const char *next =
			tree->commit || g_file_test(dot_git, G_FILE_TEST_EXISTS) ?
				"; 'nsgen status' shows a branch, 'nsgen rebase' makes it anew" :
				"";

		return fail(
			err, STATUS_TREE,
			"include/linux/nsproxy.h:%d: Linux %s already has the namespace %s (%s)%s",
			text_line(nsproxy, offset), tree->release, spec->name, line,
			next);
	}
	unused = names_unused(spec, tree, err);
	if (verbose)
		say("SCAN", "every header and Kconfig, %.2f s",
		    (g_get_monotonic_time() - start) / 1e6);
	return unused;
}

/* A text for a patch that no series has would be silently ignored. */
static bool texts_known(const struct spec *spec, const GPtrArray *patches, GError **err)
{
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, spec->given);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		const char *patch = strchr(key, ' ');

		if (patch && patches_find(patches, patch + 1) < 0)
			return fail(
				err, STATUS_USAGE,
				"[patch %s]: unknown patch; cocci/series lists them",
				patch + 1);
	}
	return true;
}

static bool no_numbers(const struct numbers *numbers, GError **err)
{
	if (!numbers->kept && (numbers_given(numbers) || numbers->assigned))
		return fail(
			err, STATUS_USAGE,
			"--flag, --inum, --id and --nr are for --level=full; level framework has no numbers");
	return true;
}

/* One line, instead of one for each site of level full that an old tree lacks. */
static bool level_possible(const struct tree *tree, const char *asked, GError **err)
{
	bool full;

	/* The default is one that is possible. */
	if (g_strcmp0(asked, "full"))
		return true;
	if (!plan_full_possible(tree, &full, err))
		return false;
	if (full)
		return true;
	return fail(err, STATUS_TREE,
		    "kernel/fork.c: no clone3(), which the flag of level full needs; use --level=framework");
}

static bool complete_spec(const struct pipeline *line, const char *level, GError **err)
{
	const struct request *request = line->request;

	if ((request->why && !spec_why(line->spec, request->why, err)) ||
	    (request->maintainers &&
	     !spec_maintainers(line->spec, request->maintainers, err)))
		return false;
	if (strcmp(level, "full"))
		return no_numbers(&request->numbers, err);
	return spec_full(line->spec, err) &&
	       numbers_choose(line->spec, line->tree, &request->numbers, err);
}

/**
 * pipeline_open() - from a name and a tree to a plan
 * @request: what the user asked for; must outlive the result
 * @err: see Documentation/errors.md
 *
 * Return: the pipeline, freed with pipeline_free(), or NULL.
 */
struct pipeline *pipeline_open(const struct request *request, GError **err)
{
	g_autoptr(Pipeline) line = g_new0(struct pipeline, 1);
	const char *level;

	line->request = request;
	line->spec = spec_asked(request->name, request->conf, request->home, err);
	line->tree = line->spec ? tree_open_at(request->kernel, request->base, err) : NULL;
	line->hooks = line->tree ? hooks_load(request->home, err) : NULL;
	line->patches = line->hooks ? patches_load(request->home, err) : NULL;
	if (!line->patches || !texts_known(line->spec, line->patches, err))
		return NULL;
	if (!line->tree->commit && !transaction_settled(line->tree->path, err))
		return NULL;
	if (request->overlay)
		tree_lay_over(line->tree, request->overlay);
	if (!not_there_yet(line->spec, line->tree, err))
		return NULL;
	level = plan_level(request->level, line->tree, err);
	if (!level || !level_possible(line->tree, request->level, err) ||
	    !complete_spec(line, level, err))
		return NULL;
	line->plan = plan_make(line->spec, line->tree, line->hooks, line->patches, level,
			       request->squash, err);
	if (!line->plan)
		return NULL;
	if (!line->plan->steps->len && !line->plan->refusals) {
		fail(err, STATUS_USAGE, "--level=%s: no hooks for this level", level);
		return NULL;
	}
	return g_steal_pointer(&line);
}

/* Are the numbers in the changed files those that were chosen? Level framework has none. */
static bool numbers_right(const struct pipeline *line, GError **err)
{
	g_autoptr(GHashTable) texts = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < line->files->len; i++) {
		const struct woven *woven = line->files->pdata[i];

		g_hash_table_insert(texts, woven->path, woven->after);
	}
	return strcmp(line->plan->level, "full") ||
	       written_right(line->spec, line->tree, texts, err);
}

/**
 * pipeline_run() - from a plan to changed files
 * @line: the result of pipeline_open()
 * @err: see Documentation/errors.md
 */
bool pipeline_run(struct pipeline *line, GError **err)
{
	line->scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!line->scratch)
		return false;
	line->files = apply_hooks(line->plan, line->spec, line->tree, line->scratch, err);
	return line->files && numbers_right(line, err) &&
	       includes_check(line->files, line->tree, err) &&
	       proof_check(line->files, line->plan, line->spec, line->tree, err) &&
	       base_find(&line->base, line->tree, line->files, err);
}

static void put(GPtrArray *names, GPtrArray *texts, const char *name, char *text)
{
	g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_add(texts, text);
}

/*
 * Is the patch the same as the one in @dir, except for test results? A file that is too large
 * counts as different.
 */
static bool same_patch(const char *dir, const struct patch *patch, bool *same, GError **err)
{
	g_autoptr(JsonArray) none = json_array_new();
	g_autofree char *path = g_build_filename(dir, patch->file, NULL);
	g_autofree char *there = NULL, *untested = NULL;
	g_autoptr(GError) why = NULL;

	*same = false;
	if (!series_text(path, "", &there, NULL, &why) && seen_unread(why)) {
		g_propagate_error(err, g_steal_pointer(&why));
		return false;
	}
	if (!there)
		return true;
	untested = testing_replace(there, none);
	*same = !strcmp(untested, patch->text);
	return true;
}

/* The checks that ran on exactly this series; none if an earlier report cannot be trusted. */
static JsonArray *checks_kept(const char *dir, const struct series *series, GError **err)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(Report) old = report_own(dir, &why);
	JsonNode *checks = old ? report_checks(old) : NULL;

	if (seen_unread(why)) {
		g_propagate_error(err, g_steal_pointer(&why));
		return NULL;
	}
	for (guint i = 0; old && i < series->patches->len; i++) {
		bool same;

		/*
		 * A patch without a cover letter has test results itself, but these do not make it
		 * a different patch.
		 */
		if (!same_patch(dir, series->patches->pdata[i], &same, err))
			return NULL;
		if (!same)
			return json_array_new();
	}
	if (!testing_check(checks, NULL))
		return json_array_new();
	return json_array_ref(json_node_get_array(checks));
}

/* May the existing series be replaced? */
static bool may_replace(const struct pipeline *line, const GPtrArray *options, GError **err)
{
	g_autoptr(Report) old = NULL;
	g_autoptr(GError) why = NULL;

	if (line->request->force)
		return true;
	if (!series_untouched(line->dir, err))
		return false;
	if (line->request->replace)
		return true;
	old = report_own(line->dir, &why);
	if (!old || !report_contents(old, &why)) {
		if (!seen_unread(why))
			return true;
		g_propagate_error(err, g_steal_pointer(&why));
		return false;
	}
	return request_keeps(options, line->spec, line->plan->level, old, line->dir, err);
}

/* Gives the series the results of its checks, and writes its report. */
static bool make_report(struct pipeline *line, const GPtrArray *options, JsonArray *checks,
			GError **err)
{
	bool framework = strcmp(line->plan->level, "full");

	series_tested(line->series, checks);
	line->report = report_json(line->spec, line->tree, line->plan, line->files, line->series,
				   &line->base, options,
				   framework ? NULL : &line->request->numbers, checks, err);
	return line->report;
}

/**
 * pipeline_files() - the files of a series
 * @line: the pipeline after pipeline_series()
 * @names: gets the names of the files, new strings
 * @texts: gets their contents, new strings
 */
void pipeline_files(const struct pipeline *line, GPtrArray *names, GPtrArray *texts)
{
	const struct series *series = line->series;

	if (series->file)
		put(names, texts, series->file, g_strdup(series->cover));
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];

		put(names, texts, patch->file, g_strdup(patch->text));
	}
	put(names, texts, REPORT_FILE, g_strdup(line->report));
}

/* Called under the lock: checks the existing series, then replaces it. */
static bool put_out(struct pipeline *line, const GPtrArray *options, GError **err)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(JsonArray) checks = NULL;
	const char *dir = line->dir;

	if (!outdir_allowed(dir, err) || !may_replace(line, options, err))
		return false;
	checks = checks_kept(dir, line->series, err);
	if (!checks || !make_report(line, options, checks, err))
		return false;
	pipeline_files(line, names, texts);
	return outdir_publish(dir, names, texts, err);
}

static bool make_series(struct pipeline *line, const GPtrArray *options, GError **err)
{
	g_autofree char *answers = request_answers(options, line->spec, line->plan->level);

	line->series = series_make(line->spec, line->tree, line->plan, line->files, &line->base,
				   line->request, answers, line->scratch, err);
	return line->series;
}

/**
 * pipeline_publish() - from changed files to a published series
 * @line: the pipeline after pipeline_run()
 * @err: see Documentation/errors.md
 */
bool pipeline_publish(struct pipeline *line, GError **err)
{
	/* Files are read only once, so that the messages refer to the same text as the report. */
	g_autoptr(GPtrArray) options = request_options(line->request, err);
	bool published;
	int lock;

	if (!options)
		return false;
	line->dir =
		g_build_filename(line->request->out, line->spec->name, line->tree->release, NULL);
	if (!make_series(line, options, err))
		return false;
	lock = outdir_lock(line->dir, err);
	if (lock < 0)
		return false;
	published = put_out(line, options, err);
	outdir_unlock(lock);
	return published;
}

/**
 * pipeline_series() - from changed files to a series, without writing it
 * @line: the pipeline after pipeline_run(); gets series and report
 * @err: see Documentation/errors.md
 */
bool pipeline_series(struct pipeline *line, GError **err)
{
	g_autoptr(GPtrArray) options = request_options(line->request, err);
	g_autoptr(JsonArray) none = json_array_new();

	return options && make_series(line, options, err) &&
	       make_report(line, options, none, err);
}
