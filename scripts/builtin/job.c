// SPDX-License-Identifier: GPL-2.0-only
/*
 * What apply and remove share: the tree, its series, and changing the tree's files.
 *
 * The new contents of all files are worked out in a scratch directory and verified by their digests
 * before transaction_run() changes the first file.
 */
#include "builtin/job.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "tree/safe-path.h"
#include "tree/tree.h"

#include <string.h>

/**
 * job_free() - free a job
 * @job: may be NULL
 */
void job_free(struct job *job)
{
	if (!job)
		return;
	if (job->scratch)
		remove_tree(job->scratch);
	g_free(job->scratch);
	g_clear_pointer(&job->state, g_hash_table_unref);
	g_clear_pointer(&job->all, g_ptr_array_unref);
	series_read_free(job->series);
	hold_free(job->hold);
	tree_free(job->tree);
	g_free(job);
}

static GHashTable *state_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * job_state() - copy the state of the files, to be modified
 * @job: the job
 *
 * Return: a new table.
 */
GHashTable *job_state(const struct job *job)
{
	GHashTable *copy = state_new();
	GHashTableIter iter;
	gpointer path, text;

	g_hash_table_iter_init(&iter, job->state);
	while (g_hash_table_iter_next(&iter, &path, &text))
		g_hash_table_insert(copy, g_strdup(path), g_strdup(text));
	return copy;
}

/**
 * job_look() - read the tree's files that a series changes, unless they were read before
 * @job: the files are added to its state
 * @series: the series
 * @err: a file cannot be read
 */
bool job_look(const struct job *job, const struct series_read *series, GError **err)
{
	for (guint i = 0; i < series->report->files->len; i++) {
		const struct touched *file = series->report->files->pdata[i];
		char *text;

		if (g_hash_table_contains(job->state, file->path))
			continue;
		if (!path_read(job->hold->root, file->path, &text, err))
			return false;
		g_hash_table_insert(job->state, g_strdup(file->path), text);
	}
	return true;
}

/**
 * job_open() - open a tree, and keep others from changing it
 * @request: the name, the tree and the directory of series; must outlive the result
 * @err: see Documentation/errors.md
 *
 * Return: a job for job_free(), or NULL.
 */
struct job *job_open(const struct request *request, GError **err)
{
	g_autoptr(Job) job = g_new0(struct job, 1);
	g_autofree char *place = tree_place(request->kernel);
	g_autoptr(GError) why = NULL;

	job->request = request;
	/* A tree that was left half done may not even look like a tree at the moment. */
	if (!transaction_settled(place, &why)) {
		if (seen_unread(why)) {
			g_propagate_error(err, g_steal_pointer(&why));
			return NULL;
		}
		job->hold = hold_take(place, request->out, err);
		if (!job->hold)
			return NULL;
	}
	job->tree = tree_open(request->kernel, err);
	job->series = job->tree ?
			      series_open(request->out, request->name, job->tree->release, err) :
			      NULL;
	if (job->series && !job->hold) {
		job->hold = hold_take(place, request->out, err);
		/* Read it again, now that nobody else can change it. */
		series_read_free(job->series);
		job->series = job->hold ? series_open(request->out, request->name,
						      job->tree->release, err) :
					  NULL;
	}
	job->state = state_new();
	if (!job->series || !job_look(job, job->series, err))
		return NULL;
	job->all = series_open_all(request->out, job->tree->release, err);
	if (!job->all)
		return NULL;
	for (guint i = job->all->len; i-- > 0;) {
		const struct series_read *other = job->all->pdata[i];
		g_autoptr(GError) not_here = NULL;

		/* A series whose files are links or not regular files here is not in this tree. */
		if (!strcmp(other->report->name, request->name) ||
		    !job_look(job, other, &not_here))
			g_ptr_array_remove_index(job->all, i);
		if (seen_unread(not_here)) {
			g_propagate_error(err, g_steal_pointer(&not_here));
			return NULL;
		}
	}
	job->scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	return job->scratch ? g_steal_pointer(&job) : NULL;
}

