// SPDX-License-Identifier: GPL-2.0-only
/*
 * Running other programs, output in kbuild's style, and interrupts.
 *
 * Children get an environment of their own: what they print must not depend on the user's locale.
 * tree/git.c adds what git needs.
 */
#include "lib/run.h"
#include "lib/error.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int verbose;

static volatile sig_atomic_t caught, asked;

/* Seconds that programs have to exit by themselves. */
#define GRACE 2

/* More than there are threads. */
#define CHILDREN 128

/*
 * The argument of kill() for each running child. A child whose output we read has a process group
 * of its own, with everything that it starts, so its number is negative. 0 is a free place, and 1 a
 * place that is reserved for a child that is about to start.
 */
static gint children[CHILDREN];

/* Whatever thread waits for a child, and for whatever reason, goes on when the child ends. */
static void end_children(int sig)
{
	bool any = false;

	for (int i = 0; i < CHILDREN; i++) {
		gint child = g_atomic_int_get(&children[i]);

		/* A pager shares the terminal with us and handles ^C itself. */
		if (!child || child == 1 || (child > 0 && caught == SIGINT))
			continue;
		kill(child, sig);
		any = true;
	}
	if (any)
		alarm(GRACE);
}

static void on_signal(int sig)
{
	int saved = errno;

	if (sig != SIGALRM)
		caught = sig;
	end_children(asked ? SIGKILL : SIGTERM);
	asked = 1;
	errno = saved;
}

/**
 * interrupt_catch() - make a signal end only the current step, so that scratch directories are
 * removed
 */
void interrupt_catch(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal };

	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
		sigaction(signals[i], &action, NULL);
	action.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &action, NULL);
	/* write() reports a reader that has gone, as in "make list | head". */
	signal(SIGPIPE, SIG_IGN);
	/* It also reports a file size limit, like a full disk. */
	signal(SIGXFSZ, SIG_IGN);
}

/**
 * interrupted() - did a signal arrive?
 * @err: set if so
 */
bool interrupted(GError **err)
{
	if (!caught)
		return false;
	fail(err, 128 + caught, "interrupted; nothing was changed");
	return true;
}

/**
 * interrupt_raise() - end as the signal would have ended us, if one arrived
 */
void interrupt_raise(void)
{
	if (!caught)
		return;
	signal(caught, SIG_DFL);
	raise(caught);
}

/**
 * say() - print a line as kbuild does, "  SPATCH  kernel/nsproxy.c", on stderr
 * @label: at most seven letters
 * @fmt: what the action applies to
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
 * run_environ() - make an environment in which a program's output is the same everywhere
 * @cwd: where it runs, or NULL
 *
 * Return: a new environment for run_in(), to be freed by g_strfreev().
 */
char **run_environ(const char *cwd)
{
	char **env = g_get_environ();

	env = g_environ_setenv(env, "LC_ALL", "C", TRUE);
	env = g_environ_setenv(env, "TZ", "UTC", TRUE);
	if (!cwd)
		return env;
	/*
	 * The user's .cocciconfig must not change what a hook does, nor the user's gitattributes
	 * what git prints.
	 */
	env = g_environ_setenv(env, "HOME", cwd, TRUE);
	return g_environ_unsetenv(env, "XDG_CONFIG_HOME");
}

/*
 * Runs between fork() and exec() in a program with threads, so only system calls are allowed. The
 * death signal comes when the thread that started the child ends, not only when nsgen is killed, so
 * only children whose thread waits for them get it. A child with a pipe to its stdin notices there
 * that we are gone.
 */
static void in_child(gpointer data)
{
	const struct child *child = data;

	if (child->out < 0)
		return;
	setpgid(0, 0);
	if (child->in >= 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != child->parent)
		_exit(127);
}

static int child_place(void)
{
	for (int i = 0; i < CHILDREN; i++)
		if (g_atomic_int_compare_and_exchange(&children[i], 0, 1))
			return i;
	return -1;
}

/**
 * run_start() - start a program
 * @argv: the program and its arguments; no shell sees them
 * @cwd: where it runs, or NULL
 * @env: its environment
 * @pipes: RUN_IN, RUN_OUT and RUN_ERR: which of its streams are pipes. Without RUN_IN it reads
 * nothing; without RUN_OUT the user sees its output and can end it
 * @child: set to it, for run_end(). A signal to nsgen ends it and everything that it started
 * @err: STATUS_BUG: it cannot be started; or interrupted
 *
 * Without RUN_IN the thread that starts it must also wait for it.
 */
