/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HEADER_H
#define NSGEN_HEADER_H

#include <glib.h>
#include <stdbool.h>

/**
 * enum engine - who runs a hook, told by its suffix
 * @ENGINE_COCCI: spatch
 * @ENGINE_LIST: list.c, text that imitates a namespace the tree has
 * @ENGINE_KCONFIG: kconfig.c
 * @ENGINE_MAKEFILE: makefile.c
 * @ENGINE_SKEL: skeleton.c, a new file
 * @ENGINE_NONE: nobody: a site that is left alone by choice, and listed in the report
 */
enum engine {
	ENGINE_COCCI,
	ENGINE_LIST,
	ENGINE_KCONFIG,
	ENGINE_MAKEFILE,
	ENGINE_SKEL,
	ENGINE_NONE
};

bool header_field_ok(enum engine engine, const char *key, const char *value, char **why);
bool header_knows(const char *key);
const char *header_needed(size_t *at);

#endif
