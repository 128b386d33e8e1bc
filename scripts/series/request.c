// SPDX-License-Identifier: GPL-2.0-only
/*
 * The user's request: how a report stores it, and how it is repeated.
 */
#include "series/request.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "lib/version.h"

#include <string.h>

static void option(GPtrArray *options, const char *name, const char *value)
{
	if (!value)
		return;
	g_ptr_array_add(options, g_strdup(name));
	g_ptr_array_add(options, g_strdup(value));
}

static void flag(GPtrArray *options, const char *name, bool on)
{
	if (!on)
		return;
	g_ptr_array_add(options, g_strdup(name));
	g_ptr_array_add(options, NULL);
}

/**
 * request_options() - list all options that are needed to repeat a request
 * @request: what the user asked for
 * @err: STATUS_USAGE: a file cannot be read
 *
 * The names are those of the command line. Files are given by their text, because paths are
 * specific to this machine.
 *
 * Return: an array of new strings that it owns, in which names and values alternate, with NULL as
 * the value of a switch; or NULL.
 */
GPtrArray *request_options(const struct request *request, GError **err)
{
	g_autofree char *conf = NULL, *except = NULL;
	GPtrArray *options;

	if ((request->conf && !seen_text(STATUS_USAGE, request->conf, NULL, &conf, NULL, err)) ||
	    (request->except &&
	     !seen_text(STATUS_USAGE, request->except, NULL, &except, NULL, err)))
		return NULL;
	options = g_ptr_array_new_with_free_func(g_free);
	option(options, "name", request->name);
	option(options, "level", request->level);
	option(options, "conf", conf);
	option(options, "except", except);
	for (int i = 0; i < NUMBERS; i++)
		option(options, number_words[i].option, request->numbers.of[i].text);
	flag(options, "assigned", request->numbers.assigned);
	option(options, "why", request->why);
	option(options, "maintainers", request->maintainers);
	flag(options, "squash", request->squash);
	flag(options, "signoff", request->signoff);
	flag(options, "cc", request->cc);
	option(options, DATE_OPTION, request->date);
	return options;
}

/* The value of an answer, "1" for a switch; NULL if it was not given. */
static const char *answer(const GPtrArray *options, const char *name)
{
	for (guint i = 0; i + 1 < options->len; i += 2)
		if (!strcmp(options->pdata[i], name))
			return options->pdata[i + 1] ? options->pdata[i + 1] : "1";
	return NULL;
}

/* The width at which git folds the text after "Nsgen:". */
#define ANSWER_WIDTH 72

static void put_word(GString *line, int *column, const char *word)
{
	int width = strlen(word) + 1;

	if (*column + width > ANSWER_WIDTH) {
		g_string_append_c(line, '\n');
		*column = 0;
	}
	g_string_append_printf(line, " %s", word);
	*column += width;
}

/* "flag=0x40", in the shortest form; nothing if the release or the level has no such number. */
static void put_number(GString *line, int *column, const struct spec *spec, int number)
{
	const char *text = spec_get(spec, number_words[number].key);
	g_autofree char *word = NULL;
	guint64 value;

	if (!text || !*text)
		return;
	value = g_ascii_strtoull(text, NULL, 0);
	word = g_strdup_printf(g_str_has_prefix(text, "0x") ? "%s=0x%" G_GINT64_MODIFIER "x" :
							      "%s=%" G_GUINT64_FORMAT,
			       number_words[number].option, value);
	put_word(line, column, word);
}

/**
 * request_answers() - the answers to make a series again, as a trailer of its messages
 * @options: the result of request_options()
 * @spec: the resulting spec
 * @level: the resulting level
 *
 * Texts are represented by their digests. Signatures and addresses of the mails are not part of
 * the series.
 *
 * Return: a new string, "Nsgen: 0.1 name=ima level=full flag=0x40 ...", ending in a newline.
 */
