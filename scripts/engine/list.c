// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine for .list: text that C's grammar does not cover, or that spatch puts in the wrong
 * place.
 *
 * The engine imitates. In the region (two patterns: its first and its last line) it finds the
 * unit, a line, of a neighbour, a namespace that the tree already has. It copies the unit with the
 * neighbour's words replaced by those of the new namespace, aligns it as the neighbour's unit is
 * aligned, and puts it where the hook says. If the neighbour's name is still in the copy, the line
 * would refer to the wrong namespace and still compile, so the run fails.
 *
 * All searches are in the code, without comments and what "#if 0" hides; what is copied is the
 * file's own line.
 *
 * If the new text contains numbers, or no neighbour's unit is suitable, the hook brings the text
 * itself (its body); the neighbour, or the line at the place, then only gives the columns.
 */
#include "c/code.h"
#include "engine/layout/align.h"
#include "engine/engine.h"
#include "lib/error.h"
#include "hook/region.h"
#include "engine/rename.h"
#include "lib/text.h"

#include <string.h>

struct unit {
	guint first;
	guint count;
};

/* A file's lines, and its code in the same lines. */
struct searched {
	GPtrArray *lines, *code;
};

static void searched_clear(struct searched *source)
{
	g_clear_pointer(&source->lines, g_ptr_array_unref);
	g_clear_pointer(&source->code, g_ptr_array_unref);
}

typedef struct searched Searched;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Searched, searched_clear)

/* The lines in which a pattern is searched. */
static const GPtrArray *lines_for(const char *pattern, const struct searched *source)
{
	return code_shows(pattern) ? source->code : source->lines;
}

static bool find_region(const struct hook *hook, const struct spec *spec, const char *file,
			const struct searched *source, struct region *region, GError **err)
{
	g_autofree char *range = spec_expand(spec, hook_field(hook, "Region"), err);

	return range && (region_find(range, source->lines, source->code, region) ||
			 hook_no_place(hook, file, "its Region: has no match", err));
}

/*
 * "Neighbour: uts ipc, by inum_name": the key of the word in the neighbour's line; NULL: any key.
 */
static const char *word_of(const struct hook *hook)
{
	const char *neighbour = hook_field(hook, "Neighbour");
	const char *by = neighbour ? strstr(neighbour, ", by ") : NULL;

	return by ? by + strlen(", by ") : NULL;
}

static bool find_unit(const struct hook *hook, const struct searched *source,
		      const struct region *region, const struct spec *neighbour,
		      struct unit *unit)
{
	const GPtrArray *lines = source->lines, *code = source->code;
	guint i;

	for (i = region->first + 1; i < region->end; i++)
		if (!g_str_has_prefix(code->pdata[i], "#") &&
		    rename_at(code->pdata[i], neighbour, word_of(hook)) >= 0)
			break;
	if (i == region->end)
		return false;
	unit->first = i;
	unit->count = 1;
	/*
	 * A macro's last line does not end like one in the middle, so it cannot serve as
	 * neighbour.
	 */
	return !text_goes_on(lines->pdata[region->first]) || text_goes_on(lines->pdata[i]);
}

static void take(char **line, char *replaced)
{
	g_free(*line);
	*line = replaced;
}

static bool still_names(const char *line, const char *name)
{
	g_autofree char *pattern = g_strdup_printf("(?i)(?<![a-z0-9])%s(?![a-z0-9])", name);

	return text_has(line, pattern);
}

/*
 * The sort key of a line: the text after the words that all lines of the list begin with. "const "
 * is ignored, because to_ns_common() lists each struct twice. NULL: not a line of the list.
 */
static const char *sort_key(const char *line, const char *neighbour, size_t stem)
{
	size_t indent = strspn(neighbour, " \t");

	if (strncmp(line, neighbour, indent))
		return NULL;
	line += indent;
	if (g_str_has_prefix(line, "const ") && !g_str_has_prefix(neighbour + indent, "const "))
		line += strlen("const ");
	return strncmp(line, neighbour + indent, stem - indent) ? NULL : line + stem - indent;
}

