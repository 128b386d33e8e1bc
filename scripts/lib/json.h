/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_JSON_H
#define NSGEN_JSON_H

#include <json-glib/json-glib.h>

void json_member(JsonBuilder *json, const char *name, const char *value);
void json_number(JsonBuilder *json, const char *name, int value);
char *json_print(JsonBuilder *json);

#endif
