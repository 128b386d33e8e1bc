// SPDX-License-Identifier: GPL-2.0-only
/*
 * refresh: generate a namespace again for a changed tree, and show what changed in its series.
 */
#include "builtin/builtin.h"
#include "lib/fs.h"
#include "tree/range-diff.h"
#include "lib/seen.h"
#include "onbranch/meant.h"
#include "series/series-read.h"
#include "tree/outdir.h"
#include "tree/safe-path.h"
#include "tree/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "6.12" is older than "6.12.1", "7.3-rc7" than "7.3", "6.9" than "6.12". */
static int compare_releases(const char *a, const char *b)
{
	while (*a || *b) {
		bool rc_a = g_str_has_prefix(a, "-rc"), rc_b = g_str_has_prefix(b, "-rc");

		if (rc_a != rc_b)
			return rc_b - rc_a;
		if (g_ascii_isdigit(*a) && g_ascii_isdigit(*b)) {
			char *end_a, *end_b;
			guint64 one = g_ascii_strtoull(a, &end_a, 10),
				two = g_ascii_strtoull(b, &end_b, 10);

			if (one != two)
				return one < two ? -1 : 1;
			a = end_a;
			b = end_b;
			continue;
		}
		if (*a != *b)
			return *a < *b ? -1 : 1;
		a++;
		b++;
	}
	return 0;
}

/*
 * The newest series for another release, or else the one for this release, which will be replaced.
 */
static char *last_release(const struct request *request, const char *release, GError **err)
{
	g_autofree char *path = g_build_filename(request->out, request->name, NULL);
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, path, NULL, err);
	const char *last = release;

	for (guint i = 0; entries && i < entries->len; i++) {
		const char *name = ((struct seen_entry *)entries->pdata[i])->name;
		g_autofree char *report = g_build_filename(path, name, REPORT_FILE, NULL);
		enum seen kind;

		if (*name == '.' || !strcmp(name, release) ||
		    (last != release && compare_releases(name, last) < 0))
			continue;
		if (!seen_kind(STATUS_USAGE, report, NULL, &kind, err))
			return NULL;
		if (kind != SEEN_NOTHING)
			last = name;
	}
	return entries ? g_strdup(last) : NULL;
}

static char *since_release(const struct request *request, const char *since, const char *release,
			   GError **err)
{
	if (!since)
		return last_release(request, release, err);
	if (path_ok(since) && !strchr(since, '/'))
		return g_strdup(since);
	fail(err, STATUS_USAGE, "--since=%s: invalid release; use one of those in %s/%s", since,
	     request->out, request->name);
	return NULL;
}

static char *compare(const struct series_read *old, const struct series_read *new, GError **err)
{
	g_autoptr(GPtrArray) before = series_texts(old), after = series_texts(new);

	return range_diff(before, after, false, err);
}

static bool generate_and_show(const struct request *request, const struct series_read *old,
			      const char *release, const char *scratch, GError **err)
{
	g_autoptr(SeriesRead) new = NULL;
	g_autofree char *text = NULL;
	struct request again = *request;

	again.numbers.kept = true;
	again.replace = true;
	/* Keep the level even if it was the default and the new tree has a different one. */
	again.level = request->level ? request->level : old->report->level;
	if (!request_again(old->report, &again, scratch, err) || !generate(&again, err))
		return false;
	new = series_open(request->out, request->name, release, err);
	text = new ? compare(old, new, err) : NULL;
	if (text && !request->json)
		printf("git range-diff of %s and %s:\n%s", old->dir, new->dir, text);
	return text;
}

/*
 * Numbers are kept, as user space may already use them. If the new tree uses one for something
 * else, that is an error, and the user has to choose another.
 */
static bool refresh(const struct request *request, const char *since, GError **err)
{
	g_autoptr(Tree) tree = spec_name_ok(request->name, err) ?
				       tree_open_at(request->kernel, request->base, err) :
				       NULL;
	g_autofree char *last = tree ? since_release(request, since, tree->release, err) : NULL;
	g_autoptr(SeriesRead) old = last ? series_open(request->out, request->name, last, err) :
					   NULL;
	g_autofree char *scratch = old ? g_dir_make_tmp("nsgen-XXXXXX", err) : NULL;
	bool ok;

	if (!scratch)
		return false;
	ok = generate_and_show(request, old, tree->release, scratch, err);
	remove_tree(scratch);
	return ok;
}

/* In a branch that has the namespace, nsgen rebase refreshes it; show what that would change. */
static bool of_branch(bool *is, GError **err)
{
	g_autoptr(Branch) branch = NULL;

	*is = false;
	if (!given_kernel(true, err))
		return false;
	if (given.base && !given.branch)
		return true;
	if (!meant_branch(given.kernel, given.branch, given.name, &branch, err))
		return false;
	*is = branch;
	if (!branch)
		return true;
	g_free(given.branch);
	given.branch = g_strdup(branch->branch);
	return rebase_preview(err);
}

static bool run_refresh(char **words, GError **err)
{
	struct request request;
	bool is_branch;

	(void)words;
	if (!of_branch(&is_branch, err))
		return false;
	if (is_branch) {
		next_step("rebase", "do it");
		return true;
	}
	if (!given_request(&request, err) || !refresh(&request, given.since, err))
		return false;
	if (!given.json)
		next_step("review", "review every line");
	return true;
}

static const char *const examples[] = {
	"nsgen refresh --name=ima --kernel=~/linux",
	"nsgen refresh --name=ima --kernel=~/linux --since=6.12.117",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	OPTION_KERNEL,
	OPTION_BASE,
	OPTION_BRANCH("a branch with the namespace (default: that of HEAD)"),
	OPTION_OUT,
	OPTION_SINCE("the release to start from (default: the newest)"),
	OPTION_LEVEL,
	OPTION_CONF,
	OPTIONS_NUMBERS,
	OPTION_WHY,
	OPTIONS_SERIES,
	OPTION_EXCEPT,
	OPTION_JSON,
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command refresh_command = {
	.name = "refresh",
	.summary = "regenerate a series for a changed tree, and show the difference",
	.text = "Options that are not given, numbers included, are taken from the earlier series.\n"
		"Of a branch, show what nsgen rebase would change.",
	.examples = examples,
	.options = options,
	.run = run_refresh,
};
