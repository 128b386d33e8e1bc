/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RUN_H
#define NSGEN_RUN_H

#include <glib.h>
#include <stdbool.h>

extern int verbose;

char *run(const char *const *argv, const char *cwd, int *status, char **errors, GError **err);
char *run_as_user(const char *const *argv, const char *cwd, int *status, GError **err);
void say(const char *label, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

void interrupt_catch(void);
bool interrupted(GError **err);
void interrupt_raise(void);

#endif
