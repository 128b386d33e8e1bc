// SPDX-License-Identifier: GPL-2.0-only
#include "lib/json.h"
#include "lib/seen.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define DEEP "JSON nested deeper than"
#define NONE "invalid JSON"

/* Nested opening and closing brackets, with something between them. */
static char *nested(guint levels, const char *open, const char *middle, const char *close)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < levels; i++)
		g_string_append(text, open);
	g_string_append(text, middle);
	for (guint i = 0; i < levels; i++)
		g_string_append(text, close);
	return g_string_free(text, FALSE);
}

static void wrong(const char *text, const char *want)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(JsonNode) node = json_parse("x", text, strlen(text), &err);
	unsigned int line;
	const char *is = json_wrong(text, strlen(text), &line);

	if (!want) {
		g_assert_cmpstr(is, ==, NULL);
		g_assert_no_error(err);
		g_assert_nonnull(node);
		return;
	}
	g_assert_true(g_str_has_prefix(is, want));
	g_assert_null(node);
	g_assert_true(g_str_has_prefix(err->message, "x:1: "));
	g_assert_nonnull(strstr(err->message, want));
}

/* For any kind of bracket, and whatever strings contain. */
static void test_nesting(void)
{
	static const struct {
		const char *open, *middle, *close;
	} cases[] = {
		{ "[", "", "]" },
		{ "[", "1", "]" },
		{ "{\"a\":", "1", "}" },
		{ "[ ", "\"[[[[{{{{\"", " ]" },
		{ "[\"}]\",", "\"\\\"[\\\\\"", "]" },
		{ "[\"\\\\\",\"\\\"\",", "\"\\\\\\\"[\"", "]" },
		{ "{\"{[\":", "\"\\u005b[\"", "}" },
		{ "[[],{},", "null", "]" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		/* The last case is one level deeper for a moment. */
		guint more = i == G_N_ELEMENTS(cases) - 1;
		g_autofree char *at = nested(JSON_DEEPEST - more, cases[i].open, cases[i].middle,
					     cases[i].close);
		g_autofree char *over = nested(JSON_DEEPEST - more + 1, cases[i].open,
					       cases[i].middle, cases[i].close);

		wrong(at, NULL);
		wrong(over, DEEP);
	}
}

/* Siblings do not add depth, and extra closing brackets do not offset opening ones. */
static void test_beside(void)
{
	g_autofree char *items = nested(1000, "[1],", "[", "");
	g_autofree char *beside = g_strdup_printf("[%s1]]", items);
	g_autofree char *closed = nested(1000, "", "[1]", "]");
	g_autofree char *open = nested(JSON_DEEPEST + 1, "[", "", "");
	g_autofree char *both = g_strconcat("]]]]", open, NULL);
	unsigned int line;

	wrong(beside, NULL);
	g_assert_cmpstr(json_wrong(closed, strlen(closed), &line), ==, NULL);
	wrong(both, DEEP);
}

/* json-glib accepts comments and other kinds of strings, so both would count different brackets. */
static void test_no_json(void)
{
	static const char *const texts[] = {
		"// \"\n[]", "/* \" */ []", "['\"', []]", "[] # \"", "[\"a\nb\"]", "[\"\\\n\"]",
		"{_a: 1}", "[\"\x01\"]", "\xef\xbb\xbf[]",
	};
	g_autoptr(GError) err = NULL;
	unsigned int line;

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		wrong(texts[i], NONE);
	g_assert_cmpstr(json_wrong("[]\0[]", 5, &line), ==, NONE);
	g_assert_cmpstr(json_wrong("[\n\n'", 4, &line), ==, NONE);
	g_assert_cmpuint(line, ==, 3);
	g_assert_null(json_parse("x", "", 0, &err));
	g_assert_cmpstr(err->message, ==, "x:1: invalid JSON (empty file)");
	g_clear_error(&err);
	g_assert_null(json_parse("x", "[\n{]", 4, &err));
	g_assert_true(g_str_has_prefix(err->message, "x:2: invalid JSON ("));
	g_clear_error(&err);
	g_assert_null(json_parse("x", "[\"\xff\"]", 5, &err));
	g_assert_cmpstr(err->message, ==, "x: not UTF-8 text");
}

/* A file of exactly the maximum size is read; one byte more is refused. */
static void test_size(void)
{
	g_autofree char *text = g_strnfill(1 << 20, 'x'), *is = NULL;
	g_autofree char *path = NULL;
	g_autoptr(GError) err = NULL;
	gsize len = 0;
	int fd = g_file_open_tmp("nsgen-json-XXXXXX", &path, NULL);

	g_assert_cmpint(write(fd, text, 1 << 20), ==, 1 << 20);
	g_assert_true(seen_text_within(STATUS_USAGE, path, NULL, 1, &is, &len, &err));
	g_assert_no_error(err);
	g_assert_cmpuint(len, ==, 1 << 20);
	g_assert_cmpstr(is, ==, text);
	g_clear_pointer(&is, g_free);
	g_assert_cmpint(write(fd, "y", 1), ==, 1);
	g_assert_false(seen_text_within(STATUS_USAGE, path, "the file", 1, &is, &len, &err));
	g_assert_error(err, NSGEN_ERROR, STATUS_USAGE);
	g_assert_cmpstr(err->message, ==, "the file: larger than 1 MiB");
	g_assert_null(is);
	close(fd);
	g_unlink(path);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/json/nesting", test_nesting);
	g_test_add_func("/json/beside", test_beside);
	g_test_add_func("/json/no-json", test_no_json);
	g_test_add_func("/json/size", test_size);
	return g_test_run();
}
