/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_WRAP_H
#define NSGEN_WRAP_H

#include <glib.h>
#include <stdbool.h>

bool wrap_call(GPtrArray *lines, guint first, guint count);
bool wrap_mask(GPtrArray *lines, guint at);

#endif
