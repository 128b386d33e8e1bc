// SPDX-License-Identifier: GPL-2.0-only
/*
 * apply and remove: put a series into a tree, and take a namespace out of it.
 *
 * What a file becomes is worked out in a scratch directory and is certain, by its digest, before
 * transaction_run() changes the first one.
 *
 * To remove a namespace that others came on top of, all of them are taken back and those others
 * are woven anew on what is left, from the spec and the numbers in their reports; their patches
 * cannot just be applied again, for the lines around them are others now. Before that each is
 * woven once more where it was: only if that gives, byte for byte, what is in the tree does nsgen
 * still know how to make it. The series of these others describe a tree that is no more, so they
 * are replaced by those just woven, in the same step as the files.
 */
#include "builtin/apply.h"
#include "tree/safe-path.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "tree/transaction.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "series/applied.h"
#include "series/pipeline.h"
#include "tree/tree.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* A tree, and a namespace that goes in or out. */
struct job {
	const struct request *request;
	struct tree *tree;
	struct hold *hold;
	struct series_read *series;
	GPtrArray *all;
	GHashTable *state;
	char *scratch;
};

static void job_free(struct job *job)
{
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

typedef struct job Job;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Job, job_free)

static GHashTable *state_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static GHashTable *state_copy(GHashTable *state)
{
	GHashTable *copy = state_new();
	GHashTableIter iter;
	gpointer path, text;

	g_hash_table_iter_init(&iter, state);
	while (g_hash_table_iter_next(&iter, &path, &text))
		g_hash_table_insert(copy, g_strdup(path), g_strdup(text));
	return copy;
}

/* The files of a series, as the tree has them, where the state does not know them yet. */
static bool look(const struct hold *hold, const struct series_read *series, GHashTable *state,
		 GError **err)
{
	for (guint i = 0; i < series->report->files->len; i++) {
		const struct touched *file = series->report->files->pdata[i];
		char *text;

		if (g_hash_table_contains(state, file->path))
			continue;
		if (!path_read(hold->root, file->path, &text, err))
			return false;
		g_hash_table_insert(state, g_strdup(file->path), text);
	}
	return true;
}

static struct job *job_open(const struct request *request, GError **err)
{
	g_autoptr(Job) job = g_new0(struct job, 1);
	g_autofree char *place = tree_place(request->kernel);
	g_autoptr(GError) why = NULL;

	job->request = request;
	/* A tree that was left half done may for the moment not even look like one. */
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
		/* Again, now that nobody else can change it. */
		series_read_free(job->series);
		job->series = job->hold ? series_open(request->out, request->name,
						      job->tree->release, err) :
					  NULL;
	}
	job->state = state_new();
	if (!job->series || !look(job->hold, job->series, job->state, err))
		return NULL;
	job->all = series_open_all(request->out, job->tree->release, err);
	if (!job->all)
		return NULL;
	for (guint i = job->all->len; i-- > 0;) {
		const struct series_read *other = job->all->pdata[i];
		g_autoptr(GError) not_here = NULL;

		/* One whose files are links, or none, is not in this tree. */
		if (!strcmp(other->report->name, request->name) ||
		    !look(job->hold, other, job->state, &not_here))
			g_ptr_array_remove_index(job->all, i);
		if (seen_unread(not_here)) {
			g_propagate_error(err, g_steal_pointer(&not_here));
			return NULL;
		}
	}
	job->scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	return job->scratch ? g_steal_pointer(&job) : NULL;
}

static bool differs(const char *path, const char *is, const char *want, const char *whose,
		    const char *what_to_do, GError **err)
{
	g_autofree char *have = is ? g_strdup_printf("is sha256 %s", is) : g_strdup("is not there");
	g_autofree char *should = want ? g_strdup_printf("has it as %s", want) :
					 g_strdup("has no such file");

	return fail(err, STATUS_TREE, "%s: %s, and %s %s; %s", path, have, whose, should,
		    what_to_do);
}

/*
 * Each file as before or as after: then the series can be put in, or taken out, whichever was
 * done already.
 */
