// SPDX-License-Identifier: GPL-2.0-only
/*
 * enum ucount_type has the index of each row of user_table[], in every configuration.
 *
 * The two are in different files, with conditions of their own, and nothing else compares them: a
 * row too many, or a number used twice, and the limits of all later types are another's.
 */
#include "parsed.h"
#include "lib/text.h"

#include <string.h>

#define TYPES "include/linux/user_namespace.h"
#define TABLE "kernel/ucount.c"

/* More conditions than this are not tried together. */
#define MOST 6

/*
 * A part of a list between two commas: an enumerator and its value, or a designator and the string
 * of a row; NULL where there is none.
 */
struct part {
	char *name, *value;
	int line;
};

static void part_free(gpointer data)
{
	struct part *part = data;

	g_free(part->name);
	g_free(part->value);
	g_free(part);
}

/* The conditions of #if and its kin. */
static void add_conditions(GPtrArray *conditions, const struct parsed *parsed, int open)
{
	g_autoptr(GPtrArray) lines = text_lines(parsed->code);
	int from = parsed_line(parsed, open);
	int to = parsed_line(parsed, parsed_at(parsed, open)->mate);

	for (int i = from; i < to; i++) {
		static const char pattern[] = "^\\s*#\\s*(?:el)?if(?:n?def)?\\b(.*)";
		char *condition = text_match(lines->pdata[i], pattern, 1);

		if (condition &&
		    !g_ptr_array_find_with_equal_func(conditions, g_strstrip(condition),
						      g_str_equal, NULL))
			g_ptr_array_add(conditions, condition);
		else
			g_free(condition);
	}
}

/* The text of a list in a configuration: bit n of @set says whether condition n holds. */
static char *configured(const struct parsed *parsed, int open, GPtrArray *conditions,
			guint set)
{
	g_autoptr(GPtrArray) lines = text_lines(parsed->text), code = text_lines(parsed->code);
	int from = parsed_line(parsed, open);
	int to = parsed_line(parsed, parsed_at(parsed, open)->mate);
	g_autoptr(GArray) off = g_array_new(FALSE, FALSE, sizeof(int)),
			  done = g_array_new(FALSE, FALSE, sizeof(int));
	GString *text = g_string_new(NULL);

	for (int i = 0; i < (int)lines->len; i++) {
		const char *line = code->pdata[i];
		g_autofree char *word = text_match(line, "^\\s*#\\s*(\\w+)", 1),
				*rest = text_match(line, "^\\s*#\\s*\\w+(.*)", 1);
		guint n = 0;
		int no = 0, *last = off->len ? &g_array_index(off, int, off->len - 1) : NULL;
		int *was = done->len ? &g_array_index(done, int, done->len - 1) : NULL;

		if (word && i >= from && i < to) {
			if (g_ptr_array_find_with_equal_func(conditions, g_strstrip(rest),
							     g_str_equal, &n))
				no = !(set >> n & 1);
			if (!strcmp(word, "ifndef"))
				no = !no;
			if (g_str_has_prefix(word, "if")) {
				int yes = !no;

				g_array_append_val(off, no);
				g_array_append_val(done, yes);
			} else if (g_str_has_prefix(word, "el") && last) {
				*last = *was || (!strcmp(word, "elif") && no);
				*was |= !*last;
			} else if (!strcmp(word, "endif") && last) {
				g_array_set_size(off, off->len - 1);
				g_array_set_size(done, done->len - 1);
			}
		}
		no = word != NULL;
		for (guint k = 0; k < off->len; k++)
			no |= g_array_index(off, int, k);
		g_string_append_printf(text, "%s\n", no ? "" : (char *)lines->pdata[i]);
	}
	return g_string_free(text, FALSE);
}

/* The parts of the list that begins in a line or after it. */
static GPtrArray *parts_of(const char *path, const char *text, int line_of_list)
{
	g_autoptr(Parsed) parsed = parsed_text(path, text);
	GPtrArray *parts = g_ptr_array_new_with_free_func(part_free);
	int open = 0, from, close;

	while (open < (int)parsed->tokens->len && (!parsed_is(parsed, open, "{") ||
						   parsed_line(parsed, open) < line_of_list))
		open++;
	close = parsed_at(parsed, open)->mate;
	from = open + 1;
	for (int i = from; i <= close; i++) {
		if (i == close || parsed_is(parsed, i, ",")) {
			struct part *part;
			int equals = from;

			while (equals < i && !parsed_is(parsed, equals, "="))
				equals++;
			if (i > from) {
				const struct token *first = parsed_at(parsed, from),
						   *end = parsed_at(parsed, i);
				g_autofree char *raw = g_strndup(text + first->at,
								 end->at - first->at);
				char *string = text_match(raw, "\"([^\"]*)\"", 1);

				part = g_new0(struct part, 1);
				part->line = first->line;
				part->name = equals < i || !string ?
						     parsed_join(parsed, from, equals) :
						     NULL;
				part->value = string ? string :
					      equals < i ?
						       parsed_join(parsed, equals + 1, i) :
						       NULL;
				g_ptr_array_add(parts, part);
			}
			from = i + 1;
		} else if (parsed_at(parsed, i)->mate > i) {
			i = parsed_at(parsed, i)->mate;
		}
	}
	return parts;
}

