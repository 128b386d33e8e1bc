// SPDX-License-Identifier: GPL-2.0-only
/*
 * The only reader of a series' directory: its report and its mails.
 *
 * A series may have been edited, mailed around or cut short since it was generated, or somebody
 * else may have put it there. Each of its files is read by series_text(), which does not block and
 * has a size limit. To act on a series, series_open() and series_own() check the mails against the
 * digests in the report, and the report against its own digest; to show it, series_look() reads it
 * as it is.
 */
#include "series/series-read.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/json.h"
#include "lib/seen.h"
#include "spec/spec.h"
#include "tree/outdir.h"
#include "tree/tree.h"

#include <errno.h>
#include <string.h>

/**
 * mail_file_free() - free a mail
 * @mail: may be NULL
 */
void mail_file_free(struct mail_file *mail)
{
	if (!mail)
		return;
	g_free(mail->name);
	g_free(mail->text);
	g_free(mail);
}

/**
 * series_read_free() - free a series
 * @series: may be NULL
 */
void series_read_free(struct series_read *series)
{
	if (!series)
		return;
	g_free(series->dir);
	report_free(series->report);
	mail_file_free(series->cover);
	g_clear_pointer(&series->patches, g_ptr_array_unref);
	g_free(series);
}

static struct series_read *series_new(const char *dir)
{
	struct series_read *series = g_new0(struct series_read, 1);

	series->dir = g_strdup(dir);
	series->patches = g_ptr_array_new_with_free_func((GDestroyNotify)mail_file_free);
	return series;
}

/**
 * series_text() - read a file of a series
 * @path: the file's path
 * @to_do: the end of an error message: what to do
 * @text: gets a new string, or NULL if there is no file
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

/* ------------------------------------------------------------------ reading as is */

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *mail_names(const char *dir, GError **err)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, dir, NULL, err);

	if (!entries)
		return NULL;
	for (guint i = 0; i < entries->len; i++) {
		const char *name = ((struct seen_entry *)entries->pdata[i])->name;

		if (g_regex_match_simple("^[0-9]{4}-[^/]*\\.patch$", name,
					 G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_sort(names, by_name);
	return g_steal_pointer(&names);
}

/**
 * series_mails() - read the mails in a directory, regardless of its report
 * @dir: the directory
 * @patches: gets struct mail_file, in order
 * @cover: gets the cover letter, freed with mail_file_free(), or NULL
 * @err: STATUS_USAGE: one cannot be read
 */
bool series_mails(const char *dir, GPtrArray *patches, struct mail_file **cover, GError **err)
{
	g_autoptr(GPtrArray) names = mail_names(dir, err);

	*cover = NULL;
	for (guint i = 0; names && i < names->len; i++) {
		g_autoptr(MailFile) mail = g_new0(struct mail_file, 1);
		g_autofree char *path = g_build_filename(dir, names->pdata[i], NULL);

		mail->name = g_strdup(names->pdata[i]);
		if (!series_text(path, SERIES_AGAIN, &mail->text, NULL, err))
			return false;
		if (!mail->text)
			return fail(err, STATUS_USAGE, "%s: cannot be read (%s)", path,
				    g_strerror(ENOENT));
		if (g_str_has_prefix(mail->name, "0000-") && !*cover)
			*cover = g_steal_pointer(&mail);
		else
			g_ptr_array_add(patches, g_steal_pointer(&mail));
	}
	return names;
}

/**
 * series_look() - read a series to show it
 * @dir: the directory with report.json in it
 * @err: STATUS_USAGE: no series found
 *
 * Return: the series, freed with series_read_free(), or NULL.
 */
struct series_read *series_look(const char *dir, GError **err)
{
	g_autoptr(SeriesRead) series = series_new(dir);

	series->report = report_look(dir, err);
	if (!series->report || !series_mails(dir, series->patches, &series->cover, err))
		return NULL;
	if (!series->patches->len) {
		fail(err, STATUS_USAGE, "%s: no patches found" SERIES_AGAIN, dir);
		return NULL;
	}
	return g_steal_pointer(&series);
}

static bool is_about(const struct series_read *series, const char *name, const char *release,
		     GError **err)
{
	if (!g_strcmp0(series->report->name, name) && !g_strcmp0(series->report->release, release))
		return true;
	return fail(err, STATUS_USAGE, "%s: belongs to another series" SERIES_AGAIN,
		    series->report->path);
}

/* Without a tree, use the only release for which there is a series. */
static char *only_release(const char *out, const char *name, GError **err)
{
	g_autofree char *path = g_build_filename(out, name, NULL);
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, path, NULL, err);
	g_autofree char *release = NULL;

	if (!entries)
		return NULL;
	for (guint i = 0; i < entries->len; i++) {
		const char *entry = ((struct seen_entry *)entries->pdata[i])->name;
		g_autofree char *report = g_build_filename(path, entry, REPORT_FILE, NULL);
		enum seen kind;

		if (*entry == '.')
			continue;
		if (!seen_kind(STATUS_USAGE, report, NULL, &kind, err))
			return NULL;
		if (kind != SEEN_FILE)
			continue;
		if (release) {
			fail(err, STATUS_USAGE,
			     "%s: ambiguous, as it has series for several kernels; choose one with --kernel",
			     path);
			return NULL;
		}
		release = g_strdup(entry);
	}
	if (!release)
		fail(err, STATUS_USAGE, "%s: series of %s not found; 'nsgen generate' writes one",
		     path, name);
	return g_steal_pointer(&release);
}

/**
 * series_find() - find a series, and read it to show it
 * @out: the directory of series
 * @name: the namespace, untrusted
 * @kernel: the tree that it was made for; NULL if there is only one
 * @err: STATUS_USAGE: not found, or ambiguous
 *
 * Return: the series, freed with series_read_free(), or NULL.
 */
struct series_read *series_find(const char *out, const char *name, const char *kernel,
				GError **err)
{
	g_autoptr(SeriesRead) series = NULL;
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
	series = series_look(dir, err);
	return series && is_about(series, name, release, err) ? g_steal_pointer(&series) : NULL;
}

/**
 * series_changed() - does a patch differ from the one in the report?
 * @series: the series
 * @patch: the patch's index in @series->patches
 *
 * Return: true if the report has a digest for the patch, and it does not match.
 */
bool series_changed(const struct series_read *series, guint patch)
{
	g_autoptr(GArray) mails = report_mails(series->report);
	const struct mail_file *mail = series->patches->pdata[patch];
	g_autofree char *is = g_compute_checksum_for_string(G_CHECKSUM_SHA256, mail->text, -1);
	const struct mail_digest *first = (const struct mail_digest *)mails->data;
	guint i = patch + (mails->len && first->cover);
	const char *want = i < mails->len ? first[i].sha256 : NULL;

	return want && strcmp(want, is);
}

/**
 * series_texts() - the patches in the form that range_diff() needs
 * @series: the series
 *
 * Return: a new array of new strings that it owns.
 */
GPtrArray *series_texts(const struct series_read *series)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < series->patches->len; i++) {
		const struct mail_file *patch = series->patches->pdata[i];

		g_ptr_array_add(texts, g_strdup(patch->text));
	}
	return texts;
}

