// SPDX-License-Identifier: GPL-2.0-only
/*
 * Write and read JSON.
 *
 * Text that is not UTF-8 is made so when it is written. What is read is untrusted: json-glib sees
 * it only if it is not nested too deeply, and a member of another type counts as missing.
 */
#include "lib/json.h"
#include "lib/error.h"

#include <stdio.h>
#include <string.h>

/**
 * json_member() - add a member that is a string
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
 * json_number() - add a member that is a number
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
 * json_print() - get the text
 * @json: complete
 *
 * Return: a new string that ends in a newline.
 */
char *json_print(JsonBuilder *json)
{
	g_autoptr(JsonNode) root = json_builder_get_root(json);
	g_autofree char *text = json_to_string(root, TRUE);

	return g_strconcat(text, "\n", NULL);
}

/* Is this a byte of JSON outside of strings? */
static bool is_json(char c)
{
	return g_ascii_isalnum(c) || (c && strchr("{}[],:+-. \t\r\n", c));
}

/**
 * json_wrong() - find what makes a text unsafe for json-glib
 * @text: the text
 * @len: its length
 * @line: set to the line of what is wrong
 *
 * json-glib recurses for each level of nesting, until the stack overflows. It accepts comments and
 * 'strings', in which brackets do not count; JSON has neither, so a text with those is rejected
 * here, and both see the same brackets.
 *
 * Return: what is wrong, for "file:line: ..."; NULL if nothing can be seen without parsing.
 */
const char *json_wrong(const char *text, gsize len, unsigned int *line)
{
	bool string = false, escaped = false;
	guint depth = 0;

	*line = 1;
	for (gsize i = 0; i < len; i++) {
		char c = text[i];

		if (string ? (guchar)c < ' ' : c != '"' && !is_json(c))
			return "invalid JSON";
		*line += c == '\n';
		if (escaped)
			escaped = false;
		else if (c == '"')
			string = !string;
		else if (string)
			escaped = c == '\\';
		else if ((c == '{' || c == '[') && depth++ == JSON_DEEPEST)
			return "JSON nested deeper than " G_STRINGIFY(JSON_DEEPEST) " levels";
		else if ((c == '}' || c == ']') && depth)
			depth--;
	}
	return NULL;
}

/**
 * json_parse() - parse JSON that is untrusted
 * @path: what errors call it
 * @text: the text
 * @len: its length
 * @err: STATUS_USAGE: it is not JSON, or nested too deeply
 *
 * Return: a node for json_node_unref(), or NULL.
 */
JsonNode *json_parse(const char *path, const char *text, gsize len, GError **err)
{
	g_autoptr(JsonParser) parser = json_parser_new();
	g_autoptr(GError) why = NULL;
	unsigned int line;
	const char *wrong = json_wrong(text, len, &line), *message;

	if (wrong) {
		fail(err, STATUS_USAGE, "%s:%u: %s", path, line, wrong);
		return NULL;
	}
	if (!g_utf8_validate(text, len, NULL)) {
		fail(err, STATUS_USAGE, "%s: not UTF-8 text", path);
		return NULL;
	}
	if (!json_parser_load_from_data(parser, text, len, &why)) {
		/* "<data>:1:3: Parse error: ..." */
		message = strchr(why->message, ' ');
		sscanf(why->message, "<data>:%u:", &line);
		fail(err, STATUS_USAGE, "%s:%u: invalid JSON (%s)", path, line,
		     message ? message + 1 : why->message);
		return NULL;
	}
	if (!json_parser_get_root(parser)) {
		fail(err, STATUS_USAGE, "%s:1: invalid JSON (empty file)", path);
		return NULL;
	}
	return json_parser_steal_root(parser);
}

static const char *text_of(JsonNode *node)
{
	if (!node || !JSON_NODE_HOLDS_VALUE(node) ||
	    json_node_get_value_type(node) != G_TYPE_STRING)
		return NULL;
	return json_node_get_string(node);
}

/**
 * member_text() - get a member that is a string
 * @object: may be NULL
 * @name: the member's name
 *
 * Return: the object's own string, or NULL.
 */
const char *member_text(JsonObject *object, const char *name)
{
	return text_of(object ? json_object_get_member(object, name) : NULL);
}

/**
 * member_true() - get a member that is a switch
 * @object: may be NULL
 * @name: the member's name
 *
 * Return: true if it exists, is a boolean, and is true.
 */
bool member_true(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == G_TYPE_BOOLEAN && json_node_get_boolean(node);
}

/**
 * member_number() - get a member that is a whole number
 * @object: may be NULL
 * @name: the member's name
 *
 * Return: the number, or 0.
 */
gint64 member_number(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
			       json_node_get_value_type(node) == G_TYPE_INT64 ?
		       json_node_get_int(node) :
		       0;
}

/**
 * member_list() - get a member that is an array
 * @object: may be NULL
 * @name: the member's name
 *
 * Return: the object's own array, or NULL.
 */
JsonArray *member_list(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

/**
 * member_object() - get a member that is an object
 * @object: may be NULL
 * @name: the member's name
 *
 * Return: the object's own object, or NULL.
 */
JsonObject *member_object(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

/**
 * element_text() - get a string from an array
 * @list: may be NULL
 * @i: its index
 *
 * Return: the array's own string, or NULL.
 */
const char *element_text(JsonArray *list, guint i)
{
	return text_of(list && i < json_array_get_length(list) ? json_array_get_element(list, i) :
								 NULL);
}

/**
 * element_object() - get an object from an array
 * @list: may be NULL
 * @i: its index; may be past the end
 *
 * Return: the array's own object, or NULL.
 */
JsonObject *element_object(JsonArray *list, guint i)
{
	JsonNode *node = list && i < json_array_get_length(list) ? json_array_get_element(list, i) :
								   NULL;

	return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}
