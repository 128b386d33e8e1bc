// SPDX-License-Identifier: GPL-2.0-only
/*
 * Other programs, kbuild's kind of output, and being interrupted.
 *
 * Children get an environment of their own: what they print must not depend on the user's locale, and git must neither find
 * the user's settings nor a repository that happens to lie above a scratch directory: "git apply" in an ignored directory of a
 * repository skips every patch and returns 0.
 *
 * A kernel tree may come from anybody, and so may its .git: no program that its config names is run. checks/lib.sh sets the same
 * for the rungs.
 */
#include "lib/run.h"
#include "lib/error.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int verbose;

static volatile sig_atomic_t caught;

static void on_signal(int sig)
{
	caught = sig;
}

/**
 * interrupt_catch() - from now on a signal only ends the step that runs, so that scratch directories are removed
 */
void interrupt_catch(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal };

	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
		sigaction(signals[i], &action, NULL);
	/* A reader that goes away, as in "make list | head", is told by write(). */
	signal(SIGPIPE, SIG_IGN);
	/* And so is whoever may write no more than so much, as a full disk would tell. */
	signal(SIGXFSZ, SIG_IGN);
}

/**
 * interrupted() - did a signal come?
 * @err: is set if so
 */
bool interrupted(GError **err)
{
	if (!caught)
		return false;
	fail(err, 128 + caught, "interrupted; nothing was changed");
	return true;
}

/**
 * interrupt_raise() - end as the signal would have ended us, if one came
 */
void interrupt_raise(void)
{
	if (!caught)
		return;
	signal(caught, SIG_DFL);
	raise(caught);
}

/**
 * say() - a line as kbuild prints it, "  SPATCH  kernel/nsproxy.c", on stderr
 * @label: at most seven letters
 * @fmt: what it is done to
 */
void say(const char *label, const char *fmt, ...)
{
	g_autofree char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	fprintf(stderr, "  %-7s %s\n", label, text);
}

/* GBytes of nothing have no data at all. */
static char *bytes_text(GBytes *bytes)
{
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);

	return data ? g_strndup(data, len) : g_strdup("");
}

static void print_command(const char *const *argv)
{
	g_autoptr(GString) line = g_string_new(NULL);

	for (; *argv; argv++) {
		g_autofree char *word = g_shell_quote(*argv);

		g_string_append_printf(line, " %s", word);
	}
	fprintf(stderr, "+%s\n", line->str);
}

/*
 * The allowed protocol is one that cannot exist. git runs the helper of a protocol as "git remote-PROTOCOL", which may be an alias in
 * the tree's config, so its name must neither be one of an alias nor be taken for a misspelt one.
 */
static const char *const guards[][2] = {
	{ "GIT_ALLOW_PROTOCOL", "____none____" },
	{ "GIT_NO_LAZY_FETCH", "1" },
	{ "GIT_NO_REPLACE_OBJECTS", "1" },
	{ "GIT_OPTIONAL_LOCKS", "0" },
	{ "GIT_TERMINAL_PROMPT", "0" },
};

/* Nobody's settings: neither the user's nor the machine's. Those of a repository that could run programs are overridden. */
static const char *const nobody[][2] = {
	{ "GIT_ATTR_NOSYSTEM", "1" },
	{ "GIT_CONFIG_COUNT", "3" },
	{ "GIT_CONFIG_GLOBAL", "/dev/null" },
	{ "GIT_CONFIG_KEY_0", "core.fsmonitor" },
	{ "GIT_CONFIG_KEY_1", "core.hooksPath" },
	{ "GIT_CONFIG_KEY_2", "help.autoCorrect" },
	{ "GIT_CONFIG_NOSYSTEM", "1" },
	{ "GIT_CONFIG_VALUE_0", "false" },
	{ "GIT_CONFIG_VALUE_1", "/dev/null" },
	{ "GIT_CONFIG_VALUE_2", "0" },
	{ "LC_ALL", "C" },
	{ "TZ", "UTC" },
};

/* Who the user is and what he likes. All else, as GIT_DIR in a hook of git's, is about another repository. */
static const char *const users[] = {
	"GIT_AUTHOR_", "GIT_CEILING_DIRECTORIES", "GIT_COMMITTER_", "GIT_CONFIG_", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_PAGER", NULL
};