/* ------------------------------------------------------------------ reading unedited series */

static struct mail_file *own_mail(const char *dir, const struct mail_digest *digest, GError **err)
{
	g_autoptr(MailFile) mail = g_new0(struct mail_file, 1);
	g_autofree char *path = g_build_filename(dir, digest->file, NULL);
	g_autofree char *sum = NULL;
	gsize len;

	mail->name = g_strdup(digest->file);
	if (!series_text(path, SERIES_FORCE, &mail->text, &len, err))
		return NULL;
	if (!mail->text) {
		fail(err, STATUS_USAGE, "%s: file not found" SERIES_FORCE, path);
		return NULL;
	}
	sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, mail->text, len);
	if (g_strcmp0(sum, digest->sha256)) {
		fail(err, STATUS_USAGE, "%s: was edited" SERIES_FORCE, path);
		return NULL;
	}
	return g_steal_pointer(&mail);
}

/**
 * series_own() - read a series that nobody has edited
 * @dir: the series' directory
 * @err: STATUS_USAGE: not found, written by another nsgen, or edited
 *
 * Return: the series, freed with series_read_free(), or NULL.
 */
struct series_read *series_own(const char *dir, GError **err)
{
	g_autoptr(SeriesRead) series = series_new(dir);
	g_autoptr(GArray) mails = NULL;

