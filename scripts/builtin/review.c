// SPDX-License-Identifier: GPL-2.0-only
/*
 * review: a series as git log -p shows one, and above each hunk who wrote it: the hook, the site, the neighbour that it is like, and
 * the checks that have tried it.
 *
 * It needs no tree and no network, only the series and its report.
 */
#include "builtin/review.h"
#include "lib/diff.h"
#include "lib/error.h"
#include "builtin/review-html.h"
#include "tree/git.h"
#include "tree/range-diff.h"
#include "lib/seen.h"
#include "lib/pager.h"
#include "lib/text.h"
#include "series/series-look.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------------ what has tried a file */

/* What a rung can see: prose is not compiled, and the selftests are not the kernel. */
static bool sees(const char *rung, const char *path)
{
	bool text = g_str_has_prefix(path, "Documentation/"), selftest = g_str_has_prefix(path, "tools/");

	if (!strcmp(rung, "static") || !strcmp(rung, "style"))
		return true;
	return !text && !selftest;
}

/* "static pass, build fail": for each rung the worst that was recorded. */
static char *rungs_of(const struct written *written, const char *path, bool *failed)
{
	static const char *const worst[] = { "fail", "warn", "pass" };
	JsonArray *checks = member_list(written_report(written), "checks");
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(GString) text = g_string_new(NULL);
	JsonObject *check;

	*failed = false;
	for (guint i = 0; (check = element_object(checks, i)); i++) {
		const char *rung = member_text(check, "rung");

		if (rung && sees(rung, path) && !g_ptr_array_find_with_equal_func(names, rung, g_str_equal, NULL))
			g_ptr_array_add(names, (gpointer)rung);
	}
	for (guint i = 0; i < names->len; i++) {
		size_t status = G_N_ELEMENTS(worst);

		for (guint n = 0; (check = element_object(checks, n)); n++)
			for (size_t w = 0; w < status; w++)
				if (!g_strcmp0(member_text(check, "rung"), names->pdata[i]) && !g_strcmp0(member_text(check, "status"), worst[w]))
					status = w;
		g_string_append_printf(text, "%s%s %s", i ? ", " : "", (char *)names->pdata[i],
				       status < G_N_ELEMENTS(worst) ? worst[status] : "not run");
		*failed = *failed || !status;
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* ------------------------------------------------------------------ one hunk */

struct author {
	gint64 step;
	const char *hook, *site;
	int adds, removes;
};

/* The hooks with lines in a hunk, in the order of their lines. */
static GArray *authors_of(JsonArray *lines)
{
	GArray *authors = g_array_new(FALSE, FALSE, sizeof(struct author));
	JsonObject *line;

	for (guint i = 0; (line = element_object(lines, i)); i++) {
		struct author *author = NULL;
		gint64 step = member_number(line, "step");

		for (guint n = 0; n < authors->len && !author; n++)
			if (g_array_index(authors, struct author, n).step == step)
				author = &g_array_index(authors, struct author, n);
		if (!author) {
			const struct author new = { .step = step, .hook = member_text(line, "hook"), .site = member_text(line, "site") };

			g_array_append_val(authors, new);
			author = &g_array_index(authors, struct author, authors->len - 1);
		}
		author->adds += member_number(line, "adds") > 0;
		author->removes += member_number(line, "removes") > 0;
	}
	return authors;
}

/* "as uts, kernel/nsproxy.c:111" */
static char *model_of(const struct written *written, gint64 step)
{
	JsonObject *model = member_object(written_site(written, step), "model");
	const char *name = member_text(model, "name"), *file = member_text(model, "file");

	if (!name || !file)
		return g_strdup("as no neighbour");
	return g_strdup_printf("as %s, %s:%d", name, file, (int)member_number(model, "line"));
}

static void put_authors(struct terminal *terminal, const struct written *written, const char *path, JsonArray *lines)
{
	g_autoptr(GArray) authors = authors_of(lines);
	bool failed;
	g_autofree char *rungs = rungs_of(written, path, &failed);

	if (!authors->len)
		terminal_put(terminal, COLOUR_OLD, "#   no hook: the report has no such hunk; the patch was changed since\n");
	for (guint i = 0; i < authors->len; i++) {
		const struct author *author = &g_array_index(authors, struct author, i);
		g_autofree char *model = model_of(written, author->step);

		terminal_put(terminal, COLOUR_COMMIT, "#   %s", author->hook ? author->hook : "?");
		terminal_put(terminal, COLOUR_NONE, "  %s  %s  +%d -%d  ", author->site ? author->site : "?", model, author->adds, author->removes);
		if (*rungs)
			terminal_put(terminal, failed ? COLOUR_OLD : COLOUR_NONE, "%s\n", rungs);
		else
			terminal_put(terminal, COLOUR_NONE, "not checked yet\n");
	}
}

/* ------------------------------------------------------------------ the series */

static int count_hunks(const struct written *written)
{
	int count = 0;

	for (guint i = 0; i < written->patches->len; i++) {
		g_autoptr(GArray) hunks = diff_hunks(written->patches->pdata[i]);

		count += hunks->len;
	}
	return count;
}

static void put_hunk_header(struct terminal *terminal, const char *line)
{
	const char *end = strstr(line + 2, "@@");

	if (!end) {
		terminal_put(terminal, COLOUR_FRAG, "%s\n", line);
		return;
	}
	terminal_put(terminal, COLOUR_FRAG, "%.*s", (int)(end + 2 - line), line);
	terminal_put(terminal, COLOUR_FUNC, "%s\n", end + 2);
}

static void put_diff(struct terminal *terminal, const struct written *written, guint patch, const GPtrArray *lines, guint i, int *number, int of)
{
	const char *path = "";
	int old = 0, new = 0;

	for (; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (old > 0 || new > 0) {
			old -= *line != '+' && *line != '\\';
			new -= *line != '-' && *line != '\\';
			terminal_put(terminal, *line == '+' ? COLOUR_NEW : *line == '-' ? COLOUR_OLD : COLOUR_CONTEXT, "%s\n", line);
		} else if (g_str_has_prefix(line, "@@ -")) {
			g_autoptr(GArray) hunks = diff_hunks(line);
			const struct hunk *hunk = &g_array_index(hunks, struct hunk, 0);

			old = hunk->old_count;
			new = hunk->new_count;
			terminal_put(terminal, COLOUR_COMMIT, "# hunk %d of %d, %s:%d\n", ++*number, of, path, hunk->new_start);
			put_authors(terminal, written, path, written_lines(written, patch, path, hunk->old_start, hunk->new_start));
			put_hunk_header(terminal, line);
		} else if (!strcmp(line, "-- ")) {
			break;
		} else {
			if (g_str_has_prefix(line, "+++ b/"))
				path = line + strlen("+++ b/");
			terminal_put(terminal, COLOUR_META, "%s\n", line);
		}
	}
}

static void put_message(struct terminal *terminal, const GPtrArray *lines, guint end)
{
	bool header = true;

	for (guint i = 0; i < end; i++) {
		const char *line = lines->pdata[i];

		if (header && !*line)
			header = false;
		/* "From 0000…": the mark of a mailbox. */
		if (header && g_str_has_prefix(line, "From "))
			continue;
		terminal_put(terminal, COLOUR_NONE, "%s%s\n", header || !*line ? "" : "    ", line);
	}
}

static guint find_line(const GPtrArray *lines, const char *prefix)
{
	guint i;

	for (i = 0; i < lines->len && !g_str_has_prefix(lines->pdata[i], prefix); i++)
		;
	return i;
}

static void put_series(struct terminal *terminal, const struct written *written)
{
	int number = 0, of = count_hunks(written);

	if (written->cover) {
		g_autoptr(GPtrArray) lines = text_lines(written->cover);

		put_message(terminal, lines, find_line(lines, "-- "));
		terminal_put(terminal, COLOUR_NONE, "\n");
	}
	for (guint i = 0; i < written->patches->len; i++) {
		g_autoptr(GPtrArray) lines = text_lines(written->patches->pdata[i]);
		guint diff = find_line(lines, "diff --git ");

		terminal_put(terminal, COLOUR_COMMIT, "patch %u of %u, %s\n", i + 1, written->patches->len, (char *)written->files->pdata[i]);
		if (written_changed(written, i))
			terminal_put(terminal, COLOUR_OLD, "# changed since it was generated: the report may name the wrong hooks\n");
		put_message(terminal, lines, diff);
		put_diff(terminal, written, i, lines, diff, &number, of);
		terminal_put(terminal, COLOUR_NONE, "\n");
	}
}

/* The sites without lines: is it complete? */
static void put_rest(struct terminal *terminal, const struct written *written)
{
	JsonArray *sites = member_list(written_report(written), "sites");
	bool any = false;
	JsonObject *site;

	for (guint i = 0; (site = element_object(sites, i)); i++) {
		const char *state = member_text(site, "state");
		const char *why = member_text(site, "evidence") ? member_text(site, "evidence") : member_text(site, "why");

		if (!g_strcmp0(state, "wired"))
			continue;
		if (!any)
			terminal_put(terminal, COLOUR_COMMIT, "sites without lines\n");
		any = true;
		terminal_put(terminal, COLOUR_NONE, "    %s: %s, %s:%d: %s\n", member_text(site, "site") ? member_text(site, "site") : "?",
			     state ? state : "?", member_text(site, "file") ? member_text(site, "file") : "?", (int)member_number(site, "line"),
			     why ? why : "");
	}
}

/* ------------------------------------------------------------------ what changed */

static char *list_commit(const char *dir, const char *hash, GError **err)
{
	const char *const words[] = { "-C", dir, "-c", "core.quotePath=false", "ls-tree", "--name-only", hash, "./", NULL };
	int status;

	return git_as_user(NULL, words, &status, err);
}

/* A series as a commit of the repository has it; the texts only. */
static GPtrArray *patches_of_commit(const struct written *written, const char *revision, GError **err)
{
	g_autofree char *commit = g_strdup_printf("%s^{commit}", revision), *hash = NULL, *names = NULL;
	const char *const resolve[] = { "-C", written->dir, "rev-parse", "--quiet", "--verify", "--end-of-options", commit, NULL };
	g_autoptr(GPtrArray) patches = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) list = NULL;
	int status;

	hash = git_as_user(NULL, resolve, &status, err);
	if (!hash)
		return NULL;
	if (status) {
		fail(err, STATUS_USAGE, "SINCE=%s: is neither a directory with a series nor a commit of the repository that %s is in", revision,
		     written->dir);
		return NULL;
	}
	g_strstrip(hash);
	names = list_commit(written->dir, hash, err);
	if (!names)
		return NULL;
	list = g_strsplit(names, "\n", -1);
	for (char **name = list; *name; name++) {
		g_autofree char *object = g_strdup_printf("%s:./%s", hash, *name);
		const char *const show[] = { "-C", written->dir, "cat-file", "blob", object, NULL };
		char *text;

		if (!g_str_has_suffix(*name, ".patch") || g_str_has_prefix(*name, "0000-"))
			continue;
		text = git_as_user(NULL, show, &status, err);
		if (!text)
			return NULL;
		g_ptr_array_add(patches, text);
		if (status) {
			fail(err, STATUS_USAGE, "SINCE=%s: git cannot read %s of that commit; fetch it first if this is a partial clone", revision, *name);
			return NULL;
		}
	}
	if (!patches->len) {
		fail(err, STATUS_USAGE, "SINCE=%s: that commit has no series in %s", revision, written->dir);
		return NULL;
	}
	return g_steal_pointer(&patches);
}

/* The directory of a series, or the one that holds series of many names. */
static GPtrArray *patches_of_directory(const struct written *written, const char *since, GError **err)
{
	g_autofree char *report = g_build_filename(since, "report.json", NULL);
	g_autofree char *below = g_build_filename(since, written->name, written->release, NULL);
	g_autoptr(Written) old = NULL;
	enum seen kind;

	if (!seen_kind(STATUS_USAGE, report, NULL, &kind, err))
		return NULL;
	old = written_read(kind == SEEN_NOTHING ? below : since, err);
	return old ? g_ptr_array_ref(old->patches) : NULL;
}

static bool put_since(struct terminal *terminal, const struct written *written, const char *since, GError **err)
{
	g_autoptr(GPtrArray) old = NULL;
	g_autofree char *text = NULL;
	enum seen kind;

	if (!seen_kind(STATUS_USAGE, since, NULL, &kind, err))
		return false;
	old = kind == SEEN_DIRECTORY ? patches_of_directory(written, since, err) : patches_of_commit(written, since, err);
	text = old ? range_diff(old, written->patches, terminal->coloured, err) : NULL;
	if (!text)
		return false;
	terminal_put_coloured(terminal, text);
	return true;
}

/* ------------------------------------------------------------------ */

/**
 * review() - the command
 * @request: what the user wants to look at
 * @err: STATUS_USAGE: there is no such series, or nothing to make a page with
 */
bool review(const struct review_request *request, GError **err)
{
	g_autoptr(Written) written = written_open(request->out, request->name, request->kernel, err);
	g_autoptr(Terminal) terminal = NULL;

	if (!written)
		return false;
	if (request->html)
		return page_write(written, request->home, err);
	terminal = terminal_open(git_says, err);
	if (!terminal)
		return false;
	if (request->since) {
		if (!put_since(terminal, written, request->since, err))
			return false;
	} else {
		put_series(terminal, written);
		put_rest(terminal, written);
	}
	return terminal_show(terminal, err);
}
