/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_GENERATE_H
#define NSGEN_GENERATE_H

#include "series/request.h"

bool generate(const struct request *request, GError **err);

#endif
