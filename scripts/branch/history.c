// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commits of a branch, along their first parents: messages, trees and diffs from one "git log".
 */
#include "branch/history.h"
#include "lib/error.h"
#include "lib/text.h"
#include "tree/git.h"

#include <string.h>

static void past_free(gpointer data)
{
	struct past *past = data;

	g_free(past->name);
	g_free(past->tree);
	g_free(past->parent);
	g_free(past->author);
	g_free(past->address);
	g_free(past->date);
	g_free(past->subject);
	g_free(past->message);
	answers_free(past->answers);
	g_free(past->diff);
	g_free(past);
}

/* One of the lines in front of the message. */
static char *take_line(const char **at)
{
	size_t len = strcspn(*at, "\n");
	char *line = g_strndup(*at, len);

	*at += len + ((*at)[len] == '\n');
	return line;
}

/* A message as git commit-tree takes it: no blank lines around it, and a newline at its end. */
static char *trimmed(const char *text)
{
	const char *start = text + strspn(text, "\n");
	size_t len = strlen(start);

	while (len && start[len - 1] == '\n')
		len--;
	return g_strdup_printf("%.*s\n", (int)len, start);
}

static struct past *past_of(const char *header)
{
	struct past *past = g_new0(struct past, 1);
	g_autofree char *parents = NULL;
	const char *at = header;

	past->name = take_line(&at);
	past->tree = take_line(&at);
	parents = take_line(&at);
	past->merge = strchr(parents, ' ');
	past->parent = g_strndup(parents, strcspn(parents, " "));
	past->author = take_line(&at);
	past->address = take_line(&at);
	past->date = take_line(&at);
	past->message = trimmed(at);
	past->subject = g_strndup(past->message, strcspn(past->message, "\n"));
	past->answers = answers_find(past->message);
	return past;
}

/* What "git log" prints: MARK header MARK diff MARK header … */
static GPtrArray *parse(const GString *out, const char *mark)
{
	GPtrArray *history = g_ptr_array_new_with_free_func((GDestroyNotify)past_free);
	const char *end = out->str + out->len, *at = out->str;
	size_t len = strlen(mark);
	struct past *past = NULL;
	bool header = false;

	while (at < end) {
		const char *next = memmem(at, end - at, mark, len);
		g_autofree char *part = g_strndup(at, (next ? next : end) - at);

		if (header) {
			past = past_of(part);
			g_ptr_array_add(history, past);
		} else if (past) {
			past->diff = g_strdup(part + strspn(part, "\n"));
		}
		header = !header;
		at = next ? next + len : end;
	}
	return history;
}

static GPtrArray *read_log(const char *dir, const char *from, const char *to, int most, bool diffs,
			   bool all, GError **err)
{
	/* Nobody who writes a message knows it. */
	g_autofree char *mark = g_strdup_printf("%08x%08x%08x%08x", g_random_int(), g_random_int(),
						g_random_int(), g_random_int());
	g_autofree char *format = g_strdup_printf(
		"--format=tformat:%s%%H%%n%%T%%n%%P%%n%%an%%n%%ae%%n%%ad%%n%%B%s", mark, mark);
	g_autofree char *range = from ? g_strdup_printf("%s..%s", from, to) : g_strdup(to);
	g_autofree char *count = g_strdup_printf("--max-count=%d", most ? most : -1);
	const char *const words[] = { "-c",
				      "diff.suppressBlankEmpty=false",
				      "log",
				      all ? "--topo-order" : "--first-parent",
				      "--diff-merges=off",
				      "--reverse",
				      "--no-show-signature",
				      "--no-notes",
				      "--no-color",
				      "--no-decorate",
				      "--no-mailmap",
				      "--encoding=UTF-8",
				      "--date=raw",
				      "--no-ext-diff",
				      "--no-textconv",
				      "--no-renames",
				      "--diff-algorithm=myers",
				      "--unified=3",
				      "--full-index",
				      "--src-prefix=a/",
				      "--dst-prefix=b/",
				      "--ignore-submodules=none",
				      count,
				      format,
				      diffs ? "--patch" : "--no-patch",
				      "--end-of-options",
				      range,
				      "--",
				      NULL };
	g_autofree char *errors = NULL;
	g_autoptr(GString) out = NULL;
	int status;

	out = git_bytes(dir, words, &status, &errors, err);
	if (!out)
		return NULL;
	if (status) {
		*strchrnul(errors, '\n') = '\0';
		fail(err, STATUS_TREE, "%s: git cannot read the commits up to %.12s (%s)", dir, to,
		     errors);
		return NULL;
	}
	return parse(out, mark);
}

/**
 * history_read() - read the commits of a branch
 * @dir: the repository, untrusted
 * @from: the commit before the first one; NULL for no limit
 * @to: the last one
 * @most: the number of commits, from the last one back, or 0 for all
 * @diffs: read their diffs, too, but for merges
 * @err: STATUS_TREE: git cannot read them
 *
 * Return: an array of struct past, oldest first, freed with g_ptr_array_unref(); or NULL.
 */
GPtrArray *history_read(const char *dir, const char *from, const char *to, int most, bool diffs,
			GError **err)
{
	return read_log(dir, from, to, most, diffs, false, err);
}

/**
 * history_all() - read the commits that one commit has and another one has not, of all parents
 * @dir: the repository, untrusted
 * @from: the one that has not
 * @to: the one that has
 * @diffs: read their diffs, too, but for merges
 * @err: STATUS_TREE: git cannot read them
 *
 * Return: an array of struct past, oldest first, freed with g_ptr_array_unref(); or NULL.
 */
GPtrArray *history_all(const char *dir, const char *from, const char *to, bool diffs, GError **err)
{
	return read_log(dir, from, to, 0, diffs, true, err);
}

/**
 * history_find() - find a commit
 * @history: the result of history_read()
 * @name: its full hash
 *
 * Return: its index, or -1.
 */
int history_find(const GPtrArray *history, const char *name)
{
	for (guint i = 0; i < history->len; i++)
		if (!strcmp(((const struct past *)history->pdata[i])->name, name))
			return i;
	return -1;
}
