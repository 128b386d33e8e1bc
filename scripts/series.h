/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SERIES_H
#define NSGEN_SERIES_H

#include "spec.h"

char *series_diff(const GPtrArray *files, const char *scratch, GError **err);
char *series_patch(const struct spec *spec, const char *release, const char *diff, const char *scratch, GError **err);
char *series_file_name(const struct spec *spec, int number);

#endif
