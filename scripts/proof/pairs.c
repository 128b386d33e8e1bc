// SPDX-License-Identifier: GPL-2.0-only
/*
 * "Pair: ENUMERATOR FILE": a row of a table that code finds by a number.
 *
 * The row and the number are in different files, and a hook each writes them. The row has to be
 * the element of that number, in every configuration.
 */
#include "proof/proof.h"
#include "c/code.h"
#include "c/constants.h"
#include "lib/error.h"
#include "lib/text.h"
#include "c/elements.h"

#include <string.h>

static const struct changed *find_file(const struct proof *proof, const char *path)
{
	for (guint i = 0; i < proof->files->len; i++) {
		const struct changed *changed = proof->files->pdata[i];

		if (!strcmp(changed->path, path))
			return changed;
	}
	return NULL;
}

/* The hook's row, where its Guard: matches. */
static int row_of(const struct changed *changed, const char *guard, const struct spec *spec)
{
	g_autofree char *pattern = spec_expand(spec, guard, NULL);
	int at = pattern ? text_find(changed->after->code, pattern) : -1;
	int line = at < 0 ? 0 : text_line(changed->after->code, at);

	for (int i = 0; i < reading_count(changed->after); i++)
		if (reading_token(changed->after, i)->line == line && changed_added(changed, i))
			return i;
	return -1;
}

/* The directives between two lines: which of the elements there are in which configuration. */
static char *conditions(const char *code, int from, int to)
{
	g_autoptr(GPtrArray) lines = text_lines(code);
	GString *text = g_string_new(NULL);

	for (int i = from; i < to && i < (int)lines->len; i++) {
		char *line = g_strchug(lines->pdata[i]);

		if (*line == '#')
			g_string_append_printf(text, "%s\n", g_strchomp(line));
	}
	return g_string_free(text, FALSE);
}

/* The enum's first line, for the directives in it. */
static int begin_of(const GPtrArray *all, const struct constant *constant)
{
	int line = constant->line;

	for (guint i = 0; i < all->len; i++) {
		const struct constant *other = all->pdata[i];

		if (other->list == constant->list)
			line = MIN(line, other->line);
	}
	return line;
}

static int index_of(const struct reading *r, int open, int at)
{
	g_autoptr(GArray) all = elements_of(r, open);

	for (guint i = 0; i < all->len; i++) {
		const struct element *element = &g_array_index(all, struct element, i);

		if (at >= element->first && at <= element->last)
			return i;
	}
	return -1;
}

/* "[WORD] = …" is the element of that number, wherever it stands. */
static bool is_designated(const struct reading *r, int row, const char *word)
{
	return reading_is(r, row, "[") && reading_is(r, row + 1, word) &&
	       reading_is(r, row + 2, "]");
}

/*
 * What comes before an element of a list: a line for each directive and each other element, in
 * their order. NULL: one of them has a number of its own.
 */
static char *shape_before(const struct reading *r, int open, int at)
{
	g_autoptr(GPtrArray) lines = text_lines(r->code);
	g_autoptr(GArray) all = elements_of(r, open);
	g_autoptr(GString) shape = g_string_new(NULL);
	int last = reading_token(r, at)->line;
	guint n = 0;

	for (int i = reading_token(r, open)->line; i <= last; i++) {
		char *line = g_strchug(lines->pdata[i - 1]);

		if (*line == '#')
			g_string_append_printf(shape, "%s\n", g_strchomp(line));
		for (; n < all->len; n++) {
			const struct element *element = &g_array_index(all, struct element, n);

			if (reading_token(r, element->first)->line != i || element->first == at)
				break;
			if (element->last != element->first && reading_is_word(r, element->first) &&
			    reading_is(r, element->first + 1, "="))
				return NULL;
			g_string_append(shape, "element\n");
		}
	}
	return g_string_free(g_steal_pointer(&shape), FALSE);
}

