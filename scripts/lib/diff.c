// SPDX-License-Identifier: GPL-2.0-only
/*
 * Line diffs by libgit2, byte for byte as git writes them.
 *
 * There is no repository, so no configuration and no .gitattributes can change them.
 */
#include "lib/diff.h"
#include "lib/error.h"

#include <git2.h>
#include <stdio.h>
#include <string.h>

typedef git_patch GitPatch;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GitPatch, git_patch_free)

static bool failed(const char *path, GError **err)
{
	const git_error *why = git_error_last();

	return fail(err, STATUS_BUG, "%s: cannot be compared: libgit2: %s", path,
		    why ? why->message : "no reason given");
}

/* Files are compared in several threads, and libgit2 is initialized once, until we exit. */
static bool start(GError **err)
{
	static gsize done;

	if (g_once_init_enter(&done))
		g_once_init_leave(&done, git_libgit2_init() > 0 ? 1 : 2);
	return done == 1 || failed("libgit2", err);
}

/* A text that does not exist is NULL. */
static git_patch *compare(const char *path, const char *old, const char *new, guint context,
			  GError **err)
{
	git_diff_options options;
	gsize old_len = old ? strlen(old) : 0, new_len = new ? strlen(new) : 0;
	git_patch *patch = NULL;

	if (!start(err))
		return NULL;
	if (git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION)) {
		failed(path, err);
		return NULL;
	}
	options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
	options.context_lines = context;
	options.id_abbrev = 12;
	if (git_patch_from_buffers(&patch, old, old_len, path, new, new_len, path, &options)) {
		failed(path, err);
		return NULL;
	}
	return patch;
}

/**
 * diff_texts() - find where two texts differ
 * @old: a text
 * @new: another
 * @err: STATUS_BUG: libgit2 fails
 *
 * Return: an array of struct hunk, without context; or NULL.
 */
GArray *diff_texts(const char *old, const char *new, GError **err)
{
	g_autoptr(GitPatch) patch = compare("text", old, new, 0, err);
	g_autoptr(GArray) hunks = g_array_new(FALSE, FALSE, sizeof(struct hunk));

	if (!patch)
		return NULL;
	for (size_t i = 0; i < git_patch_num_hunks(patch); i++) {
		const git_diff_hunk *found;
		struct hunk hunk;

		if (git_patch_get_hunk(&found, NULL, patch, i)) {
			failed("text", err);
			return NULL;
		}
		hunk = (struct hunk){
			found->old_start, found->old_lines, found->new_start, found->new_lines
		};
		g_array_append_val(hunks, hunk);
	}
	return g_steal_pointer(&hunks);
}

/*
 * Correct what libgit2 writes differently from git: git cuts a hunk's function at 80 columns, and
 * removes blanks at its end after that, not before; an empty file has no lines "---" and "+++". No
 * other line of a patch begins with "@@ ".
 */
static char *as_git(const char *text, bool empty)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *end;

	for (; *text; text = end + (*end == '\n')) {
		gsize len;

		end = strchrnul(text, '\n');
		len = end - text;
		if (empty && (g_str_has_prefix(text, "--- ") || g_str_has_prefix(text, "+++ ")))
			continue;
		while (g_str_has_prefix(text, "@@ ") && strchr(" \t\r", text[len - 1]))
			len--;
		g_string_append_len(out, text, len);
		if (*end)
			g_string_append_c(out, '\n');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/**
 * diff_patch() - make the part of a patch for one file
 * @path: the file
 * @old: its text; NULL for a new file
 * @new: its new text
 * @count: filled in
 * @err: STATUS_BUG: libgit2 fails
 *
 * Return: a new string with three lines of context, as "git format-patch" writes it; empty if
 * nothing differs; or NULL.
 */
char *diff_patch(const char *path, const char *old, const char *new, struct diff_count *count,
		 GError **err)
{
	g_autoptr(GitPatch) patch = compare(path, old, new, 3, err);
	git_buf text = GIT_BUF_INIT;
	char *result;

	if (!patch)
		return NULL;
	if (git_patch_line_stats(NULL, &count->added, &count->removed, patch) ||
	    git_patch_to_buf(&text, patch)) {
		failed(path, err);
		return NULL;
	}
	result = as_git(text.ptr ? text.ptr : "", !git_patch_num_hunks(patch));
	git_buf_dispose(&text);
	return result;
}

/**
 * diff_hunks() - find the hunks of a diff
 * @diff: a text with hunk headers, as from diff_patch()
 *
 * Return: an array of struct hunk.
 */
GArray *diff_hunks(const char *diff)
{
	GArray *hunks = g_array_new(FALSE, FALSE, sizeof(struct hunk));

	for (const char *line = diff; *line; line = strchrnul(line, '\n'), line += *line == '\n') {
		struct hunk hunk = { .old_count = 1, .new_count = 1 };
		int used;

		if (strncmp(line, "@@ -", 4))
			continue;
		line += 4;
		sscanf(line, "%d%n", &hunk.old_start, &used);
		line += used;
		if (*line == ',') {
			sscanf(line + 1, "%d%n", &hunk.old_count, &used);
			line += used + 1;
		}
		line += strspn(line, " +");
		sscanf(line, "%d%n", &hunk.new_start, &used);
		line += used;
		if (*line == ',')
			sscanf(line + 1, "%d", &hunk.new_count);
		g_array_append_val(hunks, hunk);
	}
	return hunks;
}
