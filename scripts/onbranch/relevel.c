// SPDX-License-Identifier: GPL-2.0-only
/*
 * The todo list for another level, where no generated commit corresponds to one of before.
 *
 * All generated commits come first. What a hand did to one of the old ones goes into the last new
 * one that has a file of it, and the user's commits follow. The diffs are against the new texts
 * already, as far as these have a place for them.
 */
#include "onbranch/relevel.h"
#include "branch/commits.h"
#include "branch/objects.h"
#include "lib/error.h"
#include "onbranch/carry.h"

#include <glib/gstdio.h>
#include <string.h>

/**
 * struct relevel - on the way to another todo list
 * @todo: the list
 * @user: who rebases
 * @branch: the branch
 * @renewed: the new generated commits
 * @scratch: a directory
 * @now: maps paths to the texts that they will have; "" for one that git has to ask about
 * @last: maps paths to the number of the last new generated commit that changes them
 * @fixups: for each new generated commit the lines that follow it
 */
struct relevel {
	struct todo *todo;
	const struct git_user *user;
	const struct branch *branch;
	const struct renewed *renewed;
	const char *scratch;
	GHashTable *now, *last;
	GPtrArray *fixups;
};

static void string_free(gpointer string)
{
	g_string_free(string, TRUE);
}

/* What a commit changes: the commit, and what replaces it. */
struct change {
	struct past *past;
	GPtrArray *paths, *modes, *before, *after;
};

static void change_clear(struct change *change)
{
	g_ptr_array_unref(change->paths);
	g_ptr_array_unref(change->modes);
	g_ptr_array_unref(change->before);
	g_ptr_array_unref(change->after);
}

typedef struct change Change;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Change, change_clear)

/* A file of a commit or a tree; NULL in @text if it is not there, or not a text. */
static bool text_of(const char *dir, const char *of, const char *path, char **text, GError **err)
{
	g_autofree char *object = g_strdup_printf("%s:%s", of, path);
	const char *const words[] = { "cat-file", "blob", object, NULL };
	g_autoptr(GString) out = NULL;
	int status;

	*text = NULL;
	out = git_bytes(dir, words, &status, NULL, err);
	if (!out)
		return false;
	if (!status && strlen(out->str) == out->len)
		*text = g_strdup(out->str);
	return true;
}

/* The text that a file will have when this commit is picked; NULL if that is not known. */
static bool text_now(struct relevel *relevel, const char *path, const char **text, GError **err)
{
	const GPtrArray *made = relevel->renewed->made;
	const char *known = g_hash_table_lookup(relevel->now, path);
	char *new = NULL;

	if (!known) {
		if (!text_of(relevel->branch->dir, made->pdata[made->len - 1], path, &new, err))
			return false;
		known = new ? new : (new = g_strdup(""));
		g_hash_table_insert(relevel->now, g_strdup(path), new);
	}
	*text = *known ? known : NULL;
	return true;
}

/* One file of a commit against what it will be. */
static bool carry_file(struct relevel *relevel, struct change *change, const char *path,
		       const char *mode, GError **err)
{
	const char *dir = relevel->branch->dir, *now;
	g_autofree char *before = NULL, *after = NULL;
	char *carried = NULL;
	bool beside;

	if (!text_now(relevel, path, &now, err) ||
	    !text_of(dir, change->past->parent, path, &before, err) ||
	    !text_of(dir, change->past->name, path, &after, err))
		return false;
	if (now && before && after &&
	    !carry_text(before, after, now, &carried, &beside, err))
		return false;
	if (!carried) {
		g_hash_table_insert(relevel->now, g_strdup(path), g_strdup(""));
		return true;
	}
	if (beside)
		g_ptr_array_add(relevel->todo->notes,
				g_strdup_printf("%s: lines of '%s' stand beside generated ones that changed; look at them",
						path, change->past->subject));
	g_ptr_array_add(change->paths, g_strdup(path));
	g_ptr_array_add(change->modes, g_strdup(mode));
	g_ptr_array_add(change->before, g_strdup(now));
	g_ptr_array_add(change->after, g_strdup(carried));
	g_hash_table_insert(relevel->now, g_strdup(path), carried);
	return true;
}

