// SPDX-License-Identifier: GPL-2.0-only
/*
 * Write report.json; report-read.c reads it. It says what was done, where, and by which hook, for
 * programs and for anybody who wants to repeat the run.
 *
 * It contains no time, path or user of this machine: the same input gives the same bytes.
 */
#include "series/report.h"
#include "series/report-read.h"
#include "lib/diff.h"
#include "lib/error.h"
#include "lib/json.h"
#include "lib/version.h"
#include "engine/apply-hooks.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

static void digest(JsonBuilder *json, const char *name, const char *text)
{
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

	json_member(json, name, sum);
}

static void put_spec(JsonBuilder *json, const struct spec *spec)
{
	GList *keys = g_list_sort(g_hash_table_get_keys(spec->keys), (GCompareFunc)strcmp);

	json_builder_set_member_name(json, "spec");
	json_builder_begin_object(json);
	for (GList *key = keys; key; key = key->next)
		json_member(json, key->data, spec_get(spec, key->data));
	json_builder_end_object(json);
	g_list_free(keys);
}

/* The first line that a step wrote in its file, numbered as after the step's patch. */
static int line_of(const struct step *step, const GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		for (guint n = 0; n < woven->parts->len; n++) {
			const struct part *part = woven->parts->pdata[n];

			for (guint line = 0;
			     part->patch == step->patch && line < part->authors->len; line++)
				if (part->authors->pdata[line] == step)
					return line + 1;
		}
	}
	return 0;
}

static void put_unwired(JsonBuilder *json, const GPtrArray *sites, const char *state,
			const char *reason)
{
	for (guint i = 0; i < sites->len; i++) {
		const struct absence *site = sites->pdata[i];

		json_builder_begin_object(json);
		json_member(json, "site", site->site);
		json_member(json, "state", state);
		json_member(json, "file", site->file);
		json_number(json, "line", site->line);
		json_member(json, reason, site->evidence);
		json_builder_end_object(json);
	}
}

/* The lines of the tree that a hook's lines resemble. */
static void put_neighbour(JsonBuilder *json, const struct neighbour *neighbour)
{
	json_builder_begin_object(json);
	json_member(json, "name", neighbour->name);
	json_member(json, "file", neighbour->file);
	json_number(json, "line", neighbour->line);
	json_number(json, "first", neighbour->first);
	json_member(json, "text", neighbour->text);
	if (neighbour->also) {
		json_builder_set_member_name(json, "also");
		json_builder_begin_array(json);
		for (guint i = 0; i < neighbour->also->len; i++)
			put_neighbour(json, neighbour->also->pdata[i]);
		json_builder_end_array(json);
	}
	json_builder_end_object(json);
}

static const struct neighbour *neighbour_of(const struct step *step, const GPtrArray *files)
{
	const struct neighbour *neighbour = NULL;

	for (guint i = 0; i < files->len && !neighbour; i++)
		neighbour =
			g_hash_table_lookup(((struct woven *)files->pdata[i])->neighbours, step);
	return neighbour;
}

static void put_sites(JsonBuilder *json, const struct plan *plan, const GPtrArray *files)
{
	json_builder_set_member_name(json, "sites");
	json_builder_begin_array(json);
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		const struct neighbour *neighbour = neighbour_of(step, files);

		json_builder_begin_object(json);
		json_member(json, "site", step->hook->site);
		json_member(json, "state", "wired");
		json_number(json, "step", step->number);
		json_number(json, "patch", step->patch);
		json_member(json, "hook", step->hook->path);
		digest(json, "sha256", step->hook->text);
		json_member(json, "does", step->hook->summary);
		json_member(json, "file", step->file);
		json_number(json, "line", line_of(step, files));
		if (neighbour) {
			json_builder_set_member_name(json, "neighbour");
			put_neighbour(json, neighbour);
		}
		json_builder_end_object(json);
	}
	put_unwired(json, plan->absences, "absent", "evidence");
	put_unwired(json, plan->optional, "not wired, by choice", "why");
	put_unwired(json, plan->excepted, "not wired, by exception", "why");
	json_builder_end_array(json);
}

static void put_line(JsonBuilder *json, const char *side, int line, const struct step *step)
{
	json_builder_begin_object(json);
	json_number(json, side, line);
	json_member(json, "hook", step->hook->path);
	json_member(json, "site", step->hook->site);
	json_number(json, "step", step->number);
	json_builder_end_object(json);
}

