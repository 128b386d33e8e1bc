// SPDX-License-Identifier: GPL-2.0-only
/*
 * Diffs and diffstats must be identical to git's: random files go through many patches, and the
 * results are compared with what git prints for the same trees.
 */
#include "lib/diff.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "engine/patch-diff.h"
#include "lib/run.h"
#include "engine/apply-hooks.h"

#include <string.h>

#define PATCHES 24
#define FILES 9

static char *dir;

static char *git(const char *const *argv)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *errors = NULL;
	int status;
	char *out = run(argv, dir, &status, &errors, &err);

	g_assert_no_error(err);
	if (status)
		g_error("git %s: %s", argv[1], errors);
	return out;
}

/* The tree object of the directory's current contents. */
static char *write_tree(void)
{
	static const char *const add[] = { "git", "add", "-f", "-A", ".", NULL };
	static const char *const tree[] = { "git", "write-tree", NULL };
	g_autofree char *none = git(add);

	(void)none;
	return g_strstrip(git(tree));
}

static char *diff_tree(const char *old, const char *new)
{
	const char *const argv[] = { "git",
				     "-c",
				     "core.abbrev=12",
				     "diff-tree",
				     "-r",
				     "-p",
				     "--stat=72",
				     "--summary",
				     "--no-renames",
				     "--text",
				     "--diff-algorithm=myers",
				     "--indent-heuristic",
				     "-U3",
				     old,
				     new,
				     "--",
				     NULL };

	return git(argv);
}

/*
 * Lines that git treats specially: functions, trailing blanks, braces, indentation, repeated lines.
 */
static const char *const words[] = {
	"",
	"",
	"\t",
	"{",
	"}",
	"\treturn 0;",
	"\tif (x) {",
	"\t}",
	"#ifdef CONFIG_X",
	"#endif",
	"int f(void)",
	"static int g(int a)",
	"\t\t",
	"  ",
	"$x",
	"_name",
	" * text",
	"/*",
	" */",
	"\ta = b;",
	"\tb = c;",
	"@@ -1 +1 @@",
	"--- a/x",
	"+++ b/x",
	"-- ",
	"diff --git a/x b/x",
	"label:",
	"int trailing(void) \t",
	"\xc3\xa9t\xc3\xa9 ascii starts no function",
	"long_name_of_a_function(struct one_argument *first, struct another_argument *sec, int a)",
	"long_name_of_a_function(struct one_argument *first, struct another_argument *se  , int a)",
	"long_name_of_a_function(struct one_argument *first, struct another_argument *se\t\t\t, int",
};

static void add_line(GString *text)
{
	const char *word = words[g_test_rand_int_range(0, G_N_ELEMENTS(words))];

	if (g_test_rand_int_range(0, 6))
		g_string_append_printf(text, "%s\n", word);
	else
		g_string_append_printf(text, "\tcall_%d();\n", g_test_rand_int_range(0, 400));
}

/* Most changes are small, some have hundreds of lines, and a few have thousands. */
static int some_lines(void)
{
	if (!g_test_rand_int_range(0, 300))
		return g_test_rand_int_range(0, 12000);
	return g_test_rand_int_range(0, g_test_rand_int_range(0, 8) ? 6 : 700);
}

static char *changed(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	GString *new = g_string_new(NULL);
	/* Do not change every part of a long text, or it would grow without limit. */
	int rarely = MAX(60, g_strv_length(lines) / 4), skipped = 0;

	for (char **line = lines; *line; line++) {
		bool change = !g_test_rand_int_range(0, rarely);

		if (change || !line[1]) {
			for (int n = some_lines(); n-- > 0;)
				add_line(new);
			skipped += change ? some_lines() : 0;
		}
		if (line[1] && skipped-- <= 0) {
			g_string_append_printf(new, "%s\n", *line);
			skipped = 0;
		}
	}
	return g_string_free(new, FALSE);
}

static char *random_path(int number)
{
	GString *path = g_string_new(NULL);

	for (int depth = g_test_rand_int_range(0, 6); depth-- > 0;) {
		for (int n = g_test_rand_int_range(1, 22); n-- > 0;)
			g_string_append_c(path, g_test_rand_int_range('a', 'z'));
		g_string_append_c(path, '/');
	}
	for (int n = g_test_rand_int_range(0, 40); n-- > 0;)
		g_string_append_c(path, g_test_rand_int_range('a', 'z'));
	g_string_append_printf(path, "%d.c", number);
	return g_string_free(path, FALSE);
}

