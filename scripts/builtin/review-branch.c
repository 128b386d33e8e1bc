// SPDX-License-Identifier: GPL-2.0-only
/*
 * review of a branch: its commits as git log -p shows them, and which lines are a hook's, and which
 * a hand's.
 */
#include "builtin/builtin.h"
#include "lib/json.h"
#include "lib/pager.h"
#include "lib/text.h"
#include "onbranch/results.h"
#include "onbranch/whose.h"
#include "tree/git.h"

#include <stdio.h>
#include <string.h>

/**
 * struct shown - what is shown
 * @branch: the branch
 * @matches: its commits
 * @lines: the lines of each, from whose_lines()
 * @results: of the newest commit that was checked
 */
struct shown {
	const struct branch *branch;
	struct matches *matches;
	GPtrArray *lines;
	struct results results;
};

static void shown_clear(struct shown *shown)
{
	matches_free(shown->matches);
	g_clear_pointer(&shown->lines, g_ptr_array_unref);
	results_clear(&shown->results);
}

typedef struct shown Shown;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Shown, shown_clear)

static const struct line *line_at(const GArray *lines, guint i)
{
	return &g_array_index(lines, struct line, i);
}

/* Is it the same hand, or the same step of the generator? */
static bool same_author(const struct line *a, const struct line *b)
{
	return a->whose == b->whose &&
	       (a->whose != WHOSE_HOOK || a->author.step == b->author.step);
}

/* The end of the hunk that begins at a line. */
static guint end_of_hunk(const GArray *lines, guint i)
{
	const struct line *first = line_at(lines, i);

	while (i < lines->len && line_at(lines, i)->path == first->path &&
	       !memcmp(&line_at(lines, i)->hunk, &first->hunk, sizeof(first->hunk)))
		i++;
	return i;
}

/* Who has lines in a hunk: the first line of each, with their number. */
static GPtrArray *authors_of(const GArray *lines, guint from, guint to, GArray *counts)
{
	GPtrArray *authors = g_ptr_array_new();

	for (guint i = from; i < to; i++) {
		const struct line *line = line_at(lines, i);
		struct diff_count none = { 0, 0 }, *count;
		guint n = 0;

		while (n < authors->len && !same_author(authors->pdata[n], line))
			n++;
		if (n == authors->len) {
			g_ptr_array_add(authors, (gpointer)line);
			g_array_append_val(counts, none);
		}
		count = &g_array_index(counts, struct diff_count, n);
		*(*line->text == '+' ? &count->added : &count->removed) += 1;
	}
	return authors;
}

static const char *name_of(const struct line *line)
{
	if (line->whose == WHOSE_HAND)
		return "by hand";
	if (line->whose == WHOSE_UNKNOWN || !line->author.hook)
		return "generated";
	return line->author.hook;
}

/* ------------------------------------------------------------------ for people */

static void put_author(struct terminal *out, const struct line *line,
		       const struct diff_count *count)
{
	const struct author *author = &line->author;

	terminal_put(out, line->whose == WHOSE_HAND ? COLOUR_META : COLOUR_COMMIT, "#   %s",
		     name_of(line));
	if (line->whose == WHOSE_HOOK && author->site)
		terminal_put(out, COLOUR_NONE, "  %s", author->site);
	if (line->whose == WHOSE_HOOK && author->neighbour && author->file)
		terminal_put(out, COLOUR_NONE, "  as %s, %s:%d", author->neighbour, author->file,
			     author->line);
	terminal_put(out, COLOUR_NONE, "  +%zu -%zu\n", count->added, count->removed);
}

static void put_hunk(struct terminal *out, const GArray *lines, guint from, guint to)
{
	g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(struct diff_count));
	g_autoptr(GPtrArray) authors = authors_of(lines, from, to, counts);
	const struct line *first = line_at(lines, from);

	terminal_put(out, COLOUR_COMMIT, "# %s:%d\n", first->path, first->hunk.new_start);
	for (guint n = 0; n < authors->len; n++)
		put_author(out, authors->pdata[n], &g_array_index(counts, struct diff_count, n));
}

