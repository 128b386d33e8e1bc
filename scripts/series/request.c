// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the user asked for, as a report keeps it.
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
 * Return: an array of new strings that owns them, names and values in turn, NULL for a switch that is on; or NULL.
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
	option(options, "flag", request->pins.flag);
	option(options, "inum", request->pins.inum);
	option(options, "id", request->pins.id);
	option(options, "nr", request->pins.nr);
	flag(options, "assigned", request->pins.assigned);
	option(options, "why", request->why);
	flag(options, "series", request->squash);
	flag(options, "signoff", request->signoff);
	flag(options, "cc", request->cc);
	option(options, DATE_OPTION, request->date);
	return options;
}
