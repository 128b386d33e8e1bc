// SPDX-License-Identifier: GPL-2.0-only
/*
 * The values of a hook's header: which forms there are, and whether a value has the form that its
 * key needs.
 *
 * Every pattern is compiled when hooks are loaded, so that a misprint is reported as an error of
 * the hook, with its line, and not as a tree that the hook does not fit.
 */
#include "hook/header-value.h"
#include "lib/text.h"
#include "spec/spec.h"

#include <stdio.h>
#include <string.h>

/* Length of FILE in "FILE PATTERN", or 0: a path has only characters that a pattern rarely has. */
static size_t file_length(const char *value)
{
	size_t len = strcspn(value, " ");
	g_autofree char *word = g_strndup(value, len);

	return g_regex_match_simple("^[A-Za-z0-9_-]+(/[A-Za-z0-9_.-]+)+$", word,
				    G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0) ? len : 0;
}

/**
 * header_split() - "FILE PATTERN", or "PATTERN" alone
 * @value: the value of a key that accepts both forms
 * @file: gets a new string, NULL if no file is named
 *
 * Return: the pattern, in @value; empty if only a file is named.
 */
const char *header_split(const char *value, char **file)
{
	size_t len = file_length(value);

	*file = len ? g_strndup(value, len) : NULL;
	return value + len + (len && value[len]);
}

/**
 * header_lines() - read the value of "Lines:"
 * @value: "+1", or "+1 -1"
 * @added: gets the first number
 * @removed: gets the second one, or 0 if there is none
 *
 * Return: false for any other value.
 */
bool header_lines(const char *value, int *added, int *removed)
{
	*removed = 0;
	return g_regex_match_simple("^\\+\\d{1,3}( -\\d{1,3})?$", value, G_REGEX_RAW, 0) &&
	       sscanf(value, "+%d -%d", added, removed) >= 1;
}

static bool compiles(const char *pattern, char **why)
{
	/* In some patterns, @key@ is a word of the spec; any ordinary word will do here. */
	g_autoptr(GRegex) word = g_regex_new("@[A-Za-z_]+@", G_REGEX_RAW, 0, NULL);
	g_autofree char *filled = g_regex_replace_literal(word, pattern, -1, 0, "x", 0, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GRegex) regex =
		g_regex_new(filled, G_REGEX_RAW | G_REGEX_MULTILINE, 0, &error);

	if (!regex)
		*why = g_strdup(error->message);
	return regex;
}

/**
 * header_wrong() - report what is wrong with a value
 * @why: gets a new string
 * @what: the reason
 *
 * Return: false.
 */
bool header_wrong(char **why, const char *what)
{
	*why = g_strdup(what);
	return false;
}

/* "[FILE] PATTERN" */
static bool pattern_ok(const char *value, char **why)
{
	g_autofree char *file = NULL;
	const char *pattern = header_split(value, &file);

	return *pattern ? compiles(pattern, why) :
			  header_wrong(why, "expected a pattern after the file");
}

