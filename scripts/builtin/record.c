// SPDX-License-Identifier: GPL-2.0-only
/*
 * record: put the results of checks into a series' report, and into its texts on how it was tested;
 * or beside the branch whose commit was checked.
 */
#include "builtin/builtin.h"
#include "branch/refs.h"
#include "branch/worktree.h"
#include "onbranch/results.h"
#include "tree/outdir.h"
#include "series/report.h"
#include "series/series-read.h"
#include "lib/json.h"
#include "lib/seen.h"
#include "series/check-results.h"
#include "tree/tree.h"

#include <errno.h>
#include <string.h>

static JsonNode *load_json(const char *path, GError **err)
{
	static const char to_do[] = "; give a file with the results of checks";
	g_autofree char *text = NULL;
	JsonNode *root;
	gsize len;

	if (!series_text(path, to_do, &text, &len, err))
		return NULL;
	if (!text) {
		fail(err, STATUS_USAGE, "%s: cannot be read (%s)", path, g_strerror(ENOENT));
		return NULL;
	}
	root = json_parse(path, text, len, err);
	if (!root)
		error_end(err, to_do);
	return root;
}

static JsonArray *load(const char *path, GError **err)
{
	g_autoptr(JsonNode) root = load_json(path, err);
	g_autoptr(GError) why = NULL;

	if (!root)
		return NULL;
	if (!testing_check(root, &why)) {
		fail(err, STATUS_USAGE, "%s: %s", path, why->message);
		return NULL;
	}
	return json_array_ref(json_node_get_array(root));
}

static const char *rung_at(JsonArray *checks, guint i)
{
	return json_object_get_string_member(json_array_get_object_element(checks, i), "rung");
}

static bool has_rung(JsonArray *checks, const char *rung)
{
	for (guint i = 0; i < json_array_get_length(checks); i++)
		if (!strcmp(rung_at(checks, i), rung))
			return true;
	return false;
}

/* If a rung ran again, its new results replace all of its old ones. */
static JsonArray *merge(JsonArray *old, JsonArray *new)
{
	JsonArray *all = json_array_new();

	for (guint i = 0; i < json_array_get_length(old); i++)
		if (!has_rung(new, rung_at(old, i)))
			json_array_add_element(all, json_node_copy(json_array_get_element(old, i)));
	for (guint i = 0; i < json_array_get_length(new); i++)
		json_array_add_element(all, json_node_copy(json_array_get_element(new, i)));
	return all;
}

static void rewrite(const struct mail_file *mail, JsonArray *checks, GPtrArray *names,
		    GPtrArray *texts)
{
	g_ptr_array_add(names, g_strdup(mail->name));
	g_ptr_array_add(texts, testing_replace(mail->text, checks));
}

/* Rewrite all files of the series, with the new section where there was one. */
static bool rewrite_all(const struct series_read *series, JsonArray *checks, GError **err)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	char *report;

	if (series->cover)
		rewrite(series->cover, checks, names, texts);
	for (guint i = 0; i < series->patches->len; i++)
		rewrite(series->patches->pdata[i], checks, names, texts);
	report = report_recorded(series->report->root, checks, names, texts, err);
	if (!report)
		return false;
	g_ptr_array_add(names, g_strdup(REPORT_FILE));
	g_ptr_array_add(texts, report);
	return outdir_publish(series->dir, names, texts, err);
}

static bool record(const char *dir, char **files, GError **err)
{
	g_autoptr(JsonArray) new = json_array_new();
	g_autoptr(JsonArray) checks = NULL;
	g_autoptr(SeriesRead) series = NULL;
	bool ok = false;
	enum seen kind;
	int lock;

	for (; *files; files++) {
		g_autoptr(JsonArray) some = load(*files, err);

		if (!some)
			return false;
		for (guint i = 0; i < json_array_get_length(some); i++)
			json_array_add_element(new,
					       json_node_copy(json_array_get_element(some, i)));
	}
	if (!seen_kind(STATUS_USAGE, dir, NULL, &kind, err))
		return false;
	if (kind != SEEN_DIRECTORY)
		return fail(err, STATUS_USAGE, "%s: series not found; generate it first",
			    dir);
	lock = outdir_lock(dir, err);
	if (lock < 0)
		return false;
	if (series_untouched(dir, err))
		series = series_own(dir, err);
	if (series) {
		JsonNode *old = report_checks(series->report);

		if (testing_check(old, err)) {
			checks = merge(json_node_get_array(old), new);
			ok = rewrite_all(series, checks, err);
		}
	}
	outdir_unlock(lock);
	return ok;
}

static char *release;

/* The file of the ladder for what is no series: an object. */
static bool record_branch(char **files, GError **err)
{
	g_autofree char *dir = tree_place(given.kernel);
	g_autoptr(JsonNode) root = NULL;
	g_autoptr(GError) why = NULL;
	JsonNode *checks;

	if (!files[0] || files[1])
		return fail(err, STATUS_USAGE, "give one file with the result of a check");
	root = worktree_repository(dir, err) && refs_name_ok(dir, given.branch, err) ?
		       load_json(files[0], err) :
		       NULL;
	if (!root)
		return false;
	checks = JSON_NODE_HOLDS_OBJECT(root) ?
			 json_object_get_member(json_node_get_object(root), "checks") :
			 NULL;
	if (!checks || !testing_check(checks, &why))
		return fail(err, STATUS_USAGE, "%s: %s", files[0],
			    why ? why->message : "no result of a check");
	return results_write(dir, given.branch, root, err);
}

static bool run_record(char **words, GError **err)
{
	g_autofree char *dir = NULL;

	if (given.branch)
		return given_kernel(true, err) && record_branch(words, err);
	if (!given_name(err) || !spec_name_ok(given.name, err))
		return false;
	if (!release)
		return fail(err, STATUS_USAGE,
			    "no release given; name one, as in --release=6.12.117");
	if (!words[0])
		return fail(err, STATUS_USAGE,
			    "no file given; name the files with the results of checks");
	if (!g_regex_match_simple("^[A-Za-z0-9][A-Za-z0-9._+~-]*$", release,
				  G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
		return fail(err, STATUS_USAGE,
			    "--release=%s: invalid kernel release (expected one like 6.12.117)",
			    release);
	if (!given_out(err))
		return false;
	dir = g_build_filename(given.out, given.name, release, NULL);
	if (!record(dir, words, err))
		return false;
	next_step("review", "review every line, and which checks saw it");
	return true;
}

static const char *const examples[] = {
	"nsgen record --name=ima --release=6.12.117 results.json",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	{ "release", 0, 0, G_OPTION_ARG_FILENAME, &release,
	  "release of the tree that the series is for", "RELEASE" },
	OPTION_OUT,
	OPTION_KERNEL,
	OPTION_BRANCH("the branch whose commit was checked"),
	{ NULL },
};

const struct command record_command = {
	.name = "record",
	.words = "FILE...",
	.summary = "record the results of checks in a series, or of a branch",
	.text = "Each FILE holds an array of checks, in the format of b4; for a branch it is the\n"
		"result of nsgen check.",
	.examples = examples,
	.options = options,
	.run = run_record,
};