/* Where hand and hook meet in a hunk, each says where its lines begin. */
static void put_turn(struct terminal *out, const GArray *lines, guint from, guint i)
{
	const struct line *line = line_at(lines, i);
	bool turns = i > from && line_at(lines, i - 1)->whose != line->whose;

	for (guint n = from; i == from && n < end_of_hunk(lines, from); n++)
		turns |= line_at(lines, n)->whose != line->whose;
	if (turns)
		terminal_put(out, line->whose == WHOSE_HAND ? COLOUR_META : COLOUR_COMMIT,
			     "# %s\n", name_of(line));
}

static void put_diff(struct terminal *out, const char *diff, const GArray *lines)
{
	const char *next;
	guint i = 0, from = 0;
	int old = 0, new = 0;

	for (const char *at = diff ? diff : ""; *at; at = next) {
		size_t len = strcspn(at, "\n");
		enum colour colour = COLOUR_META;

		next = at + len + (at[len] == '\n');
		if (old > 0 || new > 0) {
			old -= *at != '+' && *at != '\\';
			new -= *at != '-' && *at != '\\';
			colour = *at == '+' ? COLOUR_NEW :
				 *at == '-' ? COLOUR_OLD :
					      COLOUR_CONTEXT;
			if (i < lines->len && line_at(lines, i)->text == at)
				put_turn(out, lines, from, i++);
		} else if (g_str_has_prefix(at, "@@ -") && i < lines->len) {
			from = i;
			old = line_at(lines, i)->hunk.old_count;
			new = line_at(lines, i)->hunk.new_count;
			put_hunk(out, lines, i, end_of_hunk(lines, i));
			colour = COLOUR_FRAG;
		}
		terminal_put(out, colour, "%.*s\n", (int)len, at);
	}
}

static void put_files(struct terminal *out, const struct matched *matched)
{
	for (guint i = 0; matched->made >= 0 && i < matched->files->len; i++) {
		const struct hand *hand = &g_array_index(matched->files, struct hand, i);

		terminal_put(out, COLOUR_META, "# by hand: %s +%zu -%zu\n", hand->path,
			     hand->lines.added, hand->lines.removed);
	}
	if (matched->takes)
		terminal_put(out, COLOUR_OLD, "# takes %zu generated line%s away\n", matched->takes,
			     matched->takes == 1 ? "" : "s");
}

static void put_commit(struct terminal *out, const struct shown *shown, guint i)
{
	const struct matched *matched = shown->matches->commits->pdata[i];
	const struct past *past = matched->past;
	g_auto(GStrv) message = g_strsplit(past->message, "\n", -1);

	terminal_put(out, COLOUR_COMMIT, "commit %s (%s%s)\n", past->name,
		     origin_name(matched->origin),
		     !matched->reworded			    ? "" :
		     matched->origin == ORIGIN_GENERATED ? ", reworded" :
							   ", its message was changed");
	terminal_put(out, COLOUR_NONE, "Author: %s <%s>\n", past->author, past->address);
	put_files(out, matched);
	terminal_put(out, COLOUR_NONE, "\n");
	for (char **line = message; *line && (line[1] || **line); line++)
		terminal_put(out, COLOUR_NONE, "%s%s\n", **line ? "    " : "", *line);
	terminal_put(out, COLOUR_NONE, "\n");
	if (past->merge)
		terminal_put(out, COLOUR_NONE, "# a merge, whose changes are not shown\n");
	put_diff(out, past->diff, shown->lines->pdata[i]);
	terminal_put(out, COLOUR_NONE, "\n");
}