static void put_hunks(JsonBuilder *json, const struct part *part, const char *diff)
{
	g_autoptr(GArray) hunks = diff_hunks(diff);

	json_builder_set_member_name(json, "hunks");
	json_builder_begin_array(json);
	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		json_builder_begin_object(json);
		json_number(json, "old_start", hunk->old_start);
		json_number(json, "old_count", hunk->old_count);
		json_number(json, "new_start", hunk->new_start);
		json_number(json, "new_count", hunk->new_count);
		json_builder_set_member_name(json, "lines");
		json_builder_begin_array(json);
		for (int n = 0; n < hunk->old_count; n++) {
			const struct step *step = part->removers->pdata[hunk->old_start - 1 + n];

			if (step)
				put_line(json, "removes", hunk->old_start + n, step);
		}
		for (int n = 0; n < hunk->new_count; n++) {
			const struct step *step = part->authors->pdata[hunk->new_start - 1 + n];

			if (step)
				put_line(json, "adds", hunk->new_start + n, step);
		}
		json_builder_end_array(json);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

/* The part of a patch's diff for one file. */
static char *diff_of(const char *diff, const char *path)
{
	g_autofree char *header = g_strdup_printf("diff --git a/%s b/%s\n", path, path);
	const char *start = strstr(diff, header);
	const char *end = start ? strstr(start + 1, "\ndiff --git ") : NULL;

	if (!start)
		return g_strdup("");
	return end ? g_strndup(start, end + 1 - start) : g_strdup(start);
}

static void put_parts(JsonBuilder *json, const struct patch *patch, const GPtrArray *files)
{
	json_builder_set_member_name(json, "files");
	json_builder_begin_array(json);
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		for (guint n = 0; n < woven->parts->len; n++) {
			const struct part *part = woven->parts->pdata[n];
			g_autofree char *diff = NULL;

			if (part->patch != patch->number)
				continue;
			diff = diff_of(patch->diff, woven->path);
			json_builder_begin_object(json);
			json_member(json, "path", woven->path);
			put_hunks(json, part, diff);
			json_builder_end_object(json);
		}
	}
	json_builder_end_array(json);
}

static void put_patches(JsonBuilder *json, const struct series *series, const GPtrArray *files)
{
	if (series->file) {
		json_builder_set_member_name(json, "cover");
		json_builder_begin_object(json);
		json_member(json, "file", series->file);
		digest(json, "sha256", series->cover);
		json_builder_end_object(json);
	}
	json_builder_set_member_name(json, "patches");
	json_builder_begin_array(json);
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];

		json_builder_begin_object(json);
		json_number(json, "number", patch->number);
		json_member(json, "file", patch->file);
		json_member(json, "subject", patch->subject);
		json_member(json, "patch", patch->key);
		digest(json, "sha256", patch->text);
		put_parts(json, patch, files);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

static void put_files(JsonBuilder *json, const GPtrArray *files)
{
	json_builder_set_member_name(json, "files");
	json_builder_begin_array(json);
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		json_builder_begin_object(json);
		json_member(json, "path", woven->path);
		json_member(json, "state", woven->before ? "modified" : "new");
		if (woven->before)
			digest(json, "before", woven->before);
		digest(json, "after", woven->after);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

static void put_options(JsonBuilder *json, const GPtrArray *options)
{
	json_builder_set_member_name(json, "options");
	json_builder_begin_object(json);
	for (guint i = 0; i + 1 < options->len; i += 2) {
		if (options->pdata[i + 1]) {
			json_member(json, options->pdata[i], options->pdata[i + 1]);
			continue;
		}
		json_builder_set_member_name(json, options->pdata[i]);
		json_builder_add_boolean_value(json, true);
	}
	json_builder_end_object(json);
}

/*
 * Only written if an earlier series affected the numbers; otherwise the options give the reasons.
 */
static void put_reasons(JsonBuilder *json, const struct spec *spec, const struct tree *tree,
			const struct numbers *numbers)
{
	g_autofree char *chosen = g_strconcat(REASON_RULE, tree->release, NULL);
	bool any = false;

	for (int i = 0; i < NUMBERS; i++)
		any |= numbers->of[i].why != NULL;
	if (!any)
		return;
	json_builder_set_member_name(json, "numbers");
	json_builder_begin_object(json);
	for (int i = 0; i < NUMBERS; i++) {
		const char *why = numbers->of[i].why;

		if (*spec_get(spec, number_words[i].key))
			json_member(json, number_words[i].option, why ? why : chosen);
	}
	json_builder_end_object(json);
}

static void put_base(JsonBuilder *json, const struct tree *tree, const struct base *base)
{
	json_builder_set_member_name(json, "base");
	json_builder_begin_object(json);
	json_member(json, "release", tree->release);
	if (base->commit)
		json_member(json, "commit", base->commit);
	json_builder_end_object(json);
}

/* Directories that the tree does not have yet; they are removed together with the new files. */
static bool put_directories(JsonBuilder *json, const struct tree *tree, const GPtrArray *files,
			    GError **err)
{
	g_autoptr(GHashTable) new = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GList *paths;

	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];
		g_autofree char *dir = g_path_get_dirname(woven->path);

		while (!woven->before && strcmp(dir, ".")) {
			char *parent;
			bool there;

			if (!tree_has_directory(tree, dir, &there, err))
				return false;
			if (there)
				break;
			parent = g_path_get_dirname(dir);

			g_hash_table_add(new, g_steal_pointer(&dir));
			dir = parent;
		}
	}
	paths = g_list_sort(g_hash_table_get_keys(new), (GCompareFunc)strcmp);
	json_builder_set_member_name(json, "directories");
	json_builder_begin_array(json);
	for (GList *path = paths; path; path = path->next)
		json_builder_add_string_value(json, path->data);
	json_builder_end_array(json);
	g_list_free(paths);
	return true;
}

