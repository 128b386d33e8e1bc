/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_ERROR_H
#define NSGEN_ERROR_H

#include <glib.h>
#include <stdbool.h>

/**
 * enum status - nsgen's exit status, and the code of every GError of its own
 * @STATUS_DONE: all is well
 * @STATUS_FOUND: a check found something
 * @STATUS_USAGE: usage or bad input; nothing was changed
 * @STATUS_TREE: the kernel tree does not fit; nothing was changed
 * @STATUS_BUG: nsgen, one of its hooks or a tool it runs is broken
 */
enum status {
	STATUS_DONE = 0,
	STATUS_FOUND = 1,
	STATUS_USAGE = 2,
	STATUS_TREE = 3,
	STATUS_BUG = 5,
};

#define NSGEN_ERROR nsgen_error_quark()
GQuark nsgen_error_quark(void);

/*
 * The domain of errors about what could not be read, for callers that accept a missing file; the
 * codes are the same.
 */
#define NSGEN_UNREAD nsgen_unread_quark()
GQuark nsgen_unread_quark(void);

/* The domain of several errors in one: its message has a line for each, made printable. */
#define NSGEN_ERRORS nsgen_errors_quark()
GQuark nsgen_errors_quark(void);

bool fail(GError **err, enum status status, const char *fmt, ...) G_GNUC_PRINTF(3, 4);
void error_end(GError **err, const char *end);
void error_place(GError **err, const char *file, int line);
bool errors_take(GPtrArray **all, GError **err);
bool errors_end(GPtrArray *all, GError **err);
int error_status(const GError *err);
char *error_line(const GError *err);
void error_print(const GError *err);
void error_warn(const char *text);
void error_spelling(char *(*spell)(const char *text));
char *error_spelt(const char *text);

#endif