static void part_free(gpointer data)
{
	struct part *part = data;

	g_free(part->after);
	g_free(part);
}

static void woven_free(gpointer data)
{
	struct woven *woven = data;

	g_free(woven->path);
	g_free(woven->before);
	g_ptr_array_unref(woven->parts);
	g_free(woven);
}

static int by_path(gconstpointer a, gconstpointer b)
{
	const struct woven *one = *(struct woven *const *)a, *two = *(struct woven *const *)b;

	return strcmp(one->path, two->path);
}

static void put(const char *path, const char *text)
{
	g_autoptr(GError) err = NULL;

	write_file(dir, path, text, &err);
	g_assert_no_error(err);
}

/* Some of the files exist at the start. */
static GPtrArray *random_files(void)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(woven_free);

	for (int i = 0; i < FILES; i++) {
		struct woven *woven = g_new0(struct woven, 1);

		woven->path = random_path(i);
		woven->parts = g_ptr_array_new_with_free_func(part_free);
		if (g_test_rand_bit()) {
			woven->before = changed(NULL);
			put(woven->path, woven->before);
		}
		g_ptr_array_add(files, woven);
	}
	g_ptr_array_sort(files, by_path);
	return files;
}

static const char *text_now(const struct woven *woven)
{
	const GPtrArray *parts = woven->parts;

	return parts->len ? ((struct part *)parts->pdata[parts->len - 1])->after : woven->before;
}

static void random_patch(GPtrArray *files, int number)
{
	for (guint i = 0; i < files->len; i++) {
		struct woven *woven = files->pdata[i];
		struct part *part;

		/* Change at least one file: a patch is never empty. */
		if (i != number % files->len && g_test_rand_int_range(0, 3))
			continue;
		part = g_new0(struct part, 1);
		part->patch = number;
		part->after = changed(text_now(woven));
		if (i == number % files->len) {
			g_autofree char *more = g_strconcat(part->after, "more\n", NULL);

			g_free(part->after);
			part->after = g_steal_pointer(&more);
		}
		put(woven->path, part->after);
		g_ptr_array_add(woven->parts, part);
	}
}

static void same(const GPtrArray *files, int from, int to, const char *old, const char *new)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *expected = diff_tree(old, new), *stat = NULL;
	g_autofree char *diff = history_diff(files, from, to, &stat, &err);
	g_autofree char *all = g_strconcat(stat, "\n", diff, NULL);

	g_assert_no_error(err);
	g_assert_cmpstr(all, ==, expected);
}

static void repository_begin(void)
{
	static const char *const init[] = { "git", "init", "-q", "--template=", NULL };
	g_autoptr(GError) err = NULL;
	g_autofree char *none = NULL;

	dir = g_dir_make_tmp("nsgen-test-XXXXXX", &err);
	g_assert_no_error(err);
	none = git(init);
}

static void repository_end(void)
{
	remove_tree(dir);
	g_clear_pointer(&dir, g_free);
}

/* A patch of one file, whose diffstat says "insertions", "deletions", both or neither. */
static void one_file(const char *old, const char *new)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(woven_free);
	struct woven *woven = g_new0(struct woven, 1);
	struct part *part = g_new0(struct part, 1);
	g_autofree char *before = NULL, *after = NULL;

	repository_begin();
	woven->path = g_strdup("f.c");
	woven->before = g_strdup(old);
	woven->parts = g_ptr_array_new_with_free_func(part_free);
	part->patch = 1;
	part->after = g_strdup(new);
	g_ptr_array_add(woven->parts, part);
	g_ptr_array_add(files, woven);
	if (old)
		put("f.c", old);
	before = write_tree();
	put("f.c", new);
	after = write_tree();
	same(files, 0, 1, before, after);
	repository_end();
}

static void test_one(void)
{
	one_file(NULL, "");
	one_file(NULL, "a\n");
	one_file("", "a\nb\n");
	one_file("a\n", "");
	one_file("a\nb\n", "");
	one_file("a\n", "b\n");
	one_file("a\nb\n", "a\nb");
}

