// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the user spells options: as nsgen's options, or as make's variables if make called nsgen. All
 * texts use the options; only this file knows the other spelling.
 */
#include "cli/cli.h"
#include "lib/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool by_make;

/* The words of a variable that make has exported; none if it has not. */
static char **words_of(const char *variable)
{
	const char *value = g_getenv(variable);

	return g_strsplit(value ? value : "", " ", -1);
}

/*
 * "--flag=0x40" becomes FLAG=0x40, "--out" OUT= and "--squash" SQUASH=1: the Makefile says which
 * variable is which option, as "FLAG:flag", and which of them are switches.
 */
static gboolean put_variable(const GMatchInfo *match, GString *out, gpointer unused)
{
	g_autofree char *option = g_match_info_fetch(match, 1), *value = NULL;
	g_auto(GStrv) options = words_of("nsgen_options"), switches = words_of("nsgen_switches");

	(void)unused;
	value = g_match_info_fetch(match, 2);
	for (char **word = options; *word; word++) {
		g_auto(GStrv) pair = g_strsplit(*word, ":", 2);

		if (!pair[0] || g_strcmp0(pair[1], option))
			continue;
		g_string_append_printf(
			out, "%s=%s", pair[0],
			g_strv_contains((const char *const *)switches, pair[0]) ? "1" : "");
		return FALSE;
	}
	g_string_append_printf(out, "--%s%s", option, value);
	return FALSE;
}

static char *spell(const char *text)
{
	g_autoptr(GRegex) option = g_regex_new("(?<![\\w/-])--([a-z]+)(=|(?![\\w-]))", G_REGEX_RAW,
					       0, NULL);
	g_autoptr(GRegex) help = g_regex_new("'nsgen [a-z-]+ --help'", G_REGEX_RAW, 0, NULL);
	g_autoptr(GRegex) generate = g_regex_new("'nsgen generate'", G_REGEX_RAW, 0, NULL);
	g_autoptr(GRegex) command = g_regex_new("'nsgen (?=[a-z])", G_REGEX_RAW, 0, NULL);
	g_autofree char *one = NULL, *two = NULL, *three = NULL;

	one = g_regex_replace_literal(help, text, -1, 0, "'make help'", 0, NULL);
	two = g_regex_replace_literal(generate, one, -1, 0, "'make NS=… KERNEL=…'", 0, NULL);
	three = g_regex_replace_literal(command, two, -1, 0, "'make ", 0, NULL);
	return g_regex_replace_eval(option, three, -1, 0, 0, put_variable, NULL, NULL);
}

/**
 * front_set() - set who called nsgen
 * @front: "make" for make; anything else, or NULL, for the user
 */
void front_set(const char *front)
{
	by_make = !g_strcmp0(front, "make");
	if (by_make)
		error_spelling(spell);
}

/* Quote a word for the shell; most need no quotes. */
static char *word(const char *text)
{
	return g_regex_match_simple("^[\\w%+,./:=@~-]+$", text, G_REGEX_RAW, 0) ?
		       g_strdup(text) :
		       g_shell_quote(text);
}

static void put_given(GString *line, const char *option, const char *value)
{
	g_autofree char *whole = value ? g_strdup_printf("--%s=", option) : NULL;
	g_autofree char *spelt = whole && by_make ? spell(whole) : NULL;
	g_autofree char *quoted = value ? word(value) : NULL;

	if (value)
		g_string_append_printf(line, " %s%s", spelt ? spelt : whole, quoted);
}

/**
 * next_step() - suggest the next command to a user at a terminal
 * @command: the command, which gets the same name and tree
 * @fmt: its purpose
 */
void next_step(const char *command, const char *fmt, ...)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_autofree char *why = NULL;
	va_list ap;

	if (!isatty(STDOUT_FILENO))
		return;
	va_start(ap, fmt);
	why = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_string_append_printf(line, "%s%s%s", by_make ? "make" : "nsgen",
			       by_make && !strcmp(command, "generate") ? "" : " ",
			       by_make && !strcmp(command, "generate") ? "" : command);
	put_given(line, "name", given.name);
	put_given(line, "kernel", given.kernel);
	put_given(line, "branch", given.branch);
	put_given(line, "out", given.out_default ? NULL : given.out);
	printf("next, %s:\n    %s\n", why, line->str);
}
