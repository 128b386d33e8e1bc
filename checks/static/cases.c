// SPDX-License-Identifier: GPL-2.0-only
/*
 * An added case: nothing may fall into it, and it may fall into no other. Cases of several
 * namespaces may share what they do.
 */
#include "steps.h"
#include "added-lines.h"

#include <string.h>

/* Does control get from a step to another one without the switch? */
static bool gets_to(const struct flow *flow, int from, int to)
{
	g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(int));
	g_autofree bool *seen = g_new0(bool, flow->steps->len);

	g_array_append_val(todo, from);
	while (todo->len) {
		int at = g_array_index(todo, int, todo->len - 1), next = at + 1;
		const struct step *step = flow_step(flow, at);

		g_array_set_size(todo, todo->len - 1);
		if (at == to)
			return true;
		if (seen[at] || step->kind == RETURN || step->kind == STOP || step->kind == PICK)
			continue;
		seen[at] = true;
		if (step->kind == JUMP)
			next = step->to;
		else if (step->kind == TEST)
			g_array_append_val(todo, step->to);
		g_array_append_val(todo, next);
	}
	return false;
}

static bool is_case(const struct flow *flow, int at, int number)
{
	return at >= 0 && at < (int)flow->steps->len && flow_step(flow, at)->kind == CASE &&
	       flow_step(flow, at)->to == number;
}

/* The next label of the same switch in a direction, or -1. */
static int other_case(const struct flow *flow, int at, int way)
{
	int number = flow_step(flow, at)->to;

	for (at += way; at >= 0 && at < (int)flow->steps->len; at += way)
		if (is_case(flow, at, number))
			return at;
	return -1;
}

static char *text_of(const struct parsed *parsed, const struct step *step)
{
	return parsed_join(parsed, step->first + 1, step->end);
}

/* Do two labels say the same of two namespaces, as CLONE_NEWUTS and CLONE_NEWIPC? */
static bool alike(struct patched *patched, const char *ours, const char *other)
{
	g_auto(GStrv) parts = g_strsplit(ours, patched_spec(patched, "NAME"), 2);

	return parts[0] && parts[1] && strlen(other) > strlen(parts[0]) + strlen(parts[1]) &&
	       g_str_has_prefix(other, parts[0]) && g_str_has_suffix(other, parts[1]);
}

/* Labels without a statement between them: with ours there must be a neighbour's, or no other. */
static bool shares(struct patched *patched, const struct parsed *parsed, const struct flow *flow,
		   int at, int from, int to)
{
	g_autofree char *ours = text_of(parsed, flow_step(flow, at));
	bool good = from == to;

	for (int i = from; i <= to; i++) {
		const struct step *step = flow_step(flow, i);
		g_autofree char *text = text_of(parsed, step);

		if (parsed_is(parsed, step->first, "default"))
			return false;
		good |= i != at && alike(patched, ours, text);
	}
	return good;
}

static void check_case(struct patched *patched, const struct parsed *parsed,
		       const struct flow *flow, int at)
{
	int number = flow_step(flow, at)->to, from = at, to = at, before, after;
	int line = parsed_line(parsed, flow_step(flow, at)->first);

	while (is_case(flow, from - 1, number))
		from--;
	while (is_case(flow, to + 1, number))
		to++;
	before = other_case(flow, from, -1);
	after = other_case(flow, to, 1);
	if (!shares(patched, parsed, flow, at, from, to))
		found(patched, "%s:%d: this case and the one in line %d do the same", parsed->path,
		      line, parsed_line(parsed, flow_step(flow, from == at ? to : from)->first));
	if (before >= 0 && gets_to(flow, before, from))
		found(patched, "%s:%d: the case in line %d falls into this one", parsed->path, line,
		      parsed_line(parsed, flow_step(flow, before)->first));
	if (after >= 0 && gets_to(flow, to, after))
		found(patched, "%s:%d: this case falls into the one in line %d", parsed->path, line,
		      parsed_line(parsed, flow_step(flow, after)->first));
}

/**
 * check_cases() - added cases of switches
 * @patched: the series
 * @parsed: a file
 */
void check_cases(struct patched *patched, const struct parsed *parsed)
{
	for (guint f = 0; f < parsed->functions->len; f++) {
		g_autoptr(Flow) flow = NULL;
		const struct function *function =
			&g_array_index(parsed->functions, struct function, f);
		bool any = false;

		for (int i = function->open; i < function->close && !any; i++)
			any = parsed_is(parsed, i, "case") &&
			      parsed_added(parsed, parsed_line(parsed, i));
		if (!any)
			continue;
		flow = flow_new(parsed, function);
		if (flow->lost) {
			found(patched, "%s:%d: this function cannot be read", parsed->path,
			      parsed_line(parsed, flow->lost));
			continue;
		}
		for (int i = 0; i < (int)flow->steps->len; i++) {
			const struct step *step = flow_step(flow, i);

			if (step->kind == CASE &&
			    parsed_added(parsed, parsed_line(parsed, step->first)) &&
			    !parsed_is(parsed, step->first, "default"))
				check_case(patched, parsed, flow, i);
		}
	}
}
