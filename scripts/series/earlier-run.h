/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_EARLIER_H
#define NSGEN_EARLIER_H

#include "series/series.h"

#include <json-glib/json-glib.h>

JsonNode *earlier_report(const char *dir, GError **err);
bool earlier_untouched(const char *dir, GError **err);
JsonArray *earlier_checks(const char *dir, const struct series *series, GError **err);

#endif
