// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON, as all that nsgen writes of it: text that is no UTF-8 is made so.
 */
#include "lib/json.h"

/**
 * json_member() - a member that is a string
 * @json: where
 * @name: its name
 * @value: its value
 */
void json_member(JsonBuilder *json, const char *name, const char *value)
{
	g_autofree char *valid = g_utf8_make_valid(value, -1);

	json_builder_set_member_name(json, name);
	json_builder_add_string_value(json, valid);
}

/**
 * json_number() - a member that is a number
 * @json: where
 * @name: its name
 * @value: its value
 */
void json_number(JsonBuilder *json, const char *name, int value)
{
	json_builder_set_member_name(json, name);
	json_builder_add_int_value(json, value);
}

/**
 * json_print() - the text
 * @json: complete
 *
 * Return: a new string that ends its last line.
 */
char *json_print(JsonBuilder *json)
{
	g_autoptr(JsonNode) root = json_builder_get_root(json);
	g_autofree char *text = json_to_string(root, TRUE);

	return g_strconcat(text, "\n", NULL);
}
