// SPDX-License-Identifier: GPL-2.0-only
/*
 * One line on stderr, "nsgen: file:line: what is wrong; what to do", and an exit status that
 * tells whose fault it is.
 */
#include "lib/error.h"

#include <stdio.h>

G_DEFINE_QUARK(nsgen-error-quark, nsgen_error)
G_DEFINE_QUARK(nsgen-unread-quark, nsgen_unread)

/**
 * fail() - set an error of nsgen's own
 * @err: where to, may be NULL
 * @status: what the program will exit with
 * @fmt: "file:line: what is wrong; what to do"
 *
 * Return: false, so that a caller can return it.
 */
bool fail(GError **err, enum status status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (err)
		*err = g_error_new_valist(NSGEN_ERROR, status, fmt, ap);
	va_end(ap);
	return false;
}

/**
 * error_end() - say what to do about an error that somebody else has set
 * @err: may be NULL; what could not be looked at stays as it is
 * @end: goes behind its message
 */
void error_end(GError **err, const char *end)
{
	g_autofree char *message = NULL;

	if (!err || !*err || (*err)->domain == NSGEN_UNREAD)
		return;
	message = (*err)->message;
	(*err)->message = g_strconcat(message, end, NULL);
}

/**
 * error_status() - the exit status for an error
 * @err: any error; one that is not ours (no memory, a full disk) counts as a bug
 */
int error_status(const GError *err)
{
	return err->domain == NSGEN_ERROR || err->domain == NSGEN_UNREAD ? err->code : STATUS_BUG;
}

/**
 * error_print() - say an error in one line
 * @err: any error; control characters in it, which may come from a name or a path, are escaped
 */
void error_print(const GError *err)
{
	g_autoptr(GString) line = g_string_new(NULL);

	for (const char *p = err->message; *p; p++) {
		if (g_ascii_iscntrl(*p))
			g_string_append_printf(line, "\\x%02x", (unsigned char)*p);
		else
			g_string_append_c(line, *p);
	}
	fprintf(stderr, "nsgen: %s\n", line->str);
}
