// SPDX-License-Identifier: GPL-2.0-only
/*
 * Read report.json; report.c writes it, and no other C file knows its members.
 *
 * Anybody may have changed the file since. To act on a report, nsgen reads it with report_own()
 * and report_contents(), which make sure that it was not edited and that its members exist and
 * have the right types. To show a report, it uses report_look() and accepts that parts may be
 * missing: a hunk that the report does not have has no hooks.
 */
#include "series/report-read.h"
#include "lib/fs.h"
#include "lib/error.h"
#include "lib/json.h"
#include "lib/seen.h"
#include "lib/text.h"
#include "spec/spec.h"
#include "tree/outdir.h"
#include "tree/safe-path.h"

#include <string.h>

#define NOT_OURS "not written by this nsgen, so edits to the patches cannot be detected" \
	SERIES_FORCE

static void touched_free(gpointer data)
{
	struct touched *file = data;

	g_free(file->path);
	g_free(file->before);
	g_free(file->after);
	g_free(file);
}

/**
 * report_free() - free a report
 * @report: may be NULL
 */
void report_free(struct report *report)
{
	if (!report)
		return;
	g_free(report->path);
	g_clear_pointer(&report->root, json_node_unref);
	g_free(report->name);
	g_free(report->release);
	g_free(report->level);
	numbers_clear(&report->numbers);
	g_clear_pointer(&report->spec, g_hash_table_unref);
	g_clear_pointer(&report->options, g_hash_table_unref);
	g_clear_pointer(&report->files, g_ptr_array_unref);
	g_clear_pointer(&report->directories, g_ptr_array_unref);
	g_free(report);
}

static JsonObject *members(const struct report *report)
{
	return json_node_get_object(report->root);
}

static bool not_a_report(const struct report *report, const char *what, GError **err)
{
	return fail(err, STATUS_USAGE, "%s: %s" SERIES_AGAIN, report->path, what);
}

/* @text stays NULL if there is no report. */
static bool load(const char *dir, const char *to_do, char **text, struct report **report,
		 GError **err)
{
	g_autoptr(Report) new = g_new0(struct report, 1);
	gsize len;

	new->path = g_build_filename(dir, REPORT_FILE, NULL);
	if (!seen_text_within(STATUS_USAGE, new->path, NULL, JSON_MOST, text, &len, err)) {
		error_end(err, to_do);
		return false;
	}
	new->root = *text ? json_parse(new->path, *text, len, err) : NULL;
	if (*text && !new->root) {
		error_end(err, to_do);
		return false;
	}
	if (new->root && JSON_NODE_HOLDS_OBJECT(new->root)) {
		new->name = g_strdup(member_text(members(new), "name"));
		new->release = g_strdup(member_text(members(new), "release"));
	}
	*report = g_steal_pointer(&new);
	return true;
}

/**
 * report_look() - read a report to show it
 * @dir: the series' directory
 * @err: STATUS_USAGE: not found, or without name, release or sites
 *
 * Return: the report, freed with report_free(), or NULL.
 */
struct report *report_look(const char *dir, GError **err)
{
	g_autoptr(Report) report = NULL;
	g_autofree char *text = NULL;

	if (!load(dir, SERIES_AGAIN, &text, &report, err))
		return NULL;
	if (!text)
		fail(err, STATUS_USAGE,
		     "%s: series not found (no report.json); 'nsgen generate' writes one", dir);
	else if (!JSON_NODE_HOLDS_OBJECT(report->root))
		not_a_report(report, "not a report of nsgen", err);
	else if (!report->name || !report->release || !member_list(members(report), "sites"))
		not_a_report(report, "missing name, release or sites", err);
	else
		return g_steal_pointer(&report);
	return NULL;
}

static const char digest_pattern[] = "(\n  \"digest\" : \")([0-9a-f]{64})(\"\n\\}\n)$";

/**
 * report_digest() - compute the digest that a report must contain
 * @text: the file
 *
 * It is the digest of the file with zeros in place of the digest.
 *
 * Return: a new string; NULL if the file does not end in a digest.
 */
char *report_digest(const char *text)
{
	int at = text_find(text, digest_pattern);
	g_autofree char *blank = NULL;

	if (at < 0)
		return NULL;
	blank = g_strdup(text);
	memset(blank + at + strlen("\n  \"digest\" : \""), '0', 64);
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, blank, -1);
}

/* Accept only file names that nsgen gives, which cannot lead out of the directory. */
static bool is_mail(JsonObject *entry)
{
	const char *file = member_text(entry, "file");

	return file && member_text(entry, "sha256") &&
	       g_regex_match_simple("^[0-9]{4}-[A-Za-z0-9._-]+\\.patch$", file,
				    G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0);
}

