// SPDX-License-Identifier: GPL-2.0-only
/*
 * refs/nsgen/BRANCH: what nsgen made a branch from, as a commit.
 *
 * Its tree has the files of the series, report.json among them. Its parent is the last generated
 * commit as it was made, so that git keeps all of them, whatever becomes of the branch. What else
 * it names in its message is a parent, too, for the same reason; among that are the records of
 * other namespaces on the branch, so that one ref has them all.
 */
#include "branch/record.h"
#include "branch/objects.h"
#include "branch/worktree.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/* As for a series in a directory. */
#define MOST_BYTES (8 << 20)

#define MESSAGE "nsgen: what this branch was made from"

/**
 * record_free() - free a record
 * @record: may be NULL
 */
void record_free(struct record *record)
{
	if (!record)
		return;
	g_free(record->name);
	g_free(record->last);
	g_free(record->other);
	g_free(record->chain);
	g_free(record->onto);
	g_clear_pointer(&record->also, g_ptr_array_unref);
	g_free(record);
}

static void also_free(gpointer data)
{
	struct also *also = data;

	g_free(also->name);
	g_free(also->record);
	g_free(also);
}

/**
 * record_add() - add another namespace of the branch
 * @record: the record
 * @name: the namespace
 * @hash: its record
 */
void record_add(struct record *record, const char *name, const char *hash)
{
	struct also *also = g_new0(struct also, 1);

	if (!record->also)
		record->also = g_ptr_array_new_with_free_func(also_free);
	also->name = g_strdup(name);
	also->record = g_strdup(hash);
	g_ptr_array_add(record->also, also);
}

static char *put_tree(const char *dir, const GPtrArray *names, char **blobs, const char *scratch,
		      GError **err)
{
	g_autofree char *index = g_build_filename(scratch, "record-index", NULL);
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < names->len; i++)
		g_ptr_array_add(entries, g_strdup_printf("100644,%s,%s", blobs[i],
							 (char *)names->pdata[i]));
	return objects_tree(dir, index, entries, err);
}

/* The series' files, and the description of the branch. */
static char *put_series(const struct pipeline *line, GError **err)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	const char *dir = line->tree->path;
	g_auto(GStrv) blobs = NULL;

	pipeline_files(line, names, texts);
	g_ptr_array_add(names, g_strdup(DESCRIPTION_FILE));
	g_ptr_array_add(texts, g_strdup(line->series->description));
	blobs = objects_blobs(dir, texts, line->scratch, err);
	return blobs ? put_tree(dir, names, blobs, line->scratch, err) : NULL;
}

static void add_parent(GPtrArray *words, const char *hash)
{
	for (guint i = 0; i < words->len; i++)
		if (!strcmp(words->pdata[i], hash))
			return;
	g_ptr_array_add(words, (gpointer)"-p");
	g_ptr_array_add(words, (gpointer)hash);
}

static char *put_commit(const char *dir, const char *tree, const struct record *what, GError **err)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_autoptr(GString) message = g_string_new(MESSAGE "\n");
	g_autofree char *errors = NULL;
	char *commit;
	int status;

	g_ptr_array_add(words, (gpointer)"commit-tree");
	g_ptr_array_add(words, (gpointer)tree);
	add_parent(words, what->last);
	if (what->other) {
		g_string_append_printf(message, "\nbefore %s", what->other);
		add_parent(words, what->other);
	}
	if (what->chain) {
		g_string_append_printf(message, "\nchain %s\nonto %s", what->chain, what->onto);
		add_parent(words, what->chain);
		add_parent(words, what->onto);
	}
	for (guint i = 0; what->also && i < what->also->len; i++) {
		const struct also *also = what->also->pdata[i];

		g_string_append_printf(message, "\nalso %s %s", also->name, also->record);
		add_parent(words, also->record);
	}
	g_ptr_array_add(words, (gpointer)"-m");
	g_ptr_array_add(words, message->str);
	g_ptr_array_add(words, NULL);
	commit = git_own(dir, (const char *const *)words->pdata, &status, &errors, err);
	return objects_named(commit, status, "write a commit", dir, errors, err);
}

/**
 * record_write() - write a record's commit, without a ref yet
 * @line: the pipeline after pipeline_series(), of a commit
 * @what: what it says besides the series; its name is not used
 * @err: STATUS_TREE: git cannot write to the repository
 *
 * Return: the commit's hash, a new string; or NULL.
 */