static bool between(const struct job *job, GError **err)
{
	for (guint i = 0; i < job->series->report->files->len; i++) {
		const struct touched *file = job->series->report->files->pdata[i];
		const char *text = g_hash_table_lookup(job->state, file->path);
		g_autofree char *is =
			text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1) : NULL;
		g_autofree char *whose =
			g_strdup_printf("the tree that %s was made for", job->series->dir);

		if (g_strcmp0(is, file->before) && g_strcmp0(is, file->after))
			return differs(file->path, is, file->before, whose,
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

/* From what the tree has to what it shall have. */
static bool carry_over(const struct job *job, GHashTable *state, const GPtrArray *remove,
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

/**
 * apply() - the command
 * @request: name, tree and where series are
 * @err: STATUS_USAGE: no series, or not as generated; STATUS_TREE: the tree is not the one that
 * it was made for
 */
bool apply(const struct request *request, GError **err)
{
	g_autoptr(Job) job = job_open(request, err);
	g_autoptr(Stack) stack = job ? stack_find(job->all, job->series, job->state) : NULL;
	g_autoptr(GHashTable) state = NULL;

	if (!stack)
		return false;
	if (stack->series->len) {
		printf("%s is applied already to Linux %s in %s; nothing was changed\n",
		       request->name, job->tree->release, job->tree->path);
		return true;
	}
	if (!between(job, err))
		return false;
	state = state_copy(job->state);
	if (!series_turn(job->series, state, false, job->scratch, err) || interrupted(err) ||
	    !carry_over(job, state, NULL, NULL, "apply", err))
		return false;
	printf("%s applied to Linux %s in %s: %u files; 'make remove' takes it out again\n",
	       request->name, job->tree->release, job->tree->path, job->series->report->files->len);
	return true;
}

/* A series made anew, for files as the state has them, under the scratch directory. */
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
		.date = g_hash_table_lookup(old->report->options, DATE_OPTION),
	};
	g_autoptr(Pipeline) line = NULL;

	if (!request_again(old->report, &request, job->scratch, err))
		return NULL;
	line = pipeline_open(&request, err);
	return line && pipeline_run(line, err) && pipeline_publish(line, err) ?
		series_open(out, old->report->name, job->tree->release, err) : NULL;
}

/* Would nsgen, as it is now, make of the tree before it what the tree is with it? */
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
			   "%s: is on top of %s, and nsgen makes it otherwise now (%s); remove %s first, and generate it anew afterwards",
			   old->dir, job->series->report->name, what, old->report->name) :
		      true;
}

static void mark_directories(const struct series_read *series, GHashTable *state, GHashTable *gone,
			     bool back)
{
	for (guint i = 0; i < series->report->directories->len; i++) {
		const char *dir = series->report->directories->pdata[i];

		/* In the state, so that weaving sees a tree without them. */
		if (back) {
			g_hash_table_insert(state, g_strdup(dir), NULL);
			g_hash_table_add(gone, g_strdup(dir));
		} else {
			g_hash_table_remove(state, dir);
			g_hash_table_remove(gone, dir);
		}
	}
}

/* Down to the tree as it was before the namespace that goes. */
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

/* And up again, without it. */
static bool put_back(const struct job *job, const GPtrArray *stack, GHashTable *state,
		     GHashTable *gone, GError **err)
{
	for (guint i = stack->len - 1; i-- > 0;) {
		const struct series_read *old = stack->pdata[i];
		g_autoptr(SeriesRead) new = generate_anew(job, old, state, "after", err);

		if (!new || !look(job->hold, new, job->state, err))
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
 * Beside the series whose place it will take; what a run that was killed has left there is in the
 * way of nobody.
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
		return fail(err, STATUS_USAGE, "%s: cannot be made (%s); nothing was changed", to,
			    g_strerror(errno));
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
	g_autoptr(GHashTable) state = state_copy(job->state);
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
	    !carry_over(job, state, remove, series, "remove", err))
		return false;
	for (guint i = series->len; i-- > 0;)
		say("REWEAVE", "%s/%s/%s", job->request->out, (char *)series->pdata[i],
		    job->tree->release);
	return true;
}

/**
 * unapply() - the command remove
 * @request: name, tree and where series are
 * @err: STATUS_USAGE: no series, or not as generated; STATUS_TREE: a file is not as the series
 * left it
 */
bool unapply(const struct request *request, GError **err)
{
	g_autoptr(Job) job = job_open(request, err);
	g_autoptr(Stack) stack = job ? stack_find(job->all, job->series, job->state) : NULL;

	if (!stack)
		return false;
	if (stack->absent) {
		printf("%s is not in Linux %s in %s; nothing was changed\n", request->name,
		       job->tree->release, job->tree->path);
		return true;
	}
	/* Half of it is in the tree: what is there goes. */
	if (!stack->series->len && between(job, NULL))
		g_ptr_array_add(stack->series, job->series);
	if (!stack->series->len)
		return differs(stack->file->path, stack->is, stack->file->after, stack->whose->dir,
			       "take that change back first, or take the namespace out by hand",
			       err);
	if (!take_out(job, stack->series, err))
		return false;
	printf("%s removed from Linux %s in %s: %u files\n", request->name, job->tree->release,
	       job->tree->path, job->series->report->files->len);
	return true;
}
