// SPDX-License-Identifier: GPL-2.0-only
/*
 * Members of JSON that somebody else may have written: what is not there, or of another type, is as if it were not there.
 */
#include "lib/json-member.h"

/**
 * member_text() - a string
 * @object: may be NULL
 * @name: the member's
 *
 * Return: the object's own string, or NULL.
 */
const char *member_text(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;
}

/**
 * member_true() - a switch
 * @object: may be NULL
 * @name: the member's
 *
 * Return: whether it is there, a boolean, and true.
 */
bool member_true(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_BOOLEAN && json_node_get_boolean(node);
}

/**
 * member_number() - a whole number
 * @object: may be NULL
 * @name: the member's
 *
 * Return: the number, or 0.
 */
gint64 member_number(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_INT64 ? json_node_get_int(node) : 0;
}

/**
 * member_list() - an array
 * @object: may be NULL
 * @name: the member's
 *
 * Return: the object's own array, or NULL.
 */
JsonArray *member_list(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

/**
 * member_object() - an object
 * @object: may be NULL
 * @name: the member's
 *
 * Return: the object's own object, or NULL.
 */
JsonObject *member_object(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

/**
 * element_object() - an object of an array
 * @list: may be NULL, which has none
 * @i: its place; NULL is also what is behind the last one
 *
 * Return: the array's own object, or NULL.
 */
JsonObject *element_object(JsonArray *list, guint i)
{
	JsonNode *node = list && i < json_array_get_length(list) ? json_array_get_element(list, i) : NULL;

	return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}