/* With a word that the spec does not have, the pattern could never match. */
static bool keyed_ok(const char *value, char **why)
{
	g_autoptr(Spec) spec = spec_new("nsgen", NULL, NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *expanded = spec_expand(spec, value, &error);

	if (!expanded)
		return header_wrong(why, error->message);
	return compiles(expanded, why);
}

static bool absence_ok(const char *value, char **why)
{
	if (!g_str_has_prefix(value, "no "))
		return pattern_ok(value, why);
	return file_length(value + 3) == strlen(value + 3) || header_wrong(why, "expected no FILE");
}

static bool lines_ok(const char *value, char **why)
{
	int added, removed;

	return header_lines(value, &added, &removed) || header_wrong(why, "expected +N, or +N -N");
}

static bool region_ok(const char *value, char **why)
{
	g_auto(GStrv) ends = g_strsplit(value, " .. ", 0);
	guint count = g_strv_length(ends);

	if (count < 2)
		return header_wrong(why, "expected FIRST .. LAST");
	for (guint i = 0; i < count; i++)
		if ((i + 1 < count || strcmp(ends[i], "EOF")) && !compiles(ends[i], why))
			return false;
	return true;
}

/* "around @KEY@ PATTERN", where the pattern has a group */
static bool around_ok(const char *value, char **why)
{
	g_autofree char *pattern = text_match(value, "^around @[A-Za-z_]+@ (.*\\(.*)$", 1);

	return pattern ? compiles(pattern, why) :
			 header_wrong(why, "expected around @KEY@, then a pattern with a group");
}

static bool bind_ok(const char *value, char **why)
{
	const char *pattern = strchr(value, ' ');

	if (g_str_has_prefix(value, "around "))
		return around_ok(value, why);

	if (!pattern || !(g_str_has_prefix(value, "first ") || g_str_has_prefix(value, "last ")))
		return header_wrong(
			why, "expected 'first', 'last' or 'around @KEY@', then a pattern");
	if (!g_regex_match_simple("\\(\\?<[a-z_]+>", pattern, 0, 0))
		return header_wrong(why, "expected a pattern with a named group, (?<word>...)");
	return compiles(pattern + 1, why);
}

static bool probe_ok(const char *value, char **why)
{
	const char *what = strchr(value, ' ');

	return what && what[1] ? compiles(what + 1, why) :
				 header_wrong(why, "expected a word, then a pattern or a file");
}

static bool replace_ok(const char *value, char **why)
{
	g_auto(GStrv) parts = g_strsplit(value, " => ", 2);

	return parts[0] && parts[1] ? compiles(parts[0], why) :
				      header_wrong(why, "expected replace PATTERN => TEXT");
}

static const struct {
	const char *begins;
	int engines;
	const char *says;
} places[] = {
	{ "before neighbour", IN_LIST, "before the neighbour's line" },
	{ "after neighbour", IN_LIST, "after the neighbour's line" },
	{ "sorted by ", IN_LIST,
	  "the pattern's group is what entries are sorted by, numbers as numbers; entries of "
	  "several lines stand apart by an empty line. Where some are not in order, as few as can "
	  "be are on the wrong side" },
	{ "sorted", IN_LIST,
	  "among the lines around the neighbour's that begin as its line does before it names the "
	  "neighbour, with or without `const`" },
	{ "end", IN_LIST, "at the end of the region" },
	{ "term", IN_LIST, "the body is one more term of the macro's `(A | B)`" },
	{ "after last ", IN_LIST, "after the last line of the region that matches" },
	{ "before first ", IN_LIST, "before the first line of the region that matches" },
	{ "replace ", IN_LIST,
	  "beside another `Place:`, what else changes in the region, such as the name of the last "
	  "entry; `\\1` is the pattern's first group" },
	{ "before ", IN_COCCI, "what spatch adds comes before the first line that matches" },
	{ "inside ", IN_COCCI | IN_LIST,
	  "beside another `Place:`, the `#if` that the lines may stand in" },
};

static bool place_ok(enum engine engine, const char *value, char **why)
{
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		const char *begins = places[i].begins, *rest = value + strlen(begins);

		if (!(places[i].engines & 1 << engine) || !g_str_has_prefix(value, begins))
			continue;
		if (!g_str_has_suffix(begins, " "))
			return !*rest || header_wrong(why, "expected nothing more on the line");
		return g_str_equal(begins, "replace ") ? replace_ok(rest, why) :
							 compiles(rest, why);
	}
	return header_wrong(why, "not one of the places in Documentation/hooks.md");
}

static bool neighbour_ok(enum engine engine, const char *value, char **why)
{
	g_auto(GStrv) parts = g_strsplit(value, " ", 3);

	if (engine == ENGINE_SKEL && g_strv_length(parts) < 3)
		return header_wrong(why, "expected NAME FILE PATTERN");
	if (engine == ENGINE_LIST &&
	    !g_regex_match_simple("^[a-z]+( [a-z]+)*(, by [A-Za-z_]+)?$", value, G_REGEX_RAW, 0))
		return header_wrong(why, "expected names, and ', by KEY' after them or not");
	return engine != ENGINE_SKEL || compiles(parts[2], why);
}

/**
 * header_value_ok() - does a value have the given form?
 * @engine: the hook's engine
 * @form: the key's form
 * @value: the value
 * @why: gets a new string with the reason if not
 */
bool header_value_ok(enum engine engine, enum form form, const char *value, char **why)
{
	switch (form) {
	case FORM_LEVELS:
		return g_regex_match_simple("^(framework|full|framework full)$", value,
					    G_REGEX_RAW, 0) ||
		       header_wrong(why, "expected framework, full, or framework full");
	case FORM_PATTERN:
		return pattern_ok(value, why);
	case FORM_KEYED:
		return keyed_ok(value, why);
	case FORM_PAIR:
		return g_regex_match_simple("^@\\w+@ [\\w./-]+\\.[ch]$", value, G_REGEX_RAW, 0) ||
		       header_wrong(why, "expected @key@ and a file of C");
	case FORM_ABSENCE:
		return absence_ok(value, why);
	case FORM_LINES:
		return lines_ok(value, why);
	case FORM_REGION:
		return region_ok(value, why);
	case FORM_BIND:
		return bind_ok(value, why);
	case FORM_PROBE:
		return probe_ok(value, why);
	case FORM_PLACE:
		return place_ok(engine, value, why);
	case FORM_NEIGHBOUR:
		return neighbour_ok(engine, value, why);
	default:
		return true;
	}
}


/**
 * header_place() - iterate over the places that "Place:" accepts
 * @at: iterator, initially 0
 * @engines: gets a bit mask of the engines whose hooks can have it
 * @says: gets its description
 *
 * Return: the start of the value; NULL when there are no more places.
 */
const char *header_place(size_t *at, int *engines, const char **says)
{
	if (*at == G_N_ELEMENTS(places))
		return NULL;
	*engines = places[*at].engines;
	*says = places[*at].says;
	return places[(*at)++].begins;
}