static void test_history(void)
{
	g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func(g_free), files = NULL;

	repository_begin();
	files = random_files();
	g_ptr_array_add(trees, write_tree());
	for (int i = 1; i <= PATCHES; i++) {
		random_patch(files, i);
		g_ptr_array_add(trees, write_tree());
		same(files, i - 1, i, trees->pdata[i - 1], trees->pdata[i]);
		if (!(i % 8))
			same(files, 0, i, trees->pdata[0], trees->pdata[i]);
	}
	repository_end();
}

static void test_nothing(void)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new();
	g_autoptr(GError) err = NULL;
	char *stat = NULL;

	g_assert_null(history_diff(files, 0, 1, &stat, &err));
	g_assert_error(err, NSGEN_ERROR, STATUS_BUG);
	g_assert_cmpstr(err->message, ==, "patch 1 has no change");
}

/* The hunks of a patch, without context lines. */
static GArray *without_context(const char *patch)
{
	GArray *hunks = g_array_new(FALSE, FALSE, sizeof(struct hunk));
	const char *body = strstr(patch, "\n@@ ");
	g_auto(GStrv) lines = g_strsplit(body ? body + 1 : "", "\n", -1);
	int old = 0, new = 0;
	bool inside = false;

	for (char **line = lines; line[0] && line[1]; line++) {
		struct hunk *last = NULL;

		if (**line == '@') {
			g_autoptr(GArray) header = diff_hunks(*line);
			const struct hunk *hunk = &g_array_index(header, struct hunk, 0);

			old = hunk->old_start + !hunk->old_count;
			new = hunk->new_start + !hunk->new_count;
			inside = false;
			continue;
		}
		if (**line == ' ') {
			inside = false;
		} else {
			if (!inside) {
				struct hunk hunk = { old, 0, new, 0 };

				g_array_append_val(hunks, hunk);
				inside = true;
			}
			last = &g_array_index(hunks, struct hunk, hunks->len - 1);
			last->old_count += **line == '-';
			last->new_count += **line == '+';
		}
		old += **line != '+';
		new += **line != '-';
	}
	/* If a side has no lines, its start is the line before. */
	for (guint i = 0; i < hunks->len; i++) {
		struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		hunk->old_start -= !hunk->old_count;
		hunk->new_start -= !hunk->new_count;
	}
	return hunks;
}

static void same_hunks(const char *old, const char *new)
{
	g_autoptr(GError) err = NULL;
	struct diff_count count;
	g_autofree char *patch = diff_patch("f.c", old, new, &count, &err);
	g_autoptr(GArray) expected = without_context(patch), hunks = diff_texts(old, new, &err);

	g_assert_no_error(err);
	g_assert_cmpmem(hunks->data, hunks->len * sizeof(struct hunk), expected->data,
			expected->len * sizeof(struct hunk));
}

static void test_texts(void)
{
	same_hunks("", "");
	same_hunks("", "a\n");
	same_hunks("a\n", "");
	for (int i = 0; i < 300; i++) {
		g_autofree char *old = changed(NULL), *new = changed(old);

		same_hunks(old, new);
	}
}

/* The hooks of one file run in one thread, in parallel with those of other files. */
static void in_thread(gpointer old, gpointer unused)
{
	g_autofree char *new = g_strconcat("first\n", old, "last\n", NULL);

	(void)unused;
	for (int i = 0; i < 20; i++)
		same_hunks(old, new);
}

static void test_threads(void)
{
	GThreadPool *pool = g_thread_pool_new(in_thread, NULL, 8, FALSE, NULL);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

	for (int i = 0; i < 40; i++) {
		g_ptr_array_add(texts, changed(NULL));
		g_thread_pool_push(pool, texts->pdata[i], NULL);
	}
	g_thread_pool_free(pool, FALSE, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	/* Run this first, so that libgit2 is initialised by many threads at once. */
	g_test_add_func("/diff/threads", test_threads);
	g_test_add_func("/diff/texts", test_texts);
	g_test_add_func("/diff/one", test_one);
	g_test_add_func("/diff/history", test_history);
	g_test_add_func("/diff/nothing", test_nothing);
	return g_test_run();
}
