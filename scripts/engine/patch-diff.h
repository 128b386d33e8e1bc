/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HISTORY_H
#define NSGEN_HISTORY_H

#include <glib.h>

char *history_diff(const GPtrArray *files, int from, int to, char **stat, GError **err);

#endif
