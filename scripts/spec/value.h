/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_VALUE_H
#define NSGEN_VALUE_H

#include <glib.h>
#include <stdbool.h>

/* What a key of a spec says. */
enum kind {
	WORD,		/* an identifier of C */
	CAPITALS,	/* one in capitals, as macros and CONFIG_ symbols are */
	PATH,		/* a file of the tree, relative, without .. */
	TEXT,		/* one line of prose */
	/*
	 * prose; a .conf writes a line break as \n, and long lines are wrapped where they are
	 * used
	 */
	LINES,
	NUMBER,		/* a small number */
};

bool spec_name_ok(const char *name, GError **err);
const char *value_wrong(enum kind kind, const char *value);

#endif
