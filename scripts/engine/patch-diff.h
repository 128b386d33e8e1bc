/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PATCH_DIFF_H
#define NSGEN_PATCH_DIFF_H

#include <glib.h>

char *history_diff(const GPtrArray *files, int from, int to, char **stat, GError **err);

#endif
