// SPDX-License-Identifier: GPL-2.0-only
/*
 * The answer line of a message, which series/request.c writes.
 */
#include "branch/answers.h"
#include "lib/text.h"

#include <string.h>

/* git folds a trailer: the lines after the first one begin with a blank. */
#define LINE "^Nsgen: [^\n]*(?:\n[ \t][^\n]*)*"

/* The last one: a message may quote another. */
static bool find_line(const char *message, int *start, int *end)
{
	g_autoptr(GRegex) regex = g_regex_new(LINE, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	bool found = false;

	g_regex_match(regex, message, 0, &match);
	while (g_match_info_matches(match)) {
		g_match_info_fetch_pos(match, 0, start, end);
		found = true;
		g_match_info_next(match, NULL);
	}
	return found;
}

static void take_word(struct answers *answers, const char *word)
{
	g_auto(GStrv) pair = g_strsplit(word, "=", 2);

	if (!pair[0])
		return;
	if (!strcmp(pair[0], "name") && pair[1] && !answers->name)
		answers->name = g_strdup(pair[1]);
	else if (!strcmp(pair[0], "level") && pair[1] && !answers->level)
		answers->level = g_strdup(pair[1]);
	else
		g_hash_table_insert(answers->words, g_strdup(pair[0]),
				    g_strdup(pair[1] ? pair[1] : ""));
}

static struct answers *parse(const char *line)
{
	g_autoptr(Answers) answers = NULL;
	g_auto(GStrv) words = NULL;

	if (!g_regex_match_simple("^Nsgen:( \\S+|\n \\S+)+$", line,
				  G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0) ||
	    !g_str_is_ascii(line))
		return NULL;
	words = g_strsplit_set(line, " \n", -1);
	answers = g_new0(struct answers, 1);
	answers->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (char **word = words + 1; *word; word++) {
		if (!**word)
			continue;
		if (!answers->version)
			answers->version = g_strdup(*word);
		else
			take_word(answers, *word);
	}
	if (!answers->name || !text_has(answers->name, "^[a-z][a-z0-9_]*$") ||
	    (g_strcmp0(answers->level, "framework") && g_strcmp0(answers->level, "full")))
		return NULL;
	return g_steal_pointer(&answers);
}

/**
 * answers_find() - find the answer line of a message
 * @message: untrusted
 *
 * Return: the answers, freed with answers_free(); NULL if there is no such line, or none that
 * nsgen could have written.
 */
struct answers *answers_find(const char *message)
{
	g_autofree char *line = answers_line(message);

	return line ? parse(line) : NULL;
}

/**
 * answers_line() - the answer line of a message, as it stands there
 * @message: untrusted
 *
 * Return: a new string without a newline at its end; NULL if there is none.
 */
char *answers_line(const char *message)
{
	int start, end;

	return find_line(message, &start, &end) ? g_strndup(message + start, end - start) : NULL;
}

/**
 * answers_all() - find all answer lines of a message; that of a merge may have several
 * @message: untrusted
 *
 * Return: an array of struct answers, freed with g_ptr_array_unref().
 */
GPtrArray *answers_all(const char *message)
{
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)answers_free);
	g_autoptr(GRegex) regex = g_regex_new(LINE, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	g_regex_match(regex, message, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		g_autofree char *line = g_match_info_fetch(match, 0);
		struct answers *answers = parse(line);

		if (answers)
			g_ptr_array_add(all, answers);
	}
	return all;
}

/**
 * answers_replace() - bring the answer line of a message up to date
 * @message: the message
 * @from: another message, whose answer line it gets
 *
 * Return: a new string; the same as @message if one of the two has no such line.
 */
char *answers_replace(const char *message, const char *from)
{
	int start, end, new_start, new_end;

	if (!find_line(message, &start, &end) || !find_line(from, &new_start, &new_end))
		return g_strdup(message);
	return g_strdup_printf("%.*s%.*s%s", start, message, new_end - new_start, from + new_start,
			       message + end);
}

/**
 * answers_free() - free answers
 * @answers: may be NULL
 */
void answers_free(struct answers *answers)
{
	if (!answers)
		return;
	g_free(answers->version);
	g_free(answers->name);
	g_free(answers->level);
	g_clear_pointer(&answers->words, g_hash_table_unref);
	g_free(answers);
}
