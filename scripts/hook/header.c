// SPDX-License-Identifier: GPL-2.0-only
/*
 * The keys of a hook's header: which engines accept each key, and what it is for.
 */
#include "hook/header-value.h"
#include "hook/header.h"
#include "lib/text.h"

#include <string.h>

/*
 * Also shown in Documentation/hooks.md. "needed" is for hooks that write; hook_parse() checks what
 * an optional hook needs.
 */
static const struct {
	const char *key;
	int engines;
	bool needed;
	enum form form;
	const char *example;
	const char *says;
} keys[] = {
	{ "Options", IN_COCCI, false, FORM_TEXT, "--no-includes --very-quiet",
	  "options of spatch" },
	{ "Site", IN_ALL, false, FORM_TEXT, "nsproxy/copy",
	  "the site, where it is not what the hook is called: hooks that serve one site are each "
	  "one shape of it" },
	{ "File", IN_ALL, true, FORM_TEXT, "kernel/nsproxy.c",
	  "the file that the hook changes or writes; several lines: it is in one or the other" },
	{ "When", IN_ALL, false, FORM_PATTERN, "@def create_new_namespaces@",
	  "a pattern that this shape has; all of them must match. It may name its file first, else "
	  "it is about `File:`, and in a `.skel` about `kernel/nsproxy.c`" },
	{ "Unless", IN_WRITES, false, FORM_PATTERN, "^// SPDX-License-Identifier:",
	  "a pattern that this shape does not have; it may name its file first" },
	{ "Absent", IN_WRITES, false, FORM_ABSENCE, "no kernel/ucount.c",
	  "evidence that a tree does not have the site at all: `no FILE`, or a pattern that may "
	  "name its file first" },
	{ "Once", IN_EDITS, false, FORM_PATTERN, "^struct nsproxy\\s*\\{",
	  "a pattern that the file has exactly once; a second match would be a place that the hook "
	  "leaves out" },
	{ "Asked", IN_WRITES, false, FORM_TEXT, "maintainers",
	  "an option of the user's; without it there is no such site" },
	{ "Level", IN_ALL, true, FORM_LEVELS, "framework full", "the levels that have it" },
	{ "Patch", IN_WRITES, true, FORM_TEXT, "core",
	  "the patch of the series that gets it, a `[key]` of `cocci/series`" },
	{ "Lines", IN_COCCI, true, FORM_LINES, "+1 -1",
	  "how many lines it adds and removes, exactly; a line that continues another one does not "
	  "count" },
	{ "Guard", IN_EDITS, false, FORM_KEYED, "^\\t@ucount@,",
	  "a pattern that matches when the namespace is there, and only then" },
	{ "Pair", IN_COCCI | IN_LIST, false, FORM_PAIR, "@ucount@ include/linux/user_namespace.h",
	  "the line is an element that code finds by a number: the enumerator that has it, and the "
	  "file of that; the element must stand there" },
	{ "Region", IN_LIST, true, FORM_REGION, "^enum ucount_type \\{ .. ^\\};",
	  "the first and the last line of the place, two patterns; more in front of them say what "
	  "it is in, as the function of a switch. `EOF` is the end of the file" },
	{ "Neighbour", IN_WRITES, false, FORM_NEIGHBOUR, "uts ipc",
	  "whom to imitate, the first that is there; `, by KEY` where not just any word of the "
	  "neighbour will do. In a `.skel`: a name, a file and a pattern, what a reader may "
	  "compare the new file with" },
	{ "Place", IN_COCCI | IN_LIST, false, FORM_PLACE, "after last ^\\tUCOUNT_\\w+_NAMESPACES,",
	  "where the lines go; see below" },
	{ "Align", IN_COCCI | IN_LIST, false, FORM_TEXT, "= /*",
	  "tokens that stand in the neighbour's columns, as a final backslash always does; `TOKEN~` "
	  "is what follows the token. In a `.cocci` the neighbour is the nearest line above with "
	  "one" },
	{ "After", IN_WRITES, false, FORM_TEXT, "nsproxy/forward",
	  "a site whose hook must run first" },
	{ "Bind", IN_WRITES, false, FORM_BIND, "last ^struct (?<last>\\w+_namespace);",
	  "`first` or `last`, and a pattern; what its named groups match become words of the hook. "
	  "Only identifiers do. `around @KEY@` and a pattern with a group: in the sorted lines that "
	  "begin with its first match, `below` is what the key comes after and `above` what it comes "
	  "before; one of them is missing at either end" },
	{ "Probe", IN_WRITES, false, FORM_PROBE, "container_of include/linux/container_of.h",
	  "a word that is `y` where a pattern matches, else empty; the pattern may name its file "
	  "first, and a file alone asks whether there is one" },
	{ "Unwind", IN_COCCI, false, FORM_TEXT, "create_new_namespaces",
	  "a function that gets a copy and a label; every way out of it is checked, see below" },
	{ "Anchor", IN_WRITES, true, FORM_TEXT, "the last #endif before 'out:' in validate_nsset()",
	  "what the hook looks for, in words, for the error" },
	{ "Why", IN_NONE, false, FORM_TEXT, "a new namespace needs no range",
	  "why the site is left alone" },
};

