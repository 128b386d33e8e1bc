// SPDX-License-Identifier: GPL-2.0-only
/*
 * generate: name and tree in, a series out.
 *
 *	name, tree -> spec -> plan -> weave -> series -> generated/<name>/<release>/
 *
 * Everything happens in a scratch directory; the first thing that the user's file system sees is the finished result.
 */
#include "builtin/generate.h"
#include "audit/audit.h"
#include "series/earlier-run.h"
#include "lib/error.h"
#include "engine/include-check.h"
#include "hook/patch-text.h"
#include "hook/plan.h"
#include "tree/outdir.h"
#include "tree/transaction.h"
#include "series/report.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "series/series.h"
#include "lib/text.h"
#include "engine/apply-hooks.h"

#include <stdio.h>
#include <string.h>

static bool words_free(const struct spec *spec, struct tree *tree, GError **err)
{
	static const char *const keys[] = { "tag", "init", "INIT", "get", "put", "copy", "free", "to", "operations", "flag", "ucount", "guard" };
	const char *words[G_N_ELEMENTS(keys) + 1] = { NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		words[i] = spec_get(spec, keys[i]);
	return tree_words_free(tree, words, err);
}

/* A namespace that the tree has is seen best where all of them are, in struct nsproxy. */
static bool not_there_yet(const struct spec *spec, struct tree *tree, GError **err)
{
	g_autofree char *nsproxy = tree_read(tree, "include/linux/nsproxy.h", err);
	g_autofree char *pattern = g_strdup_printf("^\t\\w[^;(]*\\b%s(_for_children)?;", spec_get(spec, "member"));
	gint64 start = g_get_monotonic_time();
	bool unused;
	int offset;

	if (!nsproxy)
		return false;
	offset = text_find(nsproxy, pattern);
	if (offset >= 0) {
		g_autofree char *line = text_line_at(nsproxy, offset);

		return fail(err, STATUS_TREE, "include/linux/nsproxy.h:%d: Linux %s already has the namespace %s (%s)",
			    text_line(nsproxy, offset), tree->release, spec->name, line);
	}
	unused = words_free(spec, tree, err) && tree_symbol_free(tree, spec_get(spec, "config"), err);
	if (verbose)
		say("SCAN", "every header and Kconfig, %.2f s", (g_get_monotonic_time() - start) / 1e6);
	return unused;
}

/* A text for a patch that no series has would be ignored in silence. */
static bool texts_known(const struct spec *spec, const GPtrArray *patches, GError **err)
{
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, spec->given);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		const char *patch = strchr(key, ' ');

		if (patch && patches_find(patches, patch + 1) < 0)
			return fail(err, STATUS_USAGE, "[patch %s]: there is no such patch; cocci/series has their names", patch + 1);
	}
	return true;
}

static bool default_conf(const char *name, const char *home, char **conf, GError **err)
{
	g_autofree char *file = g_strdup_printf("%s.conf", name);
	g_autofree char *path = g_build_filename(home, "namespaces", file, NULL);

	enum seen kind;

	if (!seen_kind(STATUS_USAGE, path, NULL, &kind, err))
		return false;
	*conf = kind == SEEN_NOTHING ? NULL : g_steal_pointer(&path);
	return true;
}

/**
 * spec_asked() - the spec of the namespace that the user names
 * @name: untrusted
 * @conf: a key file, or NULL for that of nsgen's own that has the name, if there is one
 * @home: nsgen's own directory
 * @err: STATUS_USAGE
 *
 * Return: a spec for spec_free(), or NULL.
 */
struct spec *spec_asked(const char *name, const char *conf, const char *home, GError **err)
{
	g_autofree char *path = NULL;

	/* The name is checked before it becomes part of a path. */
	if (!spec_name_ok(name, err))
		return NULL;
	if (!conf && !default_conf(name, home, &path, err))
		return NULL;
	return spec_new(name, conf ? conf : path, err);
}

/* What the rooms have made so far. */
struct work {
	const struct spec *spec;
	const struct tree *tree;
	const struct plan *plan;
	const GPtrArray *files;
	const char *level;
	struct base base;
};

static void count(const char *diff, int *added, int *removed)
{
	*added = *removed = 0;
	for (const char *line = diff; *line; line = strchrnul(line, '\n'), line += *line == '\n') {
		*added += *line == '+' && strncmp(line, "+++ ", 4);
		*removed += *line == '-' && strncmp(line, "--- ", 4);
	}
}