/*
 * Among lines with the same start as the neighbour's, up to where it names the neighbour: after
 * the last one that sorts lower, or before all of them if none does.
 */
static bool sorted_place(const GPtrArray *code, const struct region *region,
			 const struct unit *unit, size_t stem, const char *line, guint *at)
{
	const char *neighbour = code->pdata[unit->first];
	const char *key = sort_key(line, neighbour, stem);

	if (!key)
		return false;
	*at = unit->first;
	while (*at > region->first && sort_key(code->pdata[*at - 1], neighbour, stem))
		--*at;
	for (guint i = *at; i <= region->end && i < code->len; i++) {
		const char *other = sort_key(code->pdata[i], neighbour, stem);

		if (!other)
			break;
		if (strcmp(other, key) < 0)
			*at = i + 1;
	}
	return true;
}

static bool pattern_place(const char *pattern, bool last, const struct searched *source,
			  const struct region *region, guint *at)
{
	const GPtrArray *lines = lines_for(pattern, source);
	bool found = false;

	for (guint i = region->first; i <= region->end && i < lines->len; i++) {
		if (!text_has(lines->pdata[i], pattern) || (found && !last))
			continue;
		*at = i;
		found = true;
	}
	return found;
}

/* Compares numerically if both keys are numbers. */
static int compare_keys(const char *one, const char *two)
{
	static const char number[] = "^\\d+$";

	if (text_has(one, number) && text_has(two, number))
		return (g_ascii_strtoull(one, NULL, 10) > g_ascii_strtoull(two, NULL, 10)) -
		       (g_ascii_strtoull(one, NULL, 10) < g_ascii_strtoull(two, NULL, 10));
	return strcmp(one, two);
}

/*
 * Among numbers, an enumerator whose number the pattern does not see has a place that is not known.
 */
static bool is_numbered(const char *key, const char *code)
{
	return g_ascii_isdigit(*key) && text_has(code, "^[ \t]*[A-Za-z_]\\w*[ \t]*(=|,|$)");
}

/*
 * "sorted by PATTERN": entries are sorted by the pattern's group. They may have several lines, of
 * which the first has the pattern. An entry that sorts after all others goes to the end of the
 * region. Where some are not in order, the place is the one with the fewest of them on the wrong
 * side.
 */
static bool keyed_place(const char *pattern, const struct searched *source,
			const struct region *region, const char *line, guint *at, guint *like)
{
	const GPtrArray *lines = lines_for(pattern, source);
	g_autofree char *key = text_match(line, pattern, 1);
	bool found = false;
	int wrong = 0, fewest = 0;
	guint last = 0;

	*at = region->end;
	for (guint i = region->first + 1; key && i < region->end; i++) {
		g_autofree char *other = text_match(lines->pdata[i], pattern, 1);

		if (!other && is_numbered(key, source->code->pdata[i])) {
			*like = i;
			return false;
		}
		if (!other)
			continue;
		/* The sum so far: how many more are on the wrong side here than at the start. */
		if (!found || wrong < fewest) {
			fewest = wrong;
			*at = i;
		}
		found = true;
		last = i;
		if (*at == i)
			*like = i;
		wrong += compare_keys(other, key) > 0 ? 1 : -1;
	}
	if (found && wrong < fewest) {
		*at = region->end;
		*like = last;
	}
	return found;
}

/* The last line of code of a list, without directives; -1: it is empty. */
static int last_line(const GPtrArray *code, guint first, guint end)
{
	for (guint i = end; i-- > first;) {
		const char *line = code->pdata[i];

		if (line[strspn(line, " \t")] && !text_has(line, "^[ \t]*#") &&
		    !g_str_has_suffix(line, "{"))
			return i;
	}
	return -1;
}

