// SPDX-License-Identifier: GPL-2.0-only
/*
 * A series that was generated before: read, and held to its report.
 *
 * It may have been edited, mailed around or cut short since. Nothing is done with one whose patches are not those that the report
 * names, and what they do is judged by the digests of what comes out, not by git's word.
 */
#include "series/series-read.h"
#include "series/earlier-run.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/json.h"
#include "tree/outdir.h"
#include "series/report.h"
#include "tree/git.h"
#include "lib/seen.h"
#include "spec/spec.h"
#include "tree/safe-path.h"

#include <string.h>

static void file_free(gpointer data)
{
	struct stored_file *file = data;

	g_free(file->path);
	g_free(file->before);
	g_free(file->after);
	g_free(file);
}

static void patch_free(gpointer data)
{
	struct stored_patch *patch = data;

	g_free(patch->name);
	g_free(patch->text);
	g_free(patch);
}

/**
 * stored_free() - give a series back
 * @stored: may be NULL
 */
void stored_free(struct stored *stored)
{
	if (!stored)
		return;
	g_free(stored->dir);
	g_free(stored->name);
	g_free(stored->release);
	g_free(stored->level);
	g_free(stored->pins.flag);
	g_free(stored->pins.inum);
	g_free(stored->pins.id);
	g_free(stored->pins.nr);
	g_clear_pointer(&stored->spec, g_hash_table_unref);
	g_clear_pointer(&stored->options, g_hash_table_unref);
	g_clear_pointer(&stored->files, g_ptr_array_unref);
	g_clear_pointer(&stored->patches, g_ptr_array_unref);
	g_clear_pointer(&stored->directories, g_ptr_array_unref);
	g_free(stored);
}

/**
 * series_text() - what a file of a series says
 * @path: where
 * @to_do: what an error ends with
 * @text: a new string, or NULL where nothing is there
 * @len: gets its length, may be NULL
 * @err: STATUS_USAGE: it cannot be read, or is larger than any file of a series
 */
bool series_text(const char *path, const char *to_do, char **text, gsize *len, GError **err)
{
	if (seen_text_within(STATUS_USAGE, path, NULL, JSON_MOST, text, len, err))
		return true;
	error_end(err, to_do);
	return false;
}

static bool is_digest(const char *text)
{
	return text && g_regex_match_simple("^[0-9a-f]{64}$", text, G_REGEX_DOLLAR_ENDONLY, 0);
}

static bool not_a_report(const struct stored *stored, const char *what, GError **err)
{
	return fail(err, STATUS_USAGE, "%s/report.json: %s; generate the series again", stored->dir, what);
}

static bool read_files(struct stored *stored, JsonObject *report, GError **err)
{
	JsonArray *files = member_list(report, "files");

	if (!files || !json_array_get_length(files))
		return not_a_report(stored, "names no files", err);
	for (guint i = 0; i < json_array_get_length(files); i++) {
		JsonObject *object = element_object(files, i);
		const char *path = object ? member_text(object, "path") : NULL;
		const char *before = object ? member_text(object, "before") : NULL;
		const char *after = object ? member_text(object, "after") : NULL;
		struct stored_file *file;

		if (!path || !path_ok(path) || !is_digest(after) || (before && !is_digest(before)) || !g_strcmp0(before, after))
			return not_a_report(stored, "has a file without a path in the tree or without its digests", err);
		for (guint n = 0; n < stored->files->len; n++)
			if (!strcmp(path, ((struct stored_file *)stored->files->pdata[n])->path))
				return not_a_report(stored, "names a file twice", err);
		file = g_new0(struct stored_file, 1);
		file->path = g_strdup(path);
		file->before = g_strdup(before);
		file->after = g_strdup(after);
		g_ptr_array_add(stored->files, file);
	}
	return true;
}

static bool read_directories(struct stored *stored, JsonObject *report, GError **err)
{
	JsonArray *directories = member_list(report, "directories");

	for (guint i = 0; directories && i < json_array_get_length(directories); i++) {
		JsonNode *node = json_array_get_element(directories, i);
		const char *path = JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;

		if (!path || !path_ok(path))
			return not_a_report(stored, "has a directory that is no path in the tree", err);
		g_ptr_array_add(stored->directories, g_strdup(path));
	}
	return true;
}

