// SPDX-License-Identifier: GPL-2.0-only
/*
 * apply: apply a series to its tree.
 */
#include "builtin/builtin.h"
#include "builtin/job.h"
#include "series/applied.h"
#include "tree/tree.h"

#include <stdio.h>

static bool apply(const struct request *request, GError **err)
{
	g_autoptr(Job) job = job_open(request, err);
	g_autoptr(Stack) stack = job ? stack_find(job->all, job->series, job->state) : NULL;
	g_autoptr(GHashTable) state = NULL;

	if (!stack)
		return false;
	if (stack->series->len) {
		printf("%s is already applied to Linux %s in %s; nothing was changed\n",
		       request->name, job->tree->release, job->tree->path);
		return true;
	}
	if (!job_fits(job, err))
		return false;
	state = job_state(job);
	if (!series_turn(job->series, state, false, job->scratch, err) || interrupted(err) ||
	    !job_do(job, state, NULL, NULL, "apply", err))
		return false;
	printf("%s applied to Linux %s in %s: %u files\n",
	       request->name, job->tree->release, job->tree->path, job->series->report->files->len);
	return true;
}

/* In a git repository there is another way, which leaves the work tree alone. */
static void say_commit(const char *kernel)
{
	g_autofree char *place = tree_place(kernel);
	g_autofree char *dot_git = g_build_filename(place, ".git", NULL), *text = NULL;

	text = error_spelt("in a git repository 'nsgen commit' makes it the commits of a branch");
	if (g_file_test(dot_git, G_FILE_TEST_EXISTS))
		printf("%s\n", text);
}

static bool run_apply(char **words, GError **err)
{
	struct request request;

	(void)words;
	if (!given_request(&request, err) || !apply(&request, err))
		return false;
	say_commit(request.kernel);
	next_step("remove", "take it out again");
	return true;
}

static const char *const examples[] = {
	"nsgen apply --name=ima --kernel=~/linux",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME, OPTION_KERNEL, OPTION_OUT, OPTIONS_PROGRAM, { NULL },
};

const struct command apply_command = {
	.name = "apply",
	.summary = "apply a generated series to its tree",
	.text = "All or nothing: each file must be as it was when the series was generated.",
	.examples = examples,
	.options = options,
	.run = run_apply,
};
