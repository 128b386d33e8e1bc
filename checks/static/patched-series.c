// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shared by the checks: access to a series that was applied, and reporting of findings.
 */
#include "static.h"

#include <gio/gio.h>

/**
 * patched_spec() - look up a key of the report's spec
 * @patched: the series
 * @key: a key of the spec
 *
 * Return: the report's own string, "" if it has no such key.
 */
const char *patched_spec(const struct patched *patched, const char *key)
{
	return json_object_get_string_member_with_default(
		json_object_get_object_member(patched->report, "spec"), key, "");
}

/**
 * patched_full() - is the series of level full?
 * @patched: the series
 */
bool patched_full(const struct patched *patched)
{
	return !g_strcmp0(json_object_get_string_member_with_default(patched->report, "level", ""),
			  "full");
}

/**
 * patched_sources() - the C files of the namespace's own
 * @patched: the series
 *
 * Return: an array that owns its strings.
 */
GPtrArray *patched_sources(const struct patched *patched)
{
	GPtrArray *sources = g_ptr_array_new_with_free_func(g_free);
	JsonArray *list = json_object_has_member(patched->report, "sources") ?
				  json_object_get_array_member(patched->report, "sources") :
				  NULL;

	for (guint i = 0; list && i < json_array_get_length(list); i++)
		g_ptr_array_add(sources, g_strdup(json_array_get_string_element(list, i)));
	if (!list)
		g_ptr_array_add(sources, g_strdup(patched_spec(patched, "source")));
	return sources;
}

/**
 * patched_foreign() - is it a series that nsgen did not write?
 * @patched: the series
 */
bool patched_foreign(const struct patched *patched)
{
	return json_object_has_member(patched->report, "origin");
}

/**
 * patched_file() - read a file of one of the directories
 * @dir: the directory
 * @path: path in the tree
 *
 * Return: a new string, NULL if there is no such file.
 */
char *patched_file(const char *dir, const char *path)
{
	g_autofree char *full = g_build_filename(dir, path, NULL);
	char *text = NULL;

	g_file_get_contents(full, &text, NULL, NULL);
	return text;
}

/**
 * patched_old() - read a file as it was before the series
 * @patched: the series
 * @path: path in the tree
 *
 * Return: a new string, NULL if there was no such file.
 */
char *patched_old(const struct patched *patched, const char *path)
{
	char *text = patched_file(patched->old, path);

	return text ? text : patched_file(patched->tree, path);
}

/**
 * patched_new() - read a file as it is with the series
 * @patched: the series
 * @path: path in the tree
 *
 * Return: a new string, NULL if there is no such file.
 */
char *patched_new(const struct patched *patched, const char *path)
{
	char *text = patched_file(patched->new, path);

	return text ? text : patched_file(patched->tree, path);
}

/**
 * found() - record a finding
 * @patched: the series
 * @fmt: "file:line: what is wrong"
 */
void found(struct patched *patched, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	g_ptr_array_add(patched->said, g_strdup_vprintf(fmt, args));
	va_end(args);
}
