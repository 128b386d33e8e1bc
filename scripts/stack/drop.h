/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_DROP_H
#define NSGEN_DROP_H

#include "series/request.h"

bool drop_namespace(const struct request *asked, const char *branch, const char *name,
		    GError **err);

#endif
