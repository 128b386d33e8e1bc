/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REPORT_H
#define NSGEN_REPORT_H

#include "spec/numbers.h"
#include "hook/plan.h"
#include "series/series.h"
#include "tree/outdir.h"

#include <json-glib/json-glib.h>

char *report_json(const struct spec *spec, const struct tree *tree, const struct plan *plan,
		  const GPtrArray *files, const struct series *series, const struct base *base,
		  const GPtrArray *options, const struct numbers *numbers, JsonArray *checks,
		  GError **err);
char *report_recorded(JsonNode *root, JsonArray *checks, const GPtrArray *names,
		      const GPtrArray *texts, GError **err);
void report_error(const GError *err);

#endif
