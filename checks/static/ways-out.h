/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CHECKS_WAYS_OUT_H
#define NSGEN_CHECKS_WAYS_OUT_H

#include "steps.h"

void check_ways_out(struct patched *patched, const struct parsed *parsed,
		    const struct function *function);

#endif