/* Fields of ":OLDMODE MODE OLDBLOB BLOB STATUS\0PATH\0" between two trees. */
static GString *raw_diff(const char *dir, const char *from, const char *to, GError **err)
{
	const char *const words[] = { "diff-tree", "-r", "-z", "--raw", "--no-renames", from, to,
				      NULL };
	g_autofree char *errors = NULL;
	g_autoptr(GString) out = NULL;
	int status;

	out = git_bytes(dir, words, &status, &errors, err);
	if (out && status) {
		objects_failed("compare trees", dir, errors, err);
		return NULL;
	}
	return g_steal_pointer(&out);
}

/* The last new commit that has a file of the change, or -1. */
static bool carry_files(struct relevel *relevel, struct change *change, int *target, GError **err)
{
	g_autoptr(GString) out = raw_diff(relevel->branch->dir, change->past->parent,
					  change->past->name, err);
	const char *end = out ? out->str + out->len : NULL;

	*target = -1;
	for (const char *at = out ? out->str : NULL; at < end; at += strlen(at) + 1) {
		g_auto(GStrv) fields = g_strsplit(at, " ", 5);
		gpointer number;

		at += strlen(at) + 1;
		if (at >= end || g_strv_length(fields) != 5)
			break;
		if (g_hash_table_lookup_extended(relevel->last, at, NULL, &number))
			*target = MAX(*target, GPOINTER_TO_INT(number));
		if (*fields[4] == 'M' && g_str_has_prefix(fields[1], "100") &&
		    !carry_file(relevel, change, at, fields[1], err))
			return false;
	}
	return out;
}

static char *put_tree(const struct relevel *relevel, const struct change *change,
		      const char *commit, const GPtrArray *texts, GError **err)
{
	const char *dir = relevel->branch->dir, *const read[] = { "read-tree", commit, NULL };
	g_autofree char *index = g_build_filename(relevel->scratch, "level-index", NULL);
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) blobs = objects_blobs(dir, texts, relevel->scratch, err);
	g_autofree char *errors = NULL;
	g_autoptr(GString) out = NULL;
	int status;

	if (!blobs)
		return NULL;
	g_unlink(index);
	out = git_index(dir, index, read, &status, &errors, err);
	if (out && status)
		objects_failed("read a commit", dir, errors, err);
	if (!out || status)
		return NULL;
	for (guint i = 0; i < change->paths->len; i++)
		g_ptr_array_add(entries, g_strdup_printf("%s,%s,%s",
							 (char *)change->modes->pdata[i], blobs[i],
							 (char *)change->paths->pdata[i]));
	return objects_tree(dir, index, entries, err);
}

/* The commit again, with a diff against the new texts. */
static char *make_again(const struct relevel *relevel, const struct change *change,
			const char *message, GError **err)
{
	g_autofree char *from = NULL, *to = NULL, *parent = NULL;

	if (!change->paths->len && !strcmp(message, change->past->message))
		return g_strdup(change->past->name);
	if (change->paths->len) {
		from = put_tree(relevel, change, change->past->parent, change->before, err);
		to = from ? put_tree(relevel, change, change->past->name, change->after, err) :
			    NULL;
		parent = to ? commit_tree(relevel->user, from, relevel->branch->base, "nsgen", NULL,
					  relevel->scratch, err) :
			      NULL;
	} else {
		to = g_strdup(change->past->tree);
		parent = g_strdup(change->past->parent);
	}
	return parent ? commit_tree(relevel->user, to, parent, message, change->past,
				    relevel->scratch, err) :
			NULL;
}

static bool is_own(const struct branch *branch, const char *commit)
{
	return history_find(branch->commits, commit) >= 0;
}

