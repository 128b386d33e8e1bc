// SPDX-License-Identifier: GPL-2.0-only
/*
 * Show a page of text as git does: with git's pager and git's colours, both as the user has
 * configured them.
 *
 * Only the user's own configuration counts, not that of the repository in the current directory,
 * which may name anybody's program as the pager. In a pipe there is neither pager nor colour. The
 * text comes from patches and reports that anybody may have written, and a terminal obeys control
 * characters, so these are made visible.
 */
#include "lib/pager.h"
#include "lib/error.h"
#include "lib/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool ask_colours(struct terminal *terminal, GError **err)
{
	static const struct {
		const char *slot;
		const char *usual;
	} slots[] = {
		[COLOUR_COMMIT] = { "color.diff.commit", "yellow" },
		[COLOUR_META] = { "color.diff.meta", "bold" },
		[COLOUR_FRAG] = { "color.diff.frag", "cyan" },
		[COLOUR_FUNC] = { "color.diff.func", "normal" },
		[COLOUR_CONTEXT] = { "color.diff.context", "normal" },
		[COLOUR_OLD] = { "color.diff.old", "red" },
		[COLOUR_NEW] = { "color.diff.new", "green" },
	};
	const char *const wanted[] = { "config", "--get-colorbool", "color.diff",
				       terminal->is ? "true" : "false", NULL };
	g_autofree char *answer = NULL;
	int status;

	answer = terminal->ask(wanted, &status, err);
	if (!answer)
		return false;
	/*
	 * "always" is for users who know what reads the pipe; nobody can have meant this pipe
	 * with it.
	 */
	terminal->coloured = terminal->is && g_str_has_prefix(answer, "true");
	for (size_t i = 0; terminal->coloured && i < G_N_ELEMENTS(slots); i++) {
		const char *const words[] = { "config", "--get-color", slots[i].slot,
					      slots[i].usual, NULL };

		terminal->colours[i] = terminal->ask(words, &status, err);
		if (!terminal->colours[i])
			return false;
	}
	return true;
}

/**
 * terminal_open() - begin a page on stdout
 * @ask: asks git in the user's environment, as git_says() does
 * @err: STATUS_BUG: git does not report its colours
 *
 * Return: a page for terminal_free(), or NULL.
 */
struct terminal *terminal_open(terminal_ask ask, GError **err)
{
	g_autoptr(Terminal) terminal = g_new0(struct terminal, 1);

	terminal->ask = ask;
	terminal->text = g_string_new(NULL);
	terminal->is = isatty(STDOUT_FILENO);
	if (!ask_colours(terminal, err))
		return NULL;
	return g_steal_pointer(&terminal);
}

/**
 * terminal_free() - free a page
 * @terminal: may be NULL
 */
void terminal_free(struct terminal *terminal)
{
	if (!terminal)
		return;
	g_string_free(terminal->text, TRUE);
	for (size_t i = 0; i < COLOUR_NONE; i++)
		g_free(terminal->colours[i]);
	g_free(terminal);
}

/* The length of one of git's colours at the start of a text: ESC [ digits and semicolons m. */
static size_t colour_length(const char *text)
{
	size_t len = text[0] == '\033' && text[1] == '[' ? 2 + strspn(text + 2, "0123456789;") : 0;

	return len && text[len] == 'm' ? len + 1 : 0;
}

static void append_visible(GString *out, const char *text, bool colours)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		size_t colour = colours ? colour_length((const char *)p) : 0;

		if (colour) {
			g_string_append_len(out, (const char *)p, colour);
			p += colour - 1;
		} else if ((*p < 0x20 && *p != '\t' && *p != '\n') || *p == 0x7f) {
			g_string_append_printf(out, "^%c", *p ^ 0x40);
		} else if (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0) {
			g_string_append_printf(out, "<U+%04X>", p[1]);
			p++;
		} else {
			g_string_append_c(out, *p);
		}
	}
}

/**
 * terminal_put() - write text in a colour
 * @terminal: the page
 * @colour: the colour of each line, without its line break
 * @fmt: lines, or a part of one; control characters in the result are made visible
 */
void terminal_put(struct terminal *terminal, enum colour colour, const char *fmt, ...)
{
	const char *escape =
		colour < COLOUR_NONE && terminal->coloured ? terminal->colours[colour] : "";
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		if (**line) {
			g_string_append(terminal->text, escape);
			append_visible(terminal->text, *line, false);
			if (*escape)
				g_string_append(terminal->text, "\033[m");
		}
		if (line[1])
			g_string_append_c(terminal->text, '\n');
	}
}

/**
 * terminal_put_coloured() - write text that git has coloured
 * @terminal: the page
 * @text: control characters other than those for colours are made visible
 */
void terminal_put_coloured(struct terminal *terminal, const char *text)
{
	append_visible(terminal->text, text, terminal->coloured);
}

/*
 * git looks for GIT_PAGER, core.pager, PAGER, less in this order. NULL if the result is "cat" or
 * empty, or if git cannot be asked.
 */
static char *pager_command(const struct terminal *terminal)
{
	const char *const words[] = { "var", "GIT_PAGER", NULL };
	int status;
	g_autofree char *pager = terminal->ask(words, &status, NULL);

	if (!pager || status || !*g_strstrip(pager) || !strcmp(pager, "cat"))
		return NULL;
	return g_steal_pointer(&pager);
}

/* A pager is a command line, which git also passes to the shell: it is the user's own. */
static bool through_pager(const struct terminal *terminal, const char *pager)
{
	const char *const argv[] = { "sh", "-c", pager, NULL };
	g_auto(GStrv) env = g_get_environ();
	struct child child;
	ssize_t put;

	env = g_environ_setenv(env, "LESS", "FRX", FALSE);
	env = g_environ_setenv(env, "LV", "-c", FALSE);
	env = g_environ_setenv(env, "GIT_PAGER_IN_USE", "true", TRUE);
	if (!run_start(argv, NULL, env, RUN_IN, &child, NULL))
		return false;
	for (size_t at = 0; at < terminal->text->len; at += MAX(put, 0)) {
		put = write(child.in, terminal->text->str + at, terminal->text->len - at);
		/* A user who quits the pager early has read enough. */
		if (put < 0 && errno != EINTR)
			break;
	}
	return run_end(&child) != 127;
}

/**
 * terminal_show() - show the page
 * @terminal: the page
 * @err: interrupted
 */
bool terminal_show(struct terminal *terminal, GError **err)
{
	g_autofree char *pager = terminal->is ? pager_command(terminal) : NULL;

	if (interrupted(err))
		return false;
	if (!pager || !through_pager(terminal, pager))
		fwrite(terminal->text->str, 1, terminal->text->len, stdout);
	return true;
}
