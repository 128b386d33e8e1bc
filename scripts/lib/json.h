/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_JSON_H
#define NSGEN_JSON_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

/*
 * nsgen's largest report.json has 0.25 MiB and 9 levels, and what it writes about checks is not
 * much more. These limits leave room, and are far below what memory and stack can hold.
 */
#define JSON_MOST 8 /* MiB */
#define JSON_DEEPEST 64

void json_member(JsonBuilder *json, const char *name, const char *value);
void json_number(JsonBuilder *json, const char *name, int value);
char *json_print(JsonBuilder *json);

const char *json_wrong(const char *text, gsize len, unsigned int *line);
JsonNode *json_parse(const char *path, const char *text, gsize len, GError **err);

const char *member_text(JsonObject *object, const char *name);
bool member_true(JsonObject *object, const char *name);
gint64 member_number(JsonObject *object, const char *name);
JsonArray *member_list(JsonObject *object, const char *name);
JsonObject *member_object(JsonObject *object, const char *name);
const char *element_text(JsonArray *list, guint i);
JsonObject *element_object(JsonArray *list, guint i);

#endif