char *record_write(const struct pipeline *line, const struct record *what, GError **err)
{
	g_autofree char *tree = put_series(line, err);

	return tree ? put_commit(line->tree->path, tree, what, err) : NULL;
}

/**
 * record_again() - write a record's commit with the series of another one
 * @dir: the repository
 * @what: what it says; its name is that of the other one
 * @err: STATUS_TREE: git cannot write to the repository
 *
 * Return: the commit's hash, a new string; or NULL.
 */
char *record_again(const char *dir, const struct record *what, GError **err)
{
	g_autofree char *tree = g_strconcat(what->name, "^{tree}", NULL);

	return put_commit(dir, tree, what, err);
}

static char *take_hash(const char *message, const char *word)
{
	g_autofree char *pattern = g_strdup_printf("\n%s ([0-9a-f]{40,64})(?:\n|$)", word);

	return text_match(message, pattern, 1);
}

/* What the message of a record says. */
static void read_message(struct record *record, const char *message)
{
	g_auto(GStrv) lines = g_strsplit(message, "\n", -1);

	record->chain = take_hash(message, "chain");
	record->onto = take_hash(message, "onto");
	if (!record->onto)
		g_clear_pointer(&record->chain, g_free);
	for (char **line = lines; *line; line++) {
		static const char also[] = "^also ([a-z][a-z0-9_]*) ([0-9a-f]{40,64})$";
		g_autofree char *name = text_match(*line, also, 1);
		g_autofree char *hash = text_match(*line, also, 2);

		if (name)
			record_add(record, name, hash);
	}
}

/**
 * record_find() - find the record of a branch
 * @dir: the repository, untrusted
 * @ref: its full name
 * @err: git cannot be run, or STATUS_TREE: it is no record
 *
 * Return: a record, freed with record_free(); its members are NULL if there is no such ref.
 */
struct record *record_find(const char *dir, const char *ref, GError **err)
{
	const char *const there[] = { "rev-parse", "--quiet", "--verify", "--end-of-options", ref,
				      NULL };
	g_autoptr(Record) record = g_new0(struct record, 1);
	g_autofree char *name = NULL, *text = NULL, *errors = NULL;
	g_auto(GStrv) hashes = NULL;
	char *message;
	int status;

	name = git(dir, there, &status, NULL, err);
	if (!name)
		return NULL;
	if (status)
		return g_steal_pointer(&record);
	g_strchomp(name);
	const char *const show[] = { "log",    "--max-count=1",	   "--no-show-signature",
				     "--no-notes", "--no-color", "--format=%P%n%B",
				     "--end-of-options", name, "--", NULL };

	text = git(dir, show, &status, &errors, err);
	if (!text)
		return NULL;
	message = strchrnul(text, '\n');
	if (*message)
		*message++ = '\0';
	hashes = g_strsplit(text, " ", -1);
	if (status || !hashes[0] || !*hashes[0] || !g_str_has_prefix(message, MESSAGE)) {
		fail(err, STATUS_TREE,
		     "%s: not written by nsgen; 'git update-ref -d %s' takes it away", ref, ref);
		return NULL;
	}
	record->name = g_steal_pointer(&name);
	record->last = g_strdup(hashes[0]);
	read_message(record, message);
	record->other = take_hash(message, "before");
	/* An older nsgen has only this one, and does not name it. */
	if (!record->other && !record->chain && !record->also)
		record->other = g_strdup(hashes[1]);
	return g_steal_pointer(&record);
}

/* "100644 blob NAME SIZE\tFILE": only names that nsgen gives, which cannot lead anywhere else. */
static bool take_file(const char *dir, const char *line, const char *to, GError **err)
{
	g_autofree char *blob = text_match(line, "^100644 blob ([0-9a-f]+) +[0-9]+\t", 1);
	g_autofree char *size = text_match(line, "^100644 blob [0-9a-f]+ +([0-9]{1,9})\t", 1);
	g_autofree char *file = text_match(
		line, "\t([0-9]{4}-[A-Za-z0-9._-]+\\.patch|report\\.json)$", 1);
	const char *const words[] = { "cat-file", "blob", blob, NULL };
	g_autofree char *path = file ? g_build_filename(to, file, NULL) : NULL, *errors = NULL;
	g_autoptr(GString) text = NULL;
	int status;

	if (g_str_has_suffix(line, "\t" DESCRIPTION_FILE))
		return true;
	if (!blob || !file || !size || g_ascii_strtoull(size, NULL, 10) > MOST_BYTES)
		return fail(err, STATUS_TREE,
			    "%s: the record of the branch has a file that nsgen does not write",
			    dir);
	text = git_bytes(dir, words, &status, &errors, err);
	if (!text)
		return false;
	if (status)
		return objects_failed("read the record of the branch", dir, errors, err);
	return g_file_set_contents(path, text->str, text->len, err);
}

