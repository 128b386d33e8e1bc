// SPDX-License-Identifier: GPL-2.0-only
/*
 * remove: remove a namespace from a tree.
 *
 * If other namespaces were applied on top of it, all are removed, and the others are generated
 * again on what is left, from the spec and the numbers in their reports. Their patches cannot
 * simply be applied again, because the lines around them have changed. Before that, each is
 * generated once more where it was: only if the result is what the tree has, byte for byte, does
 * this nsgen still know how to generate it. The old series of the others describe a tree that no
 * longer exists, so the new ones replace them in the same step as the files.
 */
#include "builtin/builtin.h"
#include "builtin/job.h"
#include "lib/fs.h"
#include "series/applied.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* Generate a series again in the scratch directory, for the files as they are in the state. */
static struct series_read *generate_anew(const struct job *job, const struct series_read *old,
					 GHashTable *state, const char *where, GError **err)
{
	g_autofree char *out = g_build_filename(job->scratch, where, NULL);
	struct request request = {
		.name = old->report->name,
		.kernel = job->tree->path,
		.out = out,
		.home = job->request->home,
		.overlay = state,
		.replace = true,
		.date = g_hash_table_lookup(old->report->options, DATE_OPTION),
	};

	return request_again(old->report, &request, job->scratch, err) &&
			       generate_again(&request, err) ?
		       series_open(out, old->report->name, job->tree->release, err) :
		       NULL;
}

/* Would this nsgen turn the tree before the series into the tree with it? */
static bool known_how(const struct job *job, const struct series_read *old, GHashTable *state,
		      GError **err)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(SeriesRead) new = generate_anew(job, old, state, "before", &why);
	const char *what = new ? NULL : why->message;

	if (!new && interrupted(err))
		return false;
	for (guint i = 0; new && !what && i < old->report->files->len; i++) {
		const struct touched *one = old->report->files->pdata[i],
				     *two = i < new->report->files->len ?
						    new->report->files->pdata[i] :
						    NULL;

		if (!two || strcmp(one->path, two->path) || strcmp(one->after, two->after))
			what = one->path;
	}
	if (new && !what && new->report->files->len != old->report->files->len)
		what = "more files";
	return what ? fail(err, STATUS_TREE,
			   "%s: applied on top of %s, but this nsgen generates it differently (%s); remove %s first, then generate it again",
			   old->dir, job->series->report->name, what, old->report->name) :
		      true;
}

static void mark_directories(const struct series_read *series, GHashTable *state, GHashTable *gone,
			     bool back)
{
	for (guint i = 0; i < series->report->directories->len; i++) {
		const char *dir = series->report->directories->pdata[i];

		/* Also in the state, so that hooks see a tree without them. */
		if (back) {
			g_hash_table_insert(state, g_strdup(dir), NULL);
			g_hash_table_add(gone, g_strdup(dir));
		} else {
			g_hash_table_remove(state, dir);
			g_hash_table_remove(gone, dir);
		}
	}
}

/* Undo the series down to the tree as it was before the namespace to be removed. */
static bool take_back(const struct job *job, const GPtrArray *stack, GHashTable *state,
		      GHashTable *gone, GError **err)
{
	for (guint i = 0; i < stack->len; i++) {
		const struct series_read *series = stack->pdata[i];

		if (!series_turn(series, state, true, job->scratch, err))
			return false;
		mark_directories(series, state, gone, true);
		if (series != job->series && !known_how(job, series, state, err))
			return false;
	}
	return true;
}

/* Apply the others again, without it. */
static bool put_back(const struct job *job, const GPtrArray *stack, GHashTable *state,
		     GHashTable *gone, GError **err)
{
	for (guint i = stack->len - 1; i-- > 0;) {
		const struct series_read *old = stack->pdata[i];
		g_autoptr(SeriesRead) new = generate_anew(job, old, state, "after", err);

		if (!new || !job_look(job, new, err))
			return false;
		for (guint n = 0; n < new->report->files->len; n++) {
			const char *path = ((struct touched *)new->report->files->pdata[n])->path;

			if (!g_hash_table_contains(state, path))
				g_hash_table_insert(
					state, g_strdup(path),
					g_strdup(g_hash_table_lookup(job->state, path)));
		}
		if (!series_turn(new, state, false, job->scratch, err))
			return false;
		mark_directories(new, state, gone, false);
	}
	return true;
}

/*
 * Put a new series next to the one that it will replace, after removing what a killed run may have
 * left there.
 */
