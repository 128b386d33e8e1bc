/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REPORT_H
#define NSGEN_REPORT_H

#include "plan.h"

char *report_json(const struct spec *spec, const struct tree *tree, const struct plan *plan, const GPtrArray *files,
		  const char *level, const char *diff);

void report_error(const GError *err);

#endif
