/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_MACROS_H
#define NSGEN_MACROS_H

#include <glib.h>

char *macros_load(const char *home, GError **err);

#endif
