/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HOME_H
#define NSGEN_HOME_H

#include <glib.h>

char *home_find(const char *given, const char *argv0, GError **err);

#endif