static const char *const suffixes[] = {
	[ENGINE_COCCI] = ".cocci",
	[ENGINE_LIST] = ".list",
	[ENGINE_KCONFIG] = ".kconfig",
	[ENGINE_MAKEFILE] = ".makefile",
	[ENGINE_SKEL] = ".skel",
	[ENGINE_NONE] = ".optional",
};

/**
 * header_suffix() - by what the name of a hook tells its engine
 * @engine: the engine
 *
 * Return: nobody's string, with the dot.
 */
const char *header_suffix(enum engine engine)
{
	return suffixes[engine];
}

static int find_key(const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (!strcmp(key, keys[i].key))
			return i;
	return -1;
}

/**
 * header_field_ok() - may a hook's header have this line?
 * @engine: the hook's engine
 * @key: the line's key
 * @value: its value
 * @why: gets a new string: unknown key, key without effect for this engine, or invalid value
 */
bool header_field_ok(enum engine engine, const char *key, const char *value, char **why)
{
	int i = find_key(key);

	if (i < 0)
		return header_wrong(why, "unknown key; Documentation/hooks.md lists them");
	if (!(keys[i].engines & 1 << engine))
		return header_wrong(why,
				    "has no effect in a hook with this suffix; remove the line");
	if (!*value)
		return header_wrong(why, "has no value");
	return header_value_ok(engine, keys[i].form, value, why);
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
 * header_needed() - iterate over the keys that a hook that writes must have
 * @engine: the hook's engine
 * @at: iterator, initially 0
 *
 * Return: a key, NULL when there are no more.
 */
const char *header_needed(enum engine engine, size_t *at)
{
	while (*at < G_N_ELEMENTS(keys)) {
		size_t i = (*at)++;

		if (keys[i].needed && keys[i].engines & 1 << engine)
			return keys[i].key;
	}
	return NULL;
}

/* "(needed; `.cocci`, `.list`) ", without the suffixes if all hooks can have it. */
static void put_engines(GString *out, int engines, bool needed)
{
	const char *between = needed ? "; " : "(";

	if (needed)
		g_string_append(out, "(needed");
	if (engines == IN_ALL || engines == IN_WRITES) {
		if (needed)
			g_string_append(out, ") ");
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		if (!(engines & 1 << i))
			continue;
		g_string_append_printf(out, "%s`%s`", between, suffixes[i]);
		between = ", ";
	}
	g_string_append(out, ") ");
}

/* A list item: the key or place on a line of its own, and its description below. */
static void put_item(GString *out, const char *about, const char *what, int engines, bool needed,
		     const char *says)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *wrapped = NULL;

	put_engines(text, engines, needed);
	g_string_append_printf(text, "%s.", says);
	wrapped = text_wrap(text->str, "  ", 80);
	g_string_append_printf(out, "- `%s%s`\n%s", about, what, wrapped);
}

/**
 * header_reference() - the keys and the places, as Documentation/hooks.md has them
 *
 * Return: a new string.
 */
char *header_reference(void)
{
	GString *out = g_string_new(NULL);
	const char *begins, *says;
	int engines;

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		g_autofree char *key = g_strdup_printf("%s: ", keys[i].key);

		put_item(out, key, keys[i].example, keys[i].engines, keys[i].needed,
			 keys[i].says);
	}
	g_string_append(out, "\nThe places of `Place:` are\n\n");
	for (size_t at = 0; (begins = header_place(&at, &engines, &says));)
		put_item(out, begins,
			 !g_str_has_suffix(begins, " ")   ? "" :
			 g_str_has_prefix(begins, "repl") ? "PATTERN => TEXT" :
							    "PATTERN",
			 engines, false, says);
	return g_string_free(out, FALSE);
}