/**
 * record_files() - write the files of a record's series to a directory
 * @dir: the repository, untrusted
 * @record: the record
 * @to: the directory
 * @err: STATUS_TREE: they cannot be read
 */
bool record_files(const char *dir, const struct record *record, const char *to, GError **err)
{
	const char *const list[] = { "ls-tree", "-z", "-l", "--full-tree", record->name, NULL };
	g_autofree char *errors = NULL;
	g_autoptr(GString) out = NULL;
	int status;

	out = git_bytes(dir, list, &status, &errors, err);
	if (!out)
		return false;
	if (status)
		return objects_failed("read the record of the branch", dir, errors, err);
	for (const char *line = out->str; line < out->str + out->len; line += strlen(line) + 1)
		if (!take_file(dir, line, to, err))
			return false;
	return true;
}

/* Runs git where only its success is of interest. */
static bool succeeds(const char *dir, const char *const *words, bool *yes, GError **err)
{
	g_autofree char *out = NULL;
	int status;

	out = git(dir, words, &status, NULL, err);
	*yes = out && !status;
	return out;
}

static bool remove_ref(const char *dir, const char *ref, GError **err)
{
	const char *const words[] = { "update-ref", "-d", ref, NULL };
	g_autofree char *errors = NULL, *out = NULL;
	int status;

	out = git(dir, words, &status, &errors, err);
	return out && (!status || objects_failed("take away the record", dir, errors, err));
}

/* Where something is kept of a branch, under its name. */
static const char *const kept[] = { RECORD_REFS, PENDING_REFS, CHECKS_REFS };

/**
 * record_forget() - take away what is kept of a branch
 * @dir: the repository
 * @branch: its name
 * @there: set if there was a record
 * @err: STATUS_TREE: git cannot remove it
 */
bool record_forget(const char *dir, const char *branch, bool *there, GError **err)
{
	*there = false;
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++) {
		g_autofree char *ref = g_strconcat(kept[i], branch, NULL);
		const char *const words[] = { "show-ref", "--verify", "--quiet", "--", ref, NULL };
		bool is;

		if (!succeeds(dir, words, &is, err) || (is && !remove_ref(dir, ref, err)))
			return false;
		*there |= is && !strcmp(kept[i], RECORD_REFS);
	}
	return true;
}

/* The branch whose record it is, or NULL for another ref. */
static const char *branch_of(const char *ref)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		if (g_str_has_prefix(ref, kept[i]))
			return ref + strlen(kept[i]);
	return NULL;
}

/* Refs of records whose branch is not there; @branches gets those that are. */
static GPtrArray *find_orphans(const char *dir, GHashTable *branches, GError **err)
{
	static const char *const words[] = { "for-each-ref", "--format=%(refname)", RECORD_REFS,
					     PENDING_REFS,   CHECKS_REFS,	    BRANCH_REFS,
					     NULL };
	GPtrArray *orphans;
	g_autofree char *out = NULL;
	g_auto(GStrv) refs = NULL;
	int status;

	out = git(dir, words, &status, NULL, err);
	if (!out)
		return NULL;
	orphans = g_ptr_array_new_with_free_func(g_free);
	refs = g_strsplit(out, "\n", -1);
	for (char **ref = refs; *ref; ref++)
		if (g_str_has_prefix(*ref, BRANCH_REFS))
			g_hash_table_add(branches, g_strdup(*ref + strlen(BRANCH_REFS)));
	for (char **ref = refs; *ref; ref++) {
		const char *branch = branch_of(*ref);

		if (branch && !g_hash_table_contains(branches, branch))
			g_ptr_array_add(orphans, g_strdup(*ref));
	}
	return orphans;
}

