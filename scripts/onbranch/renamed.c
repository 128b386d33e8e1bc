// SPDX-License-Identifier: GPL-2.0-only
/*
 * A branch as if its namespace had had another name from the beginning.
 *
 * Each of its commits, and each generated one as it was made, is made again with the words of the
 * new name. What follows, the todo list above all, is then that of any branch. Nobody sees these
 * commits before git rebase picks from them.
 */
#include "onbranch/renamed.h"
#include "branch/commits.h"
#include "lib/diff.h"
#include "lib/error.h"
#include "lib/text.h"
#include "onbranch/rename-tree.h"

#include <string.h>

/* What is done with a line that a diff adds. */
typedef bool (*added_line)(const char *path, int number, const char *text, gpointer data);

/* "+++ b/PATH"; git puts a tab after a name with blanks. */
static void walk_added(const char *diff, added_line line_is, gpointer data)
{
	g_autoptr(GPtrArray) lines = text_lines(diff ? diff : "");
	g_autofree char *path = g_strdup("");
	int old = 0, new = 0, number = 0;

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (old > 0 || new > 0) {
			old -= *line == '-' || *line == ' ';
			new -= *line == '+' || *line == ' ';
			if (*line == '+' && !line_is(path, number, line + 1, data))
				return;
			number += *line == '+' || *line == ' ';
		} else if (g_str_has_prefix(line, "@@ ")) {
			g_autoptr(GArray) hunks = diff_hunks(line);

			if (!hunks->len)
				continue;
			old = g_array_index(hunks, struct hunk, 0).old_count;
			new = g_array_index(hunks, struct hunk, 0).new_count;
			number = g_array_index(hunks, struct hunk, 0).new_start;
		} else if (g_str_has_prefix(line, "+++ b/")) {
			g_free(path);
			path = g_strndup(line + 6, strcspn(line + 6, "\t"));
		}
	}
}

static bool take_line(const char *path, int number, const char *text, gpointer data)
{
	(void)number;
	g_hash_table_add(data, g_strdup_printf("%s\n%s", path, text));
	return true;
}

static void learn(struct renaming *renaming, GHashTable *old, const struct pipeline *line)
{
	g_autoptr(GHashTable) new = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < line->series->patches->len; i++)
		walk_added(((struct patch *)line->series->patches->pdata[i])->diff, take_line, new);
	renaming_learn(renaming, old, new);
}

/* A word of the new name in a line of the user's: after the renaming two things would be one. */
struct clash {
	const struct renaming *renaming;
	GHashTable *generated;
	char *place, *word;
};

static bool find_clash(const char *path, int number, const char *text, gpointer data)
{
	struct clash *clash = data;
	g_autofree char *key = g_strdup_printf("%s\n%s", path, text);

	if (g_hash_table_contains(clash->generated, key))
		return true;
	clash->word = renaming_taken(clash->renaming, text);
	if (clash->word)
		clash->place = g_strdup_printf("%s:%d", path, number);
	return !clash->word;
}

static bool no_clash(const struct branch *branch, const struct renaming *renaming,
		     GHashTable *generated, GError **err)
{
	for (guint i = 0; i < branch->commits->len; i++) {
		const struct past *past = branch->commits->pdata[i];
		struct clash clash = { renaming, generated, NULL, NULL };
		g_autofree char *place = NULL, *word = NULL;

		walk_added(past->diff, find_clash, &clash);
		place = clash.place;
		word = clash.word;
		if (word)
			return fail(err, STATUS_TREE,
				    "%s: commit %.12s has '%s' already, which is a word of the new name; rename that first",
				    place, past->name, word);
	}
	return true;
}

static void set(char **member, char *value)
{
	g_free(*member);
	*member = value;
}

/* Another commit instead of @past. */
static bool make_again(struct past *past, const struct renaming *renaming,
		       struct rename_trees *trees, const struct git_user *user, const char *base,
		       const char *parent, const char *scratch, GError **err)
{
	char *tree = rename_tree(trees, base, past->tree, err), *name;

	if (!tree)
		return false;
	set(&past->tree, tree);
	set(&past->message, renaming_text(renaming, NULL, past->message));
	set(&past->subject, g_strndup(past->message, strcspn(past->message, "\n")));
	set(&past->parent, g_strdup(parent));
	name = commit_tree(user, tree, parent, past->message, past, scratch, err);
	if (name)
		set(&past->name, name);
	return name;
}

static bool make_all(GPtrArray *history, const struct renaming *renaming,
		     struct rename_trees *trees, const struct git_user *user, const char *base,
		     const char *scratch, GError **err)
{
	const char *parent = base;

	for (guint i = 0; i < history->len; i++) {
		struct past *past = history->pdata[i];

		if (!make_again(past, renaming, trees, user, base, parent, scratch, err))
			return false;
		parent = past->name;
	}
	return true;
}

