// SPDX-License-Identifier: GPL-2.0-only
/*
 * status: what a namespace's branch has: which commits are generated, where a hand went in.
 */
#include "builtin/builtin.h"
#include "branch/match.h"
#include "branch/worktree.h"
#include "lib/fs.h"
#include "lib/json.h"
#include "lib/pager.h"
#include "lib/seen.h"
#include "lib/text.h"
#include "lib/version.h"
#include "onbranch/results.h"
#include "stack/clash.h"
#include "stack/stack.h"
#include "tree/tree.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 80

/**
 * struct state - what status shows
 * @branch: the branch
 * @matches: its commits
 * @busy: what git is in the middle of, or NULL
 * @dirty: number of files with uncommitted changes
 * @tag: a tag at the base, or NULL
 * @results: of the newest commit that was checked
 * @changed: hooks that wrote the series and that this nsgen has otherwise, or not at all
 * @clashes: what does not fit together
 * @others: struct state: the namespaces above it on the branch, or NULL
 */
struct state {
	struct branch *branch;
	struct matches *matches;
	const char *busy;
	guint dirty;
	char *tag;
	struct results results;
	GPtrArray *changed;
	struct clashes clashes;
	GPtrArray *others;
};

static void state_clear(struct state *state)
{
	branch_free(state->branch);
	matches_free(state->matches);
	g_free(state->tag);
	results_clear(&state->results);
	g_clear_pointer(&state->changed, g_ptr_array_unref);
	clash_clear(&state->clashes);
	g_clear_pointer(&state->others, g_ptr_array_unref);
}

static void state_free(gpointer data)
{
	state_clear(data);
	g_free(data);
}

typedef struct state State;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(State, state_clear)

/* ------------------------------------------------------------------ finding out */

static bool find_tag(struct state *state, GError **err)
{
	const char *const words[] = { "describe", "--tags", "--exact-match", state->branch->base,
				      NULL };
	g_autofree char *out = NULL;
	int status;

	out = git(state->branch->dir, words, &status, NULL, err);
	if (out && !status)
		state->tag = g_strchomp(g_steal_pointer(&out));
	return out || state->tag;
}

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The hooks that wrote it, and that are not the same today: the series would be another one. */
static bool find_changed(struct state *state, GError **err)
{
	g_autoptr(GHashTable) hooks = NULL;
	GHashTableIter iter;
	gpointer hook, digest;

	state->changed = g_ptr_array_new_with_free_func(g_free);
	if (!state->branch->series)
		return true;
	hooks = report_hooks(state->branch->series->report);
	g_hash_table_iter_init(&iter, hooks);
	while (g_hash_table_iter_next(&iter, &hook, &digest)) {
		g_autofree char *path = g_build_filename(given.home, hook, NULL), *text = NULL,
				*is = NULL;

		if (!seen_text(STATUS_USAGE, path, NULL, &text, NULL, err))
			return false;
		is = fs_digest(text);
		if (g_strcmp0(is, digest))
			g_ptr_array_add(state->changed, g_strdup(hook));
	}
	g_ptr_array_sort(state->changed, by_text);
	return true;
}

/* The one that is named, or all that are recorded, the lowest first. */
static bool find_branches(struct state *state, const char *dir, const char *branch, GError **err)
{
	g_autoptr(GPtrArray) stack = NULL;

	if (given.name) {
		state->branch = branch_open(dir, branch, given.name, err);
		return state->branch;
	}
	stack = stack_of_branch(dir, branch, err);
	if (!stack)
		return false;
	state->branch = g_ptr_array_steal_index(stack, 0);
	state->others = g_ptr_array_new_with_free_func(state_free);
	while (stack->len) {
		struct state *other = g_new0(struct state, 1);

		other->branch = g_ptr_array_steal_index(stack, 0);
		g_ptr_array_add(state->others, other);
	}
	return true;
}

static bool find_one(struct state *state, GError **err)
{
	state->matches = match_commits(state->branch);
	return find_tag(state, err) && find_changed(state, err);
}

static bool find_state(struct state *state, const char *branch, GError **err)
{
	g_autofree char *dir = tree_place(given.kernel);

	if (!worktree_repository(dir, err) || !worktree_busy(dir, &state->busy, err))
		return false;
	if (!find_branches(state, dir, branch, err)) {
		if (state->busy)
			error_end(err, "; git is in the middle of something there");
		return false;
	}
	for (guint i = 0; state->others && i < state->others->len; i++)
		if (!find_one(state->others->pdata[i], err))
			return false;
	return find_one(state, err) && clash_find(state->branch, &state->clashes, err) &&
	       results_find(state->branch, &state->results, err) &&
	       worktree_dirty(dir, &state->dirty, err);
}

/* ------------------------------------------------------------------ what it was made with */

