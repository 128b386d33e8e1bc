// SPDX-License-Identifier: GPL-2.0-only
/*
 * review.html: the JavaScript in review/ prints it, and it is written here, whole or not at all.
 */
#include "builtin/review-html.h"
#include "lib/error.h"
#include "lib/run.h"

#include <string.h>

/* The last line of what a script of ours printed is its error. */
static char *last_line(char *errors)
{
	char *line = strrchr(g_strstrip(errors), '\n');

	line = line ? line + 1 : errors;
	return g_str_has_prefix(line, "nsgen: ") ? line + strlen("nsgen: ") : line;
}

/* Which modules, and that they are those, is what the script knows. */
static bool get_modules(const char *home, const char *cache, char **env, GError **err)
{
	g_autofree char *script = g_build_filename(home, "scripts/sh/get-modules", NULL);
	g_autofree char *there = g_build_filename(cache, "review", "installed", NULL);
	g_autofree char *npm = g_find_program_in_path("npm"), *errors = NULL, *said = NULL;
	const char *const argv[] = { script, NULL };
	int status;

	if (!g_file_test(there, G_FILE_TEST_EXISTS) && npm &&
	    g_strcmp0(g_environ_getenv(env, "nsgen_setup"), "no"))
		say("NPM", "modules for the page, once, to %s/review", cache);
	said = run_in(argv, NULL, env, &status, &errors, err);
	if (!said)
		return false;
	return !status || fail(err, STATUS_USAGE, "review.html: %s, or omit --html",
			       last_line(errors));
}

/**
 * page_write() - write review.html next to a series
 * @series: the series
 * @home: nsgen's own directory, with review/ and cocci/ in it
 * @cache: the directory for what can be fetched again: npm modules that are missing come there
 * @err: STATUS_USAGE: node or its modules are not found; STATUS_BUG: they fail
 */
bool page_write(const struct series_read *series, const char *home, const char *cache,
		GError **err)
{
	g_autofree char *node = g_find_program_in_path("node");
	g_autofree char *script = g_build_filename(home, "review", "main.mjs", NULL);
	g_autofree char *path = g_build_filename(series->dir, "review.html", NULL);
	const char *const argv[] = { node, script, home, series->dir, NULL };
	g_auto(GStrv) env = g_environ_setenv(run_environ(NULL), "nsgen_cache", cache, TRUE);
	g_autofree char *errors = NULL, *page = NULL;
	g_autoptr(GError) why = NULL;
	int status;

	if (!node)
		return fail(err, STATUS_USAGE,
			    "review.html: missing: node, which makes it; install it (in Debian nodejs and npm), or omit --html");
	if (!get_modules(home, cache, env, err))
		return false;
	page = run_in(argv, NULL, env, &status, &errors, err);
	if (!page)
		return false;
	if (status) {
		/* Either one line of ours, or many of node's own. */
		g_strstrip(errors);
		return fail(err, status == STATUS_USAGE ? STATUS_USAGE : STATUS_BUG, "%s: %s",
			    script, errors);
	}
	if (!g_file_set_contents_full(path, page, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &why))
		return fail(err, STATUS_USAGE, "%s: cannot be written (%s)", path, why->message);
	say("PAGE", "%s", path);
	return true;
}
