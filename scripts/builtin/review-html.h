/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PAGE_H
#define NSGEN_PAGE_H

#include "series/series-look.h"

#include <stdbool.h>

bool page_write(const struct written *written, const char *home, GError **err);

#endif
