// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generated part of a branch, made anew: with which answers, and which commit replaces which.
 */
#include "branch/renew.h"
#include "branch/commits.h"
#include "lib/error.h"
#include "lib/text.h"
#include "spec/taken.h"

#include <string.h>

/* A text of which the answer line has only the digest has to be given again. */
static bool is_given(const struct answers *answers, const char *name, const char *value,
		     GError **err)
{
	return value || !g_hash_table_contains(answers->words, name) ||
	       fail(err, STATUS_USAGE,
		    "the branch was made with --%s, of which its messages have only a digest; give it again",
		    name);
}

/* Without a record the answer line has what was asked for. */
static bool from_answers(const struct branch *branch, struct request *request, GError **err)
{
	const struct answers *answers = branch->answers;

	if (!answers)
		return fail(err, STATUS_USAGE,
			    "%s: neither refs/nsgen nor an answer line says what was generated",
			    branch->branch);
	if (!is_given(answers, "why", request->why, err) ||
	    !is_given(answers, "conf", request->conf, err) ||
	    !is_given(answers, "except", request->except, err) ||
	    !is_given(answers, "maintainers", request->maintainers, err))
		return false;
	if (!request->level)
		request->level = answers->level;
	for (int i = 0; i < NUMBERS; i++) {
		struct number *number = &request->numbers.of[i];
		char *text = g_hash_table_lookup(answers->words, number_words[i].option);

		if (number->text || !text)
			continue;
		number->text = text;
		number->why = REASON_RULE "the old base";
	}
	request->squash |= g_hash_table_contains(answers->words, "squash");
	for (guint i = 0; i < branch->commits->len; i++) {
		const struct past *past = branch->commits->pdata[i];

		request->signoff |= past->answers && strstr(past->message, "\nSigned-off-by: ");
	}
	return true;
}

/**
 * renew_request() - ask for the series of a branch again
 * @branch: the branch
 * @request: gets the answers, except those that it already has; they point into @branch
 * @scratch: a directory for texts of files
 * @err: STATUS_USAGE: an answer is not known
 */
bool renew_request(const struct branch *branch, struct request *request, const char *scratch,
		   GError **err)
{
	request->numbers.kept = true;
	request->branch = true;
	if (!branch->series)
		return from_answers(branch, request, err);
	if (!request->level)
		request->level = branch->series->report->level;
	return request_again(branch->series->report, request, scratch, err);
}

/* Who has the number on the new base? An id has to be above all others. */
static const struct constant *holder(const struct taken *taken, int number, guint64 value)
{
	guint64 last;
	const struct constant *by = taken_by(taken, number, value);

	if (by || number != NUMBER_ID)
		return by;
	by = taken_last(taken, number, &last);
	return by && last >= value ? by : NULL;
}

/**
 * renew_numbers() - let numbers be chosen anew that the rule chose, and that are taken now
 * @request: the request, for the new base
 * @notes: gets a line for each of them
 * @err: see Documentation/errors.md
 *
 * One that a person chose stays, and is an error if it is taken.
 */
bool renew_numbers(struct request *request, GPtrArray *notes, GError **err)
{
	g_autoptr(Tree) tree = tree_open_at(request->kernel, request->base, err);
	g_autoptr(Taken) taken = NULL;

	if (!tree)
		return false;
	if (!g_strcmp0(request->level, "framework"))
		return true;
	taken = taken_read(tree, NULL, err);
	if (!taken)
		return false;
	for (int i = 0; i < NUMBERS; i++) {
		struct number *number = &request->numbers.of[i];
		const struct constant *by;

		if (!number->text || !number->why || !g_str_has_prefix(number->why, REASON_RULE) ||
		    !taken_has(taken, i))
			continue;
		by = holder(taken, i, g_ascii_strtoull(number->text, NULL, 0));
		if (!by)
			continue;
		g_ptr_array_add(notes,
				g_strdup_printf("%s %s is taken by %s in %s:%d, and chosen anew",
						number_words[i].option, number->text, by->name,
						by->file, by->line));
		number->text = NULL;
		number->why = NULL;
	}
	return true;
}

/**
 * renew_generated() - make the generated commits of a branch again that has no record
 * @branch: gets them
 * @user: who makes them
 * @request: the result of renew_request()
 * @err: see Documentation/errors.md
 *
 * They are what this nsgen makes from the answer line; what differs counts as a hand's.
 */
