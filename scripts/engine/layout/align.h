/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_ALIGN_H
#define NSGEN_ALIGN_H

#include "hook/hook.h"

char *align_line(const struct hook *hook, const char *line, const char *neighbour);
bool align_has(const struct hook *hook, const char *line);
bool align_fits(const struct hook *hook, const GPtrArray *new, GError **err);

#endif