static bool ends_in_comma(const GPtrArray *code, guint first, guint end)
{
	int last = last_line(code, first, end);

	return last < 0 || g_str_has_suffix(code->pdata[last], ",");
}

/*
 * Nothing can be appended to a list whose last element has no comma: it gets one. A macro may bring
 * one of its own.
 */
static bool add_comma(struct searched *source, const struct region *region)
{
	int last = last_line(source->code, region->first + 1, region->end);
	const char *code = source->code->pdata[last], *line = source->lines->pdata[last];
	int length = strlen(code);

	if (!text_has(code, "^[ \t]*(?:&\\w+|\\.\\w+\\s*=\\s*&?\\w+|\\{.*\\})$") ||
	    strncmp(line, code, length))
		return false;
	take((char **)&source->lines->pdata[last],
	     g_strdup_printf("%s,%s", code, line + length));
	return true;
}

/* Finds where to insert, and which line the new ones imitate. */
static bool place_of(const struct hook *hook, const char *file, const struct searched *source,
		     const struct region *region, const struct unit *unit,
		     const struct spec *neighbour, const char *first, guint *at, guint *like,
		     GError **err)
{
	const char *place = hook_where(hook);

	*like = unit->first;
	if (!strcmp(place, "before neighbour")) {
		*at = unit->first;
	} else if (!strcmp(place, "after neighbour")) {
		*at = unit->first + unit->count;
	} else if (!strcmp(place, "end")) {
		*at = region->end;
	} else if (!strcmp(place, "sorted")) {
		int stem = neighbour ? rename_at(source->code->pdata[unit->first], neighbour,
					     word_of(hook)) :
				   -1;

		if (stem < 0 || !sorted_place(source->code, region, unit, stem, first, at))
			return hook_no_place(hook, file, "its Place: has no match", err);
	} else if (g_str_has_prefix(place, "sorted by ")) {
		g_autofree char *odd = NULL;

		*like = 0;
		if (keyed_place(place + strlen("sorted by "), source, region, first, at, like))
			return true;
		odd = *like ? g_strdup_printf("the number in line %u is not written as the others",
					      *like + 1) :
			      g_strdup("its Place: has no match");
		return hook_no_place(hook, file, odd, err);
	} else {
		bool last = *place == 'a';

		if (!pattern_place(place + strlen(last ? "after last " : "before first "), last,
				   source, region, at))
			return hook_no_place(hook, file, "its Place: has no match", err);
		*like = *at;
		*at += last;
	}
	return true;
}

/* Separates an entry of several lines from the others by an empty line. */
static void stand_apart(GPtrArray *new, const GPtrArray *lines, guint at)
{
	if (at == lines->len)
		g_ptr_array_insert(new, 0, g_strdup(""));
	else if (at > 0 && !*(char *)lines->pdata[at - 1])
		g_ptr_array_add(new, g_strdup(""));
}

/*
 * "Place: replace PATTERN => TEXT": updates a line of the region that depends on the new entry,
 * such as the name of the last one. \1 … in TEXT are the pattern's groups.
 */
static bool replace_line(const struct hook *hook, const struct spec *spec, const char *file,
			 struct searched *source, const struct region *region, GError **err)
{
	const char *field = hook_place(hook, "replace ");
	g_auto(GStrv) parts = field ? g_strsplit(field, " => ", 2) : NULL;
	GPtrArray *lines = source->lines;
	const GPtrArray *code = field ? lines_for(parts[0], source) : NULL;
	g_autofree char *text = NULL;
	g_autoptr(GRegex) regex = NULL;

	if (!field)
		return true;
	text = spec_expand(spec, parts[1], err);
	if (!text)
		return false;
	regex = g_regex_new(parts[0], G_REGEX_RAW, 0, err);
	if (!regex)
		return false;
	for (guint i = region->first; i <= region->end && i < lines->len; i++) {
		char *new;

		if (!g_regex_match(regex, code->pdata[i], 0, NULL))
			continue;
		new = g_regex_replace(regex, lines->pdata[i], -1, 0, text, 0, err);
		if (!new)
			return false;
		take((char **)&lines->pdata[i], new);
		return true;
	}
	return hook_no_place(hook, file, "its Place: replace has no match", err);
}

