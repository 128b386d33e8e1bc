// SPDX-License-Identifier: GPL-2.0-only
/*
 * rebase: make the generated part of a branch anew, and carry what a hand did.
 *
 * The commits are made first, without anybody seeing them; then git rebase does the rest, with a
 * todo list of ours. Conflicts, --continue and --abort are git's own.
 */
#include "builtin/builtin.h"
#include "audit/uncovered.h"
#include "branch/commits.h"
#include "branch/refs.h"
#include "branch/renew.h"
#include "branch/todo.h"
#include "branch/worktree.h"
#include "lib/fs.h"
#include "onbranch/relevel.h"
#include "onbranch/renamed.h"
#include "stack/drop.h"
#include "tree/tree.h"

#include <stdio.h>
#include <string.h>

static char *onto, *new_name, *drop_name;
static gboolean dry_run;

/**
 * struct rebase - on the way to a rebased branch
 * @dir: the repository
 * @user: who rebases
 * @branch: the branch as it is
 * @matches: its commits
 * @request: what is generated
 * @notes: what the user should know
 * @line: the new series
 * @made: its commits, for the branch
 * @kept: the same with nsgen's own messages, for the record
 * @from: which old one each of them replaces
 * @authored: their authors and messages
 * @renaming: what becomes of the words of the old name, or NULL
 * @was: the generated commits as they were, a range
 * @left: words that have the old name as a part
 * @todo: for git rebase
 * @scratch: a directory
 */
struct rebase {
	char *dir;
	struct git_user *user;
	struct branch *branch;
	struct matches *matches;
	struct request request;
	GPtrArray *notes;
	struct pipeline *line;
	GPtrArray *made, *kept;
	GArray *from, *authored;
	struct renaming *renaming;
	char *was;
	GPtrArray *left;
	struct todo *todo;
	char *scratch;
};

static void rebase_clear(struct rebase *rebase)
{
	todo_free(rebase->todo);
	renaming_free(rebase->renaming);
	g_free(rebase->was);
	g_clear_pointer(&rebase->left, g_ptr_array_unref);
	g_clear_pointer(&rebase->authored, g_array_unref);
	g_clear_pointer(&rebase->from, g_array_unref);
	g_clear_pointer(&rebase->made, g_ptr_array_unref);
	g_clear_pointer(&rebase->kept, g_ptr_array_unref);
	pipeline_free(rebase->line);
	g_clear_pointer(&rebase->notes, g_ptr_array_unref);
	matches_free(rebase->matches);
	branch_free(rebase->branch);
	git_user_free(rebase->user);
	if (rebase->scratch)
		remove_tree(rebase->scratch);
	g_free(rebase->scratch);
	g_free(rebase->dir);
}

typedef struct rebase Rebase;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rebase, rebase_clear)

/* The last one of what is kept. */
static const char *tip_of(const struct rebase *rebase)
{
	return rebase->kept->pdata[rebase->kept->len - 1];
}

/* Those that nsgen merge brought would lose their records. */
static bool has_one(const struct rebase *rebase, GError **err)
{
	g_autofree char *ref = g_strconcat(RECORD_REFS, rebase->branch->branch, NULL);
	g_autoptr(Record) record = record_find(rebase->dir, ref, err);

	if (!record)
		return false;
	return (!record->also && !record->chain) ||
	       fail(err, STATUS_USAGE,
		    "%s: has a namespace that nsgen merge brought, which a rebase would take away; rebase each branch, and merge them again",
		    rebase->branch->branch);
}

static bool find_branch(struct rebase *rebase, const char *name, GError **err)
{
	rebase->dir = tree_place(given.kernel);
	if (!worktree_ready(rebase->dir, "rebase", !dry_run, err))
		return false;
	rebase->branch = branch_open(rebase->dir, name, given.name, err);
	if (!rebase->branch)
		return false;
	if (!rebase->branch->branch)
		return fail(err, STATUS_USAGE, "%s: HEAD is on no branch; name one", rebase->dir);
	if (!has_one(rebase, err))
		return false;
	if (!given.name)
		given.name = g_strdup(rebase->branch->name);
	rebase->user = git_user_open(rebase->dir, err);
	return rebase->user;
}

static char *range_of(const GPtrArray *history)
{
	const struct past *first = history->pdata[0], *last = history->pdata[history->len - 1];

	return g_strdup_printf("%s..%s", first->parent, last->name);
}

/* A message of the user's is the user's; next time it has to be known what nsgen's was. */
static bool keep_commits(struct rebase *rebase, GError **err)
{
	bool reworded = false;

	for (guint i = 0; i < rebase->authored->len; i++) {
		struct authored *authored = &g_array_index(rebase->authored, struct authored, i);

		reworded |= authored->message != NULL;
		g_clear_pointer(&authored->message, g_free);
	}
	rebase->kept = reworded ? commits_make(rebase->user, rebase->line, rebase->authored, err) :
				  g_ptr_array_ref(rebase->made);
	return rebase->kept;
}

