/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REVIEW_HTML_H
#define NSGEN_REVIEW_HTML_H

#include "series/series-read.h"

#include <stdbool.h>

bool page_write(const struct series_read *series, const char *home, const char *cache,
		GError **err);

#endif
