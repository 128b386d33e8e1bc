// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks that the driver makes itself before and after each hook, because no tool's exit status is
 * reliable: the file must have changed, by exactly the lines that the hook's header promises,
 * outside any #ifdef of other code, and the hook's guard must hold now and must not have held
 * before.
 *
 * For a new promise in a hook's header, add a function here and a call in verify_before() or
 * verify_after().
 */
#include "engine/verify.h"
#include "c/code.h"
#include "hook/unwind.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/**
 * verify_wired() - is the namespace already wired at this hook's site?
 * @hook: the hook
 * @spec: the namespace
 * @file: the file's name in the tree
 * @text: the file
 * @offset: gets the offset of the match, or -1
 */
bool verify_wired(const struct hook *hook, const struct spec *spec, const char *file,
		  const char *text, int *offset)
{
	const char *guard = hook_field(hook, "Guard");
	g_autofree char *pattern = guard ? spec_expand(spec, guard, NULL) : NULL;
	g_autofree char *code = code_only(file, text);

	*offset = pattern ? text_find(code_for(pattern, text, code), pattern) : -1;
	return *offset >= 0;
}

static int count_added(const GPtrArray *lines, const GArray *hunks)
{
	int added = 0;

	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		if (hunk->new_count)
			added += hook_count_lines(lines, hunk->new_start - 1, hunk->new_count);
	}
	return added;
}

static int count_removed(const GArray *hunks)
{
	int removed = 0;

	for (guint i = 0; i < hunks->len; i++)
		removed += g_array_index(hunks, struct hunk, i).old_count;
	return removed;
}

/*
 * Is the former last element of the list now one in the middle: the same line, except for its end?
 * In a list that is not sorted that is a comma, and nothing else.
 */
static bool opened_list(const struct hook *hook, const GPtrArray *before, const GPtrArray *lines,
			const GArray *hunks)
{
	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);
		const char *old, *new;
		int end;

		if (!hunk->old_count)
			continue;
		old = before->pdata[hunk->old_start - 1];
		new = hunk->new_count ? lines->pdata[hunk->new_start - 1] : "";
		end = text_end(old);
		if (!g_strcmp0(hook_where(hook), "end") && strlen(new) != strlen(old) + 1)
			return false;
		return end == text_end(new) && !strncmp(old, new, end);
	}
	return false;
}

/* Can the new element be the last one of a list, so that the one before it gets another end? */
static bool may_open_list(const struct hook *hook)
{
	const char *where = hook->engine == ENGINE_LIST ? hook_where(hook) : NULL;

	return !g_strcmp0(where, "sorted") || !g_strcmp0(where, "end");
}

/* Has the hook made the changes that it promises? */
static bool counts(const struct hook *hook, const char *file, const GPtrArray *before,
		   const GPtrArray *lines, const GArray *hunks, GError **err)
{
	int added = count_added(lines, hunks), removed = count_removed(hunks);

	if (may_open_list(hook) && !hook->removes && removed == 1 && added == hook->adds + 1 &&
	    opened_list(hook, before, lines, hunks))
		return true;
	if ((hook->adds == COUNT_TEXT || added == hook->adds) &&
	    (hook->removes == COUNT_TEXT || removed == hook->removes))
		return true;
	return fail(
		err, STATUS_TREE,
		"%s: %s added %d lines and removed %d, expected %d and %d; the form of this file is not supported",
		file, hook->path, added, removed, hook->adds, hook->removes);
}

/* The hunk that added a line; NULL for a line that already existed. */
static const struct hunk *hunk_of(const GArray *hunks, int line)
{
	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		if (line >= hunk->new_start && line < hunk->new_start + hunk->new_count)
			return hunk;
	}
	return NULL;
}

/* "#ifndef X" directly followed by "#define X" around a whole header is not a real condition. */
static bool is_include_guard(const GPtrArray *lines, guint i)
{
	g_autofree char *word = text_match(lines->pdata[i], "^#[ \t]*ifndef[ \t]+(\\w+)[ \t]*$", 1);
	g_autofree char *pattern = word ? g_strdup_printf("^#[ \t]*define[ \t]+%s[ \t]*$", word) :
					  NULL;

	for (guint n = 0; n < i; n++)
		if (text_has(lines->pdata[n], "^[ \t]*#"))
			return false;
	return pattern && i + 1 < lines->len && text_has(lines->pdata[i + 1], pattern);
}

/* A line that replaces another one, or differs from it only at its end, stays in its place. */
static bool is_replacement(const struct hook *hook, const struct hunk *hunk, int line)
{
	if (hook_place(hook, "replace "))
		return hunk->old_count == hunk->new_count;
	return may_open_list(hook) && hunk->old_count && line == hunk->new_start;
}

/* "#ifdef CONFIG_X" around a whole function is not a neighbour's if the hook's Place: names it. */
static bool may_stand_in(const struct hook *hook, const GPtrArray *lines, const GArray *hunks,
			 guint at)
{
	const char *inside = hook_place(hook, "inside ");

	return hunk_of(hunks, at + 1) || is_include_guard(lines, at) ||
	       (inside && text_has(lines->pdata[at], inside));
}