static bool has_mails(JsonObject *root)
{
	JsonArray *patches = member_list(root, "patches");

	if (!patches)
		return false;
	if (json_object_has_member(root, "cover") && !is_mail(member_object(root, "cover")))
		return false;
	for (guint i = 0; i < json_array_get_length(patches); i++)
		if (!is_mail(element_object(patches, i)))
			return false;
	return true;
}

/**
 * report_own() - read a report that nobody has edited
 * @dir: the series' directory
 * @err: STATUS_USAGE: not found, written by another nsgen, or edited
 *
 * Return: the report, freed with report_free(), or NULL.
 */
struct report *report_own(const char *dir, GError **err)
{
	g_autoptr(Report) report = NULL;
	g_autofree char *text = NULL, *digest = NULL;

	if (!load(dir, "; " NOT_OURS, &text, &report, err))
		return NULL;
	if (!text) {
		fail(err, STATUS_USAGE,
		     "%s: file not found; generate the series again" SERIES_FORCE, report->path);
		return NULL;
	}
	if (!JSON_NODE_HOLDS_OBJECT(report->root) || !member_text(members(report), "digest") ||
	    !has_mails(members(report))) {
		fail(err, STATUS_USAGE, "%s: " NOT_OURS, report->path);
		return NULL;
	}
	digest = report_digest(text);
	if (g_strcmp0(digest, member_text(members(report), "digest"))) {
		fail(err, STATUS_USAGE, "%s: was edited" SERIES_FORCE, report->path);
		return NULL;
	}
	return g_steal_pointer(&report);
}

static bool read_files(struct report *report, GError **err)
{
	JsonArray *files = member_list(members(report), "files");
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	if (!files || !json_array_get_length(files))
		return not_a_report(report, "lists no files", err);
	for (guint i = 0; i < json_array_get_length(files); i++) {
		JsonObject *object = element_object(files, i);
		const char *path = member_text(object, "path");
		const char *before = member_text(object, "before");
		const char *after = member_text(object, "after");
		struct touched *file;

		if (!path || !path_inside(path) || !fs_is_digest(after) ||
		    (before && !fs_is_digest(before)) || !g_strcmp0(before, after))
			return not_a_report(
				report,
				"lists a file without a path in the tree or without its digests",
				err);
		if (!g_hash_table_add(known, (gpointer)path))
			return not_a_report(report, "lists a file twice", err);
		file = g_new0(struct touched, 1);
		file->path = g_strdup(path);
		file->before = g_strdup(before);
		file->after = g_strdup(after);
		g_ptr_array_add(report->files, file);
	}
	return true;
}

static bool read_directories(struct report *report, GError **err)
{
	JsonArray *directories = member_list(members(report), "directories");

	for (guint i = 0; directories && i < json_array_get_length(directories); i++) {
		const char *path = element_text(directories, i);

		if (!path || !path_inside(path))
			return not_a_report(report, "lists a directory outside the tree",
					    err);
		g_ptr_array_add(report->directories, g_strdup(path));
	}
	return true;
}

static bool read_words(const struct report *report, const char *name, GHashTable *words,
		       GError **err)
{
	JsonObject *object = member_object(members(report), name);
	g_autoptr(GList) keys = object ? json_object_get_members(object) : NULL;

	if (!object)
		return not_a_report(report, "missing spec or options", err);
	for (GList *key = keys; key; key = key->next) {
		const char *value = member_text(object, key->data);

		/* An option without a value is stored as true. */
		if (member_true(object, key->data))
			value = "1";
		if (!value)
			return not_a_report(report, "a value of spec or options is not a string",
					    err);
		g_hash_table_insert(words, g_strdup(key->data), g_strdup(value));
	}
	return true;
}

/* The number in the form of an option that sets it; NULL if the tree has no such number. */
static char *pin(const struct report *report, const char *key)
{
	const char *value = g_hash_table_lookup(report->spec, key);

	if (!value || !*value)
		return NULL;
	return g_str_has_suffix(value, "U") ? g_strndup(value, strlen(value) - 1) : g_strdup(value);
}

static bool is_reason(const char *why)
{
	static const char reasons[] = "^(" REASON_RULE "[A-Za-z0-9][A-Za-z0-9._+~-]*|"
				      REASON_PINNED "|" REASON_ASSIGNED ")$";

	return why && g_regex_match_simple(reasons, why, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0);
}

