/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_WRITTEN_H
#define NSGEN_WRITTEN_H

#include "spec/spec.h"
#include "tree/tree.h"

bool written_right(const struct spec *spec, const struct tree *tree, GHashTable *texts,
		   GError **err);

#endif
