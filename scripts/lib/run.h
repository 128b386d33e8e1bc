/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RUN_H
#define NSGEN_RUN_H

#include <glib.h>
#include <stdbool.h>

extern int verbose;

#define RUN_IN 1
#define RUN_OUT 2
#define RUN_ERR 4

/**
 * struct child - a running program
 * @pid: its process id
 * @parent: our process id
 * @place: its index in the table of running programs
 * @in: a pipe to its stdin, or -1
 * @out: a pipe from its stdout, or -1
 * @err: a pipe from its stderr, or -1
 */
struct child {
	GPid pid, parent;
	int place, in, out, err;
};

char *run(const char *const *argv, const char *cwd, int *status, char **errors, GError **err);
char *run_in(const char *const *argv, const char *cwd, char **env, int *status, char **errors,
	     GError **err);
GString *run_bytes(const char *const *argv, const char *cwd, char **env, int *status, char **errors,
		   GError **err);
char **run_environ(const char *cwd);
bool run_start(const char *const *argv, const char *cwd, char **env, int pipes, struct child *child,
	       GError **err);
int run_end(struct child *child);
bool run_instead(const char *const *argv, char **env, GError **err);
void say(const char *label, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

void interrupt_catch(void);
bool interrupted(GError **err);
void interrupt_raise(void);

#endif