bool run_start(const char *const *argv, const char *cwd, char **env, int pipes, struct child *child,
	       GError **err)
{
	const GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH_FROM_ENVP |
				  G_SPAWN_CLOEXEC_PIPES;
	g_autoptr(GError) why = NULL;
	int place;

	if (interrupted(err))
		return false;
	if (verbose)
		print_command(argv);
	place = child_place();
	*child = (struct child){
		.place = place,
		.parent = getpid(),
		.in = pipes & RUN_IN ? 0 : -1,
		.out = pipes & RUN_OUT ? 0 : -1,
		.err = pipes & RUN_ERR ? 0 : -1,
	};
	if (place < 0)
		return fail(err, STATUS_BUG, "%s: cannot be run (%d processes are running already)",
			    argv[0], CHILDREN);
	if (!g_spawn_async_with_pipes(cwd, (char **)argv, env, flags, in_child, child, &child->pid,
				      pipes & RUN_IN ? &child->in : NULL,
				      pipes & RUN_OUT ? &child->out : NULL,
				      pipes & RUN_ERR ? &child->err : NULL, &why)) {
		g_atomic_int_set(&children[place], 0);
		return fail(err, STATUS_BUG,
			    "%s: cannot be run (%s); check that it is installed", argv[0],
			    why->message);
	}
	g_atomic_int_set(&children[place], pipes & RUN_OUT ? -child->pid : child->pid);
	/* The signal may have arrived before the child was in the table. */
	if (caught)
		kill(g_atomic_int_get(&children[place]), SIGKILL);
	return true;
}

static void close_pipe(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/**
 * run_end() - close a program's open pipes, and wait for it
 * @child: from run_start()
 *
 * Return: its exit status, 128 plus the number of a signal.
 */
int run_end(struct child *child)
{
	siginfo_t info;
	int status;

	close_pipe(&child->in);
	close_pipe(&child->out);
	close_pipe(&child->err);
	/* Until it is reaped, no other process can have its pid. */
	while (waitid(P_PID, child->pid, &info, WEXITED | WNOWAIT) && errno == EINTR)
		;
	g_atomic_int_set(&children[child->place], 0);
	while (waitpid(child->pid, &status, 0) < 0)
		if (errno != EINTR)
			return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/**
 * run_instead() - become another program, which has the terminal, the signals and the exit status
 * @argv: the program and its arguments; no shell sees them
 * @env: its environment
 * @err: STATUS_BUG: it cannot be started; or interrupted
 *
 * Return: false; it does not return otherwise.
 */
bool run_instead(const char *const *argv, char **env, GError **err)
{
	if (interrupted(err))
		return false;
	if (verbose)
		print_command(argv);
	/* exec() resets what is caught, but not what is ignored. */
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	execve(argv[0], (char *const *)argv, env);
	return fail(err, STATUS_BUG, "%s: cannot be run (%s)", argv[0], g_strerror(errno));
}

static void read_more(int *fd, GString *text)
{
	char buffer[1 << 14];
	ssize_t got = read(*fd, buffer, sizeof(buffer));

	if (got > 0)
		g_string_append_len(text, buffer, got);
	else if (!got || (errno != EINTR && errno != EAGAIN))
		close_pipe(fd);
}

/* Read both at once: a program blocks if one of them is not read. */
static void read_both(struct child *child, GString *out, GString *errors)
{
	while (child->out >= 0 || child->err >= 0) {
		struct pollfd pipes[] = { { .fd = child->out, .events = POLLIN },
					  { .fd = child->err, .events = POLLIN } };

		if (poll(pipes, G_N_ELEMENTS(pipes), -1) < 0)
			continue;
		if (pipes[0].revents)
			read_more(&child->out, out);
		if (pipes[1].revents)
			read_more(&child->err, errors);
	}
}

/**
 * run_bytes() - run a program in an environment and read all that it prints
 * @argv: as for run()
 * @cwd: as for run()
 * @env: its environment
 * @status: as for run()
 * @errors: as for run()
 * @err: as for run()
 *
 * GSubprocess would need a GLib thread to wait for a child, and GLib aborts a program that cannot
 * have one.
 *
 * Return: its stdout, a new string that may contain NUL bytes; or NULL.
 */
GString *run_bytes(const char *const *argv, const char *cwd, char **env, int *status, char **errors,
		   GError **err)
{
	g_autoptr(GString) out = g_string_new(NULL), log = g_string_new(NULL);
	struct child child;

	if (!run_start(argv, cwd, env, RUN_OUT | RUN_ERR, &child, err))
		return NULL;
	read_both(&child, out, log);
	*status = run_end(&child);
	if (interrupted(err))
		return NULL;
	if (verbose)
		fwrite(log->str, 1, log->len, stderr);
	if (errors)
		*errors = g_string_free(g_steal_pointer(&log), FALSE);
	return g_steal_pointer(&out);
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
char *run_in(const char *const *argv, const char *cwd, char **env, int *status, char **errors,
	     GError **err)
{
	GString *out = run_bytes(argv, cwd, env, status, errors, err);

	return out ? g_string_free(out, FALSE) : NULL;
}

/**
 * run() - run a program and read all that it prints
 * @argv: the program and its arguments; no shell sees them
 * @cwd: where it runs, or NULL
 * @status: its exit status, 128 plus the number of a signal
 * @errors: what it printed on stderr, for g_free(); may be NULL
 * @err: STATUS_BUG: it cannot be started
 *
 * Return: its stdout, a new string; or NULL.
 */
char *run(const char *const *argv, const char *cwd, int *status, char **errors, GError **err)
{
	g_auto(GStrv) env = run_environ(cwd);

	return run_in(argv, cwd, env, status, errors, err);
}