static bool read_words(const struct stored *stored, JsonObject *report, const char *name, GHashTable *words, GError **err)
{
	JsonObject *object = member_object(report, name);
	g_autoptr(GList) keys = object ? json_object_get_members(object) : NULL;

	if (!object)
		return not_a_report(stored, "has no spec or no options", err);
	for (GList *key = keys; key; key = key->next) {
		/* An option without a value is true there. */
		const char *value = member_true(object, key->data) ? "1" : member_text(object, key->data);

		if (!value)
			return not_a_report(stored, "has a spec or options with a value that is no text", err);
		g_hash_table_insert(words, g_strdup(key->data), g_strdup(value));
	}
	return true;
}

static bool is_on(const struct stored *stored, const char *name)
{
	return !g_strcmp0(g_hash_table_lookup(stored->options, name), "1");
}

/* A number as it can be pinned; the tree may have no such numbers. */
static char *pin(const struct stored *stored, const char *key)
{
	const char *value = g_hash_table_lookup(stored->spec, key);

	if (!value || !*value)
		return NULL;
	return g_str_has_suffix(value, "U") ? g_strndup(value, strlen(value) - 1) : g_strdup(value);
}

/* What a report does not say, its options do: a number that was not given was chosen. */
static void read_reasons(struct stored *stored, JsonObject *report)
{
	static const char *const names[NUMBERS] = { "flag", "inum", "id", "nr" };
	JsonObject *reasons = member_object(report, "numbers");

	for (int i = 0; i < NUMBERS; i++) {
		const char *why = reasons ? member_text(reasons, names[i]) : NULL;
		g_autofree char *chosen = g_strconcat(REASON_RULE, stored->release, NULL);

		if (why && g_regex_match_simple("^(" REASON_RULE "[A-Za-z0-9][A-Za-z0-9._+~-]*|" REASON_PINNED "|" REASON_ASSIGNED ")$", why,
						G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
			stored->pins.why[i] = g_intern_string(why);
		else if (g_hash_table_contains(stored->options, names[i]))
			stored->pins.why[i] = is_on(stored, "assigned") ? REASON_ASSIGNED : REASON_PINNED;
		else
			stored->pins.why[i] = g_intern_string(chosen);
	}
}

/* Their digests were compared already, when nobody had edited anything. */
static bool read_patches(struct stored *stored, JsonObject *report, GError **err)
{
	JsonArray *patches = member_list(report, "patches");

	if (!patches || !json_array_get_length(patches))
		return not_a_report(stored, "names no patches", err);
	for (guint i = 0; i < json_array_get_length(patches); i++) {
		JsonObject *object = element_object(patches, i);
		const char *name = object ? member_text(object, "file") : NULL;
		g_autofree char *path = name && !strchr(name, '/') ? g_build_filename(stored->dir, name, NULL) : NULL;
		struct stored_patch *patch;

		if (!path)
			return not_a_report(stored, "has a patch without a name", err);
		patch = g_new0(struct stored_patch, 1);
		patch->name = g_strdup(name);
		g_ptr_array_add(stored->patches, patch);
		if (!series_text(path, SERIES_AGAIN, &patch->text, NULL, err))
			return false;
		if (!patch->text)
			return fail(err, STATUS_USAGE, "%s: cannot be read; generate the series again", path);
	}
	return true;
}

static bool read_report(struct stored *stored, JsonObject *report, GError **err)
{
	if (g_strcmp0(member_text(report, "name"), stored->name) || g_strcmp0(member_text(report, "release"), stored->release))
		return not_a_report(stored, "is about another series", err);
	stored->level = g_strdup(member_text(report, "level"));
	if (g_strcmp0(stored->level, "framework") && g_strcmp0(stored->level, "full"))
		return not_a_report(stored, "has no level", err);
	if (!read_words(stored, report, "spec", stored->spec, err) || !read_words(stored, report, "options", stored->options, err) ||
	    !read_files(stored, report, err) || !read_directories(stored, report, err) || !read_patches(stored, report, err))
		return false;
	if (!strcmp(stored->level, "full")) {
		stored->pins.flag = pin(stored, "flag_value");
		stored->pins.inum = pin(stored, "inum");
		stored->pins.id = pin(stored, "id");
		stored->pins.nr = pin(stored, "nr");
		read_reasons(stored, report);
	}
	return true;
}

/**
 * stored_open() - read a series
 * @out: where series are
 * @name: the namespace
 * @release: the tree's
 * @err: STATUS_USAGE: there is none, or it is not as it was generated
 *
 * Return: for stored_free(), or NULL.
 */
struct stored *stored_open(const char *out, const char *name, const char *release, GError **err)
{
	g_autoptr(Stored) stored = NULL;
	g_autofree char *path = NULL;
	g_autoptr(JsonNode) root = NULL;
	enum seen kind;

	if (!spec_name_ok(name, err))
		return NULL;
	stored = g_new0(struct stored, 1);
	stored->name = g_strdup(name);
	stored->release = g_strdup(release);
	stored->dir = g_build_filename(out, name, release, NULL);
	stored->spec = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	stored->options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	stored->files = g_ptr_array_new_with_free_func(file_free);
	stored->patches = g_ptr_array_new_with_free_func(patch_free);
	stored->directories = g_ptr_array_new_with_free_func(g_free);

	path = g_build_filename(stored->dir, REPORT_FILE, NULL);
	if (!seen_kind(STATUS_USAGE, path, NULL, &kind, err))
		return NULL;
	if (kind == SEEN_NOTHING) {
		fail(err, STATUS_USAGE, "%s: there is no series of %s for Linux %s here; 'make NS=%s KERNEL=…' makes one", stored->dir, name, release, name);
		return NULL;
	}
	root = earlier_untouched(stored->dir, err) ? earlier_report(stored->dir, err) : NULL;
	return root && read_report(stored, json_node_get_object(root), err) ? g_steal_pointer(&stored) : NULL;
}

static int by_namespace(gconstpointer a, gconstpointer b)
{
	const struct stored *one = *(struct stored *const *)a, *two = *(struct stored *const *)b;

	return strcmp(one->name, two->name);
}

/**
 * stored_all() - every series for one release
 * @out: where series are
 * @release: the tree's
 * @err: STATUS_USAGE: a file of one cannot be read
 *
 * Return: an array of struct stored, by name, that owns them; what is no series, or is not as it was generated, is not in it; or NULL.
 */
GPtrArray *stored_all(const char *out, const char *release, GError **err)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)stored_free);
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, out, NULL, err);

	for (guint i = 0; entries && i < entries->len; i++) {
		g_autoptr(GError) why = NULL;
		struct stored *stored = stored_open(out, ((struct seen_entry *)entries->pdata[i])->name, release, &why);

		if (stored)
			g_ptr_array_add(all, stored);
		if (seen_unread(why)) {
			g_propagate_error(err, g_steal_pointer(&why));
			return NULL;
		}
	}
	g_ptr_array_sort(all, by_namespace);
	return entries ? g_steal_pointer(&all) : NULL;
}