/* Is it possible? Texts of a --conf are about one name. */
static bool check_name(const struct rebase *rebase, GError **err)
{
	const struct branch *branch = rebase->branch;
	const char *const words[] = { branch->branch, branch->name, new_name };

	if (onto)
		return fail(err, STATUS_USAGE,
			    "--rename and --onto are two steps; rename on the same base first");
	if (!strcmp(words[1], words[2]))
		return fail(err, STATUS_USAGE, "--rename=%s: %s has that name already", words[2],
			    words[0]);
	if (!branch->series && g_hash_table_contains(branch->answers->words, "conf"))
		return fail(err, STATUS_USAGE,
			    "%s: made with --conf, and without a record; 'nsgen rebase --conf=FILE' makes one",
			    words[0]);
	return given.conf || !branch->series ||
	       !g_hash_table_contains(branch->series->report->options, "conf") ||
	       fail(err, STATUS_USAGE, "%s: made with --conf for %s; give one for %s, too",
		    words[0], words[1], words[2]);
}

/* The branch as if its namespace had had the new name from the beginning. */
static bool rename_commits(struct rebase *rebase, GError **err)
{
	const struct series_read *series = rebase->branch->series;
	g_autoptr(Spec) spec = series ? NULL : spec_asked(rebase->branch->name, NULL,
							  rebase->request.home, err);

	if (!series && !spec)
		return false;
	rebase->renaming = rename_branch(rebase->branch, rebase->matches, rebase->user,
					 series ? series->report->spec : spec->keys, rebase->line,
					 rebase->left, err);
	return rebase->renaming;
}

/* The old generated part, and the new one. */
static bool make_commits(struct rebase *rebase, GError **err)
{
	struct request *request = &rebase->request;

	if (!given_request(request, err) || (new_name && !check_name(rebase, err)) ||
	    !renew_request(rebase->branch, request, rebase->scratch, err))
		return false;
	if (!rebase->branch->generated &&
	    !renew_generated(rebase->branch, rebase->user, request, err))
		return false;
	rebase->matches = match_commits(rebase->branch);
	rebase->was = range_of(rebase->branch->generated);
	request->base = onto ? onto : rebase->branch->base;
	if (new_name)
		request->name = new_name;
	if (!renew_numbers(request, rebase->notes, err))
		return false;
	rebase->line = pipeline_open(request, err);
	if (!rebase->line || !pipeline_run(rebase->line, err) ||
	    !uncovered_check(rebase->line, err) ||
	    !pipeline_series(rebase->line, err) || (new_name && !rename_commits(rebase, err)))
		return false;
	rebase->from = renew_from(rebase->branch, rebase->line);
	rebase->authored = renew_authored(rebase->matches, rebase->line, rebase->from);
	rebase->made = commits_make(rebase->user, rebase->line, rebase->authored, err);
	return rebase->made && keep_commits(rebase, err);
}

/* Then no generated commit corresponds to one of before. */
static bool other_level(const struct rebase *rebase)
{
	const struct branch *branch = rebase->branch;

	return !onto && given.level &&
	       strcmp(given.level, branch->series ? branch->series->report->level :
						    branch->answers->level);
}

static bool make_todo(struct rebase *rebase, GError **err)
{
	g_autoptr(GPtrArray) subjects = g_ptr_array_new();
	struct renewed renewed = { rebase->made, rebase->from, subjects };

	for (guint i = 0; i < rebase->line->series->patches->len; i++)
		g_ptr_array_add(subjects,
				((struct patch *)rebase->line->series->patches->pdata[i])->subject);
	rebase->todo = todo_make(rebase->user, rebase->branch, rebase->matches, &renewed,
				 rebase->scratch, err);
	return rebase->todo &&
	       (!other_level(rebase) ||
		relevel_todo(rebase->todo, rebase->user, rebase->branch, &renewed, rebase->scratch,
			     err));
}

static void say_notes(const struct rebase *rebase)
{
	for (guint i = 0; i < rebase->notes->len; i++)
		say("NUMBER", "%s", (char *)rebase->notes->pdata[i]);
	for (guint i = 0; rebase->todo && i < rebase->todo->notes->len; i++)
		say("NOTE", "%s", (char *)rebase->todo->notes->pdata[i]);
}

/* Words that have the old name as a part, in what the user did between two commits. */
static bool say_left(const struct rebase *rebase, const char *from, const char *to, GError **err)
{
	guint files;

	if (!rename_left(rebase->dir, rebase->renaming, from, to, rebase->left, err))
		return false;
	files = rebase->left->len;
	for (guint i = 0; i < files; i++)
		say("LEFT", "%s", (char *)rebase->left->pdata[i]);
	if (files)
		say("NOTE",
		    "%u word%s the old name as a part, and stay%s: change by hand what is the namespace's",
		    files, files == 1 ? " has" : "s have", files == 1 ? "s" : "");
	return true;
}

