// SPDX-License-Identifier: GPL-2.0-only
/*
 * A series that was generated before, and its report, for those who look at them.
 *
 * All of it is somebody else's text by now. This is the only place that knows the form of report.json; nothing in it is believed further
 * than it can be seen: a hunk that the report does not have has no hooks.
 */
#include "series/series-look.h"
#include "series/series-read.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "spec/spec.h"
#include "tree/tree.h"

#include <errno.h>
#include <string.h>

/**
 * written_free() - give a series back
 * @written: may be NULL
 */
void written_free(struct written *written)
{
	if (!written)
		return;
	g_free(written->dir);
	g_free(written->name);
	g_free(written->release);
	g_free(written->cover);
	g_clear_pointer(&written->report, json_node_unref);
	g_clear_pointer(&written->files, g_ptr_array_unref);
	g_clear_pointer(&written->patches, g_ptr_array_unref);
	g_free(written);
}

/**
 * written_report() - the report
 * @written: the series
 *
 * Return: the series' own object.
 */
JsonObject *written_report(const struct written *written)
{
	return json_node_get_object(written->report);
}

static bool not_a_report(const char *dir, const char *what, GError **err)
{
	return fail(err, STATUS_USAGE, "%s/report.json: %s; generate the series again", dir, what);
}

static bool read_report(struct written *written, GError **err)
{
	g_autofree char *path = g_build_filename(written->dir, "report.json", NULL);
	g_autofree char *text = NULL;
	JsonNode *root;
	gsize len;

	if (!series_text(path, SERIES_AGAIN, &text, &len, err))
		return false;
	if (!text)
		return fail(err, STATUS_USAGE, "%s: there is no series here (no report.json); 'make NS=… KERNEL=…' makes one", written->dir);
	written->report = root = json_parse(path, text, len, err);
	if (!root) {
		error_end(err, SERIES_AGAIN);
		return false;
	}
	if (!JSON_NODE_HOLDS_OBJECT(root))
		return not_a_report(written->dir, "is no report", err);
	written->name = g_strdup(member_text(json_node_get_object(root), "name"));
	written->release = g_strdup(member_text(json_node_get_object(root), "release"));
	if (!written->name || !written->release || !member_list(json_node_get_object(root), "sites"))
		return not_a_report(written->dir, "has no name, release or sites", err);
	return true;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool read_patches(struct written *written, GError **err)
{
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, written->dir, NULL, err);

	if (!entries)
		return false;
	written->files = g_ptr_array_new_with_free_func(g_free);
	written->patches = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < entries->len; i++) {
		const char *name = ((struct seen_entry *)entries->pdata[i])->name;

		if (g_regex_match_simple("^[0-9]{4}-[^/]*\\.patch$", name, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
			g_ptr_array_add(written->files, g_strdup(name));
	}
	g_ptr_array_sort(written->files, by_name);
	for (guint i = 0; i < written->files->len; i++) {
		g_autofree char *path = g_build_filename(written->dir, written->files->pdata[i], NULL);
		char *text;

		if (!series_text(path, SERIES_AGAIN, &text, NULL, err))
			return false;
		if (!text)
			return fail(err, STATUS_USAGE, "%s: cannot be read (%s)", path, g_strerror(ENOENT));
		if (g_str_has_prefix(written->files->pdata[i], "0000-"))
			written->cover = text;
		else
			g_ptr_array_add(written->patches, text);
	}
	if (written->cover)
		g_ptr_array_remove_index(written->files, 0);
	if (!written->patches->len)
		return fail(err, STATUS_USAGE, "%s: has no patches; generate the series again", written->dir);
	return true;
}

/**
 * written_read() - read a series
 * @dir: the directory with report.json in it
 * @err: STATUS_USAGE: there is none
 *
 * Return: for written_free(), or NULL.
 */
struct written *written_read(const char *dir, GError **err)
{
	g_autoptr(Written) written = g_new0(struct written, 1);

	written->dir = g_strdup(dir);
	if (!read_report(written, err) || !read_patches(written, err))
		return NULL;
	return g_steal_pointer(&written);
}

/* Whoever does not say for which tree means the only one there is. */
static char *only_release(const char *out, const char *name, GError **err)
{
	g_autofree char *path = g_build_filename(out, name, NULL);
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, path, NULL, err);
	g_autofree char *release = NULL;

	if (!entries)
		return NULL;
	for (guint i = 0; i < entries->len; i++) {
		const char *entry = ((struct seen_entry *)entries->pdata[i])->name;
		g_autofree char *report = g_build_filename(path, entry, "report.json", NULL);
		enum seen kind;

		if (*entry == '.')
			continue;
		if (!seen_kind(STATUS_USAGE, report, NULL, &kind, err))
			return NULL;
		if (kind != SEEN_FILE)
			continue;
		if (release) {
			fail(err, STATUS_USAGE, "%s: has a series for more than one kernel; KERNEL= says which", path);
			return NULL;
		}
		release = g_strdup(entry);
	}
	if (!release)
		fail(err, STATUS_USAGE, "%s: there is no series of %s; 'make NS=%s' makes one", path, name, name);
	return g_steal_pointer(&release);
}

