// SPDX-License-Identifier: GPL-2.0-only
/*
 * Layout: new lines are laid out like their neighbours. checkpatch sees each line by itself; it
 * does not see a sorted list that is no longer in order, a column that is off by one, or a line
 * that landed inside an unrelated #ifdef.
 */
#include "static.h"
#include "lib/diff.h"
#include "lib/text.h"

#include <string.h>

#define WIDTH 80

/* The form that lines of one kind share: each word becomes x, each gap one space. */
static char *kind_of(const char *line)
{
	g_autoptr(GString) kind = g_string_new(NULL);
	bool indent = true;

	for (const char *p = line; *p; p++) {
		if (g_ascii_isalnum(*p) || *p == '_') {
			while (g_ascii_isalnum(p[1]) || p[1] == '_')
				p++;
			g_string_append_c(kind, 'x');
			indent = false;
		} else if (*p == '\t' || *p == ' ') {
			if (indent)
				g_string_append_c(kind, *p);
			else if (kind->str[kind->len - 1] != ' ')
				g_string_append_c(kind, ' ');
		} else {
			g_string_append_c(kind, *p);
			indent = false;
		}
	}
	return g_string_free(g_steal_pointer(&kind), FALSE);
}

static int column_after(const char *line, const char *at)
{
	return text_column(line, at - line);
}

/* The next word of a line, and how wide the gap before it is; NULL at the end. */
static const char *next_word(const char *line, const char *p, int *gap)
{
	const char *end = p, *word;

	while (*end && *end != ' ' && *end != '\t')
		end++;
	word = end + strspn(end, " \t");
	*gap = column_after(line, word) - column_after(line, end);
	return *word ? word : NULL;
}

/*
 * A column that the neighbour keeps with more than one space must be kept, unless the words before
 * it are too long.
 */
static bool aligned(const char *line, const char *neighbour)
{
	const char *ours = line + strspn(line, " \t"),
		   *theirs = neighbour + strspn(neighbour, " \t");
	int our_gap, their_gap;

	while ((ours = next_word(line, ours, &our_gap)) &&
	       (theirs = next_word(neighbour, theirs, &their_gap))) {
		int our_column = column_after(line, ours),
		    their_column = column_after(neighbour, theirs);

		if (our_column == their_column || (our_gap == 1 && their_gap == 1))
			continue;
		/*
		 * Words of a different length move what follows them; a column that is kept moves
		 * only if the words before it reach it.
		 */
		if (their_gap > 1 && our_column - our_gap < their_column)
			return false;
		if (our_gap > 8)
			return false;
	}
	return true;
}

struct file {
	struct patched *patched;
	const char *path;
	GPtrArray *lines, *kinds;
	bool *added;
	/* The width of the widest line that this line's hunk removed. */
	int *replaced;
};

static const char *line_at(const struct file *file, guint i)
{
	return file->lines->pdata[i];
}

static bool same_kind(const struct file *file, guint a, guint b)
{
	return a < file->lines->len && b < file->lines->len && *line_at(file, a) &&
	       !strcmp(file->kinds->pdata[a], file->kinds->pdata[b]);
}

static void check_columns(struct file *file, guint i)
{
	for (int side = -1; side <= 1; side += 2) {
		guint other = i + side;

		if (!same_kind(file, i, other) || file->added[other] ||
		    aligned(line_at(file, i), line_at(file, other)))
			continue;
		/* The neighbour on the other side may keep another column. */
		if (same_kind(file, i, i - side) && !file->added[i - side] &&
		    aligned(line_at(file, i), line_at(file, i - side)))
			continue;
		found(file->patched, "%s:%u: not aligned with the columns of line %u", file->path,
		      i + 1, other + 1);
		return;
	}
}

/* A sorted list of at least five lines must stay sorted; a shorter one may be sorted by chance. */
static void check_order(struct file *file, guint i)
{
	guint from = i, to = i + 1, old = 0;
	const char *last = NULL;

	while (from && same_kind(file, i, from - 1))
		from--;
	while (same_kind(file, i, to))
		to++;
	for (guint n = from; n < to; n++) {
		if (file->added[n])
			continue;
		if (last && strcmp(last, line_at(file, n)) > 0)
			return;
		last = line_at(file, n);
		old++;
	}
	if (old < 5)
		return;
	for (guint n = from + 1; n < to; n++)
		if ((file->added[n] || file->added[n - 1]) &&
		    strcmp(line_at(file, n - 1), line_at(file, n)) > 0)
			found(file->patched,
			      "%s:%u: out of order in a list that was sorted: %s",
			      file->path, n + 1,
			      line_at(file, n) + strspn(line_at(file, n), " \t"));
}

