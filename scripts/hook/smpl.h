/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SMPL_H
#define NSGEN_SMPL_H

#include "hook/hook.h"
#include "spec/spec.h"

char *smpl_line(const struct spec *words, const char *line, GError **err);
char *smpl_filled(const struct hook *hook, const struct spec *words, GError **err);

#endif
