/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_STACK_H
#define NSGEN_STACK_H

#include "branch/branch.h"

GPtrArray *stack_of_branch(const char *dir, const char *branch, GError **err);
int stack_index(const GPtrArray *stack, const char *name);
const char *stack_top(const struct branch *layer);

#endif