static void say_files(const struct plan *plan, const GPtrArray *files)
{
	static const char *const labels[] = {
		[ENGINE_COCCI] = "SPATCH", [ENGINE_CLONE] = "CLONE", [ENGINE_KCONFIG] = "KCONFIG",
		[ENGINE_MAKEFILE] = "MAKE", [ENGINE_SKEL] = "NEW",
	};

	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		for (guint n = 0; n < plan->steps->len; n++) {
			const struct step *step = plan->steps->pdata[n];

			if (strcmp(step->file, woven->path))
				continue;
			if (verbose)
				say(labels[step->hook->engine], "%s  %s", woven->path, step->hook->path);
			else
				say(labels[step->hook->engine], "%s", woven->path);
			/* Once for a file, but for those who want to know all. */
			if (!verbose)
				break;
		}
	}
}

static void option(GPtrArray *options, const char *name, const char *value)
{
	if (!value)
		return;
	g_ptr_array_add(options, g_strdup(name));
	g_ptr_array_add(options, g_strdup(value));
}

static void flag(GPtrArray *options, const char *name, bool on)
{
	if (!on)
		return;
	g_ptr_array_add(options, g_strdup(name));
	g_ptr_array_add(options, NULL);
}

/* All that it takes to do it again, by the names that the command line has. A .conf is its text: its path is this machine's. */
static GPtrArray *options_of(const struct request *request, GError **err)
{
	g_autofree char *conf = NULL;
	GPtrArray *options;

	if (request->conf && !seen_text(STATUS_USAGE, request->conf, NULL, &conf, NULL, err))
		return NULL;
	options = g_ptr_array_new_with_free_func(g_free);
	option(options, "name", request->name);
	option(options, "level", request->level);
	option(options, "conf", conf);
	option(options, "flag", request->pins.flag);
	option(options, "inum", request->pins.inum);
	option(options, "id", request->pins.id);
	option(options, "nr", request->pins.nr);
	flag(options, "assigned", request->pins.assigned);
	option(options, "why", request->why);
	flag(options, "series", request->squash);
	flag(options, "signoff", request->signoff);
	flag(options, "cc", request->cc);
	option(options, "SOURCE_DATE_EPOCH", g_getenv("SOURCE_DATE_EPOCH"));
	return options;
}

static void put(GPtrArray *names, GPtrArray *texts, const char *name, char *text)
{
	g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_add(texts, text);
}

/* Under the lock: what is there is looked at, and then replaced. */
static char *put_out(const struct request *request, const char *dir, struct series *series, const struct work *work, GError **err)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) options = options_of(request, err);
	g_autoptr(JsonArray) checks = NULL;
	g_autofree char *report = NULL;

	if (!options || !publish_allowed(dir, err) || (!request->force && !earlier_untouched(dir, err)))
		return NULL;
	checks = earlier_checks(dir, series, err);
	if (!checks)
		return NULL;
	series_tested(series, checks);
	report = report_json(work->spec, work->tree, work->plan, work->files, work->level, series, &work->base, options,
			     strcmp(work->level, "full") ? NULL : &request->pins, checks, err);
	if (!report)
		return NULL;
	if (series->file)
		put(names, texts, series->file, g_strdup(series->cover));
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];

		put(names, texts, patch->file, g_strdup(patch->text));
	}
	put(names, texts, REPORT_FILE, g_strdup(report));
	return publish(dir, names, texts, err) ? g_steal_pointer(&report) : NULL;
}

static bool finish(const struct request *request, const struct work *work, const char *scratch, GError **err)
{
	const struct wishes wishes = {
		.why = request->why, .signoff = request->signoff, .cc = request->cc,
		.numbers = !strcmp(work->level, "full"), .pins = &request->pins,
	};
	g_autofree char *dir = g_build_filename(request->out, work->spec->name, work->tree->release, NULL);
	g_autoptr(Series) series = series_make(work->spec, work->tree, work->plan, work->files, &work->base, &wishes, scratch, err);
	g_autofree char *report = NULL;
	int added, removed, lock;

	if (!series)
		return false;
	lock = publish_lock(dir, err);
	if (lock < 0)
		return false;
	report = put_out(request, dir, series, work, err);
	publish_unlock(lock);
	if (!report)
		return false;

	if (request->quiet)
		return true;
	/* Said when it is done: an error must not stand below lines that look like success. */
	say_files(work->plan, work->files);
	if (request->json) {
		fputs(report, stdout);
		return true;
	}
	count(series->diff, &added, &removed);
	if (request->pins.assigned)
		say("NUMBERS", "are as given, --assigned: nsgen did not ask whether a later kernel has them for something else");
	if (series->file)
		say("COVER", "%s/%s", dir, series->file);
	for (guint i = 0; i < series->patches->len; i++)
		say("PATCH", "%s/%s", dir, ((struct patch *)series->patches->pdata[i])->file);
	printf("%s on Linux %s, level %s: %u files, %d insertions, %d deletion%s by %u hooks; %s/report.json says which line is whose\n",
	       work->spec->name, work->tree->release, work->level, work->files->len, added, removed, removed == 1 ? "" : "s",
	       work->plan->steps->len, dir);
	return true;
}