/* If the report gives no reason, the options do: a number that was not given was chosen. */
static void read_numbers(struct report *report)
{
	JsonObject *reasons = member_object(members(report), "numbers");
	g_autofree char *chosen = g_strconcat(REASON_RULE, report->release, NULL);

	for (int i = 0; i < NUMBERS; i++) {
		struct number *number = &report->numbers.of[i];
		const char *why = member_text(reasons, number_words[i].option);

		number->text = pin(report, number_words[i].key);
		if (is_reason(why))
			number->why = g_intern_string(why);
		else if (g_hash_table_contains(report->options, number_words[i].option))
			number->why = report->numbers.assigned ? REASON_ASSIGNED : REASON_PINNED;
		else
			number->why = g_intern_string(chosen);
	}
}

/**
 * report_contents() - read what a series was made with, and what it touches
 * @report: the result of report_own(); gets the contents
 * @err: STATUS_USAGE: something is missing or has the wrong type
 */
bool report_contents(struct report *report, GError **err)
{
	report->spec = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	report->options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	report->files = g_ptr_array_new_with_free_func(touched_free);
	report->directories = g_ptr_array_new_with_free_func(g_free);
	report->level = g_strdup(member_text(members(report), "level"));
	if (g_strcmp0(report->level, "framework") && g_strcmp0(report->level, "full"))
		return not_a_report(report, "missing or unknown level", err);
	if (!read_words(report, "spec", report->spec, err) ||
	    !read_words(report, "options", report->options, err) || !read_files(report, err) ||
	    !read_directories(report, err))
		return false;
	report->numbers.assigned =
		!g_strcmp0(g_hash_table_lookup(report->options, "assigned"), "1");
	if (!strcmp(report->level, "full"))
		read_numbers(report);
	return true;
}

/* ------------------------------------------------------------------ mails */

static void add_mail(GArray *mails, JsonObject *entry, bool cover)
{
	const struct mail_digest mail = {
		member_text(entry, "file"), member_text(entry, "sha256"), cover
	};

	g_array_append_val(mails, mail);
}

/**
 * report_mails() - the mails of the series
 * @report: the report, from any reader
 *
 * Return: a new array of struct mail_digest with strings owned by the report: the cover letter if
 * there is one, then the patches.
 */
GArray *report_mails(const struct report *report)
{
	GArray *mails = g_array_new(FALSE, FALSE, sizeof(struct mail_digest));
	JsonArray *patches = member_list(members(report), "patches");
	JsonObject *cover = member_object(members(report), "cover"), *patch;

	if (cover)
		add_mail(mails, cover, true);
	for (guint i = 0; (patch = element_object(patches, i)); i++)
		add_mail(mails, patch, false);
	return mails;
}

/* ------------------------------------------------------------------ authors of lines */

/*
 * The files of one patch, whose hunks have that patch's line numbers. A series of one patch may
 * have them at the top level.
 */
static JsonArray *files_of(const struct report *report, guint patch)
{
	JsonArray *patches = member_list(members(report), "patches");

	if (!patches)
		return patch ? NULL : member_list(members(report), "files");
	return member_list(element_object(patches, patch), "files");
}

/* The authors of a hunk's lines, or NULL if the report does not have the hunk. */
static JsonArray *lines_of(const struct report *report, guint patch, const char *path,
			   int old_start, int new_start)
{
	JsonArray *files = files_of(report, patch);
	JsonObject *file, *hunk;

	for (guint i = 0; (file = element_object(files, i)); i++) {
		JsonArray *hunks = member_list(file, "hunks");

		if (g_strcmp0(member_text(file, "path"), path))
			continue;
		for (guint n = 0; (hunk = element_object(hunks, n)); n++)
			if (member_number(hunk, "old_start") == old_start &&
			    member_number(hunk, "new_start") == new_start)
				return member_list(hunk, "lines");
	}
	return NULL;
}

/* The site that a step of the run wired, or NULL. */
static JsonObject *site_of(const struct report *report, gint64 step)
{
	JsonArray *sites = member_list(members(report), "sites");
	JsonObject *site;

	for (guint i = 0; (site = element_object(sites, i)); i++)
		if (member_number(site, "step") == step)
			return site;
	return NULL;
}

static struct author author_of(const struct report *report, JsonObject *line)
{
	gint64 step = member_number(line, "step");
	JsonObject *site = site_of(report, step);
	/* The name of this member in reports of nsgen 0.1. */
	JsonObject *old = member_object(site, "model");
	JsonObject *neighbour = old ? old : member_object(site, "neighbour");

	return (struct author){
		.step = step, .hook = member_text(line, "hook"), .site = member_text(line, "site"),
		.neighbour = member_text(neighbour, "name"),
		.file = member_text(neighbour, "file"),
		.line = member_number(neighbour, "line"),
	};
}