static void check_width(struct file *file, guint i)
{
	const char *line = line_at(file, i);

	if (text_column(line, strlen(line)) <= WIDTH || file->replaced[i] > WIDTH ||
	    !g_regex_match_simple("\\.[chS]$", file->path, 0, 0))
		return;
	for (guint n = i > 8 ? i - 8 : 0; n < i + 8 && n < file->lines->len; n++)
		if (!file->added[n] &&
		    text_column(line_at(file, n), strlen(line_at(file, n))) > WIDTH)
			return;
	found(file->patched, "%s:%u: %d columns wide, but the lines around it keep to %d",
	      file->path, i + 1, text_column(line, strlen(line)), WIDTH);
}

/*
 * A condition of the file is allowed if uts is under it too, as the table of ucounts is under
 * CONFIG_SYSCTL; another namespace's condition never is. A hand may bring a condition along.
 */
static bool may_stand_under(const struct file *file, const char *condition, guint from,
			    const char *ours)
{
	int depth = 0;

	if (!strstr(condition, "CONFIG_") || text_has_word(condition, ours))
		return true;
	if (g_regex_match_simple("CONFIG_\\w+_NS\\b", condition, 0, 0))
		return false;
	if (file->added[from] && patched_foreign(file->patched))
		return true;
	for (guint i = from + 1; i < file->lines->len && depth >= 0; i++) {
		const char *line = line_at(file, i);

		depth += g_regex_match_simple("^#\\s*if", line, 0, 0);
		depth -= g_regex_match_simple("^#\\s*endif", line, 0, 0);
		if (!file->added[i] && g_regex_match_simple("uts", line, G_REGEX_CASELESS, 0))
			return true;
	}
	return false;
}

static void check_nesting(struct file *file)
{
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autofree char *ours = g_strconcat("CONFIG_", patched_spec(file->patched, "config"), NULL);

	for (guint i = 0; i < file->lines->len; i++) {
		const char *line = line_at(file, i);

		if (g_regex_match_simple("^#\\s*if", line, 0, 0)) {
			g_array_append_val(open, i);
		} else if (g_regex_match_simple("^#\\s*endif", line, 0, 0)) {
			if (!open->len)
				found(file->patched, "%s:%u: #endif without #if", file->path,
				      i + 1);
			else
				g_array_set_size(open, open->len - 1);
		}
		for (guint n = 0; file->added[i] && n < open->len; n++) {
			guint from = g_array_index(open, guint, n);

			if (!may_stand_under(file, line_at(file, from), from, ours))
				found(file->patched, "%s:%u: inside the condition %s", file->path,
				      i + 1, line_at(file, from));
		}
	}
	if (open->len)
		found(file->patched, "%s:%u: missing #endif for this condition", file->path,
		      g_array_index(open, guint, open->len - 1) + 1);
}

static void check_file(struct patched *patched, const char *path, int *lines)
{
	g_autofree char *text = patched_new(patched, path), *was = patched_old(patched, path);
	g_autoptr(GPtrArray) all = text_lines(text), kinds = g_ptr_array_new_with_free_func(g_free);
	g_autofree bool *added = g_new0(bool, all->len + 1);
	g_autofree int *replaced = g_new0(int, all->len + 1);
	struct file file = { .patched = patched,
			     .path = path,
			     .lines = all,
			     .kinds = kinds,
			     .added = added,
			     .replaced = replaced };
	g_autoptr(GPtrArray) before = was ? text_lines(was) : NULL;
	g_autoptr(GArray) hunks = NULL;
	g_autoptr(GError) why = NULL;

	if (was) {
		hunks = diff_texts(was, text, &why);
		if (!hunks)
			found(patched, "%s: %s", path, why->message);
	}
	for (guint i = 0; i < all->len; i++) {
		g_ptr_array_add(kinds, kind_of(line_at(&file, i)));
		added[i] = !was;
	}
	for (guint h = 0; hunks && h < hunks->len; h++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, h);

		int width = 0;

		for (int n = 0; n < hunk->old_count; n++) {
			const char *line = before->pdata[hunk->old_start - 1 + n];

			width = MAX(width, text_column(line, strlen(line)));
		}
		for (int n = 0; n < hunk->new_count; n++) {
			added[hunk->new_start - 1 + n] = true;
			replaced[hunk->new_start - 1 + n] = width;
		}
	}
	if (g_regex_match_simple("\\.[ch]$", path, 0, 0))
		check_nesting(&file);
	for (guint i = 0; i < all->len; i++) {
		if (!added[i])
			continue;
		(*lines)++;
		check_width(&file, i);
		if (!was)
			continue;
		check_columns(&file, i);
		check_order(&file, i);
	}
}

/**
 * check_layout() - order, columns, width and nesting of what was added
 * @patched: the series
 */
void check_layout(struct patched *patched)
{
	int lines = 0;

	for (guint i = 0; i < patched->files->len; i++)
		check_file(patched, patched->files->pdata[i], &lines);
	if (!lines)
		found(patched, "no added line found");
	patched->summary =
		g_strdup_printf("layout: %d lines in %u files, compared with the lines around them",
				lines, patched->files->len);
}
