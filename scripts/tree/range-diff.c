// SPDX-License-Identifier: GPL-2.0-only
/*
 * The changes between two series of patches, as shown by "git range-diff".
 *
 * git range-diff compares commits, but the tree of a series may not be available here. So the tree
 * is made up: for each series a repository gets the files that it touches, with the lines of its
 * hunks in their places, and filler that does not look like a function in between. git shows only
 * the message and the hunks of a commit, and those are real.
 */
#include "tree/range-diff.h"
#include "lib/diff.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "tree/git.h"
#include "tree/safe-path.h"
#include "lib/text.h"

#include <glib/gstdio.h>
#include <string.h>

/* A file of which only the lines in hunks are known. */
struct sparse {
	GPtrArray *base;	/* its lines; NULL for a line that no hunk shows */
	/* for each line after the patches so far, its index in @base, or -1 */
	GArray *now;
};

static void sparse_free(gpointer data)
{
	struct sparse *sparse = data;

	g_ptr_array_unref(sparse->base);
	g_array_unref(sparse->now);
	g_free(sparse);
}

static struct sparse *sparse_of(GHashTable *files, const char *path)
{
	struct sparse *sparse = g_hash_table_lookup(files, path);

	if (!sparse) {
		sparse = g_new0(struct sparse, 1);
		sparse->base = g_ptr_array_new_with_free_func(g_free);
		sparse->now = g_array_new(FALSE, FALSE, sizeof(int));
		g_hash_table_insert(files, g_strdup(path), sparse);
	}
	return sparse;
}

/* No file of the kernel is this long; a patch that claims so is rejected. */
#define LINES_MAX 1000000

static bool grow(struct sparse *sparse, guint len)
{
	while (sparse->now->len < len && len < LINES_MAX) {
		int index = sparse->base->len;

		g_ptr_array_add(sparse->base, NULL);
		g_array_append_val(sparse->now, index);
	}
	return len < LINES_MAX;
}

static void learn(struct sparse *sparse, guint at, const char *text)
{
	int index = g_array_index(sparse->now, int, at);

	if (index >= 0 && !sparse->base->pdata[index])
		sparse->base->pdata[index] = g_strdup(text);
}

/* Reads one hunk, whose first line is lines[@i]; moves @i past it. */
static bool take_hunk(struct sparse *sparse, const GPtrArray *lines, guint *i)
{
	const char *header = lines->pdata[*i];
	g_autoptr(GArray) hunks = diff_hunks(header);
	const struct hunk *hunk = hunks->len ? &g_array_index(hunks, struct hunk, 0) : NULL;
	g_autofree char *function = text_match(header, "^@@ [^@]* @@ (.*)$", 1);
	int at, old, new;

	if (!hunk || hunk->new_start < 0 || hunk->old_count < 0 || hunk->new_count < 0)
		return false;
	at = hunk->new_count ? hunk->new_start - 1 : hunk->new_start;
	old = hunk->old_count;
	new = hunk->new_count;
	if (at < 0 || at > LINES_MAX || old > LINES_MAX || !grow(sparse, at + old))
		return false;
	if (function && at)
		learn(sparse, at - 1, function);
	for ((*i)++; *i < lines->len && (old > 0 || new > 0); (*i)++) {
		const char *line = lines->pdata[*i];
		int none = -1;

		switch (*line) {
		case '+':
			g_array_insert_val(sparse->now, at, none);
			at++;
			new--;
			break;
		case '-':
			learn(sparse, at, line + 1);
			g_array_remove_index(sparse->now, at);
			old--;
			break;
		case ' ':
		case '\0':
			learn(sparse, at, *line ? line + 1 : "");
			at++;
			old--;
			new--;
			break;
		default:
			return false;
		}
	}
	return !old && !new;
}

static bool take_patch(GHashTable *files, const char *patch)
{
	g_autoptr(GPtrArray) lines = text_lines(patch);
	struct sparse *sparse = NULL;
	bool created = false;

	for (guint i = 0; i < lines->len;) {
		const char *line = lines->pdata[i];

		if (g_str_has_prefix(line, "diff --git "))
			sparse = NULL;
		if (g_str_has_prefix(line, "--- "))
			created = !strcmp(line, "--- /dev/null");
		if (g_str_has_prefix(line, "+++ ")) {
			if (!g_str_has_prefix(line, "+++ b/") || !path_ok(line + 6))
				return false;
			/*
			 * A file that this patch creates may be changed by a later patch, but has
			 * no lines of the tree.
			 */
			sparse = sparse_of(files, line + 6);
			if (created)
				g_ptr_array_set_size(sparse->base, 0);
		}
		if (sparse && g_str_has_prefix(line, "@@ ")) {
			if (!take_hunk(sparse, lines, &i))
				return false;
			continue;
		}
		i++;
	}
	return true;
}