static void put_left(GPtrArray *left, const struct renaming *renaming, const char *place,
		     int number, const char *text)
{
	g_autoptr(GPtrArray) words = renaming_left(renaming, text);

	for (guint i = 0; i < words->len; i++)
		g_ptr_array_add(left, g_strdup_printf("%s:%d: %s", place, number,
						      (char *)words->pdata[i]));
}

/* What is left in the messages that the user wrote. */
static void left_in_messages(const struct matches *matches, const struct renaming *renaming,
			     GPtrArray *left)
{
	for (guint i = 0; i < matches->commits->len; i++) {
		const struct matched *matched = matches->commits->pdata[i];
		g_autoptr(GPtrArray) lines = text_lines(matched->past->message);
		g_autofree char *place =
			g_strdup_printf("the message of '%s'", matched->past->subject);

		for (guint n = 0; n < lines->len; n++)
			if ((matched->origin == ORIGIN_OWN || matched->reworded) &&
			    !g_str_has_prefix(lines->pdata[n], "Nsgen: "))
				put_left(left, renaming, place, n + 1, lines->pdata[n]);
	}
}

/**
 * rename_branch() - give the namespace of a branch another name
 * @branch: the branch, with its generated commits; its commits are replaced by others
 * @matches: the result of match_commits(); its commits are the branch's
 * @user: who makes them
 * @old: the keys of the old name's spec
 * @line: the series under the new name
 * @left: gets "PLACE:LINE: WORD" for what is left in messages
 * @err: STATUS_TREE: a word or a path of the new name is there already, or git fails
 *
 * Return: what became of which word, freed with renaming_free(); or NULL.
 */
struct renaming *rename_branch(struct branch *branch, const struct matches *matches,
			       const struct git_user *user, GHashTable *old,
			       const struct pipeline *line, GPtrArray *left, GError **err)
{
	g_autoptr(GHashTable) generated =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(Renaming) renaming = renaming_new(branch->name, old, line->spec);
	g_autoptr(RenameTrees) trees =
		rename_trees_new(branch->dir, renaming, branch->tip, line->scratch);
	const struct past *first = branch->generated->pdata[0];
	g_autofree char *made_on = g_strdup(first->parent);

	for (guint i = 0; i < branch->generated->len; i++)
		walk_added(((struct past *)branch->generated->pdata[i])->diff, take_line,
			   generated);
	learn(renaming, generated, line);
	if (!no_clash(branch, renaming, generated, err) ||
	    !make_all(branch->generated, renaming, trees, user, made_on, line->scratch, err) ||
	    !make_all(branch->commits, renaming, trees, user, branch->base, line->scratch, err))
		return NULL;
	left_in_messages(matches, renaming, left);
	set(&branch->name, g_strdup(line->spec->name));
	return g_steal_pointer(&renaming);
}

struct leaving {
	const struct renaming *renaming;
	GPtrArray *left;
	const char *path;
};

static bool find_left(const char *path, int number, const char *text, gpointer data)
{
	struct leaving *leaving = data;

	put_left(leaving->left, leaving->renaming, path, number, text);
	return true;
}

static bool left_in_paths(const char *dir, const struct renaming *renaming, const char *from,
			  const char *to, GPtrArray *left, GError **err)
{
	const char *const words[] = { "diff-tree", "-r", "-z", "--name-only", "--no-renames",
				      "--diff-filter=A", from, to, NULL };
	g_autoptr(GString) out = NULL;
	int status;

	out = git_bytes(dir, words, &status, NULL, err);
	if (!out)
		return false;
	for (const char *path = out->str; path < out->str + out->len; path += strlen(path) + 1) {
		g_autoptr(GPtrArray) found = renaming_left(renaming, path);

		if (found->len)
			g_ptr_array_add(left, g_strdup_printf("%s: the file's own name", path));
	}
	return true;
}

/**
 * rename_left() - find what still has the old name as a part, in files
 * @dir: the repository
 * @renaming: what became of words
 * @from: a commit without what the user did
 * @to: one with it
 * @left: gets "FILE:LINE: WORD"
 * @err: STATUS_TREE: git cannot read them
 */
bool rename_left(const char *dir, const struct renaming *renaming, const char *from, const char *to,
		 GPtrArray *left, GError **err)
{
	const char *const words[] = { "diff-tree", "-r", "-p", "--no-renames", "--no-ext-diff",
				      "--no-textconv", "--unified=0", "--src-prefix=a/",
				      "--dst-prefix=b/", from, to, NULL };
	struct leaving leaving = { renaming, left, NULL };
	g_autofree char *errors = NULL, *out = NULL;
	int status;

	out = git(dir, words, &status, &errors, err);
	if (!out)
		return false;
	if (status)
		return fail(err, STATUS_TREE, "%s: git diff-tree: exit status %d", dir, status);
	walk_added(out, find_left, &leaving);
	return left_in_paths(dir, renaming, from, to, left, err);
}