static struct author *add_author(GArray *authors, const struct report *report, JsonObject *line)
{
	const struct author author = author_of(report, line);

	g_array_append_val(authors, author);
	return &g_array_index(authors, struct author, authors->len - 1);
}

/**
 * report_authors() - the hooks with lines in a hunk
 * @report: the report, from any reader
 * @patch: index of the patch in the series, from 0
 * @path: the file
 * @old_start: as in the hunk's @@ line
 * @new_start: as in the hunk's @@ line
 *
 * Return: a new array of struct author, in the order of their lines, with strings owned by the
 * report; empty if the report does not have the hunk.
 */
GArray *report_authors(const struct report *report, guint patch, const char *path, int old_start,
		       int new_start)
{
	GArray *authors = g_array_new(FALSE, FALSE, sizeof(struct author));
	JsonArray *lines = lines_of(report, patch, path, old_start, new_start);
	JsonObject *line;

	for (guint i = 0; (line = element_object(lines, i)); i++) {
		gint64 step = member_number(line, "step");
		struct author *author = NULL;

		for (guint n = 0; n < authors->len && !author; n++)
			if (g_array_index(authors, struct author, n).step == step)
				author = &g_array_index(authors, struct author, n);
		if (!author)
			author = add_author(authors, report, line);
		author->adds += member_number(line, "adds") > 0;
		author->removes += member_number(line, "removes") > 0;
	}
	return authors;
}

/**
 * report_author() - the hook of one line
 * @report: the report, from any reader
 * @patch: index of the patch in the series, from 0
 * @path: the file
 * @hunk: the hunk that has the line, in that patch
 * @side: "adds" or "removes"
 * @line: the line's number in the new or old file
 * @author: filled in with strings owned by the report
 *
 * Return: is the line in the report?
 */
bool report_author(const struct report *report, guint patch, const char *path,
		   const struct hunk *hunk, const char *side, int line, struct author *author)
{
	JsonArray *lines = lines_of(report, patch, path, hunk->old_start, hunk->new_start);
	JsonObject *each;

	for (guint i = 0; (each = element_object(lines, i)); i++) {
		if (member_number(each, side) != line)
			continue;
		*author = author_of(report, each);
		return true;
	}
	return false;
}

/**
 * report_unwired() - the sites without lines
 * @report: the report, from any reader
 *
 * Return: a new array of struct unwired with strings owned by the report.
 */
GArray *report_unwired(const struct report *report)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct unwired));
	JsonArray *sites = member_list(members(report), "sites");
	JsonObject *site;

	for (guint i = 0; (site = element_object(sites, i)); i++) {
		const char *evidence = member_text(site, "evidence");
		const struct unwired unwired = {
			.site = member_text(site, "site"), .state = member_text(site, "state"),
			.file = member_text(site, "file"), .line = member_number(site, "line"),
			.why = evidence ? evidence : member_text(site, "why"),
		};

		if (g_strcmp0(unwired.state, "wired"))
			g_array_append_val(all, unwired);
	}
	return all;
}

/**
 * report_hooks() - the hooks that wrote a series
 * @report: the report, from any reader
 *
 * Return: a new table from the paths of the hooks to their digests, strings owned by the report.
 */
GHashTable *report_hooks(const struct report *report)
{
	GHashTable *hooks = g_hash_table_new(g_str_hash, g_str_equal);
	JsonArray *sites = member_list(members(report), "sites");
	JsonObject *site;

	for (guint i = 0; (site = element_object(sites, i)); i++) {
		const char *hook = member_text(site, "hook");
		const char *sha256 = member_text(site, "sha256");

		if (hook && sha256)
			g_hash_table_insert(hooks, (gpointer)hook, (gpointer)sha256);
	}
	return hooks;
}

/**
 * report_results() - the checks that ran
 * @report: the report, from any reader
 *
 * Return: a new array of struct result with strings owned by the report.
 */
GArray *report_results(const struct report *report)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct result));
	JsonArray *checks = member_list(members(report), "checks");
	JsonObject *check;

	for (guint i = 0; (check = element_object(checks, i)); i++) {
		const struct result result = {
			member_text(check, "rung"), member_text(check, "status")
		};

		if (result.rung)
			g_array_append_val(all, result);
	}
	return all;
}

/**
 * report_checks() - the checks that ran, as check-results.c reads them
 * @report: the report, from any reader
 *
 * Return: a node owned by the report, not yet validated; or NULL.
 */
JsonNode *report_checks(const struct report *report)
{
	return json_object_get_member(members(report), "checks");
}