static char *base_text(const struct sparse *sparse)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < sparse->base->len; i++) {
		if (sparse->base->pdata[i])
			g_string_append_printf(text, "%s\n", (char *)sparse->base->pdata[i]);
		else
			g_string_append_printf(text, " line %u\n", i + 1);
	}
	return g_string_free(text, FALSE);
}

static bool repository(const char *dir, const char *const *words, char **out, GError **err)
{
	g_autofree char *errors = NULL, *text = NULL;
	int status;

	text = git_own(dir, words, &status, &errors, err);
	if (!text)
		return false;
	if (status)
		return fail(err, STATUS_USAGE, "git %s: exit status %d: %s", words[0], status,
			    g_strdelimit(g_strstrip(errors), "\n", ' '));
	if (out)
		*out = g_steal_pointer(&text);
	return true;
}

/*
 * The commit message that git takes from a mailed patch: the subject without "[PATCH 1/3]", and
 * the body up to the line "---".
 */
static char *message_of(const char *patch)
{
	g_autofree char *subject = text_match(
		patch, "^Subject: (?:\\[[^\\]]*PATCH[^\\]]*\\] )?((?:.*\n?)(?:[ \t].*\n)*)", 1);
	const char *body = strstr(patch, "\n\n"), *end = body ? strstr(body, "\n---\n") : NULL;
	g_autofree char *text = body && end ? g_strndup(body + 2, end - body - 2) : g_strdup("");

	return g_strdup_printf("%s\n\n%s\n",
			       subject ? g_strstrip(g_strdelimit(subject, "\n", ' ')) : "?", text);
}

static bool commit_all(const char *dir, const char *message, GError **err)
{
	g_autofree char *name = g_strconcat(dir, ".message", NULL);
	const char *const add[] = { "add", "--all", "--force", NULL };
	const char *const commit[] = {
		"commit", "--quiet", "--allow-empty", "--no-verify", "--date=@0 +0000", "-F",
		name, NULL
	};

	return g_file_set_contents(name, message, -1, err) && repository(dir, add, NULL, err) &&
	       repository(dir, commit, NULL, err);
}

/* Creates a branch from a series; the tag NAME-base is its commit before the patches. */
static bool branch(const char *dir, const char *name, const GPtrArray *patches, GError **err)
{
	g_autoptr(GHashTable) files =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, sparse_free);
	g_autofree char *base = g_strdup_printf("%s-base", name);
	g_autofree char *path = g_strconcat(dir, ".patch", NULL);
	const char *const orphan[] = { "checkout", "--quiet", "--orphan", name, NULL };
	const char *const empty[] = { "rm", "-r", "-f", "--quiet", "--ignore-unmatch", ".", NULL };
	const char *const tag[] = { "tag", base, NULL };
	const char *const apply[] = { "apply",	   "--index", "--whitespace=nowarn",
				      "--recount", path,      NULL };
	GHashTableIter iter;
	gpointer key, value;

	if (!repository(dir, orphan, NULL, err) || !repository(dir, empty, NULL, err))
		return false;
	for (guint i = 0; i < patches->len; i++)
		if (!take_patch(files, patches->pdata[i]))
			return fail(err, STATUS_USAGE,
				    "patch %u of the %s series cannot be applied by git",
				    i + 1, name);
	g_hash_table_iter_init(&iter, files);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		g_autofree char *text = base_text(value);

		if (*text && !write_file(dir, key, text, err))
			return false;
	}
	if (!commit_all(dir, "base", err) || !repository(dir, tag, NULL, err))
		return false;
	for (guint i = 0; i < patches->len; i++) {
		g_autofree char *message = message_of(patches->pdata[i]);

		if (!g_file_set_contents(path, patches->pdata[i], -1, err) ||
		    !repository(dir, apply, NULL, err) || !commit_all(dir, message, err))
			return false;
	}
	return true;
}

/**
 * range_diff() - the changes from one series of patches to another
 * @old: texts of patch files, in order, without the cover letter
 * @new: the same, for the new series
 * @colour: use colours
 * @err: STATUS_USAGE: one of them is not a series of patches
 *
 * Return: git's output, a new string; or NULL.
 */
char *range_diff(const GPtrArray *old, const GPtrArray *new, bool colour, GError **err)
{
	g_autofree char *scratch = g_dir_make_tmp("nsgen-XXXXXX", err), *dir = NULL;
	char *text = NULL;
	const char *const init[] = { "init", "--quiet", "--template=", NULL };
	const char *const compare[] = {
		"range-diff", colour ? "--color=always" : "--no-color",
		"--creation-factor=90", "old-base..old",
		"new-base..new", NULL
	};

	if (!scratch)
		return NULL;
	dir = g_build_filename(scratch, "repository", NULL);
	if (g_mkdir(dir, 0700))
		fail(err, STATUS_BUG, "%s: cannot be created", dir);
	else if (!repository(dir, init, NULL, err) || !branch(dir, "old", old, err) ||
		 !branch(dir, "new", new, err) || !repository(dir, compare, &text, err))
		text = NULL;
	remove_tree(scratch);
	return text;
}
