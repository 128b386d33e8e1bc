/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_EXPLAIN_H
#define NSGEN_EXPLAIN_H

#include "hook/hook.h"
#include "spec/spec.h"
#include "tree/tree.h"

void explain_hook(const struct hook *hook, const struct spec *spec, const struct tree *tree,
		  const char *text);

#endif
