/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_MEANT_H
#define NSGEN_MEANT_H

#include "branch/branch.h"
#include "series/request.h"

bool meant_branch(const char *kernel, const char *branch, const char *name, struct branch **found,
		  GError **err);
bool meant_answers(const struct branch *branch, struct request *request, const char *scratch,
		   GError **err);

#endif