static void set_all(GSubprocessLauncher *launcher, const char *const (*pairs)[2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		g_subprocess_launcher_setenv(launcher, pairs[i][0], pairs[i][1], TRUE);
}

static bool begins_as(const char *name, const char *const *prefixes)
{
	for (; prefixes && *prefixes; prefixes++)
		if (g_str_has_prefix(name, *prefixes))
			return true;
	return false;
}

/* What the environment tells git, but for where its programs are and what is to be kept. */
static void forget_git(GSubprocessLauncher *launcher, const char *const *kept)
{
	g_auto(GStrv) names = g_listenv();

	for (char **name = names; *name; name++)
		if (g_str_has_prefix(*name, "GIT_") && strcmp(*name, "GIT_EXEC_PATH") && !begins_as(*name, kept))
			g_subprocess_launcher_unsetenv(launcher, *name);
	set_all(launcher, guards, G_N_ELEMENTS(guards));
}

static void set_directory(GSubprocessLauncher *launcher, const char *cwd)
{
	char *real = realpath(cwd, NULL);
	g_autofree char *ceiling = g_path_get_dirname(real ? real : cwd);

	free(real);
	g_subprocess_launcher_set_cwd(launcher, cwd);
	/* git may look into the ceiling's children and not into the ceiling, so it is the directory above. */
	g_subprocess_launcher_setenv(launcher, "GIT_CEILING_DIRECTORIES", ceiling, TRUE);
}

static char *finish(GSubprocessLauncher *launcher, const char *const *argv, int *status, char **errors, GError **err)
{
	g_autoptr(GSubprocess) child = NULL;
	g_autoptr(GBytes) out = NULL, log = NULL;
	g_autoptr(GError) why = NULL;

	if (verbose)
		print_command(argv);
	child = g_subprocess_launcher_spawnv(launcher, argv, &why);
	if (!child) {
		fail(err, STATUS_BUG, "%s: cannot be run (%s); 'make setup' installs what is missing", argv[0], why->message);
		return NULL;
	}
	if (!g_subprocess_communicate(child, NULL, NULL, &out, &log, &why)) {
		fail(err, STATUS_BUG, "%s: %s", argv[0], why->message);
		return NULL;
	}
	if (interrupted(err))
		return NULL;
	*status = g_subprocess_get_if_exited(child) ? g_subprocess_get_exit_status(child) :
		  128 + g_subprocess_get_term_sig(child);
	if (verbose && g_bytes_get_size(log))
		fwrite(g_bytes_get_data(log, NULL), 1, g_bytes_get_size(log), stderr);
	if (errors)
		*errors = bytes_text(log);
	return bytes_text(out);
}

/**
 * run() - run a program and read all that it prints
 * @argv: the program and its words; no shell sees them
 * @cwd: where it runs, or NULL
 * @status: its exit status, 128 and more for a signal
 * @errors: what it printed on stderr, for g_free(); may be NULL
 * @err: STATUS_BUG where it cannot be started
 *
 * Return: its stdout, a new string; or NULL.
 */
char *run(const char *const *argv, const char *cwd, int *status, char **errors, GError **err)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE |
									   G_SUBPROCESS_FLAGS_STDERR_PIPE);

	forget_git(launcher, NULL);
	set_all(launcher, nobody, G_N_ELEMENTS(nobody));
	if (cwd) {
		set_directory(launcher, cwd);
		/* A .cocciconfig of the user's must not change what a rule does, nor his attributes what git prints. */
		g_subprocess_launcher_setenv(launcher, "HOME", cwd, TRUE);
		g_subprocess_launcher_unsetenv(launcher, "XDG_CONFIG_HOME");
	}
	return finish(launcher, argv, status, errors, err);
}

/**
 * run_as_user() - run a program in the user's own environment, for git to say who that is and what he likes
 * @argv: as for run()
 * @cwd: where it runs; git looks no higher. NULL: here
 * @status: as for run()
 * @err: as for run()
 *
 * Return: its stdout, a new string; or NULL.
 */
char *run_as_user(const char *const *argv, const char *cwd, int *status, GError **err)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE |
									   G_SUBPROCESS_FLAGS_STDERR_PIPE);
	g_autofree char *errors = NULL;

	forget_git(launcher, users);
	if (cwd)
		set_directory(launcher, cwd);
	return finish(launcher, argv, status, &errors, err);
}
