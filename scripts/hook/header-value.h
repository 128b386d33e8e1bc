/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HEADER_VALUE_H
#define NSGEN_HEADER_VALUE_H

#include <glib.h>
#include <stdbool.h>

/**
 * enum engine - what runs a hook, according to its suffix
 * @ENGINE_COCCI: spatch
 * @ENGINE_LIST: list.c, text that imitates an existing namespace
 * @ENGINE_KCONFIG: kconfig.c
 * @ENGINE_MAKEFILE: makefile.c
 * @ENGINE_SKEL: skeleton.c, a new file
 * @ENGINE_NONE: none: a site that is deliberately left alone, and listed in the report
 */
enum engine {
	ENGINE_COCCI,
	ENGINE_LIST,
	ENGINE_KCONFIG,
	ENGINE_MAKEFILE,
	ENGINE_SKEL,
	ENGINE_NONE
};

#define IN_COCCI (1 << ENGINE_COCCI)
#define IN_LIST (1 << ENGINE_LIST)
#define IN_KCONFIG (1 << ENGINE_KCONFIG)
#define IN_MAKEFILE (1 << ENGINE_MAKEFILE)
#define IN_SKEL (1 << ENGINE_SKEL)
#define IN_NONE (1 << ENGINE_NONE)
#define IN_EDITS (IN_COCCI | IN_LIST | IN_KCONFIG | IN_MAKEFILE)
#define IN_WRITES (IN_EDITS | IN_SKEL)
#define IN_ALL (IN_WRITES | IN_NONE)

/**
 * enum form - the form of a key's value
 * @FORM_TEXT: anything
 * @FORM_LEVELS: "framework", "full" or both
 * @FORM_PATTERN: "[FILE] PATTERN"
 * @FORM_KEYED: a pattern with @key@ in it
 * @FORM_PAIR: "@key@ FILE"
 * @FORM_ABSENCE: "no FILE", or as FORM_PATTERN
 * @FORM_LINES: "+1 -1"
 * @FORM_REGION: "FIRST .. LAST"
 * @FORM_BIND: "first PATTERN" or "last PATTERN"
 * @FORM_PROBE: "WORD [FILE] [PATTERN]"
 * @FORM_PLACE: one of the places
 * @FORM_NEIGHBOUR: "NAME...", optionally with ", by KEY"; "NAME FILE PATTERN" in a template
 */
enum form {
	FORM_TEXT,
	FORM_LEVELS,
	FORM_PATTERN,
	FORM_KEYED,
	FORM_PAIR,
	FORM_ABSENCE,
	FORM_LINES,
	FORM_REGION,
	FORM_BIND,
	FORM_PROBE,
	FORM_PLACE,
	FORM_NEIGHBOUR
};

bool header_value_ok(enum engine engine, enum form form, const char *value, char **why);
bool header_wrong(char **why, const char *what);
bool header_lines(const char *value, int *added, int *removed);
const char *header_split(const char *value, char **file);
const char *header_place(size_t *at, int *engines, const char **says);

#endif
