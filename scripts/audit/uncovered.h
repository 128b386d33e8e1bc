/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_UNCOVERED_H
#define NSGEN_UNCOVERED_H

#include "series/pipeline.h"

bool uncovered_check(struct pipeline *line, GError **err);

#endif
