/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_BLANKS_H
#define NSGEN_BLANKS_H

#include <glib.h>
#include <stdbool.h>

char *blanks_as_written(const GPtrArray *written, const char *line, guint *next);

#endif
