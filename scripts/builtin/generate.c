// SPDX-License-Identifier: GPL-2.0-only
/*
 * generate: name and tree in, a series out.
 */
#include "builtin/generate.h"
#include "audit/audit.h"
#include "engine/apply-hooks.h"
#include "lib/error.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "series/pipeline.h"

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
				say(labels[step->hook->engine], "%s  %s", woven->path,
				    step->hook->path);
			else
				say(labels[step->hook->engine], "%s", woven->path);
			/* Once for a file, but for those who want to know all. */
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
	if (line->request->numbers.assigned)
		say("NUMBERS",
		    "are as given, --assigned: nsgen did not ask whether a later kernel has them for something else");
	if (series->file)
		say("COVER", "%s/%s", line->dir, series->file);
	for (guint i = 0; i < series->patches->len; i++)
		say("PATCH", "%s/%s", line->dir, ((struct patch *)series->patches->pdata[i])->file);
	printf("%s on Linux %s, level %s: %u files, %d insertions, %d deletion%s by %u hooks; "
	       "%s/report.json says which line is whose\n",
	       line->spec->name, line->tree->release, line->plan->level, line->files->len, added,
	       removed, removed == 1 ? "" : "s", line->plan->steps->len, line->dir);
}

/* A tree that nobody can judge has no warnings; one that could not be read may have some. */
static bool find_warnings(const struct pipeline *line, char **warnings, GError **err)
{
	const struct request *request = line->request;
	g_autoptr(GError) why = NULL;
	guint count;

	*warnings = audit_warnings(line->tree, line->hooks, line->plan->level, request->home,
				   &count, &why);
	if (*warnings && (!request->strict || !count))
		return true;
	if (!*warnings && !request->strict && !seen_unread(why))
		return true;
	if (why) {
		g_propagate_error(err, g_steal_pointer(&why));
		return false;
	}
	fputs(*warnings, stderr);
	return fail(err, STATUS_TREE,
		    "%s: Linux %s has %u site%s that no hook covers, and STRICT=1 asks for none",
		    line->tree->path, line->tree->release, count, count == 1 ? "" : "s");
}

/**
 * generate() - the command
 * @request: what the user asked for
 * @err: see the exit statuses in README.md
 */
bool generate(const struct request *request, GError **err)
{
	g_autoptr(Pipeline) line = pipeline_open(request, err);
	g_autofree char *warnings = NULL;

	if (!line || (request->strict && !find_warnings(line, &warnings, err)) ||
	    !pipeline_run(line, err))
		return false;
	if ((!request->strict && !find_warnings(line, &warnings, err)) ||
	    !pipeline_publish(line, err))
		return false;
	/* Said when it is done: an error must not stand below lines that look like success. */
	say_files(line->plan, line->files);
	if (request->json)
		fputs(line->report, stdout);
	else
		summary(line);
	/* Above an error, which is one line, a warning would be a second one. */
	if (warnings)
		fputs(warnings, stderr);
	return true;
}
