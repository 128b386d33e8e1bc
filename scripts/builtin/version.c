// SPDX-License-Identifier: GPL-2.0-only
/*
 * version: which nsgen is this?
 */
#include "builtin/builtin.h"
#include "lib/version.h"
#include "tree/git.h"

#include <stdio.h>
#include <string.h>

/* Ask git for more in nsgen's own checkout, but not in one that merely contains nsgen. */
static char *described(void)
{
	static const char *const words[] = { "describe", "--always", NULL };
	g_autofree char *home = home_find(given.home, NULL), *dot_git = NULL, *text = NULL;
	int status;

	dot_git = home ? g_build_filename(home, ".git", NULL) : NULL;
	if (!dot_git || !g_file_test(dot_git, G_FILE_TEST_EXISTS))
		return NULL;
	text = git(home, words, &status, NULL, NULL);
	return text && !status ? g_strchomp(g_steal_pointer(&text)) : NULL;
}

static bool run_version(char **words, GError **err)
{
	g_autofree char *more = described();

	(void)words;
	(void)err;
	printf("nsgen " NSGEN_VERSION "%s%s%s\n", more ? " (" : "", more ? more : "",
	       more ? ")" : "");
	return true;
}

static const GOptionEntry options[] = {
	OPTION_TEXT("home", 0, home, "the directory of nsgen's hooks (default: NSGEN_HOME)", "DIR"),
	{ NULL },
};

const struct command version_command = {
	.name = "version",
	.summary = "print the version of nsgen",
	.options = options,
	.run = run_version,
};
