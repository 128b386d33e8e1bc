// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all commands share: parsing the options in their tables, and a help page made from these.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static const GOptionEntry help_option = {
	"help", 'h', 0, G_OPTION_ARG_NONE, NULL, "print this help", NULL,
};

/* The number of letters to insert, delete, replace or swap. */
static guint distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	g_autofree guint *rows = g_new(guint, 3 * (m + 1));
	guint *before = rows, *last = before + m + 1, *row = last + m + 1;

	for (size_t k = 0; k <= m; k++)
		row[k] = k;
	for (size_t i = 1; i <= n; i++) {
		guint *oldest = before;

		before = last;
		last = row;
		row = oldest;
		row[0] = i;
		for (size_t k = 1; k <= m; k++) {
			row[k] = MIN(MIN(last[k], row[k - 1]) + 1,
				     last[k - 1] + (a[i - 1] != b[k - 1]));
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				row[k] = MIN(row[k], before[k - 2] + 1);
		}
	}
	return row[m];
}

/**
 * nearest() - find the word that was probably meant
 * @word: as typed
 * @words: the valid words, up to a NULL
 *
 * Return: one of @words, or NULL if all of them differ from @word in half of the letters or more.
 */
const char *nearest(const char *word, const char *const *words)
{
	size_t len = strlen(word);
	const char *best = NULL;
	guint least = G_MAXUINT;

	/* A longer word is not a typo, and the table would be large. */
	for (; len <= 40 && *words; words++) {
		guint letters = MAX(len, strlen(*words)), far = distance(word, *words);

		if (far < least && 2 * far < letters) {
			best = *words;
			least = far;
		}
	}
	return best;
}

static const GOptionEntry *find_option(const GOptionEntry *options, const char *name, size_t len)
{
	for (; options->long_name; options++)
		if (strlen(options->long_name) == len && !strncmp(options->long_name, name, len))
			return options;
	return strlen(help_option.long_name) == len && !strncmp(help_option.long_name, name, len) ?
		       &help_option :
		       NULL;
}

static bool no_option(const struct command *command, const char *word, GError **err)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *name = g_strndup(word, strcspn(word, "="));
	const char *meant;

	for (const GOptionEntry *option = command->options; option->long_name; option++)
		g_ptr_array_add(names, (gpointer)option->long_name);
	g_ptr_array_add(names, NULL);
	meant = nearest(name, (const char *const *)names->pdata);
	if (meant)
		return fail(err, STATUS_USAGE, "--%s: unknown option for '%s'; did you mean --%s?",
			    name, command->name, meant);
	return fail(err, STATUS_USAGE,
		    "--%s: unknown option for '%s'; 'nsgen %s --help' lists the options", name,
		    command->name, command->name);
}

/*
 * GLib reports an unknown option without saying which ones exist; other errors are left to it.
 */
static bool options_known(const struct command *command, char **argv, GError **err)
{
	for (; *argv && strcmp(*argv, "--"); argv++) {
		const char *word = *argv + 2;
		const GOptionEntry *option;
		size_t len;

		if (!g_str_has_prefix(*argv, "--"))
			continue;
		len = strcspn(word, "=");
		option = find_option(command->options, word, len);
		if (!option)
			return no_option(command, word, err);
		if (option->arg == G_OPTION_ARG_NONE && word[len])
			return fail(
				err, STATUS_USAGE,
				"--%s: does not take a value; give the option alone, or omit it",
				option->long_name);
		if (option->arg != G_OPTION_ARG_NONE && !word[len] && argv[1])
			argv++;
	}
	return true;
}

/**
 * command_parse() - parse a command's options into the variables that its table names
 * @command: the command
 * @argc: number of words, the command's own name first; options are removed
 * @argv: the words
 * @help: set if the user asked for its help
 * @err: STATUS_USAGE: it has no such option, or the option needs a value
 */
bool command_parse(const struct command *command, int *argc, char ***argv, bool *help, GError **err)
{
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	gboolean wanted = FALSE;
	const GOptionEntry more[] = {
		{ help_option.long_name, help_option.short_name, 0, help_option.arg, &wanted,
		  help_option.description, NULL },
		{ NULL },
	};
	g_autoptr(GError) why = NULL;

	if (!options_known(command, *argv + 1, err))
		return false;
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_add_main_entries(context, command->options, NULL);
	g_option_context_add_main_entries(context, more, NULL);
	if (!g_option_context_parse(context, argc, argv, &why))
		return fail(err, STATUS_USAGE, "%s; try 'nsgen %s --help'", why->message,
			    command->name);
	*help = wanted;
	/* GLib leaves the "--" at which it stopped. */
	if (*argc > 1 && !strcmp((*argv)[1], "--")) {
		memmove(*argv + 1, *argv + 2, (*argc - 1) * sizeof(**argv));
		--*argc;
	}
	if (*help || command->words || *argc < 2)
		return true;
	/* An extra word is usually an option without its dashes. */
	return fail(err, STATUS_USAGE, "'%s': unexpected argument; try 'nsgen %s --help'",
		    (*argv)[1], command->name);
}

static void put_option(GString *page, const GOptionEntry *option, int width)
{
	g_autofree char *left =
		g_strdup_printf("--%s%s%s", option->long_name, option->arg_description ? "=" : "",
				option->arg_description ? option->arg_description : "");

	if (option->short_name)
		g_string_append_printf(page, "  -%c, ", option->short_name);
	else
		g_string_append(page, "      ");
	g_string_append_printf(page, "%-*s  %s\n", width, left, option->description);
}

/**
 * command_help() - make the help page of a command
 * @command: the command
 *
 * Return: a new string.
 */
char *command_help(const struct command *command)
{
	GString *page = g_string_new(NULL);
	size_t width = strlen("--help");

	for (const GOptionEntry *option = command->options; option->long_name; option++)
		width = MAX(width, strlen(option->long_name) + strlen("--") +
					   (option->arg_description ?
						    strlen(option->arg_description) + 1 :
						    0));
	g_string_append_printf(page, "usage: nsgen %s [OPTION]...%s%s\n\n%c%s.\n", command->name,
			       command->words ? " " : "", command->words ? command->words : "",
			       g_ascii_toupper(*command->summary), command->summary + 1);
	if (command->text)
		g_string_append_printf(page, "%s\n", command->text);
	g_string_append(page, "\nOptions:\n");
	for (const GOptionEntry *option = command->options; option->long_name; option++)
		put_option(page, option, width);
	put_option(page, &help_option, width);
	if (command->examples)
		g_string_append(page, "\nExamples:\n");
	for (const char *const *line = command->examples; line && *line; line++)
		g_string_append_printf(page, "  %s\n", *line);
	return g_string_free(page, FALSE);
}
