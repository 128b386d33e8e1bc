/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PAGER_H
#define NSGEN_PAGER_H

#include <glib.h>
#include <stdbool.h>

/**
 * enum colour - what git has a colour for, which users can change: color.diff.*
 * @COLOUR_COMMIT: the start of a commit, and here also of a hunk
 * @COLOUR_META: the start of a file
 * @COLOUR_FRAG: @@ -1,2 +3,4 @@
 * @COLOUR_FUNC: the function after it
 * @COLOUR_CONTEXT: an unchanged line
 * @COLOUR_OLD: a removed line
 * @COLOUR_NEW: an added line
 * @COLOUR_NONE: none; also the number of colours
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
 * @ask: asks git in the user's environment
 * @text: the text to show
 * @is: is it a terminal?
 * @coloured: is the text coloured?
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