/**
 * job_differs() - report a file that is not as expected
 * @path: the file
 * @is: its digest, or NULL if there is no such file
 * @want: the digest that it should have, or NULL if there should be no file
 * @whose: what has @want, for the message
 * @what_to_do: the remedy, for the message
 * @err: STATUS_TREE
 */
bool job_differs(const char *path, const char *is, const char *want, const char *whose,
		    const char *what_to_do, GError **err)
{
	g_autofree char *have = is ? g_strdup_printf("sha256 is %s", is) :
				     g_strdup("file not found");
	g_autofree char *should = want ? g_strdup_printf("has %s", want) :
					 g_strdup("has no such file");

	return fail(err, STATUS_TREE, "%s: %s, but %s %s; %s", path, have, whose, should,
		    what_to_do);
}

/**
 * job_fits() - can the series be applied or removed, even if that was done already?
 * @job: the job
 * @err: STATUS_TREE: a file is neither as before nor as after
 */
bool job_fits(const struct job *job, GError **err)
{
	for (guint i = 0; i < job->series->report->files->len; i++) {
		const struct touched *file = job->series->report->files->pdata[i];
		const char *text = g_hash_table_lookup(job->state, file->path);
		g_autofree char *is =
			text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1) : NULL;
		g_autofree char *whose =
			g_strdup_printf("the tree %s was generated for", job->series->dir);

		if (g_strcmp0(is, file->before) && g_strcmp0(is, file->after))
			return job_differs(file->path, is, file->before, whose,
				       "generate the series again for this tree", err);
	}
	return true;
}

static void add_directory(const struct hold *hold, const char *path, GPtrArray *make)
{
	g_autofree char *dir = g_path_get_dirname(path);
	g_autofree char *full = g_build_filename(hold->tree, dir, NULL);

	if (!strcmp(dir, ".") || g_file_test(full, G_FILE_TEST_EXISTS) ||
	    g_ptr_array_find_with_equal_func(make, dir, g_str_equal, NULL))
		return;
	add_directory(hold, dir, make);
	g_ptr_array_add(make, g_steal_pointer(&dir));
}

static int by_path(gconstpointer a, gconstpointer b)
{
	return strcmp(((const struct change *)a)->path, ((const struct change *)b)->path);
}

/**
 * job_do() - bring the tree's files to a new state
 * @job: the job
 * @state: the new contents of each file
 * @remove: directories to remove, children first, or NULL
 * @series: names whose series are replaced by those that were put next to them, or NULL
 * @verb: what is done, for messages
 * @err: the reason; nothing was changed
 */
bool job_do(const struct job *job, GHashTable *state, const GPtrArray *remove,
		       const GPtrArray *series, const char *verb, GError **err)
{
	g_autofree char *what = g_strdup_printf("%s %s", verb, job->series->report->name);
	g_autofree char *label = g_ascii_strup(verb, -1);
	g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(struct change));
	g_autoptr(GPtrArray) make = g_ptr_array_new_with_free_func(g_free);
	struct changes changes = {
		.what = what, .release = job->tree->release, .files = files, .make = make,
		.remove = (GPtrArray *)remove, .series = (GPtrArray *)series,
	};
	GHashTableIter iter;
	gpointer path, text;

	g_hash_table_iter_init(&iter, state);
	while (g_hash_table_iter_next(&iter, &path, &text)) {
		struct change change = { .path = path,
					 .before = g_hash_table_lookup(job->state, path),
					 .after = text };

		if (!g_strcmp0(change.before, change.after))
			continue;
		g_array_append_val(files, change);
		if (!change.before)
			add_directory(job->hold, path, make);
	}
	g_array_sort(files, by_path);
	if (!transaction_run(job->hold, &changes, err))
		return false;
	for (guint i = 0; i < files->len; i++)
		say(label, "%s", g_array_index(files, struct change, i).path);
	return true;
}
