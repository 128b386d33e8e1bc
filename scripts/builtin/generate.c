// SPDX-License-Identifier: GPL-2.0-only
/*
 * generate: make a series from a name and a tree.
 */
#include "builtin/builtin.h"
#include "audit/uncovered.h"
#include "engine/apply-hooks.h"
#include "lib/fs.h"
#include "series/pipeline.h"
#include "series/series-read.h"

#include <stdio.h>
#include <string.h>

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
		[ENGINE_COCCI] = "SPATCH", [ENGINE_LIST] = "LIST", [ENGINE_KCONFIG] = "KCONFIG",
		[ENGINE_MAKEFILE] = "MAKE", [ENGINE_SKEL] = "NEW",
	};

	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		for (guint n = 0; n < plan->steps->len; n++) {
			const struct step *step = plan->steps->pdata[n];

			if (strcmp(step->file, woven->path))
				continue;
			if (verbose)
				say(labels[step->hook->engine], "%s  %s", woven->path,
				    step->hook->path);
			else
				say(labels[step->hook->engine], "%s", woven->path);
			/* One line for each file, unless the user wants to see every hook. */
			if (!verbose)
				break;
		}
	}
}

static void summary(const struct pipeline *line)
{
	const struct series *series = line->series;
	int added, removed;

	count(series->diff, &added, &removed);
	if (!line->request->level && !strcmp(line->plan->level, "framework"))
		say("LEVEL",
		    "framework: kernel/fork.c has no clone3(), which the flag of level full needs");
	if (line->request->numbers.assigned)
		say("NUMBERS",
		    "are as given (--assigned); not checked against the numbers of later kernels");
	if (series->file)
		say("COVER", "%s/%s", line->dir, series->file);
	for (guint i = 0; i < series->patches->len; i++)
		say("PATCH", "%s/%s", line->dir, ((struct patch *)series->patches->pdata[i])->file);
	printf("%s on Linux %s, level %s: %u files, %d insertions, %d deletion%s by %u hooks; %s/report.json lists the hook of each line\n",
	       line->spec->name, line->tree->release, line->plan->level, line->files->len, added,
	       removed, removed == 1 ? "" : "s", line->plan->steps->len, line->dir);
}

/* Printed at the end: an error must not follow lines that look like success. */
static void show(const struct pipeline *line)
{
	say_files(line->plan, line->files);
	if (line->request->json)
		fputs(line->report, stdout);
	else
		summary(line);
}

/*
 * Generate and publish a series. One that was published before has been checked; then only the
 * sites that it names in its texts have to be found.
 */
static struct pipeline *make_series(const struct request *request, bool check, GError **err)
{
	g_autoptr(Pipeline) line = pipeline_open(request, err);

	if (!line || !pipeline_run(line, err) ||
	    ((check || request->except) && !uncovered_check(line, err)) ||
	    !pipeline_publish(line, err))
		return NULL;
	return g_steal_pointer(&line);
}

/**
 * generate() - make a series from a name and a tree
 * @request: what the user asked for
 * @err: see Documentation/errors.md
 */
bool generate(const struct request *request, GError **err)
{
	g_autoptr(Pipeline) line = make_series(request, true, err);

	if (line)
		show(line);
	return line;
}

/**
 * generate_again() - generate a series again without printing anything
 * @request: as recorded in its report
 * @err: see Documentation/errors.md
 */
bool generate_again(const struct request *request, GError **err)
{
	g_autoptr(Pipeline) line = make_series(request, false, err);

	return line;
}

static void next_steps(void)
{
	if (given.json)
		return;
	next_step("review", "review every line");
	next_step("apply", "apply it to the tree");
}

static gboolean reuse;
static struct series_read *reused;

/* Take the answers that were not given now from the existing series. */
static bool take_answers(struct request *request, const char *scratch, GError **err)
{
	g_autoptr(Tree) tree = tree_open_at(request->kernel, request->base, err);
	struct series_read *old =
		tree ? series_open(request->out, request->name, tree->release, err) : NULL;

	if (!old)
		return false;
	/* The request uses its strings from now on. */
	reused = old;
	request->numbers.kept = true;
	request->replace = true;
	return request_again(old->report, request, scratch, err);
}

static bool run_generate(char **words, GError **err)
{
	g_autofree char *scratch = NULL;
	struct request request;
	bool ok;

	(void)words;
	if (!given_request(&request, err))
		return false;
	if (reuse) {
		scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
		ok = scratch && take_answers(&request, scratch, err) && generate(&request, err);
		if (scratch)
			remove_tree(scratch);
	} else {
		ok = generate(&request, err);
	}
	if (ok)
		next_steps();
	return ok;
}

static const char *const examples[] = {
	"nsgen generate --name=ima --kernel=~/linux",
	"nsgen generate --name=ima --kernel=~/linux --base=v7.2 --level=framework",
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
	OPTION_WHY,
	OPTIONS_SERIES,
	OPTION_SWITCH_AT("reuse", reuse, "reuse the answers of the existing series"),
	OPTION_EXCEPT,
	OPTION_JSON,
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command generate_command = {
	.name = "generate",
	.summary = "generate the series that adds a namespace to a kernel tree",
	.text = "The tree is only read. See Documentation/series.md for the output.",
	.examples = examples,
	.options = options,
	.run = run_generate,
};
