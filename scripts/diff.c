// SPDX-License-Identifier: GPL-2.0-only
/*
 * Differences, by git.
 */
#include "diff.h"
#include "error.h"
#include "run.h"

#include <stdio.h>
#include <string.h>

/**
 * diff_text() - git's diff of two files or directories
 * @cwd: where they are
 * @old_path: relative, named with its a/ in the output
 * @new_path: relative, named with its b/
 * @context: lines around each hunk
 * @err: STATUS_BUG: git does not answer
 *
 * Return: a new string, empty where there is no difference; or NULL.
 */
char *diff_text(const char *cwd, const char *old_path, const char *new_path, int context, GError **err)
{
	g_autofree char *unified = g_strdup_printf("-U%d", context);
	const char *const argv[] = {
		"git", "-c", "core.quotePath=true", "-c", "core.abbrev=12", "diff", "--no-index", "--no-prefix", "--no-renames",
		"--no-color", "--no-ext-diff", "--no-textconv", "--text", "--diff-algorithm=myers", "--indent-heuristic",
		unified, "--", old_path, new_path, NULL
	};
	g_autofree char *errors = NULL;
	g_autofree char *out = NULL;
	int status;

	out = run(argv, cwd, &status, &errors, err);
	if (!out)
		return NULL;
	if (status > 1) {
		fail(err, STATUS_BUG, "git diff: exit status %d: %s", status, g_strstrip(errors));
		return NULL;
	}
	return g_steal_pointer(&out);
}

/**
 * diff_hunks() - where the hunks of a diff of one file are
 * @diff: of diff_text()
 *
 * Return: an array of struct hunk.
 */
GArray *diff_hunks(const char *diff)
{
	GArray *hunks = g_array_new(FALSE, FALSE, sizeof(struct hunk));

	for (const char *line = diff; *line; line = strchrnul(line, '\n'), line += *line == '\n') {
		struct hunk hunk = { .old_count = 1, .new_count = 1 };
		int used;

		if (strncmp(line, "@@ -", 4))
			continue;
		line += 4;
		sscanf(line, "%d%n", &hunk.old_start, &used);
		line += used;
		if (*line == ',') {
			sscanf(line + 1, "%d%n", &hunk.old_count, &used);
			line += used + 1;
		}
		line += strspn(line, " +");
		sscanf(line, "%d%n", &hunk.new_start, &used);
		line += used;
		if (*line == ',')
			sscanf(line + 1, "%d", &hunk.new_count);
		g_array_append_val(hunks, hunk);
	}
	return hunks;
}
