// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an earlier run left: is it still as nsgen wrote it, and which of its checks hold for what is written now?
 *
 * report.json has the digest of each patch, and one of itself.
 */
#include "series/earlier-run.h"
#include "lib/error.h"
#include "series/report.h"
#include "series/series-read.h"
#include "lib/json.h"
#include "lib/seen.h"
#include "series/check-results.h"

#include <string.h>

#define FORCE "; FORCE=1 throws it away"
#define NOT_OURS "is none that this nsgen wrote, so nobody knows whether the patches were edited" FORCE

static const char *string_of(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;
}

/* Names that nsgen gives, and no way out of the directory. */
static bool is_entry(JsonNode *node)
{
	JsonObject *entry = node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
	const char *file = string_of(entry, "file");

	return file && string_of(entry, "sha256") &&
	       g_regex_match_simple("^[0-9]{4}-[A-Za-z0-9._-]+\\.patch$", file, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0);
}

static bool has_entries(JsonObject *report)
{
	JsonNode *patches = json_object_get_member(report, "patches");
	JsonArray *array = patches && JSON_NODE_HOLDS_ARRAY(patches) ? json_node_get_array(patches) : NULL;

	if (!array || (json_object_has_member(report, "cover") && !is_entry(json_object_get_member(report, "cover"))))
		return false;
	for (guint i = 0; i < json_array_get_length(array); i++)
		if (!is_entry(json_array_get_element(array, i)))
			return false;
	return true;
}

/**
 * earlier_report() - read a report that nobody has edited
 * @dir: of the series
 * @err: STATUS_USAGE: there is none, it is another nsgen's, or it was edited
 *
 * Return: its JSON, for json_node_unref(); or NULL.
 */
JsonNode *earlier_report(const char *dir, GError **err)
{
	g_autofree char *path = g_build_filename(dir, REPORT_FILE, NULL);
	g_autofree char *text = NULL, *digest = NULL;
	g_autoptr(JsonNode) root = NULL;
	JsonObject *report;
	gsize len;

	if (!series_text(path, " and " NOT_OURS, &text, &len, err))
		return NULL;
	if (!text) {
		fail(err, STATUS_USAGE, "%s: cannot be read; generate the series anew" FORCE, path);
		return NULL;
	}
	root = json_parse(path, text, len, err);
	if (!root) {
		error_end(err, " and " NOT_OURS);
		return NULL;
	}
	report = JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
	if (!report || !string_of(report, "digest") || !has_entries(report)) {
		fail(err, STATUS_USAGE, "%s: " NOT_OURS, path);
		return NULL;
	}
	digest = report_digest(text);
	if (!digest || strcmp(digest, string_of(report, "digest"))) {
		fail(err, STATUS_USAGE, "%s: was edited" FORCE, path);
		return NULL;
	}
	return g_steal_pointer(&root);
}

/* A file that the report names, or NULL. */
static JsonObject *named(JsonObject *report, const char *name)
{
	JsonObject *cover = json_object_has_member(report, "cover") ? json_object_get_object_member(report, "cover") : NULL;
	JsonArray *patches = json_object_get_array_member(report, "patches");

	if (cover && !g_strcmp0(string_of(cover, "file"), name))
		return cover;
	for (guint i = 0; i < json_array_get_length(patches); i++) {
		JsonObject *patch = json_array_get_object_element(patches, i);

		if (!g_strcmp0(string_of(patch, "file"), name))
			return patch;
	}
	return NULL;
}

static bool is_as_written(const char *dir, JsonObject *entry, GError **err)
{
	g_autofree char *path = g_build_filename(dir, string_of(entry, "file"), NULL);
	g_autofree char *text = NULL, *sum = NULL;
	gsize len;

	if (!series_text(path, FORCE, &text, &len, err))
		return false;
	if (!text)
		return fail(err, STATUS_USAGE, "%s: is gone" FORCE, path);
	sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, len);
	if (g_strcmp0(sum, string_of(entry, "sha256")))
		return fail(err, STATUS_USAGE, "%s: was edited" FORCE, path);
	return true;
}

static bool none_foreign(const char *dir, const GPtrArray *entries, JsonObject *report, GError **err)
{
	for (guint i = 0; i < entries->len; i++) {
		const char *name = ((struct seen_entry *)entries->pdata[i])->name;

		if (g_str_has_suffix(name, ".patch") && !named(report, name))
			return fail(err, STATUS_USAGE, "%s/%s: is no patch that nsgen wrote" FORCE, dir, name);
	}
	return true;
}

/**
 * earlier_untouched() - is everything as nsgen wrote it?
 * @dir: of the series; may be missing or empty
 * @err: STATUS_USAGE, with the file that is not
 */
bool earlier_untouched(const char *dir, GError **err)
{
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, dir, NULL, err);
	g_autoptr(JsonNode) root = NULL;
	JsonObject *report;
	JsonArray *patches;

	if (!entries)
		return false;
	if (!entries->len)
		return true;
	root = earlier_report(dir, err);
	if (!root)
		return false;
	report = json_node_get_object(root);
	patches = json_object_get_array_member(report, "patches");
	if (json_object_has_member(report, "cover") && !is_as_written(dir, json_object_get_object_member(report, "cover"), err))
		return false;
	for (guint i = 0; i < json_array_get_length(patches); i++)
		if (!is_as_written(dir, json_array_get_object_element(patches, i), err))
			return false;
	return none_foreign(dir, entries, report, err);
}

/* The same patch as there, but for what is said of tests. */
static bool compare(const char *dir, const char *file, const char *text, bool *same, GError **err)
{
	g_autoptr(JsonArray) none = json_array_new();
	g_autofree char *path = g_build_filename(dir, file, NULL);
	g_autofree char *there = NULL, *untested = NULL;
	g_autoptr(GError) why = NULL;

	*same = false;
	/* One that is too large is another one. */
	if (!series_text(path, "", &there, NULL, &why) && seen_unread(why)) {
		g_propagate_error(err, g_steal_pointer(&why));
		return false;
	}
	if (!there)
		return true;
	untested = testing_replace(there, none);
	*same = !strcmp(untested, text);
	return true;
}

/**
 * earlier_checks() - the checks that ran on the very same series
 * @dir: where the series will be
 * @series: untested
 * @err: STATUS_USAGE: what is there cannot be read
 *
 * Return: an array, for json_array_unref(); empty where a patch is another one or an earlier report cannot be believed; or NULL.
 */
JsonArray *earlier_checks(const char *dir, const struct series *series, GError **err)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(JsonNode) root = earlier_report(dir, &why);
	JsonNode *checks;

	if (seen_unread(why)) {
		g_propagate_error(err, g_steal_pointer(&why));
		return NULL;
	}
	if (!root)
		return json_array_new();
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];
		bool same;

		/* Only a patch without a cover letter says how it was tested, but then it is no other patch. */
		if (!compare(dir, patch->file, patch->text, &same, err))
			return NULL;
		if (!same)
			return json_array_new();
	}
	checks = json_object_get_member(json_node_get_object(root), "checks");
	return testing_check(checks, NULL) ? json_array_ref(json_node_get_array(checks)) : json_array_new();
}
