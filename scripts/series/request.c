// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the user asked for, as a report keeps it, and asked for once more.
 */
#include "series/request.h"
#include "lib/error.h"
#include "lib/seen.h"

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
 * @err: STATUS_USAGE: the .conf cannot be read
 *
 * By the names that the command line has. A .conf is its text: its path is this machine's.
 *
 * Return: an array of new strings that owns them, names and values in turn, NULL for a switch
 * that is on; or NULL.
 */
GPtrArray *request_options(const struct request *request, GError **err)
{
	g_autofree char *conf = NULL;
	GPtrArray *options;

	if (request->conf && !seen_text(STATUS_USAGE, request->conf, NULL, &conf, NULL, err))
		return NULL;
	options = g_ptr_array_new_with_free_func(g_free);
	option(options, "name", request->name);
	option(options, "level", request->level);
	option(options, "conf", conf);
	for (int i = 0; i < NUMBERS; i++)
		option(options, number_words[i].option, request->numbers.of[i].text);
	flag(options, "assigned", request->numbers.assigned);
	option(options, "why", request->why);
	flag(options, "series", request->squash);
	flag(options, "signoff", request->signoff);
	flag(options, "cc", request->cc);
	option(options, DATE_OPTION, request->date);
	return options;
}

static bool is_on(const struct report *report, const char *name)
{
	return !g_strcmp0(g_hash_table_lookup(report->options, name), "1");
}

/**
 * request_again() - ask for the same again
 * @report: of the series, with its contents
 * @request: gets its options and numbers where it has none of its own; they point into @report
 * @scratch: a directory; the text of a .conf goes there, and @request points there
 * @err: the directory cannot be written
 */
bool request_again(const struct report *report, struct request *request, const char *scratch,
		   GError **err)
{
	const char *conf = g_hash_table_lookup(report->options, "conf");

	if (conf && !request->conf) {
		g_autofree char *path = g_build_filename(scratch, "conf", NULL);

		if (!g_file_set_contents(path, conf, -1, err))
			return false;
		request->conf = g_intern_string(path);
	}
	if (!request->level)
		request->level = g_hash_table_lookup(report->options, "level");
	if (!request->why)
		request->why = g_hash_table_lookup(report->options, "why");
	request->squash |= is_on(report, "series");
	request->signoff |= is_on(report, "signoff");
	request->cc |= is_on(report, "cc");
	numbers_keep(&request->numbers, &report->numbers);
	return true;
}
