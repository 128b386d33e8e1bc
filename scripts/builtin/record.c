// SPDX-License-Identifier: GPL-2.0-only
/*
 * record: put the results of checks into a series' report, and into what the series says about how it was tested.
 */
#include "builtin/record.h"
#include "series/earlier-run.h"
#include "lib/error.h"
#include "tree/outdir.h"
#include "series/report.h"
#include "series/series-read.h"
#include "lib/json.h"
#include "lib/seen.h"
#include "series/check-results.h"

#include <errno.h>
#include <string.h>

static JsonArray *load(const char *path, GError **err)
{
	static const char to_do[] = "; use one with the results of checks";
	g_autoptr(JsonNode) root = NULL;
	g_autoptr(GError) why = NULL;
	g_autofree char *text = NULL;
	gsize len;

	if (!series_text(path, to_do, &text, &len, err))
		return NULL;
	if (!text) {
		fail(err, STATUS_USAGE, "%s: cannot be read (%s)", path, g_strerror(ENOENT));
		return NULL;
	}
	root = json_parse(path, text, len, err);
	if (!root) {
		error_end(err, to_do);
		return NULL;
	}
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

/* A rung that ran again has its new results only, in the place of the old ones. */
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

/* All files of the series, with the new section where there was one. */
static bool rewrite(const char *dir, JsonObject *entry, JsonArray *checks, GPtrArray *names, GPtrArray *texts, GError **err)
{
	const char *name = json_object_get_string_member(entry, "file");
	g_autofree char *path = g_build_filename(dir, name, NULL);
	g_autofree char *text = NULL, *sum = NULL;
	char *new;

	if (!series_text(path, SERIES_AGAIN, &text, NULL, err))
		return false;
	if (!text)
		return fail(err, STATUS_USAGE, "%s: is gone" SERIES_AGAIN, path);
	new = testing_replace(text, checks);
	sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, new, -1);
	json_object_set_string_member(entry, "sha256", sum);
	g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_add(texts, new);
	return true;
}

static bool rewrite_all(const char *dir, JsonNode *root, JsonArray *checks, GError **err)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	JsonObject *report = json_node_get_object(root);
	JsonArray *patches = json_object_get_array_member(report, "patches");

	if (json_object_has_member(report, "cover")) {
		if (!rewrite(dir, json_object_get_object_member(report, "cover"), checks, names, texts, err))
			return false;
	}
	for (guint i = 0; i < json_array_get_length(patches); i++)
		if (!rewrite(dir, json_array_get_object_element(patches, i), checks, names, texts, err))
			return false;
	json_object_set_array_member(report, "checks", json_array_ref(checks));
	g_ptr_array_add(names, g_strdup(REPORT_FILE));
	g_ptr_array_add(texts, report_print(root));
	return outdir_publish(dir, names, texts, err);
}

/**
 * record() - the command
 * @dir: of the series
 * @files: each an array of checks, NULL behind the last
 * @err: STATUS_USAGE: a file is no such array, or the series was edited; nothing was changed
 */
bool record(const char *dir, char **files, GError **err)
{
	g_autoptr(JsonArray) new = json_array_new();
	g_autoptr(JsonArray) checks = NULL;
	g_autoptr(JsonNode) root = NULL;
	bool ok = false;
	enum seen kind;
	int lock;

	for (; *files; files++) {
		g_autoptr(JsonArray) some = load(*files, err);

		if (!some)
			return false;
		for (guint i = 0; i < json_array_get_length(some); i++)
			json_array_add_element(new, json_node_copy(json_array_get_element(some, i)));
	}
	if (!seen_kind(STATUS_USAGE, dir, NULL, &kind, err))
		return false;
	if (kind != SEEN_DIRECTORY)
		return fail(err, STATUS_USAGE, "%s: there is no such series; generate it first", dir);
	lock = outdir_lock(dir, err);
	if (lock < 0)
		return false;
	if (earlier_untouched(dir, err))
		root = earlier_report(dir, err);
	if (root) {
		JsonNode *old = json_object_get_member(json_node_get_object(root), "checks");

		if (testing_check(old, err)) {
			checks = merge(json_node_get_array(old), new);
			ok = rewrite_all(dir, root, checks, err);
		}
	}
	outdir_unlock(lock);
	return ok;
}
