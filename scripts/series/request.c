// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the user asked for, as a report keeps it, and asked for once more.
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
 * request_options() - all that it takes to do it again
 * @request: what the user asked for
 * @err: STATUS_USAGE: a file cannot be read
 *
 * By the names that the command line has. A file is its text: its path is this machine's.
 *
 * Return: an array of new strings that owns them, names and values in turn, NULL for a switch
 * that is on; or NULL.
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
	flag(options, "squash", request->squash);
	flag(options, "signoff", request->signoff);
	flag(options, "cc", request->cc);
	option(options, DATE_OPTION, request->date);
	return options;
}

/* What was answered, NULL where nothing was, "1" for a switch. */
static const char *answer(const GPtrArray *options, const char *name)
{
	for (guint i = 0; i + 1 < options->len; i += 2)
		if (!strcmp(options->pdata[i], name))
			return options->pdata[i + 1] ? options->pdata[i + 1] : "1";
	return NULL;
}

/* As git folds what follows "Nsgen:". */
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

/* "flag=0x40", in the shortest form; a release or a level without one has none. */
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
 * request_answers() - what a series can be made from again, as a trailer of its messages
 * @options: of request_options()
 * @spec: what came of it
 * @level: what came of it
 *
 * A text is there by its digest. How the mails are signed and addressed is no part of the series.
 *
 * Return: a new string, "Nsgen: 0.1 name=ima level=full flag=0x40 ...", with a line break at its
 * end.
 */
char *request_answers(const GPtrArray *options, const struct spec *spec, const char *level)
{
	static const char *const texts[] = { "why", "conf", "except" };
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

/* An answer that gives what is chosen without it, too, is not missed. */
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

/* "--flag=0x20"; a text is only named, for it may be a page. */
static void put_lost(GString *lost, const char *name, const char *value)
{
	bool is_short = strlen(value) <= 20 && !strpbrk(value, " \t\n");

	g_string_append_printf(lost, "%s--%s", lost->len ? ", " : "", name);
	if (is_short && strcmp(value, "1"))
		g_string_append_printf(lost, "=%s", value);
}

/**
 * request_keeps() - would no answer be lost if an earlier series were replaced?
 * @options: of request_options(), now
 * @spec: what is generated
 * @level: of what is generated
 * @old: the earlier series' report, with its contents
 * @dir: where that is
 * @err: STATUS_USAGE, with those that would be
 *
 * One that is given now and was not then is no loss.
 */
bool request_keeps(const GPtrArray *options, const struct spec *spec, const char *level,
		   const struct report *old, const char *dir, GError **err)
{
	static const char *const names[] = {
		"level", "conf",     "except", "flag",   "inum",    "id",
		"nr",    "assigned", "why",    "squash", "signoff", "cc",
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

/* The text of a file that the series was made with, as a file. */
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
 * request_again() - ask for the same again
 * @report: of the series, with its contents
 * @request: gets its options and numbers where it has none of its own; they point into @report
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
	/* What --squash was called up to 0.1. */
	request->squash |= is_on(report, "squash") || is_on(report, "series");
	request->signoff |= is_on(report, "signoff");
	request->cc |= is_on(report, "cc");
	numbers_keep(&request->numbers, &report->numbers);
	return true;
}