/* The text of the unit: the hook's own body, or the neighbour's with the words replaced. */
static GPtrArray *unit_text(const struct hook *hook, const struct spec *spec,
			    const struct spec *neighbour, const char *file, const GPtrArray *lines,
			    const struct unit *unit, GError **err)
{
	g_autofree char *body = hook_body(hook);
	g_autofree char *expanded = NULL;
	g_autoptr(GPtrArray) text = NULL;

	if (*body) {
		expanded = spec_expand(spec, body, err);
		if (!expanded) {
			g_prefix_error(err, "%s: ", hook->path);
			return NULL;
		}
		text = text_lines(expanded);
		text_underline(text);
		return g_steal_pointer(&text);
	}
	text = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < unit->count; i++) {
		char *line = g_strdup(lines->pdata[unit->first + i]);

		g_ptr_array_add(text, line);
		rename_words(neighbour, spec, (char **)&text->pdata[i]);
		if (strcmp(neighbour->name, spec->name) &&
		    still_names(text->pdata[i], neighbour->name)) {
			fail(err, STATUS_TREE,
			     "%s:%u: %s would copy this line of %s without renaming all of it: %.60s",
			     file, unit->first + i + 1, hook->path, neighbour->name,
			     g_strstrip(text->pdata[i]));
			return NULL;
		}
	}
	return g_steal_pointer(&text);
}

/*
 * At the end of a list whose last element also closes it, such as "x)" in _Generic or a last line
 * without "\", the new line gets the old line's ending, and the old line gets that of a line in
 * the middle.
 */
static void swap_ends(const struct hook *hook, GPtrArray *lines, guint last, guint middle,
		      guint new)
{
	char *old = lines->pdata[last], *add = lines->pdata[new];
	const char *neighbour = lines->pdata[middle];
	g_autofree char *opened =
		g_strdup_printf("%.*s%s", text_end(old), old, neighbour + text_end(neighbour));

	lines->pdata[new] = g_strdup_printf("%.*s%s", text_end(add), add, old + text_end(old));
	lines->pdata[last] = align_line(hook, opened, neighbour);
	g_free(old);
	g_free(add);
}

#define WIDTH 100	/* checkpatch's limit */

/*
 * "Place: term": adds a term at the end of a macro's "(A | B)". A line that would get too wide
 * continues under the first term.
 */
static bool add_term(const struct hook *hook, const char *file, struct searched *source,
		     const struct region *region, const char *term, GError **err)
{
	GPtrArray *lines = source->lines;
	const char *first = source->code->pdata[region->first], *open = strchr(first, '(');
	guint last = region->first;
	const char *line, *close;
	g_autoptr(GString) new = NULL;

	while (text_goes_on(lines->pdata[last]) && last + 1 < region->end)
		last++;
	line = source->code->pdata[last];
	close = strrchr(line, ')');
	if (!open || !close)
		return hook_no_place(hook, file, NULL, err);
	close = (char *)lines->pdata[last] + (close - line);
	line = lines->pdata[last];
	new = g_string_new_len(line, close - line);
	g_string_append(new, " |");
	/* Leave room for the next term's " | \" too. */
	if (text_column(new->str, new->len) + (int)strlen(term) + (int)strlen("  | \\") > WIDTH) {
		GString *more = g_string_new(NULL);

		g_string_append(new, " \\");
		text_tab_to(more, text_column(first, open - first) + 1);
		g_string_append_printf(more, "%s%s", term, close);
		g_ptr_array_insert(lines, last + 1, g_string_free(more, FALSE));
	} else {
		g_string_append_printf(new, " %s%s", term, close);
	}
	take((char **)&lines->pdata[last], g_string_free(g_steal_pointer(&new), FALSE));
	return true;
}

