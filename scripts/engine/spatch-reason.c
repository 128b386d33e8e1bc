// SPDX-License-Identifier: GPL-2.0-only
/*
 * Find out from spatch's output why it changed nothing.
 *
 * Its exit status reports success. --debug prints a section for each rule, which contains
 * "transformation info" once the rule has matched, and --parse-c prints the line of each "parse
 * error"; a rule cannot match a function with such an error.
 */
#include "engine/engine.h"
#include "lib/text.h"

#include <string.h>

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

/**
 * spatch_reason() - why spatch changed nothing
 * @steps: the output with --debug
 * @parsed: the output with --parse-c
 *
 * Return: a new string, or NULL if the output gives no reason.
 */
char *spatch_reason(const char *steps, const char *parsed)
{
	g_autofree char *rule = first_unmatched(steps);
	g_autofree char *line =
		text_match(parsed, "^parse error *\n = File \"[^\"]*\", line (\\d+)", 1);
	GString *reason = g_string_new(NULL);

	if (rule)
		g_string_append_printf(reason, "spatch: rule '%s' has no match", rule);
	else if (strstr(steps, "transformation info is empty"))
		g_string_append(reason, "spatch: the rules match, but change nothing");
	if (line)
		g_string_append_printf(reason, "%s cannot parse line %s",
				       reason->len ? "; it" : "spatch", line);
	return g_string_free(reason, !reason->len);
}