/**
 * written_open() - find and read a series
 * @out: where series are
 * @name: the namespace, untrusted
 * @kernel: the tree that it was made for; NULL: there is a series for one only
 * @err: STATUS_USAGE: there is none, or there are several
 *
 * Return: for written_free(), or NULL.
 */
struct written *written_open(const char *out, const char *name, const char *kernel, GError **err)
{
	g_autoptr(Written) written = NULL;
	g_autoptr(Tree) tree = NULL;
	g_autofree char *release = NULL, *dir = NULL;

	if (!spec_name_ok(name, err))
		return NULL;
	tree = kernel ? tree_open(kernel, err) : NULL;
	if (kernel && !tree)
		return NULL;
	release = tree ? g_strdup(tree->release) : only_release(out, name, err);
	if (!release)
		return NULL;
	dir = g_build_filename(out, name, release, NULL);
	written = written_read(dir, err);
	if (written && (strcmp(written->name, name) || strcmp(written->release, release))) {
		not_a_report(dir, "is about another series", err);
		return NULL;
	}
	return g_steal_pointer(&written);
}

/**
 * written_changed() - is a patch another one than the report is about?
 * @written: the series
 * @patch: the patch's index in @written->patches
 *
 * Return: true if the report has its digest, and it is not that.
 */
bool written_changed(const struct written *written, guint patch)
{
	const char *want = member_text(element_object(member_list(written_report(written), "patches"), patch), "sha256");
	g_autofree char *is = g_compute_checksum_for_string(G_CHECKSUM_SHA256, written->patches->pdata[patch], -1);

	return want && strcmp(want, is);
}

/* The files of one patch, whose hunks have that patch's line numbers. A series of one patch may have them at the top. */
static JsonArray *files_of(const struct written *written, guint patch)
{
	JsonArray *patches = member_list(written_report(written), "patches");

	if (!patches)
		return patch ? NULL : member_list(written_report(written), "files");
	return member_list(element_object(patches, patch), "files");
}

/**
 * written_lines() - which hook wrote which line of a hunk
 * @written: the series
 * @patch: the patch's index in @written->patches
 * @path: the file
 * @old_start: as in its @@ line
 * @new_start: as in its @@ line
 *
 * Return: the report's array of objects with "adds" or "removes" (a line number) and "hook", "site", "step"; NULL where the report
 * knows no such hunk.
 */
JsonArray *written_lines(const struct written *written, guint patch, const char *path, int old_start, int new_start)
{
	JsonArray *files = files_of(written, patch);
	JsonObject *file, *hunk;

	for (guint i = 0; (file = element_object(files, i)); i++) {
		JsonArray *hunks = member_list(file, "hunks");

		if (g_strcmp0(member_text(file, "path"), path))
			continue;
		for (guint n = 0; (hunk = element_object(hunks, n)); n++)
			if (member_number(hunk, "old_start") == old_start && member_number(hunk, "new_start") == new_start)
				return member_list(hunk, "lines");
	}
	return NULL;
}

/**
 * written_site() - the site that a step of the run wired
 * @written: the series
 * @step: its number
 *
 * Return: the report's object with "site", "hook", "does", "model" and more, or NULL.
 */
JsonObject *written_site(const struct written *written, gint64 step)
{
	JsonArray *sites = member_list(written_report(written), "sites");
	JsonObject *site;

	for (guint i = 0; (site = element_object(sites, i)); i++)
		if (member_number(site, "step") == step)
			return site;
	return NULL;
}
