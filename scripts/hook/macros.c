// SPDX-License-Identifier: GPL-2.0-only
/*
 * cocci/macros.h: what spatch has to know of the kernel's macros, or it cannot parse functions that
 * use them.
 */
#include "hook/macros.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "tree/outdir.h"

/**
 * macros_load() - read cocci/macros.h
 * @home: nsgen's own directory
 * @err: STATUS_USAGE: it is not there
 *
 * Return: a GRefString, or NULL.
 */
char *macros_load(const char *home, GError **err)
{
	g_autofree char *path = g_build_filename(home, "cocci", MACROS_NAME, NULL), *text = NULL;

	if (!seen_text(STATUS_USAGE, path, NULL, &text, NULL, err))
		return NULL;
	if (!text) {
		fail(err, STATUS_USAGE,
		     "%s: not found; spatch needs it, so take it from nsgen's sources", path);
		return NULL;
	}
	return g_ref_string_new(text);
}
