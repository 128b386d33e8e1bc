/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_FLOW_H
#define NSGEN_FLOW_H

#include "c/reading.h"

int flow_start(const struct reading *r, int last);
bool flow_ends(const struct reading *r, int last);

#endif
