/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TERMINAL_H
#define NSGEN_TERMINAL_H

#include <glib.h>
#include <stdbool.h>

/**
 * enum colour - what git has a colour for, and users may have changed: color.diff.*
 * @COLOUR_COMMIT: what begins a commit, and here also a hunk
 * @COLOUR_META: what begins a file
 * @COLOUR_FRAG: @@ -1,2 +3,4 @@
 * @COLOUR_FUNC: the function behind it
 * @COLOUR_CONTEXT: a line that stays
 * @COLOUR_OLD: a line that goes
 * @COLOUR_NEW: a line that comes
 * @COLOUR_NONE: none; the number of the others
 */
enum colour {
	COLOUR_COMMIT,
	COLOUR_META,
	COLOUR_FRAG,
	COLOUR_FUNC,
	COLOUR_CONTEXT,
	COLOUR_OLD,
	COLOUR_NEW,
	COLOUR_NONE
};

typedef char *(*terminal_ask)(const char *const *words, int *status, GError **err);

/**
 * struct terminal - where a page of text goes
 * @ask: tells what git says to the user
 * @text: what is to be shown
 * @is: is it a terminal?
 * @coloured: is it to have colours?
 * @colours: escape sequences
 */
struct terminal {
	terminal_ask ask;
	GString *text;
	bool is;
	bool coloured;
	char *colours[COLOUR_NONE];
};

struct terminal *terminal_open(terminal_ask ask, GError **err);
void terminal_free(struct terminal *terminal);
void terminal_put(struct terminal *terminal, enum colour colour, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);
void terminal_put_coloured(struct terminal *terminal, const char *text);
bool terminal_show(struct terminal *terminal, GError **err);

typedef struct terminal Terminal;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Terminal, terminal_free)

#endif
