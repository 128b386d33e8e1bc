/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RUN_H
#define NSGEN_RUN_H

#include <gio/gio.h>
#include <stdbool.h>

extern int verbose;

char *run(const char *const *argv, const char *cwd, int *status, char **errors, GError **err);
char *run_in(const char *const *argv, const char *cwd, char **env, int *status, char **errors, GError **err);
char **run_environ(const char *cwd);
GSubprocess *run_start(const char *const *argv, const char *cwd, char **env, GSubprocessFlags flags, GError **err);
void say(const char *label, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

void interrupt_catch(void);
bool interrupted(GError **err);
void interrupt_raise(void);

#endif
