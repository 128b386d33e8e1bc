// SPDX-License-Identifier: GPL-2.0-only
/*
 * nsgen: add a namespace to a kernel tree. Each command has a file in builtin/ and a row here.
 */
#include "builtin/builtin.h"
#include "hook/header.h"
#include "series/report.h"

#include <stdio.h>
#include <string.h>

static bool run_help(char **words, GError **err);

static const GOptionEntry no_options[] = { { NULL } };

static const struct command help_command = {
	.name = "help",
	.words = "[COMMAND|hooks]",
	.summary = "print this help, that of a command, or what a hook's header has",
	.options = no_options,
	.run = run_help,
};

/* In the order in which they are usually typed; those for scripts come last. */
static const struct command *const commands[] = {
	&generate_command, &review_command, &check_command,   &apply_command,
	&remove_command,   &refresh_command, &commit_command, &status_command,
	&rebase_command,   &merge_command,   &audit_command,  &list_command,
	&smpl_command,	   &help_command,    &version_command, &record_command,
	&check_name_command, &tree_command,  &try_command,
};

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (!strcmp(name, commands[i]->name))
			return commands[i];
	return NULL;
}

static bool no_command(const char *name, GError **err)
{
	const char *names[G_N_ELEMENTS(commands) + 1] = { NULL };
	const char *meant;

	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		names[i] = commands[i]->name;
	meant = nearest(name, names);
	return meant ? fail(err, STATUS_USAGE, "'%s': unknown command; did you mean '%s'?", name,
			    meant) :
		       fail(err, STATUS_USAGE, "'%s': unknown command; 'nsgen help' lists them",
			    name);
}

static void print_commands(void)
{
	puts("usage: nsgen COMMAND [OPTION]...\n\n"
	     "Add a namespace to a Linux kernel tree.\n\nCommands:");
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		printf("  %-11s %s\n", commands[i]->name, commands[i]->summary);
	puts("\nSee 'nsgen COMMAND --help' for the options of a command.");
}

static bool print_help(const struct command *command)
{
	g_autofree char *page = command_help(command);

	fputs(page, stdout);
	return true;
}

static bool run_help(char **words, GError **err)
{
	const struct command *command = words[0] ? find_command(words[0]) : NULL;

	if (words[0] && words[1])
		return fail(err, STATUS_USAGE, "help takes one command; omit '%s'",
			    words[1]);
	if (words[0] && !strcmp(words[0], "hooks")) {
		g_autofree char *reference = header_reference();

		fputs(reference, stdout);
		return true;
	}
	if (words[0] && !command)
		return no_command(words[0], err);
	if (command)
		return print_help(command);
	print_commands();
	return true;
}

static bool nsgen(int argc, char **argv, GError **err)
{
	const char *name = argc > 1 ? argv[1] : NULL;
	const struct command *command;
	bool help;

	if (!name)
		return fail(err, STATUS_USAGE, "no command given; 'nsgen help' lists them");
	/* Options that every program is expected to have. */
	if (!strcmp(name, "--help") || !strcmp(name, "-h"))
		name = "help";
	else if (!strcmp(name, "--version"))
		name = "version";
	command = find_command(name);
	if (!command && *name == '-')
		return fail(err, STATUS_USAGE,
			    "'%s': not a command; options follow the command, see 'nsgen help'",
			    name);
	if (!command)
		return no_command(name, err);
	argc--;
	argv++;
	if (!command_parse(command, &argc, &argv, &help, err))
		return false;
	return help ? print_help(command) : command->run(argv + 1, err);
}

int main(int argc, char **argv)
{
	g_autoptr(GError) err = NULL;

	streams_open();
	interrupt_catch();
	front_set(g_getenv("NSGEN_FRONT"));
	if (nsgen(argc, argv, &err))
		return STATUS_DONE;
	interrupt_raise();
	/* A command that found something has already printed it. */
	if (given.json && error_status(err) != STATUS_FOUND)
		report_error(err);
	error_print(err);
	return error_status(err);
}
