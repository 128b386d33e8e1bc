// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keys of a hook's header: which engine takes which, and whether a value is one.
 *
 * Each pattern is compiled when hooks are loaded, so that a misprint is an error of the hook, with
 * its line, and not a tree that does not fit.
 */
#include "hook/header.h"
#include <string.h>

#define COCCI (1 << ENGINE_COCCI)
#define LIST (1 << ENGINE_LIST)
#define KCONFIG (1 << ENGINE_KCONFIG)
#define MAKEFILE (1 << ENGINE_MAKEFILE)
#define SKEL (1 << ENGINE_SKEL)
#define NONE (1 << ENGINE_NONE)
#define EDITS (COCCI | LIST | KCONFIG | MAKEFILE)
#define WRITES (EDITS | SKEL)
#define ALL (WRITES | NONE)

enum form { TEXT, PATTERN, WITH_KEYS, REGION, BIND, PROBE, PLACE, REPLACE, NEIGHBOUR };

/* Needed by those that write; what an optional one needs is hook_parse()'s. */
static const struct {
	const char *key;
	int engines;
	bool needed;
	enum form form;
} keys[] = {
	{ "Options", COCCI, false, TEXT },
	{ "Site", ALL, true, TEXT },
	{ "File", ALL, true, TEXT },
	{ "Reads", SKEL, false, TEXT },
	{ "Needs", WRITES, false, TEXT },
	{ "When", ALL, false, PATTERN },
	{ "Unless", WRITES, false, PATTERN },
	{ "Absent", WRITES, false, PATTERN },
	{ "Once", EDITS, false, PATTERN },
	{ "Before", COCCI, false, PATTERN },
	{ "Inside", COCCI | LIST, false, PATTERN },
	{ "Level", ALL, true, TEXT },
	{ "Patch", WRITES, true, TEXT },
	{ "Adds", WRITES, true, TEXT },
	{ "Removes", WRITES, true, TEXT },
	{ "Guard", EDITS, false, WITH_KEYS },
	{ "After", WRITES, false, TEXT },
	{ "Bind", WRITES, false, BIND },
	{ "Probe", WRITES, false, PROBE },
	{ "Unwind", COCCI, false, TEXT },
	{ "Anchor", WRITES, true, TEXT },
	{ "Why", NONE, false, TEXT },
	{ "Region", LIST, false, REGION },
	{ "Neighbour", WRITES, false, NEIGHBOUR },
	{ "Word", LIST, false, TEXT },
	{ "Place", LIST, false, PLACE },
	{ "Align", LIST, false, TEXT },
	{ "Replace", LIST, false, REPLACE },
};

static bool compiles(const char *pattern, char **why)
{
	/* @key@ is a word of the spec in some, and an ordinary one here. */
	g_autoptr(GRegex) word = g_regex_new("@[A-Za-z_]+@", G_REGEX_RAW, 0, NULL);
	g_autofree char *filled = g_regex_replace_literal(word, pattern, -1, 0, "x", 0, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GRegex) regex =
		g_regex_new(filled, G_REGEX_RAW | G_REGEX_MULTILINE, 0, &error);

	if (!regex)
		*why = g_strdup(error->message);
	return regex;
}

static bool wrong(char **why, const char *what)
{
	*why = g_strdup(what);
	return false;
}

static bool region_ok(const char *value, char **why)
{
	g_auto(GStrv) ends = g_strsplit(value, " .. ", 0);
	guint count = g_strv_length(ends);

	if (count < 2)
		return wrong(why, "expected FIRST .. LAST");
	for (guint i = 0; i < count; i++)
		if ((i + 1 < count || strcmp(ends[i], "EOF")) && !compiles(ends[i], why))
			return false;
	return true;
}

static bool bind_ok(const char *value, char **why)
{
	const char *pattern = strchr(value, ' ');

	if (!pattern || !(g_str_has_prefix(value, "first ") || g_str_has_prefix(value, "last ")))
		return wrong(why, "expected 'first' or 'last', then a pattern");
	if (!g_regex_match_simple("\\(\\?<[a-z_]+>", pattern, 0, 0))
		return wrong(why, "expected a pattern with a named group, (?<word>...)");
	return compiles(pattern + 1, why);
}

static bool probe_ok(const char *value, char **why)
{
	const char *what = strchr(value, ' ');

	return what ? compiles(what + 1, why) :
		      wrong(why, "expected a word, then a pattern or a file");
}

static bool place_ok(const char *value, char **why)
{
	static const char *const words[] = { "before neighbour", "after neighbour", "sorted", "end",
					     "term" };
	static const char *const prefixes[] = { "sorted by ", "after last ", "before first " };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (!strcmp(value, words[i]))
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_str_has_prefix(value, prefixes[i]))
			return compiles(value + strlen(prefixes[i]), why);
	return wrong(why, "not one of the places in Documentation/hooks.md");
}

static bool replace_ok(const char *value, char **why)
{
	g_auto(GStrv) parts = g_strsplit(value, " => ", 2);

	return parts[0] && parts[1] ? compiles(parts[0], why) :
				      wrong(why, "expected PATTERN => TEXT");
}

static bool neighbour_ok(enum engine engine, const char *value, char **why)
{
	g_auto(GStrv) parts = g_strsplit(value, " ", 3);

	if (engine == ENGINE_SKEL && g_strv_length(parts) < 3)
		return wrong(why, "expected NAME FILE PATTERN");
	return engine != ENGINE_SKEL || compiles(parts[2], why);
}

static bool value_ok(enum engine engine, enum form form, const char *value, char **why)
{
	switch (form) {
	case PATTERN:
	case WITH_KEYS:
		return compiles(value, why);
	case REGION:
		return region_ok(value, why);
	case BIND:
		return bind_ok(value, why);
	case PROBE:
		return probe_ok(value, why);
	case PLACE:
		return place_ok(value, why);
	case REPLACE:
		return replace_ok(value, why);
	case NEIGHBOUR:
		return neighbour_ok(engine, value, why);
	default:
		return true;
	}
}

static int find_key(const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (!strcmp(key, keys[i].key))
			return i;
	return -1;
}

/**
 * header_field_ok() - can a hook have this line?
 * @engine: the hook's
 * @key: the line's key
 * @value: its value
 * @why: gets a new string: there is no such key, this engine has no use for it, or the value is
 * none
 */
bool header_field_ok(enum engine engine, const char *key, const char *value, char **why)
{
	int i = find_key(key);

	if (i < 0)
		return wrong(why, "unknown key; Documentation/hooks.md lists them");
	if (!(keys[i].engines & 1 << engine))
		return wrong(why, "has no effect in a hook with this suffix; remove the line");
	if (!*value)
		return wrong(why, "has no value");
	return value_ok(engine, keys[i].form, value, why);
}

/**
 * header_knows() - is this a key?
 * @key: a word
 */
bool header_knows(const char *key)
{
	return find_key(key) >= 0;
}

/**
 * header_needed() - go through the keys that a hook which writes must have
 * @at: 0 at first
 *
 * Return: a key, NULL when there are no more.
 */
const char *header_needed(size_t *at)
{
	while (*at < G_N_ELEMENTS(keys))
		if (keys[(*at)++].needed)
			return keys[*at - 1].key;
	return NULL;
}