static const char *level_of(const struct branch *branch)
{
	if (branch->series)
		return branch->series->report->level;
	return branch->answers ? branch->answers->level : "unknown";
}

static const char *release_of(const struct branch *branch)
{
	return branch->series ? branch->series->report->release : NULL;
}

/* The number as an answer, or NULL if the series has none. */
static const char *number_of(const struct branch *branch, int number)
{
	const char *option = number_words[number].option;

	if (branch->series)
		return branch->series->report->numbers.of[number].text;
	return branch->answers ? g_hash_table_lookup(branch->answers->words, option) : NULL;
}

static char *numbers_of(const struct branch *branch)
{
	GString *text = g_string_new(NULL);

	for (int i = 0; i < NUMBERS; i++) {
		const char *number = number_of(branch, i);

		if (number && *number)
			g_string_append_printf(text, "%s%s %s", text->len ? ", " : "",
					       number_words[i].option, number);
	}
	return g_string_free(text, FALSE);
}

/* ------------------------------------------------------------------ for people */

/* A line that fits: a subject may be long, and may have anything in it. */
static void put_line(struct terminal *out, enum colour colour, const char *start, const char *text)
{
	g_autofree char *shown = text_shown(text, WIDTH - MIN(strlen(start), WIDTH - 20));

	terminal_put(out, colour, "%s%s\n", start, shown);
}

static char *files_of(const struct matched *matched)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < matched->files->len; i++) {
		const struct hand *hand = &g_array_index(matched->files, struct hand, i);

		g_string_append_printf(text, "%s%s +%zu -%zu", i ? "\n" : "", hand->path,
				       hand->lines.added, hand->lines.removed);
	}
	return g_string_free(text, FALSE);
}

/* "3", "3-5" or "" */
static char *patches_of(const struct matched *matched)
{
	if (matched->made < 0)
		return g_strdup("");
	if (matched->last > matched->made)
		return g_strdup_printf("%d-%d", matched->made + 1, matched->last + 1);
	return g_strdup_printf("%d", matched->made + 1);
}

static void put_commit(struct terminal *out, const struct matched *matched)
{
	g_autofree char *patches = patches_of(matched), *files = files_of(matched);
	const char *word = matched->origin == ORIGIN_GENERATED && matched->reworded ?
				   "reworded" :
				   origin_name(matched->origin);
	g_autofree char *start =
		g_strdup_printf("%4s %-9s %.10s ", patches, word, matched->past->name);
	enum colour colour = matched->origin == ORIGIN_GENERATED ||
					     matched->origin == ORIGIN_UNKNOWN ?
				     COLOUR_NONE :
				     COLOUR_META;
	g_auto(GStrv) lines = g_strsplit(files, "\n", -1);

	put_line(out, colour, start, matched->past->subject);
	for (char **line = lines; *line && **line; line++)
		put_line(out, COLOUR_NONE, "                ", *line);
	if (matched->reworded && matched->origin != ORIGIN_GENERATED)
		put_line(out, COLOUR_NONE, "                ", "its message was changed, too");
	if (matched->takes) {
		g_autofree char *text = g_strdup_printf(
			"takes %zu generated line%s away", matched->takes,
			matched->takes == 1 ? "" : "s");

		put_line(out, COLOUR_OLD, "                ", text);
	}
}

