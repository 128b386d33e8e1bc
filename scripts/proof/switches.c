// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cases of ours: nothing may fall into one, and none may fall out of it.
 */
#include "proof/proof.h"
#include "c/flow.h"

/* Where a label's colon is. */
static int colon_of(const struct reading *r, int label)
{
	for (int i = label + 1; i < reading_count(r) && !reading_is(r, i, ";"); i++) {
		if (reading_is(r, i, ":"))
			return i;
		if (reading_partner(r, i) > i)
			i = reading_partner(r, i);
	}
	return -1;
}

static bool is_label(const struct reading *r, int at)
{
	return reading_is(r, at, "case") || reading_is(r, at, "default");
}

/* The label that a colon ends; -1: it is another colon. */
static int label_of(const struct reading *r, int colon)
{
	for (int i = colon - 1; i >= 0; i--) {
		if (is_label(r, i))
			return colon_of(r, i) == colon ? i : -1;
		if (reading_is(r, i, ";") || reading_is(r, i, "{") || reading_is(r, i, "}"))
			return -1;
		if (reading_partner(r, i) >= 0 && reading_partner(r, i) < i)
			i = reading_partner(r, i);
	}
	return -1;
}

/*
 * Are two labels of one list, as CLONE_NEWUTS and CLONE_NEWIMA, or PIDFD_GET_UTS_NAMESPACE and
 * PIDFD_GET_IMA_NAMESPACE? Then they may share what follows.
 */
static bool alike(const struct reading *r, int one, int two)
{
	g_autofree char *a = reading_text(r, one + 1), *b = reading_text(r, two + 1);
	size_t same = 0;

	if (!reading_is(r, one, "case") || !reading_is(r, two, "case"))
		return false;
	while (a[same] && a[same] == b[same])
		same++;
	return same >= 4 || (!g_str_has_suffix(a, "_NS") == !g_str_has_suffix(b, "_NS") &&
			     g_str_has_suffix(a, "_NS"));
}

static bool begins_well(const struct changed *changed, int label, GError **err)
{
	const struct reading *r = changed->after;
	int before = label - 1, other;

	if (reading_is(r, before, "{"))
		return true;
	other = reading_is(r, before, ":") ? label_of(r, before) : -1;
	if (other >= 0 ? alike(r, other, label) : flow_ends(r, before))
		return true;
	return changed_fail(changed, label, err,
			    "the case before this one, in line %d, would fall into it",
			    changed_line(changed, before));
}

static bool ends_well(const struct changed *changed, int label, int colon, GError **err)
{
	const struct reading *r = changed->after;
	int open = reading_opener(r, label, '{'), close = reading_partner(r, open);
	int next = colon + 1;

	if (open < 0)
		return true;
	while (next < close && !is_label(r, next))
		next = reading_partner(r, next) > next ? reading_partner(r, next) + 1 : next + 1;
	if (next >= close)
		return true;
	if (next == colon + 1 ? alike(r, label, next) : flow_ends(r, next - 1))
		return true;
	return changed_fail(changed, label, err,
			    "this case would fall into the next one, in line %d",
			    changed_line(changed, next));
}

/**
 * proof_switches() - does nothing fall into or out of a case of ours?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: something does
 */
bool proof_switches(const struct proof *proof G_GNUC_UNUSED, const struct changed *changed,
		    GError **err)
{
	const struct reading *r = changed->after;

	for (int i = 0; i < reading_count(r); i++) {
		int colon = reading_is(r, i, "case") && changed_added(changed, i) ?
				    colon_of(r, i) :
				    -1;

		if (colon >= 0 &&
		    (!begins_well(changed, i, err) || !ends_well(changed, i, colon, err)))
			return false;
	}
	return true;
}
