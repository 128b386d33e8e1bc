/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RANGE_DIFF_H
#define NSGEN_RANGE_DIFF_H

#include <glib.h>
#include <stdbool.h>

char *range_diff(const GPtrArray *old, const GPtrArray *new, bool colour, GError **err);

#endif
