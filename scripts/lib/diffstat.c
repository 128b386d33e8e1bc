// SPDX-License-Identifier: GPL-2.0-only
/*
 * A diffstat as git writes it.
 *
 * libgit2's own scales the graph and treats long names differently, so it would not match that of
 * "git format-patch" for the same commits.
 */
#include "lib/diffstat.h"

#include <string.h>

#define WIDTH 72	/* git format-patch's */

/*
 * struct widths - how the columns share a line
 * @name: of a path
 * @number: of a file's changed lines
 * @graph: of the pluses and minuses
 * @most: changed lines that the graph has to show
 */
struct widths {
	gsize name, number, graph, most;
};

static gsize digits(gsize number)
{
	gsize count = 1;

	while (number /= 10)
		count++;
	return count;
}

/* If name and graph do not fit, they share the width as in show_stats() of git's diff.c. */
static struct widths measure(const GArray *files)
{
	struct widths widths = { 0 };

	for (guint i = 0; i < files->len; i++) {
		const struct changed_file *file = &g_array_index(files, struct changed_file, i);

		widths.name = MAX(widths.name, strlen(file->path));
		widths.most = MAX(widths.most, file->count.added + file->count.removed);
	}
	widths.number = digits(widths.most);
	widths.graph = widths.most;
	if (widths.name + widths.number + 6 + widths.graph <= WIDTH)
		return widths;
	widths.graph = MIN(widths.graph, MAX(WIDTH * 3 / 8 - widths.number - 6, 6));
	if (widths.name > WIDTH - widths.number - 6 - widths.graph)
		widths.name = WIDTH - widths.number - 6 - widths.graph;
	else
		widths.graph = WIDTH - widths.number - 6 - widths.name;
	return widths;
}

/* A count above zero shows at least one sign. */
static gsize scale(gsize count, const struct widths *widths)
{
	return count ? 1 + count * (widths->graph - 1) / widths->most : 0;
}

static void put_repeated(GString *out, char sign, gsize count)
{
	while (count--)
		g_string_append_c(out, sign);
}

static void put_graph(GString *out, const struct diff_count *count, const struct widths *widths)
{
	gsize added = count->added, removed = count->removed, all = added + removed;

	if (widths->graph <= widths->most) {
		gsize total = scale(all, widths);

		if (total < 2 && added && removed)
			total = 2;
		if (added < removed) {
			added = scale(added, widths);
			removed = total - added;
		} else {
			removed = scale(removed, widths);
			added = total - removed;
		}
	}
	put_repeated(out, '+', added);
	put_repeated(out, '-', removed);
}

/* A long path loses its first directories. */
static void put_name(GString *out, const char *path, gsize width)
{
	const char *name = path, *slash;
	gsize len = strlen(path);

	if (len > width) {
		width -= 3;
		name += len - width;
		slash = strchr(name, '/');
		name = slash ? slash : name;
		g_string_append(out, "...");
	}
	g_string_append_printf(out, "%-*s", (int)width, name);
}

static void put_file(GString *out, const struct changed_file *file, const struct widths *widths)
{
	gsize all = file->count.added + file->count.removed;

	g_string_append_c(out, ' ');
	put_name(out, file->path, widths->name);
	g_string_append_printf(out, " | %*zu%s", (int)widths->number, all, all ? " " : "");
	put_graph(out, &file->count, widths);
	g_string_append_c(out, '\n');
}

static const char *plural(gsize count)
{
	return count == 1 ? "" : "s";
}

static void put_totals(GString *out, const GArray *files)
{
	gsize added = 0, removed = 0;

	for (guint i = 0; i < files->len; i++) {
		added += g_array_index(files, struct changed_file, i).count.added;
		removed += g_array_index(files, struct changed_file, i).count.removed;
	}
	g_string_append_printf(out, " %u file%s changed", files->len, plural(files->len));
	if (added || !removed)
		g_string_append_printf(out, ", %zu insertion%s(+)", added, plural(added));
	if (removed || !added)
		g_string_append_printf(out, ", %zu deletion%s(-)", removed, plural(removed));
	g_string_append_c(out, '\n');
}

/**
 * diffstat() - make the output of "git diff --stat=72 --summary"
 * @files: struct changed_file, in their order; at least one
 *
 * Return: a new string.
 */
char *diffstat(const GArray *files)
{
	const struct widths widths = measure(files);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < files->len; i++)
		put_file(out, &g_array_index(files, struct changed_file, i), &widths);
	put_totals(out, files);
	for (guint i = 0; i < files->len; i++) {
		const struct changed_file *file = &g_array_index(files, struct changed_file, i);

		if (file->is_new)
			g_string_append_printf(out, " create mode 100644 %s\n", file->path);
	}
	return g_string_free(out, FALSE);
}
