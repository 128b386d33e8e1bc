// SPDX-License-Identifier: GPL-2.0-only
/*
 * Find out from spatch's output why it changed nothing.
 *
 * Its exit status reports success. --debug prints a section for each rule, which contains
 * "transformation info" once the rule has matched, and --parse-c prints the line of each "parse
 * error"; a rule cannot match a function with such an error, so these functions are named.
 */
#include "c/reading.h"
#include "engine/engine.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

/* The function that has a line; NULL: none has it. */
static char *function_name(const struct reading *code, int line)
{
	for (guint i = 0; i < code->functions->len; i++) {
		const struct function *each = &g_array_index(code->functions, struct function, i);

		if (reading_token(code, each->name)->line <= line &&
		    reading_token(code, each->close)->line >= line)
			return reading_text(code, each->name);
	}
	return NULL;
}

/*
 * The first rule without a match. The sections look like this:
 *	-------
 *	RULE =
 *	-------
 *	dependencies for rule RULE satisfied:
 */
static char *first_unmatched(const char *steps)
{
	g_autoptr(GPtrArray) lines = text_lines(steps);
	g_autofree char *rule = NULL;

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		g_autofree char *next =
			text_match(line, "^dependencies for rule (\\w+) (?:not )?satisfied:", 1);

		if (next && rule)
			break;
		if (next)
			rule = g_steal_pointer(&next);
		else if (strstr(line, "transformation info"))
			g_clear_pointer(&rule, g_free);
	}
	return g_steal_pointer(&rule);
}

#define NAMED 3		/* functions in one message */

/* "ns_ioctl() in line 12, other() in line 34" */
static char *unparsed(const char *parsed, const struct reading *code)
{
	g_autoptr(GRegex) regex = g_regex_new("^parse error *\n = File \"[^\"]*\", line (\\d+)",
					      G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
	GString *text = g_string_new(NULL);

	for (g_regex_match(regex, parsed, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *number = g_match_info_fetch(match, 1);
		g_autofree char *name = function_name(code, atoi(number));

		g_ptr_array_add(places, name ? g_strdup_printf("%s() in line %s", name, number) :
					       g_strdup_printf("line %s", number));
	}
	for (guint i = 0; i < places->len && i < NAMED; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "", (char *)places->pdata[i]);
	if (places->len > NAMED)
		g_string_append_printf(text, " and %u more", places->len - NAMED);
	return g_string_free(text, !text->len);
}

/**
 * spatch_reason() - why spatch changed nothing
 * @steps: the output with --debug
 * @parsed: the output with --parse-c
 * @text: the file
 *
 * Return: a new string, or NULL if the output gives no reason.
 */
char *spatch_reason(const char *steps, const char *parsed, const char *text)
{
	g_autoptr(Reading) code = reading_new(text);
	g_autofree char *rule = first_unmatched(steps);
	g_autofree char *functions = unparsed(parsed, code);
	GString *reason = g_string_new(NULL);

	if (rule)
		g_string_append_printf(reason, "spatch: rule '%s' has no match", rule);
	else if (strstr(steps, "transformation info is empty"))
		g_string_append(reason, "spatch: the rules match, but change nothing");
	if (functions)
		g_string_append_printf(reason, "%s cannot parse %s",
				       reason->len ? "; it" : "spatch", functions);
	return g_string_free(reason, !reason->len);
}
