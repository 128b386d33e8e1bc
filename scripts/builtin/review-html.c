// SPDX-License-Identifier: GPL-2.0-only
/*
 * review.html: the JavaScript in review/ prints it, and it is written here, whole or not at all.
 */
#include "builtin/review-html.h"
#include "lib/error.h"
#include "lib/run.h"

#include <string.h>

static bool missing(const char *what, GError **err)
{
	return fail(
		err, STATUS_USAGE,
		"review.html: %s not found; 'make review HTML=1' installs it, and without --html it is not needed",
		what);
}

/**
 * page_write() - write review.html next to a series
 * @series: the series
 * @home: nsgen's own directory, with review/ and cocci/ in it
 * @err: STATUS_USAGE: node or its modules are not found; STATUS_BUG: they fail
 */
bool page_write(const struct series_read *series, const char *home, GError **err)
{
	g_autofree char *node = g_find_program_in_path("node");
	g_autofree char *script = g_build_filename(home, "review", "main.mjs", NULL);
	g_autofree char *modules = g_build_filename(home, "build", "review", "node_modules",
						    "diff2html", "package.json", NULL);
	g_autofree char *path = g_build_filename(series->dir, "review.html", NULL);
	const char *const argv[] = { node, script, home, series->dir, NULL };
	g_autofree char *errors = NULL, *page = NULL;
	g_autoptr(GError) why = NULL;
	int status;

	if (!node)
		return missing("node", err);
	if (!g_file_test(modules, G_FILE_TEST_EXISTS))
		return missing("diff2html", err);
	page = run(argv, NULL, &status, &errors, err);
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
