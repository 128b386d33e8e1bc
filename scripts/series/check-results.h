/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CHECK_RESULTS_H
#define NSGEN_CHECK_RESULTS_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

bool testing_check(JsonNode *checks, GError **err);
char *testing_section(JsonArray *checks);
char *testing_replace(const char *mail, JsonArray *checks);

#endif
