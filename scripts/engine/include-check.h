/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_INCLUDE_CHECK_H
#define NSGEN_INCLUDE_CHECK_H

#include "tree/tree.h"

bool includes_check(const GPtrArray *files, struct tree *tree, GError **err);

#endif