/**
 * level_asked() - the level that the user names, or the tree's default
 * @level: "framework", "full" or NULL
 * @tree: the tree
 * @err: STATUS_TREE: its nsproxy cannot be read
 *
 * User space can see a namespace since there is setns; before that there is only the framework.
 *
 * Return: nobody's string, or NULL.
 */
const char *level_asked(const char *level, const struct tree *tree, GError **err)
{
	g_autofree char *nsproxy = NULL;

	if (level)
		return level;
	nsproxy = tree_read(tree, "kernel/nsproxy.c", err);
	if (!nsproxy)
		return NULL;
	return text_has(nsproxy, "^SYSCALL_DEFINE2\\(setns,") ? "full" : "framework";
}

static bool no_pins(const struct pins *pins, GError **err)
{
	if (!pins->kept && (pins->flag || pins->inum || pins->id || pins->nr || pins->assigned))
		return fail(err, STATUS_USAGE, "FLAG=, INUM=, ID= and NR= are for LEVEL=full; level framework has no numbers");
	return true;
}

/* A tree that nobody can judge has no warnings; one that could not be read may have some. */
static bool find_warnings(const struct request *request, struct tree *tree, const GPtrArray *hooks, const char *level, char **warnings,
			  GError **err)
{
	g_autoptr(GError) why = NULL;
	guint count;

	*warnings = audit_warnings(tree, hooks, level, request->home, &count, &why);
	if (*warnings && (!request->strict || !count))
		return true;
	if (!*warnings && !request->strict && !seen_unread(why))
		return true;
	if (why) {
		g_propagate_error(err, g_steal_pointer(&why));
		return false;
	}
	fputs(*warnings, stderr);
	return fail(err, STATUS_TREE, "%s: Linux %s has %u site%s that no hook covers, and STRICT=1 asks for none", tree->path, tree->release,
		    count, count == 1 ? "" : "s");
}

/**
 * generate() - the command
 * @request: what the user asked for
 * @err: see the exit statuses in README.md
 */
bool generate(const struct request *request, GError **err)
{
	g_autoptr(Spec) spec = spec_asked(request->name, request->conf, request->home, err);
	g_autoptr(Tree) tree = spec ? tree_open(request->kernel, err) : NULL;
	g_autoptr(GPtrArray) hooks = tree ? hooks_load(request->home, err) : NULL;
	g_autoptr(GPtrArray) patches = hooks ? patches_load(request->home, err) : NULL;
	g_autoptr(Plan) plan = NULL;
	g_autoptr(GPtrArray) files = NULL;
	g_autofree char *scratch = NULL, *warnings = NULL;
	const char *level;
	bool ok = false;

	if (!patches || !texts_known(spec, patches, err) || !replace_settled(tree->path, err))
		return false;
	tree->overlay = request->overlay;
	if (!not_there_yet(spec, tree, err))
		return false;
	level = level_asked(request->level, tree, err);
	if (!level)
		return false;
	if (request->why && !spec_why(spec, request->why, err))
		return false;
	if (!strcmp(level, "full") ? !spec_full(spec, err) || !numbers_choose(spec, tree, &request->pins, err) : !no_pins(&request->pins, err))
		return false;
	plan = plan_make(spec, tree, hooks, patches, level, request->squash, err);
	if (!plan)
		return false;
	if (!plan->steps->len)
		return fail(err, STATUS_USAGE, "LEVEL=%s: no hooks for this level", level);
	if (request->strict && !find_warnings(request, tree, hooks, level, &warnings, err))
		return false;

	scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!scratch)
		return false;
	files = weave(plan, spec, tree, scratch, err);
	if (files && includes_check(files, tree, err)) {
		struct work work = { spec, tree, plan, files, level, { NULL, false } };

		ok = base_find(&work.base, tree, files, err) &&
		     (request->strict || request->quiet || find_warnings(request, tree, hooks, level, &warnings, err)) &&
		     finish(request, &work, scratch, err);
		g_free(work.base.commit);
	}
	/* Above an error, which is one line, a warning would be a second one. */
	if (ok && warnings)
		fputs(warnings, stderr);
	remove_tree(scratch);
	return ok;
}