static void put_prose(struct terminal *out, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

static void put_prose(struct terminal *out, const char *fmt, ...)
{
	g_autofree char *text = NULL, *wrapped = NULL, *line = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	line = error_spelt(text);
	wrapped = text_wrap(line, "", WIDTH - 1);
	terminal_put(out, COLOUR_NONE, "%s%s", wrapped,
		     g_str_has_suffix(wrapped, "\n") ? "" : "\n");
}

/* A result is of one commit. */
static void put_checked(struct terminal *out, const struct results *results)
{
	bool failed;
	g_autofree char *rungs = results_rungs(results, &failed), *of = NULL;

	if (!results->commit)
		return;
	of = results->above ? g_strdup_printf(" (%.10s, %u commit%s before the last)",
					      results->commit, results->above,
					      results->above == 1 ? "" : "s") :
			      g_strdup("");
	terminal_put(out, failed ? COLOUR_OLD : COLOUR_NONE, "checked: %s%s\n", rungs, of);
}

static void put_head(struct terminal *out, const struct state *state)
{
	const struct branch *branch = state->branch;
	g_autofree char *numbers = numbers_of(branch);
	const char *release = release_of(branch);

	terminal_put(out, COLOUR_COMMIT, "%s: namespace %s, level %s\n",
		     branch->branch ? branch->branch : "HEAD, on no branch", branch->name,
		     level_of(branch));
	terminal_put(out, COLOUR_NONE, "base: %.12s%s%s%s%s%s\n", branch->base,
		     state->tag ? ", " : "", state->tag ? state->tag : "",
		     release ? ", Linux " : "", release ? release : "",
		     branch->moved ? " when it was made" : "");
	if (*numbers)
		terminal_put(out, COLOUR_NONE, "numbers: %s\n", numbers);
	put_checked(out, &state->results);
	terminal_put(out, COLOUR_NONE, "\n");
}

static void put_missing(struct terminal *out, const struct state *state)
{
	const struct matches *matches = state->matches;

	for (guint i = 0; i < matches->missing->len; i++) {
		gint k = g_array_index(matches->missing, gint, i);
		const struct past *made = state->branch->generated->pdata[k];
		g_autofree char *start = g_strdup_printf("%4d %-9s %.10s ", k + 1, "missing",
							 made->name);

		put_line(out, COLOUR_OLD, start, made->subject);
	}
	if (matches->reordered)
		put_prose(out, "The generated commits are not in the order in which they were made.");
}

static void put_version(struct terminal *out, const struct state *state)
{
	const struct branch *branch = state->branch;

	if (!branch->series) {
		put_prose(out,
			  "%s says what was generated here, so only the answer lines tell: lines that a hand changed in a generated commit, and commits that are missing, are not seen. 'nsgen rebase' makes it anew, and sees them.",
			  branch->branch ? "There is no refs/nsgen for this branch: nothing" :
					   "HEAD is on no branch: nothing");
	} else if (state->changed->len) {
		g_autofree char *first = g_strdup(state->changed->pdata[0]);

		put_prose(out,
			  "%u hook%s that wrote it %s changed since (%s%s); 'nsgen rebase' shows what that changes.",
			  state->changed->len, state->changed->len == 1 ? "" : "s",
			  state->changed->len == 1 ? "has" : "have", first,
			  state->changed->len == 1 ? "" : " …");
	} else {
		put_prose(out, "Its hooks are those of this nsgen, " NSGEN_VERSION ".");
	}
	if (branch->moved)
		put_prose(out, "It stands on another commit than the one it was generated for.");
}

static void put_clashes(struct terminal *out, const struct clashes *clashes)
{
	if (!clashes->found->len)
		return;
	terminal_put(out, COLOUR_OLD, "Its namespaces do not fit together:\n");
	for (guint i = 0; i < clashes->found->len; i++)
		put_line(out, COLOUR_OLD, "  ", clashes->found->pdata[i]);
	if (clashes->merge)
		put_prose(out,
			  "Merge %.12s is plain git's, which sees neither. Where it is the last commit, 'git reset --keep %.12s' takes it back, and 'nsgen merge' merges the branch that it brought, whose last commit is %.12s.",
			  clashes->merge, clashes->onto, clashes->from);
	terminal_put(out, COLOUR_NONE, "\n");
}

static void put_namespace(struct terminal *out, const struct state *state)
{
	put_head(out, state);
	for (guint i = 0; i < state->matches->commits->len; i++)
		put_commit(out, state->matches->commits->pdata[i]);
	put_missing(out, state);
	terminal_put(out, COLOUR_NONE, "\n");
}

static void put_state(struct terminal *out, const struct state *state)
{
	put_namespace(out, state);
	for (guint i = 0; state->others && i < state->others->len; i++)
		put_namespace(out, state->others->pdata[i]);
	put_clashes(out, &state->clashes);
	put_version(out, state);
	if (state->busy)
		put_prose(out, "git is in the middle of %s.", state->busy);
	if (state->dirty)
		put_prose(out, "%u file%s of the work tree %s uncommitted changes.", state->dirty,
			  state->dirty == 1 ? "" : "s", state->dirty == 1 ? "has" : "have");
}

/* ------------------------------------------------------------------ for programs */

static void json_commit(JsonBuilder *json, const struct matched *matched)
{
	json_builder_begin_object(json);
	json_member(json, "commit", matched->past->name);
	json_member(json, "subject", matched->past->subject);
	json_member(json, "origin", origin_name(matched->origin));
	if (matched->made >= 0) {
		json_number(json, "patch", matched->made + 1);
		json_number(json, "last", matched->last + 1);
	}
	json_builder_set_member_name(json, "reworded");
	json_builder_add_boolean_value(json, matched->reworded);
	json_number(json, "takes", matched->takes);
	json_builder_set_member_name(json, "files");
	json_builder_begin_array(json);
	for (guint i = 0; i < matched->files->len; i++) {
		const struct hand *hand = &g_array_index(matched->files, struct hand, i);

		json_builder_begin_object(json);
		json_member(json, "path", hand->path);
		json_number(json, "added", hand->lines.added);
		json_number(json, "removed", hand->lines.removed);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
	json_builder_end_object(json);
}

static void json_if(JsonBuilder *json, const char *name, const char *value)
{
	if (value)
		json_member(json, name, value);
}

static void json_checked(JsonBuilder *json, const struct results *results)
{
	JsonArray *checks = results->root ?
				    member_list(json_node_get_object(results->root), "checks") :
				    NULL;

	if (!checks)
		return;
	json_builder_set_member_name(json, "checked");
	json_builder_begin_object(json);
	json_member(json, "commit", results->commit);
	json_builder_set_member_name(json, "checks");
	json_builder_begin_array(json);
	for (guint i = 0; i < json_array_get_length(checks); i++)
		json_builder_add_value(json, json_array_dup_element(checks, i));
	json_builder_end_array(json);
	json_builder_end_object(json);
}

static void json_namespace(JsonBuilder *json, const struct state *state)
{
	const struct branch *branch = state->branch;

	json_if(json, "branch", branch->branch);
	json_member(json, "name", branch->name);
	json_member(json, "level", level_of(branch));
	json_member(json, "base", branch->base);
	json_member(json, "tip", branch->tip);
	json_if(json, "record", branch->record->name);
	json_builder_set_member_name(json, "numbers");
	json_builder_begin_object(json);
	for (int i = 0; i < NUMBERS; i++)
		json_if(json, number_words[i].option, number_of(branch, i));
	json_builder_end_object(json);
	json_builder_set_member_name(json, "commits");
	json_builder_begin_array(json);
	for (guint i = 0; i < state->matches->commits->len; i++)
		json_commit(json, state->matches->commits->pdata[i]);
	json_builder_end_array(json);
	json_builder_set_member_name(json, "missing");
	json_builder_begin_array(json);
	for (guint i = 0; i < state->matches->missing->len; i++)
		json_builder_add_int_value(
			json, g_array_index(state->matches->missing, gint, i) + 1);
	json_builder_end_array(json);
	json_builder_set_member_name(json, "changed_hooks");
	json_builder_begin_array(json);
	for (guint i = 0; i < state->changed->len; i++)
		json_builder_add_string_value(json, state->changed->pdata[i]);
	json_builder_end_array(json);
}

static void json_others(JsonBuilder *json, const struct state *state)
{
	json_builder_set_member_name(json, "others");
	json_builder_begin_array(json);
	for (guint i = 0; i < state->others->len; i++) {
		json_builder_begin_object(json);
		json_namespace(json, state->others->pdata[i]);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

static void put_json(const struct state *state)
{
	g_autoptr(JsonBuilder) json = json_builder_new();
	g_autofree char *text = NULL;

	json_builder_begin_object(json);
	json_namespace(json, state);
	if (state->others && state->others->len)
		json_others(json, state);
	json_builder_set_member_name(json, "clashes");
	json_builder_begin_array(json);
	for (guint i = 0; i < state->clashes.found->len; i++)
		json_builder_add_string_value(json, state->clashes.found->pdata[i]);
	json_builder_end_array(json);
	json_checked(json, &state->results);
	json_if(json, "busy", state->busy);
	json_number(json, "dirty", state->dirty);
	json_builder_end_object(json);
	text = json_print(json);
	fputs(text, stdout);
}

/* ------------------------------------------------------------------ the command */

static bool run_status(char **words, GError **err)
{
	g_auto(State) state = { NULL };
	g_autoptr(Terminal) terminal = NULL;
	const char *branch = words[0] ? words[0] : given.branch;

	if (words[0] && (words[1] || given.branch))
		return fail(err, STATUS_USAGE, "status takes one branch; omit '%s'",
			    words[1] ? words[1] : words[0]);
	if (!given_kernel(true, err) || !given_home(err) || !find_state(&state, branch, err))
		return false;
	if (given.json) {
		put_json(&state);
		return true;
	}
	terminal = terminal_open(git_says, err);
	if (!terminal)
		return false;
	put_state(terminal, &state);
	if (!terminal_show(terminal, err))
		return false;
	if (!given.name)
		given.name = g_strdup(state.branch->name);
	if (state.results.commit && !state.results.above)
		next_step("review", "see which lines are a hook's, and which a hand's");
	else
		next_step("check", "validate what is there");
	return true;
}

static const char *const examples[] = {
	"nsgen status --kernel=~/linux",
	"nsgen status ima-ns --kernel=~/linux --json",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	OPTION_KERNEL,
	OPTION_BRANCH("the branch (default: the one that is checked out)"),
	OPTION_JSON,
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command status_command = {
	.name = "status",
	.words = "[BRANCH]",
	.summary = "show what a namespace's branch has, and where a hand went in",
	.text = "Nothing is written. See Documentation/branch.md.",
	.examples = examples,
	.options = options,
	.run = run_status,
};