static void put_all(struct terminal *out, const struct shown *shown)
{
	const struct branch *branch = shown->branch;
	bool failed;
	g_autofree char *rungs = results_rungs(&shown->results, &failed);

	terminal_put(out, COLOUR_COMMIT, "# %s: namespace %s, %u commits on %.12s\n",
		     branch->branch ? branch->branch : "HEAD, on no branch", branch->name,
		     branch->commits->len, branch->base);
	if (shown->results.commit)
		terminal_put(out, failed ? COLOUR_OLD : COLOUR_NONE, "# checked: %s, of %.10s\n",
			     rungs, shown->results.commit);
	if (!branch->series)
		terminal_put(out, COLOUR_OLD,
			     "# there is no record: lines that a hand changed in a generated commit are not seen\n");
	terminal_put(out, COLOUR_NONE, "\n");
	for (guint i = 0; i < shown->matches->commits->len; i++)
		put_commit(out, shown, i);
	for (guint i = 0; i < shown->matches->missing->len; i++) {
		gint k = g_array_index(shown->matches->missing, gint, i);

		terminal_put(out, COLOUR_OLD, "# missing: patch %d, %s\n", k + 1,
			     ((struct past *)branch->generated->pdata[k])->subject);
	}
}

/* ------------------------------------------------------------------ for programs */

static void json_author(JsonBuilder *json, const struct line *line, const struct diff_count *count)
{
	static const char *const words[] = { [WHOSE_HAND] = "hand", [WHOSE_HOOK] = "hook",
					     [WHOSE_UNKNOWN] = "generated" };
	const struct author *author = &line->author;

	json_builder_begin_object(json);
	json_member(json, "whose", words[line->whose]);
	if (line->whose == WHOSE_HOOK && author->hook)
		json_member(json, "hook", author->hook);
	if (line->whose == WHOSE_HOOK && author->site)
		json_member(json, "site", author->site);
	json_number(json, "adds", count->added);
	json_number(json, "removes", count->removed);
	json_builder_end_object(json);
}

static void json_hunk(JsonBuilder *json, const GArray *lines, guint from, guint to)
{
	g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(struct diff_count));
	g_autoptr(GPtrArray) authors = authors_of(lines, from, to, counts);
	const struct line *first = line_at(lines, from);

	json_builder_begin_object(json);
	json_member(json, "file", first->path);
	json_number(json, "old", first->hunk.old_start);
	json_number(json, "line", first->hunk.new_start);
	json_builder_set_member_name(json, "authors");
	json_builder_begin_array(json);
	for (guint n = 0; n < authors->len; n++)
		json_author(json, authors->pdata[n], &g_array_index(counts, struct diff_count, n));
	json_builder_end_array(json);
	json_builder_end_object(json);
}

static void print_json(const struct shown *shown)
{
	g_autoptr(JsonBuilder) json = json_builder_new();
	g_autofree char *text = NULL;

	json_builder_begin_object(json);
	json_member(json, "name", shown->branch->name);
	json_member(json, "base", shown->branch->base);
	json_builder_set_member_name(json, "commits");
	json_builder_begin_array(json);
	for (guint i = 0; i < shown->matches->commits->len; i++) {
		const struct matched *matched = shown->matches->commits->pdata[i];
		const GArray *lines = shown->lines->pdata[i];

		json_builder_begin_object(json);
		json_member(json, "commit", matched->past->name);
		json_member(json, "origin", origin_name(matched->origin));
		json_builder_set_member_name(json, "hunks");
		json_builder_begin_array(json);
		for (guint from = 0, to; from < lines->len; from = to) {
			to = end_of_hunk(lines, from);
			json_hunk(json, lines, from, to);
		}
		json_builder_end_array(json);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
	json_builder_end_object(json);
	text = json_print(json);
	fputs(text, stdout);
}

/**
 * review_branch() - show the commits of a branch
 * @branch: the branch
 * @err: two texts cannot be compared, or the pager cannot be run
 */
bool review_branch(const struct branch *branch, GError **err)
{
	g_auto(Shown) shown = { .branch = branch };
	g_autoptr(Terminal) terminal = NULL;

	shown.matches = match_commits(branch);
	shown.lines = whose_lines(branch, shown.matches, err);
	if (!shown.lines || !results_find(branch, &shown.results, err))
		return false;
	if (given.json) {
		print_json(&shown);
		return true;
	}
	terminal = terminal_open(git_says, err);
	if (!terminal)
		return false;
	put_all(terminal, &shown);
	return terminal_show(terminal, err);
}