/* --assigned is about the numbers that are given with it; alone, about those that the series has. */
static void keep_numbers(struct pins *pins, const struct stored *stored)
{
	char **const mine[NUMBERS] = { &pins->flag, &pins->inum, &pins->id, &pins->nr };
	char *const its[NUMBERS] = { stored->pins.flag, stored->pins.inum, stored->pins.id, stored->pins.nr };
	bool given = pins->flag || pins->inum || pins->id || pins->nr;

	for (int i = 0; i < NUMBERS; i++) {
		if (*mine[i]) {
			pins->why[i] = pins->assigned ? REASON_ASSIGNED : REASON_PINNED;
		} else if (its[i]) {
			*mine[i] = its[i];
			pins->why[i] = pins->assigned && !given ? REASON_ASSIGNED : stored->pins.why[i];
		}
	}
	pins->assigned |= is_on(stored, "assigned");
}

/**
 * stored_request() - ask for the same again
 * @stored: the series
 * @request: gets its options and numbers where it has none of its own; they point into @stored
 * @scratch: a directory; the text of a .conf goes there, and @request points there
 * @err: the directory cannot be written
 */
bool stored_request(const struct stored *stored, struct request *request, const char *scratch, GError **err)
{
	const char *conf = g_hash_table_lookup(stored->options, "conf");

	if (conf && !request->conf) {
		g_autofree char *path = g_build_filename(scratch, "conf", NULL);

		if (!g_file_set_contents(path, conf, -1, err))
			return false;
		request->conf = g_intern_string(path);
	}
	request->level = request->level ? request->level : g_hash_table_lookup(stored->options, "level");
	request->why = request->why ? request->why : g_hash_table_lookup(stored->options, "why");
	request->squash |= is_on(stored, "series");
	request->signoff |= is_on(stored, "signoff");
	request->cc |= is_on(stored, "cc");
	keep_numbers(&request->pins, stored);
	return true;
}