/**
 * report_error() - print an error for a program: an object with "status" and "error", on stdout
 * @err: the error
 */
void report_error(const GError *err)
{
	g_autoptr(JsonBuilder) json = json_builder_new();
	g_autofree char *line = error_line(err), *text = NULL;

	json_builder_begin_object(json);
	json_number(json, "status", error_status(err));
	json_member(json, "error", line);
	json_builder_end_object(json);
	text = json_print(json);
	fputs(text, stdout);
}

/* Sets the last member, the digest. A report that nsgen could not read back is not written. */
static char *print(JsonNode *root, GError **err)
{
	g_autofree char *zeros = g_strnfill(64, '0');
	g_autofree char *json = NULL, *sum = NULL;
	char *text;

	json_object_set_string_member(json_node_get_object(root), "digest", zeros);
	json = json_to_string(root, TRUE);
	text = g_strconcat(json, "\n", NULL);
	if (strlen(text) > (gsize)JSON_MOST << 20) {
		fail(err, STATUS_USAGE, REPORT_FILE ": would be larger than %u MiB; record shorter "
		     "details, or use a shorter .conf", JSON_MOST);
		g_free(text);
		return NULL;
	}
	sum = report_digest(text);
	memcpy(text + strlen(text) - strlen("\"\n}\n") - 64, sum, 64);
	return text;
}

/**
 * report_json() - the report of a run
 * @spec: the namespace
 * @tree: the tree
 * @plan: the plan that was carried out
 * @files: the result of apply_hooks()
 * @series: the series to publish
 * @base: the state that it applies to
 * @options: the user's options: names and values alternate; the value is NULL for a switch
 * @numbers: the numbers, with their reasons; NULL if the level has none
 * @checks: the checks that are valid for this series
 * @err: STATUS_TREE: a directory of the tree cannot be checked; STATUS_USAGE: the report would be
 * too large
 *
 * Return: a new string, or NULL.
 */
char *report_json(const struct spec *spec, const struct tree *tree, const struct plan *plan,
		  const GPtrArray *files, const struct series *series, const struct base *base,
		  const GPtrArray *options, const struct numbers *numbers, JsonArray *checks,
		  GError **err)
{
	g_autoptr(JsonBuilder) json = json_builder_new();
	g_autoptr(JsonNode) root = NULL;

	json_builder_begin_object(json);
	json_member(json, "nsgen", NSGEN_VERSION);
	json_member(json, "name", spec->name);
	json_member(json, "level", plan->level);
	json_member(json, "release", tree->release);
	put_options(json, options);
	if (numbers)
		put_reasons(json, spec, tree, numbers);
	put_base(json, tree, base);
	put_spec(json, spec);
	put_sites(json, plan, files);
	put_patches(json, series, files);
	put_files(json, files);
	if (!put_directories(json, tree, files, err))
		return NULL;
	json_builder_end_object(json);
	root = json_builder_get_root(json);
	json_object_set_array_member(json_node_get_object(root), "checks", json_array_ref(checks));
	return print(root, err);
}

static void set_digest(JsonObject *mail, const GPtrArray *names, const GPtrArray *texts)
{
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *sum = NULL;

		if (g_strcmp0(member_text(mail, "file"), names->pdata[i]))
			continue;
		sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, texts->pdata[i], -1);
		json_object_set_string_member(mail, "sha256", sum);
	}
}

/**
 * report_recorded() - update the report of a series with new checks
 * @root: the old report; it is modified
 * @checks: the checks that are valid for this series
 * @names: the files of its mails
 * @texts: their current texts, in the same order
 * @err: STATUS_USAGE: the report would be too large to be read
 *
 * Return: a new string, or NULL.
 */
char *report_recorded(JsonNode *root, JsonArray *checks, const GPtrArray *names,
		      const GPtrArray *texts, GError **err)
{
	JsonObject *report = json_node_get_object(root), *patch;
	JsonObject *cover = member_object(report, "cover");
	JsonArray *patches = member_list(report, "patches");

	if (cover)
		set_digest(cover, names, texts);
	for (guint i = 0; (patch = element_object(patches, i)); i++)
		set_digest(patch, names, texts);
	json_object_set_array_member(report, "checks", json_array_ref(checks));
	return print(root, err);
}
