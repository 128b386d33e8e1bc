/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_VALUE_H
#define NSGEN_VALUE_H

#include <glib.h>
#include <stdbool.h>

/* The kinds of values in a spec. */
enum kind {
	WORD,		/* a C identifier */
	CAPITALS,	/* one in capitals, as for macros and CONFIG_ symbols */
	PATH,		/* a file of the tree, relative, without .. */
	TEXT,		/* one line of prose */
	/*
	 * prose; a .conf writes a line break as \n, and long lines are wrapped when they are
	 * used
	 */
	LINES,
	NUMBER,		/* a small number */
};

bool spec_name_ok(const char *name, GError **err);
const char *value_wrong(enum kind kind, const char *value);

#endif