/*
 * The first of the hook's neighbours that the region has; a hook with its own text may have none.
 */
static bool find_neighbour(const struct hook *hook, const char *file, const struct searched *source,
		       const struct region *region, struct spec **neighbour, struct unit *unit,
		       GError **err)
{
	const char *names = hook_field(hook, "Neighbour");
	g_autofree char *list = g_strndup(names ? names : "", names ? strcspn(names, ",") : 0);
	g_auto(GStrv) neighbours = g_strsplit(list, " ", -1);

	for (char **name = neighbours; *name; name++) {
		g_autoptr(Spec) spec = spec_new(*name, NULL, err);

		if (!spec)
			return false;
		if (!find_unit(hook, source, region, spec, unit))
			continue;
		*neighbour = g_steal_pointer(&spec);
		return true;
	}
	return !*neighbours ||
	       hook_no_place(hook, file, "its Neighbour: is not in the region", err);
}

/**
 * list_run() - the engine for .list
 * @hook: the hook
 * @spec: the namespace and the bound words
 * @file: the file's name in the tree
 * @text: the file
 * @made: gets the new text, and the neighbour's line if the hook has a neighbour
 * @err: see engine.h
 */
bool list_run(const struct hook *hook, const struct spec *spec, const char *file, const char *text,
	       struct made *made, GError **err)
{
	g_auto(Searched) source = { text_lines(text), code_lines(file, text) };
	GPtrArray *lines = source.lines;
	g_autoptr(GPtrArray) new = NULL;
	g_autoptr(Spec) neighbour = NULL;
	struct region region = { 0 };
	struct unit unit = { 0 };
	guint at = 0, like = 0;

	if (!find_region(hook, spec, file, &source, &region, err))
		return false;
	if (!g_strcmp0(hook_where(hook), "term")) {
		g_autofree char *body = hook_body(hook);
		g_autofree char *term = spec_expand(spec, g_strstrip(body), err);

		if (!term || !add_term(hook, file, &source, &region, term, err))
			return false;
		made->text = text_join(lines);
		return true;
	}
	if (!find_neighbour(hook, file, &source, &region, &neighbour, &unit, err))
		return false;
	new = unit_text(hook, spec, neighbour, file, lines, &unit, err);
	if (!new || !align_fits(hook, new, err) ||
	    !replace_line(hook, spec, file, &source, &region, err) ||
	    !place_of(hook, file, &source, &region, &unit, neighbour, new->pdata[0], &at, &like,
		      err))
		return false;
	if (!strcmp(hook_where(hook), "end") && ends_in_comma(new, 0, new->len) &&
	    !ends_in_comma(source.code, region.first + 1, region.end) &&
	    !add_comma(&source, &region)) {
		hook_no_place(hook, file, "the last element is not followed by a comma", err);
		return false;
	}
	if (new->len > 1 && g_str_has_prefix(hook_where(hook), "sorted by "))
		stand_apart(new, lines, at);

	for (guint i = 0; i < new->len; i++) {
		/*
		 * Each line of a multi-line unit imitates the corresponding line of the neighbour.
		 */
		const char *as = lines->pdata[new->len == unit.count ? like + i : like];
		char *aligned = align_line(hook, new->pdata[i], as);

		g_free(new->pdata[i]);
		new->pdata[i] = aligned;
	}
	text_insert(lines, at, new);
	if (unit.count && at > unit.first && text_goes_on(lines->pdata[unit.first]) &&
	    !text_goes_on(lines->pdata[at - 1]))
		swap_ends(hook, lines, at - 1, unit.first, at + new->len - 1);
	made->text = text_join(lines);
	if (neighbour) {
		made->like = g_strdup(neighbour->name);
		made->line = unit.first + 1;
	}
	return true;
}
