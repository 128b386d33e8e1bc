// SPDX-License-Identifier: GPL-2.0-only
/*
 * review: show a series as git log -p does, and above each hunk its origin: the hook, the site, the
 * neighbour that it imitates, and the checks that covered it.
 *
 * It needs no tree and no network, only the series and its report.
 */
#include "builtin/builtin.h"
#include "builtin/review-html.h"
#include "lib/diff.h"
#include "lib/json.h"
#include "tree/git.h"
#include "tree/range-diff.h"
#include "lib/seen.h"
#include "lib/pager.h"
#include "lib/text.h"
#include "onbranch/meant.h"
#include "series/series-read.h"
#include "tree/outdir.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------------ what has checked a file */

/* Does a rung check a file? Prose is not compiled, and the selftests are not the kernel. */
static bool sees(const char *rung, const char *path)
{
	bool text = g_str_has_prefix(path, "Documentation/"),
	     selftest = g_str_has_prefix(path, "tools/");

	if (!strcmp(rung, "static") || !strcmp(rung, "style"))
		return true;
	return !text && !selftest;
}

/* "static pass, build fail": for each rung the worst result that was recorded. */
static char *rungs_of(const struct series_read *series, const char *path, bool *failed)
{
	static const char *const worst[] = { "fail", "warn", "pass" };
	g_autoptr(GArray) results = report_results(series->report);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(GString) text = g_string_new(NULL);

	*failed = false;
	for (guint i = 0; i < results->len; i++) {
		const char *rung = g_array_index(results, struct result, i).rung;

		if (sees(rung, path) &&
		    !g_ptr_array_find_with_equal_func(names, rung, g_str_equal, NULL))
			g_ptr_array_add(names, (gpointer)rung);
	}
	for (guint i = 0; i < names->len; i++) {
		size_t status = G_N_ELEMENTS(worst);

		for (guint n = 0; n < results->len; n++) {
			const struct result *result = &g_array_index(results, struct result, n);

			for (size_t w = 0; w < status; w++)
				if (!strcmp(result->rung, names->pdata[i]) &&
				    !g_strcmp0(result->status, worst[w]))
					status = w;
		}
		g_string_append_printf(text, "%s%s %s", i ? ", " : "", (char *)names->pdata[i],
				       status < G_N_ELEMENTS(worst) ? worst[status] : "not run");
		*failed = *failed || !status;
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* ------------------------------------------------------------------ one hunk */

/* "as uts, kernel/nsproxy.c:111" */
static char *neighbour_of(const struct author *author)
{
	if (!author->neighbour || !author->file)
		return g_strdup("no neighbour");
	return g_strdup_printf("as %s, %s:%d", author->neighbour, author->file, author->line);
}

static void put_authors(struct terminal *terminal, const struct series_read *series,
			const char *path, const GArray *authors)
{
	bool failed;
	g_autofree char *rungs = rungs_of(series, path, &failed);

	if (!authors->len)
		terminal_put(
			terminal, COLOUR_OLD,
			"#   no hook: this hunk is not in the report; the patch was edited\n");
	for (guint i = 0; i < authors->len; i++) {
		const struct author *author = &g_array_index(authors, struct author, i);
		g_autofree char *neighbour = neighbour_of(author);

		terminal_put(terminal, COLOUR_COMMIT, "#   %s", author->hook ? author->hook : "?");
		terminal_put(terminal, COLOUR_NONE, "  %s  %s  +%d -%d  ",
			     author->site ? author->site : "?", neighbour, author->adds,
			     author->removes);
		if (*rungs)
			terminal_put(terminal, failed ? COLOUR_OLD : COLOUR_NONE, "%s\n", rungs);
		else
			terminal_put(terminal, COLOUR_NONE, "not checked yet\n");
	}
}

/* ------------------------------------------------------------------ the series */

static const struct mail_file *mail_of(const struct series_read *series, guint patch)
{
	return series->patches->pdata[patch];
}

static int count_hunks(const struct series_read *series)
{
	int count = 0;

	for (guint i = 0; i < series->patches->len; i++) {
		g_autoptr(GArray) hunks = diff_hunks(mail_of(series, i)->text);

		count += hunks->len;
	}
	return count;
}

static void put_hunk_header(struct terminal *terminal, const char *line)
{
	const char *end = strstr(line + 2, "@@");

	if (!end) {
		terminal_put(terminal, COLOUR_FRAG, "%s\n", line);
		return;
	}
	terminal_put(terminal, COLOUR_FRAG, "%.*s", (int)(end + 2 - line), line);
	terminal_put(terminal, COLOUR_FUNC, "%s\n", end + 2);
}

static void put_diff(struct terminal *terminal, const struct series_read *series, guint patch,
		     const GPtrArray *lines, guint i, int *number, int of)
{
	const char *path = "";
	int old = 0, new = 0;

	for (; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (old > 0 || new > 0) {
			old -= *line != '+' && *line != '\\';
			new -= *line != '-' && *line != '\\';
			terminal_put(terminal,
				     *line == '+' ? COLOUR_NEW :
				     *line == '-' ? COLOUR_OLD :
						    COLOUR_CONTEXT,
				     "%s\n", line);
		} else if (g_str_has_prefix(line, "@@ -")) {
			g_autoptr(GArray) hunks = diff_hunks(line);
			const struct hunk *hunk = &g_array_index(hunks, struct hunk, 0);
			g_autoptr(GArray) authors = NULL;

			old = hunk->old_count;
			new = hunk->new_count;
			terminal_put(terminal, COLOUR_COMMIT, "# hunk %d of %d, %s:%d\n", ++*number,
				     of, path, hunk->new_start);
			authors = report_authors(series->report, patch, path, hunk->old_start,
						 hunk->new_start);
			put_authors(terminal, series, path, authors);
			put_hunk_header(terminal, line);
		} else if (!strcmp(line, "-- ")) {
			break;
		} else {
			if (g_str_has_prefix(line, "+++ b/"))
				path = line + strlen("+++ b/");
			terminal_put(terminal, COLOUR_META, "%s\n", line);
		}
	}
}

static void put_message(struct terminal *terminal, const GPtrArray *lines, guint end)
{
	bool header = true;

	for (guint i = 0; i < end; i++) {
		const char *line = lines->pdata[i];

		if (header && !*line)
			header = false;
		/* "From 0000…": the separator of mails in a mailbox. */
		if (header && g_str_has_prefix(line, "From "))
			continue;
		terminal_put(terminal, COLOUR_NONE, "%s%s\n", header || !*line ? "" : "    ", line);
	}
}

static guint find_line(const GPtrArray *lines, const char *prefix)
{
	guint i;

	for (i = 0; i < lines->len && !g_str_has_prefix(lines->pdata[i], prefix); i++)
		;
	return i;
}

static void put_series(struct terminal *terminal, const struct series_read *series)
{
	int number = 0, of = count_hunks(series);

	if (series->cover) {
		g_autoptr(GPtrArray) lines = text_lines(series->cover->text);

		put_message(terminal, lines, find_line(lines, "-- "));
		terminal_put(terminal, COLOUR_NONE, "\n");
	}
	for (guint i = 0; i < series->patches->len; i++) {
		g_autoptr(GPtrArray) lines = text_lines(mail_of(series, i)->text);
		guint diff = find_line(lines, "diff --git ");

		terminal_put(terminal, COLOUR_COMMIT, "patch %u of %u, %s\n", i + 1,
			     series->patches->len, mail_of(series, i)->name);
		if (series_changed(series, i))
			terminal_put(
				terminal, COLOUR_OLD,
				"# edited after it was generated: the report may name the wrong hooks\n");
		put_message(terminal, lines, diff);
		put_diff(terminal, series, i, lines, diff, &number, of);
		terminal_put(terminal, COLOUR_NONE, "\n");
	}
}

/* The sites that the series does not wire, to show whether it is complete. */
static void put_rest(struct terminal *terminal, const struct series_read *series)
{
	g_autoptr(GArray) sites = report_unwired(series->report);

	if (sites->len)
		terminal_put(terminal, COLOUR_COMMIT, "sites not wired\n");
	for (guint i = 0; i < sites->len; i++) {
		const struct unwired *site = &g_array_index(sites, struct unwired, i);

		terminal_put(terminal, COLOUR_NONE, "    %s: %s, %s:%d: %s\n",
			     site->site ? site->site : "?", site->state ? site->state : "?",
			     site->file ? site->file : "?", site->line, site->why ? site->why : "");
	}
}

/* ------------------------------------------------------------------ what changed */

static char *list_commit(const char *dir, const char *hash, GError **err)
{
	const char *const words[] = { "-C",	 dir,		"-c", "core.quotePath=false",
				      "ls-tree", "--name-only", hash, "./",
				      NULL };
	int status;

	return git_as_user(NULL, words, &status, err);
}

/* The patches of a series as they are in a commit of its repository. */
static GPtrArray *patches_of_commit(const struct series_read *series, const char *revision,
				    GError **err)
{
	g_autofree char *commit = g_strdup_printf("%s^{commit}", revision), *hash = NULL,
			*names = NULL;
	const char *const resolve[] = { "-C",	    series->dir,	"rev-parse", "--quiet",
					"--verify", "--end-of-options", commit,	     NULL };
	g_autoptr(GPtrArray) patches = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) list = NULL;
	int status;

	hash = git_as_user(NULL, resolve, &status, err);
	if (!hash)
		return NULL;
	if (status) {
		fail(err, STATUS_USAGE,
		     "--since=%s: neither a directory with a series nor a commit in the repository of %s",
		     revision, series->dir);
		return NULL;
	}
	g_strstrip(hash);
	names = list_commit(series->dir, hash, err);
	if (!names)
		return NULL;
	list = g_strsplit(names, "\n", -1);
	for (char **name = list; *name; name++) {
		g_autofree char *object = g_strdup_printf("%s:./%s", hash, *name);
		const char *const show[] = { "-C", series->dir, "cat-file", "blob", object, NULL };
		char *text;

		if (!g_str_has_suffix(*name, ".patch") || g_str_has_prefix(*name, "0000-"))
			continue;
		text = git_as_user(NULL, show, &status, err);
		if (!text)
			return NULL;
		g_ptr_array_add(patches, text);
		if (status) {
			fail(err, STATUS_USAGE,
			     "--since=%s: git cannot read %s of that commit; in a partial clone, fetch it first",
			     revision, *name);
			return NULL;
		}
	}
	if (!patches->len) {
		fail(err, STATUS_USAGE, "--since=%s: series not found in %s of that commit",
		     revision, series->dir);
		return NULL;
	}
	return g_steal_pointer(&patches);
}

/* @since is the directory of a series, or one that holds series of many names. */
static GPtrArray *patches_of_directory(const struct series_read *series, const char *since,
				       GError **err)
{
	g_autofree char *report = g_build_filename(since, REPORT_FILE, NULL);
	g_autofree char *below =
		g_build_filename(since, series->report->name, series->report->release, NULL);
	g_autoptr(SeriesRead) old = NULL;
	enum seen kind;

	if (!seen_kind(STATUS_USAGE, report, NULL, &kind, err))
		return NULL;
	old = series_look(kind == SEEN_NOTHING ? below : since, err);
	return old ? series_texts(old) : NULL;
}

static bool put_since(struct terminal *terminal, const struct series_read *series,
		      const char *since, GError **err)
{
	g_autoptr(GPtrArray) old = NULL, new = NULL;
	g_autofree char *text = NULL;
	enum seen kind;

	if (!seen_kind(STATUS_USAGE, since, NULL, &kind, err))
		return false;
	old = kind == SEEN_DIRECTORY ? patches_of_directory(series, since, err) :
				       patches_of_commit(series, since, err);
	new = series_texts(series);
	text = old ? range_diff(old, new, terminal->coloured, err) : NULL;
	if (!text)
		return false;
	terminal_put_coloured(terminal, text);
	return true;
}

/* ------------------------------------------------------------------ for a program */

static void json_authors(JsonBuilder *json, const struct series_read *series, guint patch,
			 const char *path, const struct hunk *hunk)
{
	g_autoptr(GArray) authors = report_authors(series->report, patch, path, hunk->old_start,
						   hunk->new_start);

	json_builder_set_member_name(json, "hooks");
	json_builder_begin_array(json);
	for (guint i = 0; i < authors->len; i++) {
		const struct author *author = &g_array_index(authors, struct author, i);

		json_builder_begin_object(json);
		json_member(json, "hook", author->hook ? author->hook : "");
		json_member(json, "site", author->site ? author->site : "");
		if (author->neighbour && author->file) {
			json_member(json, "neighbour", author->neighbour);
			json_member(json, "file", author->file);
			json_number(json, "line", author->line);
		}
		json_number(json, "adds", author->adds);
		json_number(json, "removes", author->removes);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

static void json_hunk(JsonBuilder *json, const struct series_read *series, guint patch,
		      const char *path, const struct hunk *hunk)
{
	bool failed;
	g_autofree char *rungs = rungs_of(series, path, &failed);

	json_builder_begin_object(json);
	json_member(json, "file", path);
	json_number(json, "old", hunk->old_start);
	json_number(json, "line", hunk->new_start);
	json_authors(json, series, patch, path, hunk);
	json_member(json, "checked", rungs);
	json_builder_end_object(json);
}

/* Hunk by hunk, as in the output for people. */
static void json_hunks(JsonBuilder *json, const struct series_read *series, guint patch)
{
	g_autoptr(GPtrArray) lines = text_lines(mail_of(series, patch)->text);
	const char *path = "";
	int old = 0, new = 0;

	json_builder_set_member_name(json, "hunks");
	json_builder_begin_array(json);
	for (guint i = find_line(lines, "diff --git "); i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (old > 0 || new > 0) {
			old -= *line != '+' && *line != '\\';
			new -= *line != '-' && *line != '\\';
		} else if (g_str_has_prefix(line, "+++ b/")) {
			path = line + strlen("+++ b/");
		} else if (g_str_has_prefix(line, "@@ -")) {
			g_autoptr(GArray) hunks = diff_hunks(line);
			const struct hunk *hunk = &g_array_index(hunks, struct hunk, 0);

			old = hunk->old_count;
			new = hunk->new_count;
			json_hunk(json, series, patch, path, hunk);
		}
	}
	json_builder_end_array(json);
}

static void json_rest(JsonBuilder *json, const struct series_read *series)
{
	g_autoptr(GArray) sites = report_unwired(series->report);

	json_builder_set_member_name(json, "unwired");
	json_builder_begin_array(json);
	for (guint i = 0; i < sites->len; i++) {
		const struct unwired *site = &g_array_index(sites, struct unwired, i);

		json_builder_begin_object(json);
		json_member(json, "site", site->site ? site->site : "");
		json_member(json, "state", site->state ? site->state : "");
		json_member(json, "file", site->file ? site->file : "");
		json_number(json, "line", site->line);
		json_member(json, "why", site->why ? site->why : "");
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

static void print_json(const struct series_read *series)
{
	g_autoptr(JsonBuilder) json = json_builder_new();
	g_autofree char *text = NULL;

	json_builder_begin_object(json);
	json_member(json, "name", series->report->name);
	json_member(json, "release", series->report->release);
	json_builder_set_member_name(json, "patches");
	json_builder_begin_array(json);
	for (guint i = 0; i < series->patches->len; i++) {
		json_builder_begin_object(json);
		json_member(json, "file", mail_of(series, i)->name);
		json_builder_set_member_name(json, "changed");
		json_builder_add_boolean_value(json, series_changed(series, i));
		json_hunks(json, series, i);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
	json_rest(json, series);
	json_builder_end_object(json);
	text = json_print(json);
	fputs(text, stdout);
}

/* ------------------------------------------------------------------ */

static gboolean html;

static bool show(const struct series_read *series, GError **err)
{
	g_autoptr(Terminal) terminal = terminal_open(git_says, err);

	if (!terminal)
		return false;
	if (given.since) {
		if (!put_since(terminal, series, given.since, err))
			return false;
	} else {
		put_series(terminal, series);
		put_rest(terminal, series);
	}
	return terminal_show(terminal, err);
}

static bool write_html(const struct series_read *series, GError **err)
{
	g_autofree char *cache = home_cache();

	return page_write(series, given.home, cache, err);
}

static bool alone(GError **err)
{
	if (html && given.since)
		return fail(err, STATUS_USAGE,
			    "--since=%s: cannot be combined with --html; omit one of them",
			    given.since);
	if (given.json && (html || given.since))
		return fail(err, STATUS_USAGE,
			    "--json: cannot be combined with --%s; omit one of them",
			    html ? "html" : "since");
	return true;
}

static bool of_branch(const struct branch *branch, GError **err)
{
	if (html || given.since)
		return fail(err, STATUS_USAGE,
			    "--%s: %s has the namespace in its commits; %s",
			    html ? "html" : "since", branch->branch ? branch->branch : "HEAD",
			    html ? "omit it" : "'git range-diff' compares them with others");
	if (!review_branch(branch, err))
		return false;
	g_free(given.name);
	given.name = g_strdup(branch->name);
	if (!given.json)
		next_step("check", "validate what is there");
	return true;
}

static bool run_review(char **words, GError **err)
{
	g_autoptr(SeriesRead) series = NULL;
	g_autoptr(Branch) branch = NULL;
	bool asked = given.kernel || given.branch;

	(void)words;
	if (!alone(err) || !given_kernel(given.branch, err))
		return false;
	/* A series needs no tree: one that just is where the user is may be broken. */
	if (given.kernel && !meant_branch(given.kernel, given.branch, given.name, &branch,
					  asked ? err : NULL) && asked)
		return false;
	if (branch)
		return of_branch(branch, err);
	if (!given_name(err) || !given_home(err) || !given_out(err))
		return false;
	series = series_find(given.out, given.name, given.kernel, err);
	if (!series)
		return false;
	if (given.json) {
		print_json(series);
		return true;
	}
	if (html ? !write_html(series, err) : !show(series, err))
		return false;
	next_step("apply", "apply it to its tree");
	return true;
}

static const char *const examples[] = {
	"nsgen review --name=ima",
	"nsgen review --name=ima --since=../last-week",
	"nsgen review --kernel=~/linux --branch=ima-ns",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	OPTION_KERNEL,
	OPTION_BRANCH("a branch with the namespace (default: that of HEAD)"),
	OPTION_OUT,
	OPTION_SINCE("show only what changed since that series or commit"),
	OPTION_SWITCH_AT("html", html, "write review.html next to the series"),
	OPTION_JSON,
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command review_command = {
	.name = "review",
	.summary = "show a series, with the hook that wrote it above each hunk",
	.text = "--kernel is needed only where a name has series for several trees, and for a\n"
		"branch that has the namespace, where it shows which lines are a hook's, and\n"
		"which a hand's.",
	.examples = examples,
	.options = options,
	.run = run_review,
};