/* ------------------------------------------------------------------ what a series does to files */

static bool is_at(GHashTable *state, const char *path, const char *digest)
{
	const char *text = g_hash_table_lookup(state, path);
	g_autofree char *is = text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1) : NULL;

	return !g_strcmp0(is, digest);
}

static bool apply_patch(const char *work, const char *patch, bool back, const GPtrArray *includes, GError **err)
{
	g_autofree char *refusal = NULL;

	if (!git_apply(work, patch, back, includes, &refusal, err))
		return false;
	if (refusal)
		return fail(err, STATUS_USAGE, "%s", g_strdelimit(g_strstrip(refusal), "\n", ' '));
	return true;
}

static bool count_files(const char *path, int *count, GError **err)
{
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_BUG, path, NULL, err);

	for (guint i = 0; entries && i < entries->len; i++) {
		const struct seen_entry *entry = entries->pdata[i];
		g_autofree char *child = g_build_filename(path, entry->name, NULL);

		*count += entry->kind != SEEN_DIRECTORY;
		if (entry->kind == SEEN_DIRECTORY && !count_files(child, count, err))
			return false;
	}
	return entries;
}

/* Takes what git has made of the files into the state, and believes only digests. */
static bool take(const struct stored *stored, const GPtrArray *files, const char *work, GHashTable *state, bool back, GError **err)
{
	int there = 0, count = 0;

	for (guint i = 0; i < files->len; i++) {
		const struct stored_file *file = files->pdata[i];
		g_autofree char *path = g_build_filename(work, file->path, NULL);
		char *text = NULL;

		if (!seen_text(STATUS_BUG, path, NULL, &text, NULL, err))
			return false;
		there += text != NULL;
		g_hash_table_insert(state, g_strdup(file->path), text);
		if (!is_at(state, file->path, back ? file->before : file->after))
			return fail(err, STATUS_USAGE, "%s: the patches do not make of %s what the report says; generate the series again", stored->dir,
				    file->path);
	}
	if (!count_files(work, &count, err))
		return false;
	if (count != there)
		return fail(err, STATUS_USAGE, "%s: the patches make files that the report does not name; generate the series again", stored->dir);
	return true;
}

static bool turn_in(const struct stored *stored, const GPtrArray *files, const char *work, GHashTable *state, bool back, GError **err)
{
	g_autoptr(GPtrArray) includes = g_ptr_array_new_with_free_func(g_free);
	/* Beside the files, and not among them. */
	g_autofree char *patch_path = g_strconcat(work, ".patch", NULL);

	for (guint i = 0; i < files->len; i++) {
		const struct stored_file *file = files->pdata[i];
		const char *text = g_hash_table_lookup(state, file->path);

		if (text && !write_file(work, file->path, text, err))
			return false;
		/* Only if some files are to be left alone; without, a patch cannot touch a file in silence that the report does not name. */
		if (files->len < stored->files->len)
			g_ptr_array_add(includes, g_strdup_printf("--include=%s", file->path));
	}
	for (guint i = 0; i < stored->patches->len; i++) {
		const struct stored_patch *patch = stored->patches->pdata[back ? stored->patches->len - 1 - i : i];

		if (!g_file_set_contents(patch_path, patch->text, -1, err))
			return false;
		if (!apply_patch(work, patch_path, back, includes, err)) {
			g_prefix_error(err, "%s/%s: ", stored->dir, patch->name);
			return false;
		}
	}
	return take(stored, files, work, state, back, err);
}

/**
 * stored_turn() - apply a series to files, or take it back
 * @stored: the series
 * @state: the files: path to text, NULL for one that is not there; those that are as they shall be already are left alone
 * @back: take it back
 * @scratch: a directory
 * @err: STATUS_USAGE: the patches do not do what the report says
 */
bool stored_turn(const struct stored *stored, GHashTable *state, bool back, const char *scratch, GError **err)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new();
	g_autofree char *work = g_build_filename(scratch, "turn-XXXXXX", NULL);

	for (guint i = 0; i < stored->files->len; i++) {
		const struct stored_file *file = stored->files->pdata[i];

		if (!is_at(state, file->path, back ? file->before : file->after))
			g_ptr_array_add(files, stored->files->pdata[i]);
	}
	if (!files->len)
		return true;
	if (!g_mkdtemp(work))
		return fail(err, STATUS_BUG, "%s: cannot be made", work);
	return turn_in(stored, files, work, state, back, err);
}
