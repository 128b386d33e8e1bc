// SPDX-License-Identifier: GPL-2.0-only
/*
 * One line on stderr, "nsgen: file:line: what is wrong; what to do", and an exit status that
 * tells whose fault it is. Where several things are wrong with a tree, there is a line for each.
 */
#include "lib/error.h"
#include "lib/text.h"

#include <stdio.h>
#include <string.h>

/* A longer line repeats something that the user typed; our own messages are shorter. */
#define LINE_MOST 2000

G_DEFINE_QUARK(nsgen-error-quark, nsgen_error)
G_DEFINE_QUARK(nsgen-unread-quark, nsgen_unread)
G_DEFINE_QUARK(nsgen-errors-quark, nsgen_errors)

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
 * error_place() - add the line, if an error only names the file
 * @err: "FILE: what is wrong"
 * @file: the file
 * @line: the line; 0: not known
 */
void error_place(GError **err, const char *file, int line)
{
	g_autofree char *message = NULL;
	const char *rest;

	if (!err || !*err || line < 1 || !g_str_has_prefix((*err)->message, file) ||
	    !g_str_has_prefix((*err)->message + strlen(file), ": "))
		return;
	message = (*err)->message;
	rest = message + strlen(file);
	(*err)->message = g_strdup_printf("%s:%d%s", file, line, rest);
}

/**
 * errors_take() - collect an error about the tree, so that the search for others can go on
 * @all: array of GError, created if it is NULL
 * @err: what was found; reset if it is taken
 *
 * Return: false if this error ends the search: something cannot be read, or nsgen is broken.
 */
bool errors_take(GPtrArray **all, GError **err)
{
	if (!*err || (*err)->domain == NSGEN_UNREAD || error_status(*err) != STATUS_TREE)
		return false;
	if (!*all)
		*all = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
	g_ptr_array_add(*all, g_steal_pointer(err));
	return true;
}

/* An error that was joined already has several lines. The same one may be found twice. */
static void add_lines(GPtrArray *lines, const GError *err)
{
	g_autofree char *text = err->domain == NSGEN_ERRORS ? g_strdup(err->message) :
							      text_shown(err->message, LINE_MOST);
	g_auto(GStrv) parts = g_strsplit(text, "\n", -1);

	for (char **part = parts; *part; part++)
		if (!g_ptr_array_find_with_equal_func(lines, *part, g_str_equal, NULL))
			g_ptr_array_add(lines, g_strdup(*part));
}

/**
 * errors_end() - report the errors that were collected
 * @all: from errors_take(); NULL: none
 * @err: gets them, as one error of STATUS_TREE
 *
 * Return: true if there are none.
 */
bool errors_end(GPtrArray *all, GError **err)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *message = NULL;
	bool one;

	if (!all || !all->len)
		return true;
	for (guint i = 0; i < all->len; i++)
		add_lines(lines, all->pdata[i]);
	one = lines->len == 1;
	g_ptr_array_add(lines, NULL);
	message = g_strjoinv("\n", (char **)lines->pdata);
	g_set_error_literal(err, one ? NSGEN_ERROR : NSGEN_ERRORS, STATUS_TREE, message);
	return false;
}

/**
 * error_status() - the exit status for an error
 * @err: any error; one that is not ours (no memory, a full disk) counts as a bug
 */
int error_status(const GError *err)
{
	return err->domain == NSGEN_ERROR || err->domain == NSGEN_UNREAD ||
	       err->domain == NSGEN_ERRORS ? err->code : STATUS_BUG;
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
 * Return: a new string, one line of printable characters that is not too long to be read; of
 * several errors a line each.
 */
char *error_line(const GError *err)
{
	g_autofree char *spelt = error_spelt(err->message);

	/* errors_end() has made each of its lines printable. */
	return err->domain == NSGEN_ERRORS ? g_steal_pointer(&spelt) : text_shown(spelt, LINE_MOST);
}

/**
 * error_print() - print an error in one line, or several in a line each
 * @err: any error
 */
void error_print(const GError *err)
{
	g_autofree char *text = error_line(err);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++)
		fprintf(stderr, "nsgen: %s\n", *line);
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