/* The same for the commits that git gets to pick from. */
static bool say_left_of_picked(const struct rebase *rebase, GError **err)
{
	const GPtrArray *made = rebase->branch->generated, *is = rebase->branch->commits;

	return say_left(rebase, ((struct past *)made->pdata[made->len - 1])->name,
			((struct past *)is->pdata[is->len - 1])->name, err);
}

/* The branch keeps its name, even if that is "ima-ns". */
static void say_name(const struct rebase *rebase, const char *old)
{
	g_autofree char *is = g_strconcat(old, "-ns", NULL);

	if (!strcmp(is, rebase->branch->branch))
		say("NOTE", "the branch keeps its name; 'git branch -m %s %s-ns' changes it", is,
		    new_name);
}

/* What the generated part becomes. */
static bool show(const struct rebase *rebase, GError **err)
{
	g_autofree char *new =
		g_strdup_printf("%s..%s", rebase->line->tree->commit, tip_of(rebase));
	const char *const words[] = { "range-diff", "--no-color", "--creation-factor=90",
				      rebase->was,  new,	  NULL };
	g_autofree char *out = NULL, *errors = NULL;
	int status;

	out = git(rebase->dir, words, &status, &errors, err);
	if (!out)
		return false;
	if (status)
		return fail(err, STATUS_TREE, "%s: git range-diff: exit status %d", rebase->dir,
			    status);
	fputs(out, stdout);
	printf("%s would have %u generated commits for Linux %s, %u hand edit%s and %u own commit%s; nothing was changed\n",
	       rebase->branch->branch, rebase->made->len, rebase->line->tree->release,
	       rebase->todo->amended, rebase->todo->amended == 1 ? "" : "s", rebase->todo->own,
	       rebase->todo->own == 1 ? "" : "s");
	return true;
}

/*
 * Nothing to change; but a branch that came by mail gets its record, and one whose number was given
 * now that was chosen before remembers that.
 */
static bool keep(const struct rebase *rebase, GError **err)
{
	const struct branch *branch = rebase->branch;
	const struct past *last = branch->generated->pdata[branch->generated->len - 1];
	g_autofree char *ref = g_strconcat(RECORD_REFS, branch->branch, NULL), *record = NULL;
	struct record what = { .last = last->name };

	if (!dry_run)
		record = record_write(rebase->line, &what, err);
	if (!dry_run &&
	    (!record ||
	     (g_strcmp0(record, branch->record->name) &&
	      !refs_move(rebase->user, ref, record,
			 branch->record->name ? branch->record->name : "", "nsgen rebase", err))))
		return false;
	if (!branch->record->name && !dry_run)
		printf("%s has what this nsgen generates for its base; %s was made\n",
		       branch->branch, ref);
	else
		printf("%s has what this nsgen generates for its base; nothing was changed\n",
		       branch->branch);
	return true;
}

/* The record of afterwards waits under another name until git has done its part. */
static bool put_pending(const struct rebase *rebase, GError **err)
{
	g_autofree char *ref = g_strconcat(PENDING_REFS, rebase->branch->branch, NULL);
	struct record what = { .last = (char *)tip_of(rebase), .other = rebase->branch->tip };
	g_autofree char *record = record_write(rebase->line, &what, err);

	return record && !interrupted(err) &&
	       refs_move(rebase->user, ref, record, NULL, "nsgen rebase", err);
}

static bool run_git(const struct rebase *rebase, int *status, GError **err)
{
	g_autofree char *path = g_build_filename(rebase->scratch, "todo", NULL);
	g_autofree char *quoted = g_shell_quote(path), *editor = g_strdup_printf("cp %s", quoted);
	const char *const words[] = { "-c",
				      "rebase.missingCommitsCheck=ignore",
				      "rebase",
				      "--quiet",
				      "--interactive",
				      "--no-autosquash",
				      "--no-autostash",
				      "--no-update-refs",
				      "--no-rebase-merges",
				      "--empty=drop",
				      "--onto",
				      rebase->line->tree->commit,
				      rebase->branch->base,
				      rebase->branch->branch,
				      NULL };

	const char *const variables[] = { "GIT_SEQUENCE_EDITOR", editor, NULL };

	return g_file_set_contents(path, rebase->todo->text->str, -1, err) &&
	       git_porcelain(rebase->dir, variables, words, status, err);
}

