// SPDX-License-Identifier: GPL-2.0-only
/*
 * Other programs, kbuild's kind of output, and being interrupted.
 *
 * Children get an environment of their own: what they print must not depend on the user's locale. What git must know besides is in
 * tree/git.c.
 */
#include "lib/run.h"
#include "lib/error.h"

#include <signal.h>
#include <stdio.h>
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

/**
 * run_environ() - the environment of a program whose output is to be the same everywhere
 * @cwd: where it runs, or NULL
 *
 * Return: for run_in(); a new one, for g_strfreev().
 */
char **run_environ(const char *cwd)
{
	char **env = g_get_environ();

	env = g_environ_setenv(env, "LC_ALL", "C", TRUE);
	env = g_environ_setenv(env, "TZ", "UTC", TRUE);
	if (!cwd)
		return env;
	/* A .cocciconfig of the user's must not change what a rule does, nor his attributes what git prints. */
	env = g_environ_setenv(env, "HOME", cwd, TRUE);
	return g_environ_unsetenv(env, "XDG_CONFIG_HOME");
}

/**
 * run_start() - start a program
 * @argv: the program and its words; no shell sees them
 * @cwd: where it runs, or NULL
 * @env: its environment
 * @flags: which of its streams are pipes
 * @err: STATUS_BUG where it cannot be started
 *
 * Return: the child, for g_object_unref(); or NULL.
 */
GSubprocess *run_start(const char *const *argv, const char *cwd, char **env, GSubprocessFlags flags, GError **err)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(flags);
	g_autoptr(GError) why = NULL;
	GSubprocess *child;

	if (verbose)
		print_command(argv);
	if (cwd)
		g_subprocess_launcher_set_cwd(launcher, cwd);
	g_subprocess_launcher_set_environ(launcher, env);
	child = g_subprocess_launcher_spawnv(launcher, argv, &why);
	if (!child)
		fail(err, STATUS_BUG, "%s: cannot be run (%s); 'make setup' installs what is missing", argv[0], why->message);
	return child;
}

/**
 * run_in() - run a program in an environment and read all that it prints
 * @argv: as for run()
 * @cwd: as for run()
 * @env: its environment
 * @status: as for run()
 * @errors: as for run()
 * @err: as for run()
 *
 * Return: its stdout, a new string; or NULL.
 */
char *run_in(const char *const *argv, const char *cwd, char **env, int *status, char **errors, GError **err)
{
	g_autoptr(GSubprocess) child = run_start(argv, cwd, env, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, err);
	g_autoptr(GBytes) out = NULL, log = NULL;
	g_autoptr(GError) why = NULL;

	if (!child)
		return NULL;
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
	g_auto(GStrv) env = run_environ(cwd);

	return run_in(argv, cwd, env, status, errors, err);
}