/* Inside a neighbour's #ifdef a line compiles, but vanishes when the neighbour is off. */
static bool stands_free(const struct hook *hook, const char *file, const char *text,
			const GPtrArray *lines,
			const GArray *hunks, GError **err)
{
	g_autoptr(GPtrArray) code = code_lines(file, text);
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));

	if (!code_is_c(file))
		return true;
	for (guint i = 0; i < lines->len; i++) {
		const char *line = code->pdata[i];
		const struct hunk *hunk = hunk_of(hunks, i + 1);

		if (text_has(line, "^[ \t]*#[ \t]*endif") && open->len)
			g_array_set_size(open, open->len - 1);
		if (hunk && !is_replacement(hook, hunk, i + 1)) {
			for (guint n = 0; n < open->len; n++) {
				guint at = g_array_index(open, guint, n);

				if (may_stand_in(hook, code, hunks, at))
					continue;
				return fail(err, STATUS_TREE,
					    "%s:%u: %s would add a line inside '%s' of line %u",
					    file, i + 1, hook->path, (char *)lines->pdata[at],
					    at + 1);
			}
		}
		if (text_has(line, "^[ \t]*#[ \t]*if"))
			g_array_append_val(open, i);
	}
	return true;
}

/* The hook would silently leave out a second place of the same kind. */
static bool is_once(const struct hook *hook, const char *file, const char *text, GError **err)
{
	g_autofree char *code = code_only(file, text);
	const char *pattern;
	guint at = 0;

	while ((pattern = hook_next_field(hook, "Once", &at))) {
		const char *in = code_for(pattern, text, code);
		int first = text_find(in, pattern), second;

		if (first < 0)
			return hook_no_place(hook, file, "its Once: has no match", err);
		second = text_find(in + first + 1, pattern);
		if (second >= 0)
			return fail(
				err, STATUS_TREE,
				"%s:%d: ambiguous site for %s: line %d matches as well",
				file, text_line(text, first + 1 + second), hook->path,
				text_line(text, first));
	}
	return true;
}

/*
 * A declaration must come before its use, so the new lines go before the first line that matches.
 */
static bool stands_before(const struct hook *hook, const char *file, const char *text,
			  const GArray *hunks, GError **err)
{
	const char *pattern = hook->engine == ENGINE_COCCI ? hook_place(hook, "before ") : NULL;
	g_autofree char *code = NULL;
	int at, line;

	if (!pattern)
		return true;
	code = code_only(file, text);
	at = text_find(code_for(pattern, text, code), pattern);
	if (at < 0)
		return hook_no_place(hook, file, "its Place: has no match", err);
	line = text_line(text, at);

	for (guint i = 0; i < hunks->len; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		if (hunk->new_start > line)
			return fail(
				err, STATUS_TREE,
				"%s:%d: %s would add a line after line %d, which needs it before",
				file, hunk->new_start, hook->path, line);
	}
	return true;
}

static bool unwinds(const struct hook *hook, const struct spec *spec, const char *file,
		    const char *text, GError **err)
{
	const struct unwinding what = {
		.by = hook->path,
		.function = hook_field(hook, "Unwind"),
		.copy = spec_get(spec, "copy"),
		.member = spec_get(spec, "member"),
		.label = spec_get(spec, "out"),
	};

	g_autofree char *code = code_only(file, text);

	return unwind_check(&what, file, code, err);
}

/**
 * verify_before() - may this hook run on this text?
 * @hook: the hook
 * @spec: the namespace
 * @file: the file's name in the tree
 * @text: the file
 * @err: STATUS_TREE: already wired, or the site is missing or ambiguous
 */
bool verify_before(const struct hook *hook, const struct spec *spec, const char *file,
		   const char *text, GError **err)
{
	int offset;

	if (verify_wired(hook, spec, file, text, &offset)) {
		g_autofree char *line = text_line_at(text, offset);

		return fail(err, STATUS_TREE,
			    "%s:%d: %s is already wired here, according to %s: %.60s", file,
			    text_line(text, offset), spec->name, hook->path, line);
	}
	return is_once(hook, file, text, err);
}

/**
 * verify_after() - has this hook done what it promises, and nothing else?
 * @hook: the hook
 * @spec: the namespace
 * @file: the file's name in the tree
 * @old: the text that it was given
 * @new: the text after the hook
 * @hunks: the difference between the two
 * @err: STATUS_TREE: the hook did more or less than it promises, or did it elsewhere
 */
bool verify_after(const struct hook *hook, const struct spec *spec, const char *file,
		  const char *old, const char *new, const GArray *hunks, GError **err)
{
	g_autoptr(GPtrArray) before = text_lines(old), lines = text_lines(new);
	int offset;

	if (!counts(hook, file, before, lines, hunks, err) ||
	    !stands_free(hook, file, new, lines, hunks, err) ||
	    !stands_before(hook, file, new, hunks, err))
		return false;
	if (!verify_wired(hook, spec, file, new, &offset)) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, 0);

		return fail(err, STATUS_TREE,
			    "%s:%d: %s added lines that do not match its Guard:, from '%.60s' on; the form of this file is not supported",
			    file, hunk->new_start, hook->path,
			    (char *)lines->pdata[MIN(hunk->new_start, (int)lines->len) - 1]);
	}
	return !hook_field(hook, "Unwind") || unwinds(hook, spec, file, new, err);
}