/* When a ref's commit was made; 0 if there is none. */
static gint64 date_of(const char *dir, const char *ref)
{
	const char *const words[] = { "log", "--max-count=1", "--format=%ct", "--end-of-options",
				      ref, "--", NULL };
	g_autofree char *out = NULL;
	int status;

	out = git(dir, words, &status, NULL, NULL);
	return out && !status ? g_ascii_strtoll(out, NULL, 10) : 0;
}

/*
 * The branch that "git branch -m" made of one that had the record, or NULL. @renames are lines
 * "REF@{SECONDS} Branch: renamed refs/heads/OLD to refs/heads/NEW" of reflogs, newest first.
 */
static char *renamed_to(char **renames, const char *old, gint64 since, gint64 *when)
{
	static const char said[] = "Branch: renamed " BRANCH_REFS;
	g_autofree char *from = g_strdup_printf("%s%s to " BRANCH_REFS, said, old);

	for (char **line = renames; *line; line++) {
		const char *message = strstr(*line, said), *date = strstr(*line, "@{");

		if (!message || !date || !g_str_has_prefix(message, from))
			continue;
		*when = g_ascii_strtoll(date + 2, NULL, 10);
		/* An older one was of another branch that had the name. */
		return *when >= since ? g_strdup(message + strlen(from)) : NULL;
	}
	return NULL;
}

/* Both are there for a moment, unless one name is a directory of the other. */
static bool move_ref(const char *dir, const char *ref, const char *to, GError **err)
{
	g_autofree char *hash = git_commit(dir, ref, err), *errors = NULL, *out = NULL;
	size_t len = MIN(strlen(ref), strlen(to));
	bool within = !strncmp(ref, to, len) && (ref[len] == '/' || to[len] == '/');
	const char *const move[] = { "update-ref", "-m", "nsgen: git branch -m", to, hash, NULL };
	int status;

	if (!hash || (within && !remove_ref(dir, ref, err)))
		return false;
	out = git(dir, move, &status, &errors, err);
	return out && (!status || objects_failed("move the record", dir, errors, err)) &&
	       (within || remove_ref(dir, ref, err));
}

/* Several renames in a row lead to a branch that is there. */
static bool follow(const char *dir, const char *ref, char **renames, GHashTable *branches,
		   GError **err)
{
	gint64 when = date_of(dir, ref);
	const char *old = branch_of(ref);
	g_autofree char *prefix = g_strndup(ref, old - ref), *to = NULL;
	g_autofree char *branch = g_strdup(old);

	for (guint i = 0; branch && !g_hash_table_contains(branches, branch) && i < 100; i++) {
		g_autofree char *last = g_steal_pointer(&branch);

		branch = renamed_to(renames, last, when, &when);
	}
	if (!branch || !g_hash_table_contains(branches, branch))
		return true;
	/* The new name may have a record of its own by now. */
	to = g_strconcat(prefix, branch, NULL);
	return date_of(dir, to) > when || move_ref(dir, ref, to, err);
}

/**
 * record_follow() - let records go with branches that "git branch -m" has renamed
 * @dir: the repository
 * @err: STATUS_TREE: git cannot move one
 *
 * Reflogs know the renames.
 */
bool record_follow(const char *dir, GError **err)
{
	static const char *const words[] = { "log", "--walk-reflogs", "--all", "--date=unix",
					     "--format=%gd %gs",
					     "--grep-reflog=^Branch: renamed " BRANCH_REFS, "--",
					     NULL };
	g_autoptr(GHashTable) branches = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							       NULL);
	g_autoptr(GPtrArray) orphans = find_orphans(dir, branches, err);
	g_autofree char *out = NULL;
	g_auto(GStrv) renames = NULL;
	int status;

	if (!orphans || !orphans->len)
		return orphans;
	out = git(dir, words, &status, NULL, err);
	if (!out)
		return false;
	renames = g_strsplit(status ? "" : out, "\n", -1);
	for (guint i = 0; i < orphans->len; i++)
		if (!follow(dir, orphans->pdata[i], renames, branches, err))
			return false;
	return true;
}

/**
 * record_prune() - take away what is kept of branches that were deleted
 * @dir: the repository
 * @err: STATUS_TREE: git cannot remove one
 */
bool record_prune(const char *dir, GError **err)
{
	g_autoptr(GHashTable) branches = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							       NULL);
	g_autoptr(GPtrArray) orphans =
		record_follow(dir, err) ? find_orphans(dir, branches, err) : NULL;

	for (guint i = 0; orphans && i < orphans->len; i++)
		if (!remove_ref(dir, orphans->pdata[i], err))
			return false;
	return orphans;
}

