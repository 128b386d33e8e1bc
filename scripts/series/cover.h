/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_COVER_H
#define NSGEN_COVER_H

#include "series/series.h"

char *cover_notes(const struct spec *spec, const struct tree *tree, const struct plan *plan, const struct wishes *wishes);
char *cover_base(const struct tree *tree, const struct base *base);
char *cover_shortlog(const struct series *series);

#endif
