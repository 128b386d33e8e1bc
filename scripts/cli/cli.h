/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CLI_H
#define NSGEN_CLI_H

#include "lib/error.h"
#include "lib/run.h"
#include "series/request.h"

#include <stdbool.h>

/**
 * struct command - one of nsgen's commands: its help and its function
 * @name: what the user types
 * @words: its arguments besides options, "HOOK FILE", or NULL for none
 * @summary: what it does, in one line for the list of commands
 * @text: more help, or NULL
 * @examples: example command lines, the last one NULL
 * @options: all options that it takes; the last one's name is NULL
 * @run: runs it; @words are the arguments that are not options
 */
struct command {
	const char *name, *words, *summary, *text;
	const char *const *examples;
	const GOptionEntry *options;
	bool (*run)(char **words, GError **err);
};

/**
 * struct given - the options that several commands share; NULL or false if not given
 * @name: the namespace
 * @kernel: the tree
 * @base: a commit in the repository @kernel
 * @branch: a branch of that repository
 * @out: the directory for all series
 * @out_default: @out is the default, not the user's
 * @level: "framework" or "full"
 * @conf: a spec's key file
 * @except: a file with the places that the user leaves alone
 * @since: a series to compare with
 * @home: nsgen's own directory
 * @why: what the namespace is for
 * @maintainers: who maintains it
 * @numbers: the numbers that the user chose
 * @squash: all in one patch
 * @signoff: git's user signs off
 * @cc: ask get_maintainer.pl
 * @force: discard manual edits
 * @json: print JSON, for programs
 */
extern struct given {
	char *name, *kernel, *base, *branch, *out, *level, *conf, *except, *since, *home, *why,
		*maintainers;
	struct numbers numbers;
	gboolean squash, signoff, cc, force, json;
	bool out_default;
} given;

/* An option has the same help text in every command. */
#define OPTION_TEXT(long_name, short_name, field, text, what)                                      \
	{ long_name, short_name, 0, G_OPTION_ARG_FILENAME, &given.field, text, what }
#define OPTION_SWITCH(long_name, field, text)                                                      \
	{ long_name, 0, 0, G_OPTION_ARG_NONE, &given.field, text, NULL }

/* An option of a single command. */
#define OPTION_SWITCH_AT(long_name, variable, text)                                                \
	{ long_name, 0, 0, G_OPTION_ARG_NONE, &variable, text, NULL }

#define OPTION_NAME OPTION_TEXT("name", 'n', name, "the namespace: one word", "WORD")
#define OPTION_KERNEL                                                                              \
	OPTION_TEXT("kernel", 'k', kernel, "the kernel tree (default: the one you are in)", "DIR")
#define OPTION_BASE                                                                                \
	OPTION_TEXT("base", 0, base, "a commit of that repository; nothing is checked out",        \
		    "COMMIT")
#define OPTION_BRANCH(text) OPTION_TEXT("branch", 0, branch, text, "BRANCH")
#define OPTION_OUT OPTION_TEXT("out", 'o', out, "the directory for all series", "DIR")
#define OPTION_LEVEL                                                                               \
	OPTION_TEXT("level", 'l', level, "framework, or full where the tree has clone3", "LEVEL")
#define OPTION_CONF OPTION_TEXT("conf", 'c', conf, "a spec that differs from the default", "FILE")
#define OPTION_NUMBER(number, option, words)                                                       \
	OPTION_TEXT(option, 0, numbers.of[number].text, words, "NUMBER")
#define OPTIONS_NUMBERS                                                                            \
	OPTION_NUMBER(NUMBER_FLAG, "flag", "the clone flag, as in 0x40"),                          \
		OPTION_NUMBER(NUMBER_INUM, "inum", "the initial namespace's inode number"),        \
		OPTION_NUMBER(NUMBER_ID, "id", "the initial namespace's id"),                      \
		OPTION_NUMBER(NUMBER_NR, "nr", "the number of the pidfd ioctl"),                   \
		OPTION_SWITCH("assigned", numbers.assigned,                                        \
			      "a maintainer assigned these numbers")
#define OPTION_WHY                                                                                 \
	OPTION_TEXT("why", 0, why, "what the namespace is for", "TEXT"),                           \
		OPTION_TEXT("maintainers", 0, maintainers,                                         \
			    "an entry in MAINTAINERS for 'NAME <ADDRESS>'", "PERSON")
#define OPTION_SQUASH OPTION_SWITCH("squash", squash, "all in one patch")
#define OPTION_SIGNOFF                                                                             \
	OPTION_SWITCH("signoff", signoff, "git's user as author and in Signed-off-by")
#define OPTIONS_SERIES                                                                             \
	OPTION_SQUASH, OPTION_SIGNOFF,                                                             \
		OPTION_SWITCH("cc", cc, "To: and Cc: from get_maintainer.pl"),                     \
		OPTION_SWITCH("force", force, "discard manual edits and other answers")
#define OPTION_EXCEPT                                                                              \
	OPTION_TEXT("except", 0, except, "sites to leave alone, each with a reason", "FILE")
#define OPTION_SINCE(text) OPTION_TEXT("since", 0, since, text, "WHAT")
#define OPTION_JSON OPTION_SWITCH("json", json, "print JSON, errors too")
#define OPTIONS_PROGRAM                                                                            \
	OPTION_TEXT("home", 0, home, "where nsgen's hooks are (or NSGEN_HOME)", "DIR"), {          \
		"verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "print the commands that are run", \
			NULL                                                                       \
	}

bool command_parse(const struct command *command, int *argc, char ***argv, bool *help,
		   GError **err);
char *command_help(const struct command *command);
const char *nearest(const char *word, const char *const *words);

bool given_name(GError **err);
bool given_kernel(bool needed, GError **err);
bool given_level(GError **err);
bool given_home(GError **err);
bool given_out(GError **err);
bool given_request(struct request *request, GError **err);
char *home_find(const char *home, GError **err);
char *home_program(void);
char *home_tools(const char *home);
char *home_cache(void);

void front_set(const char *front);
void next_step(const char *command, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

void streams_open(void);

#endif
