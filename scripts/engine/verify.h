/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_VERIFY_H
#define NSGEN_VERIFY_H

#include "hook/hook.h"
#include "lib/diff.h"
#include "spec/spec.h"

bool verify_wired(const struct hook *hook, const struct spec *spec, const char *file,
		  const char *text, int *offset);
bool verify_before(const struct hook *hook, const struct spec *spec, const char *file,
		   const char *text, GError **err);
bool verify_after(const struct hook *hook, const struct spec *spec, const char *file,
		  const char *old, const char *new, const GArray *hunks, GError **err);

#endif
