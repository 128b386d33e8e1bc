/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_MEMBER_H
#define NSGEN_MEMBER_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

const char *member_text(JsonObject *object, const char *name);
bool member_true(JsonObject *object, const char *name);
gint64 member_number(JsonObject *object, const char *name);
JsonArray *member_list(JsonObject *object, const char *name);
JsonObject *member_object(JsonObject *object, const char *name);
JsonObject *element_object(JsonArray *list, guint i);

#endif