	series->report = report_own(dir, err);
	if (!series->report)
		return NULL;
	mails = report_mails(series->report);
	for (guint i = 0; i < mails->len; i++) {
		const struct mail_digest *digest = &g_array_index(mails, struct mail_digest, i);
		struct mail_file *mail = own_mail(dir, digest, err);

		if (!mail)
			return NULL;
		if (digest->cover)
			series->cover = mail;
		else
			g_ptr_array_add(series->patches, mail);
	}
	return g_steal_pointer(&series);
}

static bool has_mail(const struct series_read *series, const char *name)
{
	if (series->cover && !strcmp(series->cover->name, name))
		return true;
	for (guint i = 0; i < series->patches->len; i++)
		if (!strcmp(((struct mail_file *)series->patches->pdata[i])->name, name))
			return true;
	return false;
}

/* Like series_own(), but also fails if a patch was added. */
static struct series_read *own_whole(const char *dir, const GPtrArray *entries, GError **err)
{
	g_autoptr(SeriesRead) series = series_own(dir, err);

	for (guint i = 0; series && i < entries->len; i++) {
		const char *name = ((struct seen_entry *)entries->pdata[i])->name;

		if (!g_str_has_suffix(name, ".patch") || has_mail(series, name))
			continue;
		fail(err, STATUS_USAGE, "%s/%s: not written by nsgen" SERIES_FORCE, dir,
		     name);
		return NULL;
	}
	return g_steal_pointer(&series);
}

/**
 * series_untouched() - is everything as nsgen wrote it?
 * @dir: the series' directory; may be missing or empty
 * @err: STATUS_USAGE: it is not; the message names the file
 */
bool series_untouched(const char *dir, GError **err)
{
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, dir, NULL, err);
	g_autoptr(SeriesRead) series = NULL;

	if (!entries || !entries->len)
		return entries;
	series = own_whole(dir, entries, err);
	return series;
}

/**
 * series_open() - read a series that nobody has edited, with all contents of its report
 * @out: the directory of series
 * @name: the namespace
 * @release: the tree's release
 * @err: STATUS_USAGE: not found, or not as it was generated
 *
 * Return: the series, freed with series_read_free(), or NULL.
 */
struct series_read *series_open(const char *out, const char *name, const char *release,
				GError **err)
{
	g_autofree char *dir = g_build_filename(out, name, release, NULL);
	g_autofree char *path = g_build_filename(dir, REPORT_FILE, NULL);
	g_autoptr(GPtrArray) entries = NULL;
	g_autoptr(SeriesRead) series = NULL;
	enum seen kind;

	if (!spec_name_ok(name, err) || !seen_kind(STATUS_USAGE, path, NULL, &kind, err))
		return NULL;
	if (kind == SEEN_NOTHING) {
		fail(err, STATUS_USAGE,
		     "%s: series of %s for Linux %s not found; 'nsgen generate' writes one", dir,
		     name, release);
		return NULL;
	}
	entries = seen_entries(STATUS_USAGE, dir, NULL, err);
	series = entries ? own_whole(dir, entries, err) : NULL;
	if (!series || !is_about(series, name, release, err) ||
	    !report_contents(series->report, err))
		return NULL;
	if (!series->patches->len) {
		fail(err, STATUS_USAGE, "%s: lists no patches" SERIES_AGAIN, series->report->path);
		return NULL;
	}
	return g_steal_pointer(&series);
}

static int by_namespace(gconstpointer a, gconstpointer b)
{
	const struct series_read *one = *(struct series_read *const *)a;
	const struct series_read *two = *(struct series_read *const *)b;

	return strcmp(one->report->name, two->report->name);
}

/**
 * series_open_all() - read every series for one release
 * @out: the directory of series
 * @release: the tree's release
 * @err: STATUS_USAGE: a file of a series cannot be read
 *
 * Return: an array of struct series_read, sorted by name, that owns its elements, without anything
 * that is not a series or not as it was generated; or NULL.
 */
GPtrArray *series_open_all(const char *out, const char *release, GError **err)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)series_read_free);
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, out, NULL, err);

	for (guint i = 0; entries && i < entries->len; i++) {
		g_autoptr(GError) why = NULL;
		const char *name = ((struct seen_entry *)entries->pdata[i])->name;
		struct series_read *series = series_open(out, name, release, &why);

		if (series)
			g_ptr_array_add(all, series);
		if (seen_unread(why)) {
			g_propagate_error(err, g_steal_pointer(&why));
			return NULL;
		}
	}
	g_ptr_array_sort(all, by_namespace);
	return entries ? g_steal_pointer(&all) : NULL;
}
