/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_APPLY_H
#define NSGEN_APPLY_H

#include "series/request.h"

bool apply(const struct request *request, GError **err);
bool unapply(const struct request *request, GError **err);

#endif
