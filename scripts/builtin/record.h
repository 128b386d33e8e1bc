/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RECORD_H
#define NSGEN_RECORD_H

#include <glib.h>
#include <stdbool.h>

bool record(const char *dir, char **files, GError **err);

#endif
