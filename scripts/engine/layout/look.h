/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_LOOK_H
#define NSGEN_LOOK_H

#include "hook/hook.h"
#include "spec/spec.h"

char *look_mend(const struct hook *hook, const struct spec *words, const char *old,
		const char *new, GError **err);

#endif
