/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_UNWIND_H
#define NSGEN_UNWIND_H

#include "hook.h"
#include "spec.h"

bool unwind_check(const struct hook *hook, const struct spec *spec, const char *file, const char *text, GError **err);

#endif
