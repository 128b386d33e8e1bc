// SPDX-License-Identifier: GPL-2.0-only
/*
 * The test results in a series' mail: exactly the checks that report.json lists.
 *
 * The section starts with its title and continues while lines begin with two blanks, so that it
 * can be found and replaced.
 */
#include "series/check-results.h"
#include "lib/error.h"
#include "lib/json.h"
#include "series/mail.h"
#include "lib/text.h"

#include <string.h>

#define TITLE "Testing:\n"

static bool is_optional(JsonObject *object, const char *name)
{
	JsonNode *node = json_object_get_member(object, name);

	return !node || json_node_is_null(node) || member_text(object, name);
}

static bool matches(const char *text, const char *pattern)
{
	return text && g_regex_match_simple(pattern, text, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0);
}

/**
 * testing_check() - is this a valid array of checks?
 * @checks: untrusted
 * @err: STATUS_USAGE: it is not; the message says why
 */
bool testing_check(JsonNode *checks, GError **err)
{
	JsonArray *array;

	if (!checks || !JSON_NODE_HOLDS_ARRAY(checks))
		return fail(err, STATUS_USAGE, "not an array of checks");
	array = json_node_get_array(checks);
	for (guint i = 0; i < json_array_get_length(array); i++) {
		JsonNode *node = json_array_get_element(array, i);
		JsonObject *check = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) :
								   NULL;

		if (!check)
			return fail(err, STATUS_USAGE, "check %u is not an object", i + 1);
		if (!matches(member_text(check, "rung"), "^[a-z][a-z0-9-]{0,30}$"))
			return fail(
				err, STATUS_USAGE,
				"check %u: missing or invalid \"rung\" (expected a-z, 0-9 and -)",
				i + 1);
		if (!matches(member_text(check, "tool"), "^[^\\x00-\\x1f\\x7f]{1,100}$"))
			return fail(err, STATUS_USAGE,
				    "check %u: missing or invalid \"tool\" (expected one line)",
				    i + 1);
		if (!matches(member_text(check, "status"), "^(pass|warn|fail)$"))
			return fail(
				err, STATUS_USAGE,
				"check %u: missing or invalid \"status\" (expected pass, warn or fail)",
				i + 1);
		if (!member_text(check, "summary"))
			return fail(err, STATUS_USAGE, "check %u: missing or invalid \"summary\"",
				    i + 1);
		if (!is_optional(check, "url") || !is_optional(check, "details"))
			return fail(err, STATUS_USAGE,
				    "check %u: \"url\" or \"details\" is not a string", i + 1);
	}
	return true;
}

/* A summary as prose: one paragraph, without control characters that affect a terminal. */
static char *one_line(const char *text)
{
	GString *line = g_string_new(NULL);

	for (; *text; text++) {
		bool blank = g_ascii_isspace(*text) || g_ascii_iscntrl(*text);

		if (!blank)
			g_string_append_c(line, *text);
		else if (line->len && line->str[line->len - 1] != ' ')
			g_string_append_c(line, ' ');
	}
	return g_strchomp(g_string_free(line, FALSE));
}

/**
 * testing_section() - format the section for a mail
 * @checks: the checks of report.json, already validated
 *
 * Return: a new string, including the title.
 */
char *testing_section(JsonArray *checks)
{
	g_autoptr(GString) out = g_string_new(TITLE);

	for (guint i = 0; i < json_array_get_length(checks); i++) {
		JsonObject *check = json_array_get_object_element(checks, i);
		g_autofree char *summary = one_line(member_text(check, "summary"));
		g_autofree char *text = g_strdup_printf(
			"%s (%s): %s%s%s", member_text(check, "rung"), member_text(check, "tool"),
			member_text(check, "status"), *summary ? ", " : "", summary);
		g_autofree char *entry = mail_prose(text, "  - ", "    ");

		g_string_append(out, entry);
	}
	if (!json_array_get_length(checks))
		g_string_append(out, "  - not tested\n");
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/**
 * testing_replace() - replace the section in a mail
 * @mail: the mail; its section starts at the last line that equals the title
 * @checks: the new results
 *
 * Return: a new string; the unchanged mail if it has no such section.
 */
char *testing_replace(const char *mail, JsonArray *checks)
{
	const char *start = g_strrstr(mail, "\n" TITLE), *end;
	g_autofree char *section = testing_section(checks);
	g_autofree char *head = NULL;

	if (!start)
		return g_strdup(mail);
	end = start + strlen("\n" TITLE);
	while (g_str_has_prefix(end, "  "))
		end = strchrnul(end, '\n'), end += *end == '\n';
	head = g_strndup(mail, start + 1 - mail);
	return g_strconcat(head, section, end, NULL);
}