bool renew_generated(struct branch *branch, const struct git_user *user,
		     const struct request *request, GError **err)
{
	struct request old = *request;
	g_autoptr(GPtrArray) made = NULL;
	g_autoptr(Pipeline) line = NULL;

	/* Other answers are for the new commits. */
	old.base = branch->base;
	old.level = branch->answers->level;
	for (int i = 0; i < NUMBERS; i++) {
		old.numbers.of[i].text =
			g_hash_table_lookup(branch->answers->words, number_words[i].option);
		old.numbers.of[i].why = old.numbers.of[i].text ? REASON_RULE "the old base" : NULL;
	}
	line = pipeline_open(&old, err);
	if (!line || !pipeline_run(line, err) || !pipeline_series(line, err))
		return false;
	made = commits_make(user, line, NULL, err);
	if (!made)
		return false;
	branch->generated = history_read(branch->dir, branch->base, made->pdata[made->len - 1], 0,
					 true, err);
	return branch->generated;
}

/* What a subject says besides the namespace's name, for a branch that is renamed. */
static char *without(const char *subject, const char *name)
{
	g_autofree char *escaped = g_regex_escape_string(name, -1);
	g_autoptr(GRegex) regex = g_regex_new(escaped, G_REGEX_RAW | G_REGEX_CASELESS, 0, NULL);

	return g_regex_replace_literal(regex, subject, -1, 0, "@", 0, NULL);
}

/**
 * renew_from() - which old generated commit does each new one replace?
 * @branch: the branch
 * @line: the new series
 *
 * Return: an array of int: the index in branch->generated, or -1; freed with g_array_unref().
 */
GArray *renew_from(const struct branch *branch, const struct pipeline *line)
{
	GArray *from = g_array_new(FALSE, FALSE, sizeof(int));

	for (guint i = 0; i < line->series->patches->len; i++) {
		const struct patch *patch = line->series->patches->pdata[i];
		g_autofree char *subject = without(patch->subject, line->spec->name);
		int found = -1;

		for (guint k = 0; k < branch->generated->len && found < 0; k++) {
			const struct past *made = branch->generated->pdata[k];
			g_autofree char *was = without(made->subject, branch->name);

			if (!strcmp(was, subject))
				found = k;
		}
		g_array_append_val(from, found);
	}
	return from;
}

static void authored_clear(gpointer data)
{
	g_free(((struct authored *)data)->message);
}

/* A message of the user's, with the answer line and the release of now. */
static char *reworded(const char *message, const char *new)
{
	static const char line[] = "^Generated by nsgen [^\n]* for Linux [^\n]*$";
	g_autofree char *answered = answers_replace(message, new);
	g_autofree char *says =
		text_match(new, "\n(Generated by nsgen [^\n]* for Linux [^\n]*)\n", 1);
	g_autoptr(GRegex) regex = g_regex_new(line, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);

	return says ? g_regex_replace_literal(regex, answered, -1, 0, says, 0, NULL) :
		      g_strdup(answered);
}

/**
 * renew_authored() - author, date and message of the new commits
 * @matches: its commits
 * @line: the new series
 * @from: the result of renew_from()
 *
 * A commit keeps its author and date, and a message that the user reworded.
 *
 * Return: an array of struct authored, freed with g_array_unref().
 */
GArray *renew_authored(const struct matches *matches, const struct pipeline *line,
		       const GArray *from)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(struct authored));

	g_array_set_clear_func(all, authored_clear);
	for (guint i = 0; i < line->series->patches->len; i++) {
		struct authored authored = { NULL };
		int made = g_array_index(from, int, i);

		for (guint n = 0; n < matches->commits->len && made >= 0; n++) {
			const struct matched *matched = matches->commits->pdata[n];

			if (matched->made != made || (matched->origin != ORIGIN_GENERATED &&
						      matched->origin != ORIGIN_AMENDED))
				continue;
			authored.of = matched->past;
			if (matched->reworded) {
				g_autofree char *own =
					commits_message(line->series->patches->pdata[i]);

				authored.message = reworded(matched->past->message, own);
			}
		}
		g_array_append_val(all, authored);
	}
	return all;
}

/**
 * renew_same() - are the new generated commits what the old ones are?
 * @branch: the branch
 * @onto: the base of the new ones
 * @made: the new ones
 * @authored: the result of renew_authored()
 * @same: gets the answer
 * @err: STATUS_TREE: git cannot read them
 */
bool renew_same(const struct branch *branch, const char *onto, const GPtrArray *made,
		const GArray *authored, bool *same, GError **err)
{
	g_autoptr(GPtrArray) new =
		history_read(branch->dir, onto, made->pdata[made->len - 1], 0, false, err);

	if (!new)
		return false;
	*same = !strcmp(onto, branch->base) && !branch->moved &&
		new->len == branch->generated->len;
	for (guint i = 0; i < new->len && *same; i++) {
		const struct past *one = new->pdata[i], *two = branch->generated->pdata[i];

		const struct past *of = g_array_index(authored, struct authored, i).of;

		*same = !strcmp(one->tree, two->tree) &&
			!strcmp(one->message, of ? of->message : two->message);
	}
	return true;
}