/* A number, an earlier enumerator, or one of them and a number. */
static bool work_out(GHashTable *values, const char *text, gint64 *value)
{
	g_autofree char *left = text_match(text, "^\\(*(\\w+)\\)*(?:[-+]\\d+\\)*)?$", 1),
			*sum = text_match(text, "([-+]\\d+)\\)*$", 1);
	gpointer known;
	char *end;

	if (!left)
		return false;
	*value = g_ascii_strtoll(left, &end, 0);
	if (*end && strspn(end, "uUlL") != strlen(end)) {
		if (!g_hash_table_lookup_extended(values, left, NULL, &known))
			return false;
		*value = GPOINTER_TO_INT(known);
	}
	*value += sum ? g_ascii_strtoll(sum, NULL, 10) : 0;
	return true;
}

/* The values of the enumerators. */
static GHashTable *values_of(struct patched *patched, const GPtrArray *parts)
{
	GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gint64 next = 0;

	for (guint i = 0; i < parts->len; i++) {
		const struct part *part = parts->pdata[i];

		if (part->value && !work_out(values, part->value, &next))
			found(patched, "%s:%d: the value of %s cannot be worked out", TYPES,
			      part->line, part->name);
		g_hash_table_insert(values, g_strdup(part->name), GINT_TO_POINTER((int)next));
		next++;
	}
	return values;
}

/* The enumerator that belongs to a row, "max_uts_namespaces". */
static char *enumerator_of(const struct patched *patched, const char *row)
{
	g_autofree char *upper = g_ascii_strup(row, -1), *ours = g_strdup_printf(
		"max_%s", patched_spec(patched, "ucount") + strlen("UCOUNT_"));
	g_autofree char *name = g_ascii_strdown(ours, -1);

	if (!strcmp(name, row))
		return g_strdup(patched_spec(patched, "ucount"));
	if (!g_str_has_prefix(upper, "MAX_"))
		return NULL;
	return g_strconcat("UCOUNT_", upper + strlen("MAX_"), NULL);
}

static void compare(struct patched *patched, const GPtrArray *types, const GPtrArray *rows)
{
	g_autoptr(GHashTable) values = values_of(patched, types);
	const char *ours = patched_spec(patched, "ucount");
	gint64 index = 0;
	int have = 0;

	for (guint i = 0; i < rows->len; i++) {
		const struct part *row = rows->pdata[i];
		g_autofree char *name = row->value ? enumerator_of(patched, row->value) : NULL;
		g_autofree char *designator =
			row->name ? text_match(row->name, "^\\[(.*)\\]$", 1) : NULL;
		gpointer value;

		if (designator && !work_out(values, designator, &index))
			found(patched, "%s:%d: the index %s cannot be worked out", TABLE, row->line,
			      designator);
		if (name && !strcmp(name, ours))
			have++;
		if (name && g_hash_table_lookup_extended(values, name, NULL, &value) &&
		    GPOINTER_TO_INT(value) != index)
			found(patched, "%s:%d: row %d is that of %s, which is %d", TABLE, row->line,
			      (int)index, name, GPOINTER_TO_INT(value));
		index++;
	}
	if (have != 1)
		found(patched, "%s: user_table has %d rows for %s, not one", TABLE, have, ours);
	if (!g_hash_table_contains(values, ours))
		found(patched, "%s: %s not found", TYPES, ours);
	for (guint i = 0; i < types->len; i++) {
		const struct part *type = types->pdata[i];

		/* An alias says whose value it is. */
		if (strcmp(type->name, ours) && g_strcmp0(type->value, ours) &&
		    g_hash_table_lookup(values, type->name) == g_hash_table_lookup(values, ours))
			found(patched, "%s:%d: %s has the value of %s", TYPES, type->line,
			      type->name, ours);
	}
}

/* The brace that opens the list whose name is in front of it. */
static int list_of(const struct parsed *parsed, const char *name)
{
	for (int i = 0; i < (int)parsed->tokens->len; i++) {
		int open = i + 1;

		if (!parsed_is(parsed, i, name))
			continue;
		while (open < i + 8 && !parsed_is(parsed, open, "{") &&
		       !parsed_is(parsed, open, ";"))
			open++;
		if (parsed_is(parsed, open, "{") && parsed_at(parsed, open)->mate > open)
			return open;
	}
	return -1;
}

/**
 * check_ucounts() - check that enum ucount_type and user_table match
 * @patched: the series
 */
void check_ucounts(struct patched *patched)
{
	g_autoptr(Parsed) header = NULL, source = NULL;
	g_autoptr(GPtrArray) conditions = g_ptr_array_new_with_free_func(g_free);
	int types, table;
	guint rows = 0;

	if (!patched_full(patched)) {
		patched->summary = g_strdup("ucounts: none at level framework");
		return;
	}
	header = parsed_new(patched, TYPES);
	source = parsed_new(patched, TABLE);
	types = header ? list_of(header, "ucount_type") : -1;
	table = source ? list_of(source, "user_table") : -1;
	if (types < 0 || table < 0) {
		found(patched,
		      "%s, %s: enum ucount_type or user_table not found, or its form is not supported",
		      TYPES, TABLE);
		return;
	}
	add_conditions(conditions, header, types);
	add_conditions(conditions, source, table);
	if (conditions->len > MOST) {
		found(patched, "%s, %s: too many conditions to compare the two", TYPES, TABLE);
		return;
	}
	for (guint set = 0; set < 1U << conditions->len && !patched->said->len; set++) {
		g_autofree char *ours = configured(header, types, conditions, set),
				*theirs = configured(source, table, conditions, set);
		g_autoptr(GPtrArray) names = parts_of(TYPES, ours, parsed_line(header, types)),
				     all = parts_of(TABLE, theirs, parsed_line(source, table));

		compare(patched, names, all);
		rows = all->len;
	}
	patched->summary = g_strdup_printf(
		"ucounts: %u rows of user_table, each with the index that enum ucount_type gives it",
		rows);
}