/* A line of the todo list that is not of a new generated commit. */
static bool put_again(struct relevel *relevel, GString *rest, const char *commit,
		      const char *subject, GError **err)
{
	g_autoptr(GPtrArray) history =
		history_read(relevel->branch->dir, NULL, commit, 1, false, err);
	g_autofree char *message = NULL, *again = NULL;
	bool hand = !is_own(relevel->branch, commit) && strcmp(subject, "changes by hand");
	g_auto(Change) change = {
		NULL, g_ptr_array_new_with_free_func(g_free),
		g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(g_free),
		g_ptr_array_new_with_free_func(g_free),
	};
	int target;

	if (!history)
		return false;
	change.past = history->pdata[0];
	if (!carry_files(relevel, &change, &target, err))
		return false;
	message = hand && target < 0 ?
			  g_strdup_printf("%s namespace: changes by hand\n\nThey were in the generated commit '%s'.\n",
					  relevel->branch->name, subject) :
			  g_strdup(change.past->message);
	again = make_again(relevel, &change, message, err);
	if (!again)
		return false;
	if (hand && target >= 0)
		g_string_append_printf(relevel->fixups->pdata[target], "fixup %s %s\n", again,
				       subject);
	else
		g_string_append_printf(rest, "pick %s %s\n", again, subject);
	return true;
}

/* Which new generated commit is the last one to change a file? */
static bool find_last(struct relevel *relevel, GError **err)
{
	const GPtrArray *made = relevel->renewed->made;
	const char *before = relevel->branch->base;

	for (guint i = 0; i < made->len; before = made->pdata[i++]) {
		g_autoptr(GString) out =
			raw_diff(relevel->branch->dir, before, made->pdata[i], err);

		if (!out)
			return false;
		for (const char *at = out->str; at < out->str + out->len; at += strlen(at) + 1) {
			at += strlen(at) + 1;
			g_hash_table_insert(relevel->last, g_strdup(at), GINT_TO_POINTER(i));
		}
	}
	return true;
}

static bool is_made(const GPtrArray *made, const char *commit)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)made, commit, g_str_equal, NULL);
}

static bool put_lines(struct relevel *relevel, GString *rest, GError **err)
{
	g_auto(GStrv) lines = g_strsplit(relevel->todo->text->str, "\n", -1);
	const GPtrArray *made = relevel->renewed->made;

	for (guint i = 0; lines[i] && *lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", 3);

		if (!is_made(made, words[1]) &&
		    !put_again(relevel, rest, words[1], words[2], err))
			return false;
	}
	return true;
}

/**
 * relevel_todo() - write a todo list anew for another level
 * @todo: the result of todo_make()
 * @user: who rebases
 * @branch: the branch, on the same base
 * @renewed: the generated commits as they are made anew
 * @scratch: a directory
 * @err: STATUS_TREE: git fails
 */
bool relevel_todo(struct todo *todo, const struct git_user *user, const struct branch *branch,
		  const struct renewed *renewed, const char *scratch, GError **err)
{
	g_autoptr(GHashTable) now = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GHashTable) last = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) fixups = g_ptr_array_new_with_free_func(string_free);
	g_autoptr(GString) rest = g_string_new(NULL);
	struct relevel relevel = { todo, user, branch, renewed, scratch, now, last, fixups };

	for (guint i = 0; i < renewed->made->len; i++)
		g_ptr_array_add(fixups, g_string_new(NULL));
	g_autofree char *old = g_strdup(todo->text->str);

	if (!find_last(&relevel, err) || !put_lines(&relevel, rest, err))
		return false;
	g_string_truncate(todo->text, 0);
	for (guint i = 0; i < renewed->made->len; i++) {
		const char *commit = renewed->made->pdata[i];

		/* One that the user dropped is not there. */
		if (strstr(old, commit))
			g_string_append_printf(todo->text, "pick %s %s\n", commit,
					       (char *)renewed->subjects->pdata[i]);
		g_string_append(todo->text, ((GString *)fixups->pdata[i])->str);
	}
	g_string_append(todo->text, rest->str);
	return true;
}
