/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CARRY_H
#define NSGEN_CARRY_H

#include <glib.h>
#include <stdbool.h>

bool carry_text(const char *before, const char *after, const char *now, char **carried,
		bool *beside, GError **err);

#endif