/*
 * A number that depends on the configuration is the row's where both lists are the same up to it:
 * as many elements in the same conditionals.
 */
static bool agree_in_all(const struct changed *table, int open, int row, const char *word,
			 const char *code)
{
	g_autoptr(Reading) numbers = reading_new(code);
	g_autofree char *here = NULL, *there = NULL;

	for (int i = 0; i < reading_count(numbers); i++) {
		if (!reading_is(numbers, i, word) || !reading_in_enum(numbers, i))
			continue;
		here = shape_before(table->after, open, row);
		there = shape_before(numbers, reading_opener(numbers, i, '{'), i);
		return here && there && !strcmp(here, there);
	}
	return false;
}

static bool agree(const struct changed *table, int row, const char *word, const char *file,
		  const char *code, GError **err)
{
	g_autoptr(Constants) names = constants_new();
	int open = reading_opener(table->after, row, '{'), index;
	g_autofree char *here = NULL, *there = NULL;
	const struct constant *number = NULL;
	const GPtrArray *all;

	if (open < 0)
		return changed_fail(table, row, err, "this row would not be in a table");
	index = index_of(table->after, open, row);
	constants_read(names, file, code);
	all = constants_all(names);
	for (guint i = 0; i < all->len; i++) {
		const struct constant *each = all->pdata[i];

		if (each->list && !strcmp(each->name, word))
			number = each;
	}
	if (!number)
		return changed_fail(table, row, err, "%s, this row's number, is not in %s", word,
				    file);
	if (is_designated(table->after, row, word) ||
	    (number->values.n != 1 && agree_in_all(table, open, row, word, code)))
		return true;
	if (number->values.n != 1)
		return changed_fail(table, row, err,
				    "the value of %s, this row's number, depends on the configuration (%s:%d)",
				    word, file, number->line);
	if (number->values.of[0].bits != (guint64)index)
		return changed_fail(
			table, row, err,
			"this would be row %d of the table, and %s is %d (%s:%d); the two lists are not in the same order",
			index, word, (int)number->values.of[0].bits, file, number->line);
	here = conditions(table->after->code, changed_line(table, open),
			  changed_line(table, row));
	there = conditions(code, begin_of(all, number) - 1, number->line);
	return !strcmp(here, there) ||
	       changed_fail(table, row, err,
			    "the rows before this one depend on other options than the numbers before %s (%s:%d)",
			    word, file, number->line);
}

static bool check_pair(const struct proof *proof, const struct step *step, const char *pair,
		       GError **err)
{
	g_auto(GStrv) parts = g_strsplit(pair, " ", 2);
	g_autofree char *word = spec_expand(proof->spec, parts[0], err);
	const struct changed *table = find_file(proof, step->file);
	const struct changed *numbers = find_file(proof, parts[1]);
	g_autofree char *text = NULL, *code = NULL;
	int row = table ? row_of(table, hook_field(step->hook, "Guard"), proof->spec) : -1;

	if (!word)
		return false;
	if (row < 0)
		return fail(err, STATUS_BUG, "%s: Pair: the row that it added is not found",
			    step->hook->path);
	if (!numbers && !tree_read_if_there(proof->tree, parts[1], &text, err))
		return false;
	code = numbers ? g_strdup(numbers->after->code) : code_only(parts[1], text ? text : "");
	return agree(table, row, word, parts[1], code, err);
}

/**
 * proof_pairs() - do the halves of pairs agree?
 * @proof: what the series makes
 * @err: STATUS_TREE: a row is not the one of its number
 */
bool proof_pairs(const struct proof *proof, GError **err)
{
	for (guint i = 0; i < proof->plan->steps->len; i++) {
		const struct step *step = proof->plan->steps->pdata[i];
		const char *pair = hook_field(step->hook, "Pair");

		if (pair && !check_pair(proof, step, pair, err))
			return false;
	}
	return true;
}
