/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REFRESH_H
#define NSGEN_REFRESH_H

#include "series/request.h"

bool refresh(const struct request *request, const char *since, GError **err);

#endif