/* The description in a record, or NULL. */
static char *description_of(const char *dir, const char *record)
{
	g_autofree char *object = g_strdup_printf("%s:" DESCRIPTION_FILE, record), *out = NULL;
	const char *const words[] = { "cat-file", "blob", object, NULL };
	int status;

	out = git(dir, words, &status, NULL, NULL);
	return out && !status ? g_steal_pointer(&out) : NULL;
}

/* A description that nobody has changed is brought up to date. */
static bool describe_anew(const char *dir, const char *branch, const char *old, const char *new,
			  GError **err)
{
	g_autofree char *key = g_strdup_printf("branch.%s.description", branch);
	const char *const get[] = { "config", "--local", "--null", "--get", key, NULL };
	g_autofree char *was = old ? description_of(dir, old) : NULL;
	g_autofree char *will = description_of(dir, new), *is = NULL, *out = NULL;
	const char *const set[] = { "config", "--local", "--replace-all", key, will, NULL };
	int status;

	is = git(dir, get, &status, NULL, err);
	if (!is)
		return false;
	if (!will || status || !was || strcmp(g_strchomp(is), g_strchomp(was)))
		return true;
	out = git(dir, set, &status, NULL, err);
	return out;
}

/* Is the branch's record that of a merge? */
static bool of_merge(const char *dir, const struct record *record, bool *merge, GError **err)
{
	*merge = !g_strcmp0(record->onto, record->other);
	for (guint i = 0; record->also && i < record->also->len; i++) {
		const struct also *also = record->also->pdata[i];
		g_autoptr(Record) other = record_find(dir, also->record, err);

		if (!other)
			return false;
		*merge |= !g_strcmp0(other->onto, record->other);
	}
	return true;
}

/* A merge that has ended is on the branch: its first parent is where the branch was. */
static bool has_merged(const char *dir, const char *was, const char *tip, bool *ended, GError **err)
{
	g_autofree char *range = g_strdup_printf("%s..%s", was, tip), *out = NULL;
	const char *const words[] = { "log",	  "--first-parent", "--reverse", "--merges",
				      "--no-show-signature", "--format=%P%n%B", range, "--", NULL };
	int status;

	out = git(dir, words, &status, NULL, err);
	*ended = out && !status && g_str_has_prefix(out, was) && strstr(out, "\nNsgen: ");
	return out;
}

/* Has a rebase of the branch ended, other than by "git rebase --abort"? */
static bool has_ended(const char *dir, const struct record *next, const char *tip, bool *ended,
		      GError **err)
{
	const char *was = next->other;
	const char *const words[] = { "merge-base", "--is-ancestor", was, tip, NULL };
	bool below, merge;

	if (!of_merge(dir, next, &merge, err))
		return false;
	if (merge)
		return has_merged(dir, was, tip, ended, err);
	if (!succeeds(dir, words, &below, err))
		return false;
	*ended = !below;
	return true;
}

/**
 * record_settle() - pick up a rebase or a merge that has ended since, by nsgen or by git
 * @dir: the repository
 * @branch: the branch's name
 * @tip: its commit
 * @err: STATUS_TREE: git cannot move the record
 *
 * If the branch is where it was, or has grown from there, the rebase was taken back.
 */
bool record_settle(const char *dir, const char *branch, const char *tip, GError **err)
{
	g_autofree char *pending = g_strconcat(PENDING_REFS, branch, NULL);
	g_autofree char *ref = g_strconcat(RECORD_REFS, branch, NULL);
	g_autoptr(Record) next = record_find(dir, pending, err), now = NULL;
	const char *busy;
	bool ended;

	if (!next)
		return false;
	if (!next->name || !next->other)
		return true;
	if (!has_ended(dir, next, tip, &ended, err))
		return false;
	if (!ended) {
		/* It may have stopped at a conflict. */
		if (!worktree_busy(dir, &busy, err))
			return false;
		return busy || remove_ref(dir, pending, err);
	}
	now = record_find(dir, ref, err);
	const char *const move[] = { "update-ref", "-m", "nsgen", ref, next->name, NULL };

	if (!now || !describe_anew(dir, branch, now->name, next->name, err) ||
	    !succeeds(dir, move, &ended, err))
		return false;
	return (ended || objects_failed("move the record", dir, ref, err)) &&
	       remove_ref(dir, pending, err);
}