static bool finish(const struct rebase *rebase, int status, GError **err)
{
	g_autofree char *ref = g_strconcat(BRANCH_REFS, rebase->branch->branch, NULL);
	g_autofree char *tip = git_commit(rebase->dir, ref, err);
	const char *what;

	if (!tip || !worktree_busy(rebase->dir, &what, err))
		return false;
	if (rebase->renaming && !status && !say_left(rebase, tip_of(rebase), tip, err))
		return false;
	if (rebase->renaming && what && !say_left_of_picked(rebase, err))
		return false;
	if (what)
		return fail(err, STATUS_FOUND,
			    "%s: git stopped, and asks you: resolve it, then 'git rebase --continue'; 'git rebase --abort' takes all back",
			    rebase->branch->branch);
	if (!record_settle(rebase->dir, rebase->branch->branch, tip, err))
		return false;
	return !status ||
	       fail(err, STATUS_TREE, "git rebase: exit status %d; the branch is as it was",
		    status);
}

static bool rebase_branch(struct rebase *rebase, const char *name, GError **err)
{
	int status;
	bool same;

	rebase->notes = g_ptr_array_new_with_free_func(g_free);
	rebase->left = g_ptr_array_new_with_free_func(g_free);
	rebase->scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!rebase->scratch || !find_branch(rebase, name, err) || !make_commits(rebase, err) ||
	    !renew_same(rebase->branch, rebase->line->tree->commit, rebase->made, rebase->authored,
			&same, err))
		return false;
	if (same && !new_name)
		return keep(rebase, err);
	if (!make_todo(rebase, err))
		return false;
	say_notes(rebase);
	if (dry_run)
		return (!new_name || say_left_of_picked(rebase, err)) && show(rebase, err);
	if (!put_pending(rebase, err) || !run_git(rebase, &status, err) ||
	    !finish(rebase, status, err))
		return false;
	if (new_name)
		say_name(rebase, given.name);
	printf("%s: %u commits generated for Linux %s, %u hand edit%s and %u own commit%s carried\n",
	       rebase->branch->branch, rebase->made->len, rebase->line->tree->release,
	       rebase->todo->amended, rebase->todo->amended == 1 ? "" : "s", rebase->todo->own,
	       rebase->todo->own == 1 ? "" : "s");
	return true;
}

/**
 * rebase_preview() - show what a rebase onto the same base would change; nothing is written
 * @err: as for the command
 */
bool rebase_preview(GError **err)
{
	g_auto(Rebase) rebase = { NULL };

	dry_run = true;
	return rebase_branch(&rebase, given.branch, err);
}

static bool drop(const char *branch, GError **err)
{
	struct request request;

	given.name = g_strdup(drop_name);
	return given_request(&request, err) && drop_namespace(&request, branch, drop_name, err);
}

static bool run_rebase(char **words, GError **err)
{
	g_auto(Rebase) rebase = { NULL };
	const char *name = words[0] ? words[0] : given.branch;

	if (words[0] && (words[1] || given.branch))
		return fail(err, STATUS_USAGE, "rebase takes one branch; omit '%s'",
			    words[1] ? words[1] : words[0]);
	if (drop_name && (onto || new_name || dry_run || given.name || given.level || given.why ||
			  given.conf || given.except || numbers_given(&given.numbers)))
		return fail(err, STATUS_USAGE,
			    "--drop is a step of its own; omit the other options");
	if (!given_kernel(true, err) ||
	    !(drop_name ? drop(name, err) : rebase_branch(&rebase, name, err)))
		return false;
	next_step("status", "see what is in it");
	return true;
}

static const char *const examples[] = {
	"nsgen rebase ima-ns --onto=v7.3 --kernel=~/linux",
	"nsgen rebase --flag=0x20 --dry-run",
	"nsgen rebase --rename=audit",
	"nsgen rebase --drop=syslog",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	OPTION_KERNEL,
	OPTION_BRANCH("the branch (default: the one that is checked out)"),
	{ "onto", 0, 0, G_OPTION_ARG_FILENAME, &onto, "the new base (default: the old one)",
	  "COMMIT" },
	{ "drop", 0, 0, G_OPTION_ARG_STRING, &drop_name, "take one of several namespaces out",
	  "NAME" },
	{ "rename", 0, 0, G_OPTION_ARG_STRING, &new_name, "the new name of the namespace", "WORD" },
	OPTION_LEVEL,
	OPTION_CONF,
	OPTIONS_NUMBERS,
	OPTION_WHY,
	OPTION_SIGNOFF,
	OPTION_EXCEPT,
	{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, "only show what would change", NULL },
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command rebase_command = {
	.name = "rebase",
	.words = "[BRANCH]",
	.summary = "make the generated part of a branch anew, and carry the rest",
	.text = "git rebase does the work: --continue, --skip and --abort are git's. Answers\n"
		"that are not given stay as they were. See Documentation/branch.md.",
	.examples = examples,
	.options = options,
	.run = run_rebase,
};
