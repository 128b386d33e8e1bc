// SPDX-License-Identifier: GPL-2.0-only
/*
 * Read the numbers of the result again.
 *
 * Whatever hook wrote a line, and wherever it put it: each of our names must have the number that
 * was chosen, nothing else may have it, and the tree's own names must have what they had. A line
 * before an enumerator without a value would give that one another number.
 */
#include "spec/written.h"
#include "spec/taken.h"
#include "lib/error.h"

#include <string.h>

/* Our names for each number; the tree need not have all of them. */
static const struct {
	int number;
	const char *before, *key, *after;
} ours[] = {
	{ NUMBER_FLAG, "", "clone_flag", "" },
	{ NUMBER_FLAG, "", "type_name", "" },
	{ NUMBER_INUM, "", "inum_name", "" },
	{ NUMBER_INUM, "", "proc_inum_name", "" },
	{ NUMBER_ID, "", "id_name", "" },
	{ NUMBER_NR, "PIDFD_GET_", "NAME", "_NAMESPACE" },
};

static char *name_of(const struct spec *spec, size_t i)
{
	return g_strconcat(ours[i].before, spec_get(spec, ours[i].key), ours[i].after, NULL);
}

static guint64 number_of(const struct spec *spec, int number)
{
	return g_ascii_strtoull(spec_get(spec, number_words[number].key), NULL, 0);
}

/* Which of our numbers a name is for, or -1. */
static int number_for(const struct spec *spec, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(ours); i++) {
		g_autofree char *mine = name_of(spec, i);

		if (!strcmp(name, mine))
			return ours[i].number;
	}
	return -1;
}

static bool same_values(const struct c_values *a, const struct c_values *b)
{
	if (a->n != b->n)
		return false;
	for (guint i = 0; i < a->n; i++)
		if (a->of[i].bits != b->of[i].bits)
			return false;
	return true;
}

/* NS_LAST_INIT_ID was the last one's id, and is ours. */
static bool moves_on(const struct taken *old, const struct constant *before,
		     const struct constant *after, guint64 id)
{
	guint64 last;

	return taken_last(old, NUMBER_ID, &last) && strstr(before->name, "LAST") &&
	       constant_is(before, last) && constant_is(after, id);
}

/* The tree's own names must be there in the same order, with the values that they had. */
static bool others_same(const struct spec *spec, const struct taken *old, const struct taken *new,
			GError **err)
{
	const GPtrArray *before = taken_names(old), *after = taken_names(new);
	const char *id = spec_get(spec, number_words[NUMBER_ID].key);
	guint at = 0;

	for (guint i = 0; i < before->len; i++, at++) {
		const struct constant *was = before->pdata[i], *is = NULL;

		while (at < after->len && (is = after->pdata[at]) &&
		       (strcmp(is->name, was->name) || strcmp(is->file, was->file)))
			at++;
		if (at == after->len)
			return fail(err, STATUS_TREE,
				    "%s:%d: %s would be missing after the new lines; the form of this file is not supported",
				    was->file, was->line, was->name);
		if (!same_values(&was->values, &is->values) &&
		    !(*id && moves_on(old, was, is, number_of(spec, NUMBER_ID))))
			return fail(err, STATUS_TREE,
				    "%s:%d: %s would get another value by the new lines; give it one that does not depend on what is before it",
				    was->file, was->line, was->name);
	}
	return true;
}

/* Ours must have their numbers, and nothing else may. */
static bool ours_right(const struct spec *spec, const struct taken *new, GError **err)
{
	const GPtrArray *all = taken_names(new);

	for (guint i = 0; i < all->len; i++) {
		const struct constant *name = all->pdata[i];
		int mine = number_for(spec, name->name);

		for (int number = 0; number < NUMBERS; number++) {
			const char *text = spec_get(spec, number_words[number].key);
			bool has = *text && taken_is(new, number, name, number_of(spec, number));

			if (number == mine && (!has || name->values.n != 1))
				return fail(err, STATUS_TREE,
					    "%s:%d: %s would not be %s here; the form of this list is not supported",
					    name->file, name->line, name->name, text);
			/* The last id is the name of whatever is the last. */
			if (has && number != mine && !(number == NUMBER_ID &&
						       strstr(name->name, "LAST")))
				return fail(err, STATUS_TREE,
					    "%s:%d: %s would be %s as well; choose another with --%s=",
					    name->file, name->line, name->name, text,
					    number_words[number].option);
		}
	}
	return true;
}

/**
 * written_right() - are the numbers of the result those that were chosen?
 * @spec: the namespace, with its numbers
 * @tree: the tree as it is
 * @texts: the files that change, as they become
 * @err: STATUS_TREE: a name would have another number
 */
bool written_right(const struct spec *spec, const struct tree *tree, GHashTable *texts,
		   GError **err)
{
	g_autoptr(Taken) old = taken_read(tree, NULL, err);
	g_autoptr(Taken) new = old ? taken_read(tree, texts, err) : NULL;

	return new && others_same(spec, old, new, err) && ours_right(spec, new, err);
}
