// SPDX-License-Identifier: GPL-2.0-only
/*
 * One line on stderr, "nsgen: file:line: what is wrong; what to do", and an exit status that
 * tells whose fault it is.
 */
#include "lib/error.h"
#include "lib/text.h"

#include <stdio.h>

/* A longer line repeats something that the user typed; our own messages are shorter. */
#define LINE_MOST 2000

G_DEFINE_QUARK(nsgen-error-quark, nsgen_error)
G_DEFINE_QUARK(nsgen-unread-quark, nsgen_unread)

/**
 * fail() - set an error of nsgen's own
 * @err: set to the error; may be NULL
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
 * error_end() - append the remedy to an error that was set elsewhere
 * @err: may be NULL; an error of NSGEN_UNREAD stays as it is
 * @end: appended to its message
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

static char *(*spelling)(const char *text);

/**
 * error_spelling() - set a function that spells options as the caller of nsgen does
 * @spell: returns a new string
 */
void error_spelling(char *(*spell)(const char *text))
{
	spelling = spell;
}

/**
 * error_spelt() - spell the options in a text as the caller of nsgen does
 * @text: has options as nsgen spells them
 *
 * Return: a new string.
 */
char *error_spelt(const char *text)
{
	return spelling ? spelling(text) : g_strdup(text);
}

/**
 * error_line() - make an error printable, whatever is in a name or a path that it repeats
 * @err: any error
 *
 * Return: a new string, one line of printable characters that is not too long to be read.
 */
char *error_line(const GError *err)
{
	g_autofree char *spelt = error_spelt(err->message);

	return text_shown(spelt, LINE_MOST);
}

/**
 * error_print() - print an error in one line
 * @err: any error
 */
void error_print(const GError *err)
{
	g_autofree char *line = error_line(err);

	fprintf(stderr, "nsgen: %s\n", line);
}

/**
 * error_warn() - print a warning in one line
 * @text: "file:line: what is odd; what to do"
 */
void error_warn(const char *text)
{
	g_autofree char *spelt = error_spelt(text);
	g_autofree char *line = text_shown(spelt, LINE_MOST);

	fprintf(stderr, "nsgen: warning: %s\n", line);
}