static bool lay_out(const struct job *job, const char *name, GError **err)
{
	g_autofree char *from =
		g_build_filename(job->scratch, "after", name, job->tree->release, NULL);
	g_autofree char *to = g_build_filename(job->request->out, name, NEXT_SERIES, NULL);
	g_autoptr(GDir) dir = g_dir_open(from, 0, err);
	const char *file;

	remove_tree(to);
	if (dir && g_mkdir(to, 0777))
		return fail(err, STATUS_USAGE, "%s: cannot be created (%s); nothing was changed",
			    to, g_strerror(errno));
	while (dir && (file = g_dir_read_name(dir))) {
		g_autofree char *old = g_build_filename(from, file, NULL);
		g_autofree char *new = g_build_filename(to, file, NULL);
		g_autofree char *text = NULL;
		g_autoptr(GError) why = NULL;
		gsize len;

		if (!g_file_get_contents(old, &text, &len, err))
			return false;
		if (!g_file_set_contents_full(new, text, len, G_FILE_SET_CONTENTS_DURABLE, 0666,
					      &why))
			return fail(err, STATUS_USAGE, "%s; nothing was changed", why->message);
	}
	return dir;
}

static bool lay_out_all(const struct job *job, const GPtrArray *series, GError **err)
{
	guint i;

	for (i = 0; i < series->len && lay_out(job, series->pdata[i], err); i++)
		;
	if (i == series->len)
		return true;
	for (i = 0; i < series->len; i++) {
		g_autofree char *next =
			g_build_filename(job->request->out, series->pdata[i], NEXT_SERIES, NULL);

		remove_tree(next);
	}
	return false;
}

static int children_first(gconstpointer a, gconstpointer b)
{
	return -strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool take_out(const struct job *job, const GPtrArray *stack, GError **err)
{
	g_autoptr(GHashTable) state = job_state(job);
	g_autoptr(GHashTable) gone = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) remove = g_ptr_array_new();
	g_autoptr(GPtrArray) series = g_ptr_array_new();
	GHashTableIter iter;
	gpointer dir;

	if (!take_back(job, stack, state, gone, err) || !put_back(job, stack, state, gone, err))
		return false;
	g_hash_table_iter_init(&iter, gone);
	while (g_hash_table_iter_next(&iter, &dir, NULL))
		g_ptr_array_add(remove, dir);
	g_ptr_array_sort(remove, children_first);
	for (guint i = 0; i + 1 < stack->len; i++)
		g_ptr_array_add(series, ((struct series_read *)stack->pdata[i])->report->name);
	if (interrupted(err) || !lay_out_all(job, series, err) ||
	    !job_do(job, state, remove, series, "remove", err))
		return false;
	for (guint i = series->len; i-- > 0;)
		say("REWEAVE", "%s/%s/%s", job->request->out, (char *)series->pdata[i],
		    job->tree->release);
	return true;
}

static bool take_name_out(const struct request *request, GError **err)
{
	g_autoptr(Job) job = job_open(request, err);
	g_autoptr(Stack) stack = job ? stack_find(job->all, job->series, job->state) : NULL;

	if (!stack)
		return false;
	if (stack->absent) {
		printf("%s is not applied to Linux %s in %s; nothing was changed\n", request->name,
		       job->tree->release, job->tree->path);
		return true;
	}
	/* If only a part of it is in the tree, remove that part. */
	if (!stack->series->len && job_fits(job, NULL))
		g_ptr_array_add(stack->series, job->series);
	if (!stack->series->len)
		return job_differs(stack->file->path, stack->is, stack->file->after,
				   stack->whose->dir,
				   "undo that change first, or remove the namespace by hand",
				   err);
	if (!take_out(job, stack->series, err))
		return false;
	printf("%s removed from Linux %s in %s: %u files\n", request->name, job->tree->release,
	       job->tree->path, job->series->report->files->len);
	return true;
}
static bool run_remove(char **words, GError **err)
{
	struct request request;

	(void)words;
	if (!given_request(&request, err) || !take_name_out(&request, err))
		return false;
	next_step("apply", "apply it again");
	return true;
}

static const char *const examples[] = {
	"nsgen remove --name=ima --kernel=~/linux",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME, OPTION_KERNEL, OPTION_OUT, OPTIONS_PROGRAM, { NULL },
};

const struct command remove_command = {
	.name = "remove",
	.summary = "remove a namespace from a tree",
	.text = "Others may have been applied on top of it: they are generated again without it.",
	.examples = examples,
	.options = options,
	.run = run_remove,
};
