// SPDX-License-Identifier: GPL-2.0-only
/*
 * Brackets around our lines: without pairs, nobody can say what a line belongs to.
 *
 * They do not pair where the file is broken, and where the arms of an #ifdef open a block each.
 */
#include "proof/proof.h"

#include <string.h>

static bool is_bracket(const struct token *token)
{
	return token->type == TOKEN_SIGN && token->len == 1 && token->sign &&
	       strchr("()[]{}", token->sign);
}

/* Is there a line of ours in the definition around this line? It ends where a '}' begins a line. */
static bool is_near(const struct changed *changed, int line)
{
	int first = line - 1, end = line - 1;

	while (first > 0 && *(char *)changed->lines->pdata[first - 1] != '}')
		first--;
	while (end + 1 < (int)changed->lines->len && *(char *)changed->lines->pdata[end] != '}')
		end++;
	for (int i = first; i <= end && i < (int)changed->lines->len; i++)
		if (g_array_index(changed->added, gboolean, i))
			return true;
	return false;
}

/**
 * proof_brackets() - do the brackets around our lines pair?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: one does not
 */
bool proof_brackets(const struct proof *proof G_GNUC_UNUSED, const struct changed *changed,
		    GError **err)
{
	const struct reading *r = changed->after;

	for (int i = 0; i < reading_count(r); i++)
		if (is_bracket(reading_token(r, i)) && reading_partner(r, i) < 0 &&
		    is_near(changed, changed_line(changed, i)))
			return changed_fail(
				changed, i, err,
				"'%c' has no partner, so what our lines next to it mean is not known; write both arms of an #ifdef as whole statements",
				reading_token(r, i)->sign);
	return true;
}