char *request_answers(const GPtrArray *options, const struct spec *spec, const char *level)
{
	static const char *const texts[] = { "why", "conf", "except", "maintainers" };
	static const char *const switches[] = { "assigned", "squash" };
	g_autofree char *name = g_strdup_printf("name=%s", spec->name);
	g_autofree char *at_level = g_strdup_printf("level=%s", level);
	g_autoptr(GString) line = g_string_new("Nsgen: " NSGEN_VERSION);
	int column = line->len;

	put_word(line, &column, name);
	put_word(line, &column, at_level);
	for (int i = 0; i < NUMBERS && !strcmp(level, "full"); i++)
		put_number(line, &column, spec, i);
	for (size_t i = 0; i < G_N_ELEMENTS(switches); i++)
		if (answer(options, switches[i]))
			put_word(line, &column, switches[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		const char *text = answer(options, texts[i]);
		g_autofree char *sum =
			text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1) : NULL;
		g_autofree char *word = text ? g_strdup_printf("%s=%.12s", texts[i], sum) : NULL;

		if (word)
			put_word(line, &column, word);
	}
	g_string_append_c(line, '\n');
	return g_string_free(g_steal_pointer(&line), FALSE);
}

/* An answer is not lost if the same is chosen without it. */
static bool same_anyway(const char *name, const struct spec *spec, const char *level,
			const struct report *old)
{
	if (!strcmp(name, "level"))
		return !strcmp(level, old->level);
	for (int i = 0; i < NUMBERS; i++)
		if (!strcmp(name, number_words[i].option))
			return !g_strcmp0(g_hash_table_lookup(old->spec, number_words[i].key),
					  spec_get(spec, number_words[i].key));
	return false;
}

/* "--flag=0x20"; for a long text only the name, because it may be a page. */
static void put_lost(GString *lost, const char *name, const char *value)
{
	bool is_short = strlen(value) <= 20 && !strpbrk(value, " \t\n");

	g_string_append_printf(lost, "%s--%s", lost->len ? ", " : "", name);
	if (is_short && strcmp(value, "1"))
		g_string_append_printf(lost, "=%s", value);
}

/**
 * request_keeps() - are all answers kept if an earlier series is replaced?
 * @options: the current result of request_options()
 * @spec: the spec of the new series
 * @level: the level of the new series
 * @old: the earlier series' report, with its contents
 * @dir: the directory of that report
 * @err: STATUS_USAGE: some would be lost; the message names them
 *
 * An answer that is given now but was not given then is not a loss.
 */
bool request_keeps(const GPtrArray *options, const struct spec *spec, const char *level,
		   const struct report *old, const char *dir, GError **err)
{
	static const char *const names[] = {
		"level", "conf",     "except", "flag",   "inum",    "id",
		"nr",    "assigned", "why",    "squash", "signoff", "cc",
		"maintainers",
	};
	g_autoptr(GString) lost = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *was = g_hash_table_lookup(old->options, names[i]);

		if (was && g_strcmp0(was, answer(options, names[i])) &&
		    !same_anyway(names[i], spec, level, old))
			put_lost(lost, names[i], was);
	}
	return !lost->len ||
	       fail(err, STATUS_USAGE,
		    "%s: generated with %s, unlike this run; --reuse keeps these answers, --force replaces the series",
		    dir, lost->str);
}

static bool is_on(const struct report *report, const char *name)
{
	return !g_strcmp0(g_hash_table_lookup(report->options, name), "1");
}

/* Writes the text of a file that the series was made with to a file again. */
static bool again_file(const struct report *report, const char *name, const char *scratch,
		       const char **file, GError **err)
{
	const char *text = g_hash_table_lookup(report->options, name);
	g_autofree char *path = NULL;

	if (!text || *file)
		return true;
	path = g_build_filename(scratch, name, NULL);
	*file = g_intern_string(path);
	return g_file_set_contents(path, text, -1, err);
}

/**
 * request_again() - request the same series again
 * @report: the series' report, with its contents
 * @request: gets the series' options and numbers, except those that it already has; they point
 * into @report
 * @scratch: a directory; the texts of files go there, and @request points there
 * @err: the directory cannot be written
 */
bool request_again(const struct report *report, struct request *request, const char *scratch,
		   GError **err)
{
	if (!again_file(report, "conf", scratch, &request->conf, err) ||
	    !again_file(report, "except", scratch, &request->except, err))
		return false;
	if (!request->level)
		request->level = g_hash_table_lookup(report->options, "level");
	if (!request->why)
		request->why = g_hash_table_lookup(report->options, "why");
	if (!request->maintainers)
		request->maintainers = g_hash_table_lookup(report->options, "maintainers");
	/* --squash was called "series" up to 0.1. */
	request->squash |= is_on(report, "squash") || is_on(report, "series");
	request->signoff |= is_on(report, "signoff");
	request->cc |= is_on(report, "cc");
	numbers_keep(&request->numbers, &report->numbers);
	return true;
}
