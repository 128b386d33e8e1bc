// SPDX-License-Identifier: GPL-2.0-only
/*
 * report.json: what was done, where, and by which hook, for programs and for whoever wants to do it again.
 *
 * No time, path or user of this machine is in it: the same input gives the same bytes.
 */
#include "report.h"
#include "diff.h"
#include "error.h"
#include "text.h"
#include "version.h"
#include "weave.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

static void member(JsonBuilder *json, const char *name, const char *value)
{
	g_autofree char *valid = g_utf8_make_valid(value, -1);

	json_builder_set_member_name(json, name);
	json_builder_add_string_value(json, valid);
}

static void number(JsonBuilder *json, const char *name, int value)
{
	json_builder_set_member_name(json, name);
	json_builder_add_int_value(json, value);
}

static void digest(JsonBuilder *json, const char *name, const char *text)
{
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

	member(json, name, sum);
}

static void put_spec(JsonBuilder *json, const struct spec *spec)
{
	GList *keys = g_list_sort(g_hash_table_get_keys(spec->keys), (GCompareFunc)strcmp);

	json_builder_set_member_name(json, "spec");
	json_builder_begin_object(json);
	for (GList *key = keys; key; key = key->next)
		member(json, key->data, spec_get(spec, key->data));
	json_builder_end_object(json);
	g_list_free(keys);
}

/* The first line that a step wrote in its file. */
static int line_of(const struct step *step, const GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		if (strcmp(woven->path, step->file))
			continue;
		for (guint line = 0; line < woven->authors->len; line++)
			if (woven->authors->pdata[line] == step)
				return line + 1;
	}
	return 0;
}

static void put_unwired(JsonBuilder *json, const GPtrArray *sites, const char *state, const char *reason)
{
	for (guint i = 0; i < sites->len; i++) {
		const struct absence *site = sites->pdata[i];

		json_builder_begin_object(json);
		member(json, "site", site->site);
		member(json, "state", state);
		member(json, "file", site->file);
		number(json, "line", site->line);
		member(json, reason, site->evidence);
		json_builder_end_object(json);
	}
}

static void put_sites(JsonBuilder *json, const struct plan *plan, const GPtrArray *files)
{
	json_builder_set_member_name(json, "sites");
	json_builder_begin_array(json);
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];

		json_builder_begin_object(json);
		member(json, "site", step->hook->site);
		member(json, "state", "wired");
		number(json, "step", step->number);
		member(json, "hook", step->hook->path);
		digest(json, "sha256", step->hook->text);
		member(json, "does", step->hook->summary);
		member(json, "file", step->file);
		number(json, "line", line_of(step, files));
		json_builder_end_object(json);
	}
	put_unwired(json, plan->absences, "absent", "evidence");
	put_unwired(json, plan->optional, "not wired, by choice", "why");
	json_builder_end_array(json);
}

static void put_line(JsonBuilder *json, const char *side, int line, const struct step *step)
{
	json_builder_begin_object(json);
	number(json, side, line);
	member(json, "hook", step->hook->path);
	member(json, "site", step->hook->site);
	number(json, "step", step->number);
	json_builder_end_object(json);
}

static void put_hunks(JsonBuilder *json, const struct woven *woven, const char *diff)
{
	g_autoptr(GArray) hunks = diff_hunks(diff);

	json_builder_set_member_name(json, "hunks");
	json_builder_begin_array(json);
	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		json_builder_begin_object(json);
		number(json, "old_start", hunk->old_start);
		number(json, "old_count", hunk->old_count);
		number(json, "new_start", hunk->new_start);
		number(json, "new_count", hunk->new_count);
		json_builder_set_member_name(json, "lines");
		json_builder_begin_array(json);
		for (int n = 0; n < hunk->old_count; n++) {
			const struct step *step = woven->removers->pdata[hunk->old_start - 1 + n];

			if (step)
				put_line(json, "removes", hunk->old_start + n, step);
		}
		for (int n = 0; n < hunk->new_count; n++) {
			const struct step *step = woven->authors->pdata[hunk->new_start - 1 + n];

			if (step)
				put_line(json, "adds", hunk->new_start + n, step);
		}
		json_builder_end_array(json);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

/* The part of a series' diff that is about one file. */
static char *diff_of(const char *diff, const char *path)
{
	g_autofree char *header = g_strdup_printf("diff --git a/%s b/%s\n", path, path);
	const char *start = strstr(diff, header);
	const char *end = start ? strstr(start + 1, "\ndiff --git ") : NULL;

	if (!start)
		return g_strdup("");
	return end ? g_strndup(start, end + 1 - start) : g_strdup(start);
}

static void put_files(JsonBuilder *json, const GPtrArray *files, const char *diff)
{
	json_builder_set_member_name(json, "files");
	json_builder_begin_array(json);
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];
		g_autofree char *part = diff_of(diff, woven->path);

		json_builder_begin_object(json);
		member(json, "path", woven->path);
		member(json, "state", woven->before ? "modified" : "new");
		if (woven->before)
			digest(json, "before", woven->before);
		digest(json, "after", woven->after);
		put_hunks(json, woven, part);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

static char *print(JsonBuilder *json)
{
	g_autoptr(JsonNode) root = json_builder_get_root(json);
	g_autofree char *text = json_to_string(root, TRUE);

	return g_strconcat(text, "\n", NULL);
}

/**
 * report_error() - an error for a program: an object with "status" and "error", on stdout
 * @err: the error
 */
void report_error(const GError *err)
{
	g_autoptr(JsonBuilder) json = json_builder_new();
	g_autofree char *text = NULL;

	json_builder_begin_object(json);
	number(json, "status", error_status(err));
	member(json, "error", err->message);
	json_builder_end_object(json);
	text = print(json);
	fputs(text, stdout);
}

/**
 * report_json() - the report of a run
 * @spec: the namespace
 * @tree: the tree
 * @plan: what was done
 * @files: of weave()
 * @level: "framework"
 * @diff: of series_diff()
 *
 * Return: a new string.
 */
char *report_json(const struct spec *spec, const struct tree *tree, const struct plan *plan, const GPtrArray *files,
		  const char *level, const char *diff)
{
	g_autoptr(JsonBuilder) json = json_builder_new();

	json_builder_begin_object(json);
	member(json, "nsgen", NSGEN_VERSION);
	member(json, "name", spec->name);
	member(json, "level", level);
	member(json, "release", tree->release);
	put_spec(json, spec);
	put_sites(json, plan, files);
	put_files(json, files, diff);
	json_builder_end_object(json);

	return print(json);
}
