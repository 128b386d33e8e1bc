// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which commit of a branch comes from which generated one?
 *
 * A commit that changes the same lines is the generated one, wherever it stands now. Of the others
 * the subject tells, if the answer line is still there, or else the lines: a commit is made from
 * those generated ones with which it shares half of its lines, or half of theirs. Lines without a
 * letter, such as "}", are everywhere and do not count.
 */
#include "branch/match.h"
#include "lib/text.h"

#include <string.h>

/**
 * struct change - the changed lines of a diff
 * @lines: maps "PATH\n+TEXT" or "PATH\n-TEXT" to how often it is there
 * @telling: the number of lines that have a letter
 * @digest: of the lines in their order, without where they are
 */
struct change {
	GHashTable *lines;
	size_t telling;
	char *digest;
};

static void change_free(gpointer data)
{
	struct change *change = data;

	g_hash_table_unref(change->lines);
	g_free(change->digest);
	g_free(change);
}

static bool tells(const char *key)
{
	for (const char *text = strchr(key, '\n') + 2; *text; text++)
		if (g_ascii_isalnum(*text))
			return true;
	return false;
}

static guint count_of(GHashTable *lines, const char *key)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(lines, key));
}

/* "a/PATH" or "b/PATH" after "--- " or "+++ "; git puts a tab after a name with blanks. */
static char *path_of(const char *line)
{
	return g_strndup(line + 6, strcspn(line + 6, "\t"));
}

static void take_line(struct change *change, GChecksum *sum, const char *path, const char *line)
{
	char *key = g_strdup_printf("%s\n%s", path, line);

	g_checksum_update(sum, (const guchar *)key, strlen(key) + 1);
	change->telling += tells(key);
	g_hash_table_insert(change->lines, key,
			    GUINT_TO_POINTER(count_of(change->lines, key) + 1));
}

/* The line after "--- a/x" is "+++ b/x", and hunks say how many lines follow. */
static struct change *change_of(const char *diff)
{
	struct change *change = g_new0(struct change, 1);
	g_autoptr(GPtrArray) lines = text_lines(diff ? diff : "");
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree char *path = g_strdup("");
	int old = 0, new = 0;

	change->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (old > 0 || new > 0) {
			old -= *line == '-' || *line == ' ';
			new -= *line == '+' || *line == ' ';
			if (*line == '+' || *line == '-')
				take_line(change, sum, path, line);
		} else if (g_str_has_prefix(line, "@@ ")) {
			g_autoptr(GArray) hunks = diff_hunks(line);

			if (hunks->len) {
				old = g_array_index(hunks, struct hunk, 0).old_count;
				new = g_array_index(hunks, struct hunk, 0).new_count;
			}
		} else if (g_str_has_prefix(line, "--- a/") || g_str_has_prefix(line, "+++ b/")) {
			g_free(path);
			path = path_of(line);
		}
		/* What has no lines: a new mode, another name. */
		if (g_str_has_prefix(line, "old mode ") || g_str_has_prefix(line, "new mode ") ||
		    g_str_has_prefix(line, "deleted file "))
			g_checksum_update(sum, (const guchar *)line, -1);
	}
	change->digest = g_strdup(g_checksum_get_string(sum));
	return change;
}

static size_t shared(const struct change *a, const struct change *b)
{
	GHashTableIter iter;
	gpointer key, count;
	size_t both = 0;

	g_hash_table_iter_init(&iter, a->lines);
	while (g_hash_table_iter_next(&iter, &key, &count))
		if (tells(key))
			both += MIN(GPOINTER_TO_UINT(count), count_of(b->lines, key));
	return both;
}

static void hand_clear(gpointer data)
{
	g_free(((struct hand *)data)->path);
}

static void add_hand(GArray *files, const char *key, bool added, guint count)
{
	size_t len = strcspn(key, "\n");
	struct hand hand = { NULL };

	for (guint i = 0; i < files->len; i++) {
		struct hand *there = &g_array_index(files, struct hand, i);

		if (strlen(there->path) != len || strncmp(there->path, key, len))
			continue;
		*(added ? &there->lines.added : &there->lines.removed) += count;
		return;
	}
	hand.path = g_strndup(key, len);
	*(added ? &hand.lines.added : &hand.lines.removed) = count;
	g_array_append_val(files, hand);
}

/* Lines of one that the other has not: the sign tells whether a line is more or less then. */
static void add_rest(GArray *files, GHashTable *lines, GHashTable *without, bool ours)
{
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(lines), (GCompareFunc)strcmp);

	for (GList *key = keys; key; key = key->next) {
		guint count = count_of(lines, key->data);
		guint other = without ? count_of(without, key->data) : 0;

		if (count > other)
			add_hand(files, key->data, (strchr(key->data, '\n')[1] == '+') == ours,
				 count - other);
	}
}

static void add_all(GHashTable *sum, const struct change *change)
{
	GHashTableIter iter;
	gpointer key, count;

	g_hash_table_iter_init(&iter, change->lines);
	while (g_hash_table_iter_next(&iter, &key, &count))
		g_hash_table_insert(sum, g_strdup(key),
				    GUINT_TO_POINTER(count_of(sum, key) + GPOINTER_TO_UINT(count)));
}

/**
 * origin_name() - the word for it
 * @origin: what a commit is
 */
const char *origin_name(enum origin origin)
{
	static const char *const names[] = {
		[ORIGIN_OWN] = "own",		  [ORIGIN_MERGE] = "merge",
		[ORIGIN_GENERATED] = "generated", [ORIGIN_AMENDED] = "amended",
		[ORIGIN_PART] = "part",		  [ORIGIN_SQUASHED] = "squashed",
		[ORIGIN_UNKNOWN] = "generated",
	};

	return names[origin];
}

static void matched_free(gpointer data)
{
	struct matched *matched = data;

	g_array_unref(matched->files);
	g_free(matched);
}

/**
 * matches_free() - free matches
 * @matches: may be NULL
 */
void matches_free(struct matches *matches)
{
	if (!matches)
		return;
	g_ptr_array_unref(matches->commits);
	g_array_unref(matches->missing);
	g_free(matches);
}

/* What match_commits() works on: the changes of both sides. */
struct sides {
	const struct branch *branch;
	struct matches *matches;
	GPtrArray *made, *is;
};

static struct matched *commit_at(const struct sides *sides, guint i)
{
	return sides->matches->commits->pdata[i];
}

/* Does a commit come from this generated one already, or, if @whole, is it there as it was? */
static bool is_matched(const struct sides *sides, int made, bool whole)
{
	for (guint i = 0; i < sides->matches->commits->len; i++)
		if (commit_at(sides, i)->made == made &&
		    (!whole || commit_at(sides, i)->origin == ORIGIN_GENERATED))
			return true;
	return false;
}

/* The same lines first, then the same subject. */
static void match_same(struct sides *sides, bool lines)
{
	for (guint i = 0; i < sides->is->len; i++) {
		struct matched *matched = commit_at(sides, i);

		for (guint k = 0; k < sides->made->len && matched->made < 0; k++) {
			const struct past *made = sides->branch->generated->pdata[k];
			const struct change *one = sides->made->pdata[k],
					    *two = sides->is->pdata[i];

			if (matched->past->merge || is_matched(sides, k, false) ||
			    (lines ? strcmp(one->digest, two->digest) :
				     !matched->past->answers ||
					     strcmp(made->subject, matched->past->subject)))
				continue;
			matched->origin = lines ? ORIGIN_GENERATED : ORIGIN_AMENDED;
			matched->made = matched->last = k;
		}
	}
}

/* Parts of generated commits, and several in one. */
static void match_lines(struct sides *sides)
{
	for (guint i = 0; i < sides->is->len; i++) {
		struct matched *matched = commit_at(sides, i);
		const struct change *is = sides->is->pdata[i];
		int first = -1, last = -1, count = 0;

		if (matched->past->merge || matched->origin == ORIGIN_GENERATED)
			continue;
		for (guint k = 0; k < sides->made->len; k++) {
			const struct change *made = sides->made->pdata[k];
			size_t both = shared(is, made);

			if (!both || is_matched(sides, k, true) ||
			    (2 * both < is->telling && 2 * both < made->telling))
				continue;
			first = first < 0 ? (int)k : first;
			last = k;
			count++;
		}
		if (count > 1) {
			matched->origin = ORIGIN_SQUASHED;
			matched->made = first;
			matched->last = last;
		} else if (count && matched->made < 0) {
			matched->origin = ORIGIN_AMENDED;
			matched->made = matched->last = first;
		}
	}
}

/* A generated commit that several come from was split. */
static void find_parts(struct sides *sides)
{
	for (guint i = 0; i < sides->is->len; i++) {
		struct matched *matched = commit_at(sides, i);

		for (guint n = 0; n < sides->is->len; n++) {
			struct matched *other = commit_at(sides, n);

			if (n != i && matched->made >= 0 && matched->made == other->made &&
			    matched->origin == ORIGIN_AMENDED &&
			    (other->origin == ORIGIN_AMENDED || other->origin == ORIGIN_PART))
				matched->origin = ORIGIN_PART;
		}
	}
}

/* What a hand did: the commits that come from a generated one together, without its lines. */
static void find_hand(struct sides *sides, guint i)
{
	struct matched *matched = commit_at(sides, i);
	g_autoptr(GHashTable) made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) is = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	if (matched->origin == ORIGIN_OWN) {
		add_all(is, sides->is->pdata[i]);
		add_rest(matched->files, is, NULL, true);
		return;
	}
	if (matched->origin != ORIGIN_AMENDED && matched->origin != ORIGIN_PART &&
	    matched->origin != ORIGIN_SQUASHED)
		return;
	/* Of parts the last one says it. */
	for (guint n = 0; n < sides->is->len; n++) {
		const struct matched *other = commit_at(sides, n);

		if (n != i && (matched->origin != ORIGIN_PART || other->origin != ORIGIN_PART ||
			       other->made != matched->made))
			continue;
		if (n > i)
			return;
		add_all(is, sides->is->pdata[n]);
	}
	for (int k = matched->made; k <= matched->last; k++)
		add_all(made, sides->made->pdata[k]);
	add_rest(matched->files, is, made, true);
	add_rest(matched->files, made, is, false);
}

/* Generated lines that a commit of the user's takes away again. */
static void find_taken(struct sides *sides, guint i)
{
	struct matched *matched = commit_at(sides, i);
	const struct change *is = sides->is->pdata[i];
	GHashTableIter iter;
	gpointer key, count;

	g_hash_table_iter_init(&iter, is->lines);
	while (matched->origin == ORIGIN_OWN && g_hash_table_iter_next(&iter, &key, &count)) {
		g_autofree char *added = g_strdup(key);
		size_t generated = 0;

		if (!tells(key) || strchr(added, '\n')[1] != '-')
			continue;
		strchr(added, '\n')[1] = '+';
		for (guint k = 0; k < sides->made->len; k++)
			generated += count_of(((struct change *)sides->made->pdata[k])->lines,
					      added);
		matched->takes += MIN(generated, GPOINTER_TO_UINT(count));
	}
}

static void find_missing(struct sides *sides)
{
	int before = -1;

	for (guint i = 0; i < sides->is->len; i++) {
		const struct matched *matched = commit_at(sides, i);

		sides->matches->reordered |= matched->made >= 0 && matched->made < before;
		before = MAX(before, matched->made);
	}
	for (gint k = 0; k < (gint)sides->made->len; k++) {
		bool there = false;

		for (guint i = 0; i < sides->is->len; i++)
			there |= commit_at(sides, i)->made >= 0 &&
				 commit_at(sides, i)->made <= k && k <= commit_at(sides, i)->last;
		if (!there)
			g_array_append_val(sides->matches->missing, k);
	}
}

static GPtrArray *changes_of(const GPtrArray *history)
{
	GPtrArray *changes = g_ptr_array_new_with_free_func(change_free);

	for (guint i = 0; history && i < history->len; i++)
		g_ptr_array_add(changes, change_of(((struct past *)history->pdata[i])->diff));
	return changes;
}

/**
 * match_commits() - find out which commit of a branch comes from which generated one
 * @branch: the branch
 *
 * Without a record only the answer lines tell.
 *
 * Return: matches, freed with matches_free().
 */
struct matches *match_commits(const struct branch *branch)
{
	struct matches *matches = g_new0(struct matches, 1);
	g_autoptr(GPtrArray) made = changes_of(branch->generated);
	g_autoptr(GPtrArray) is = changes_of(branch->commits);
	struct sides sides = { .branch = branch, .matches = matches, .made = made, .is = is };

	matches->commits = g_ptr_array_new_with_free_func(matched_free);
	matches->missing = g_array_new(FALSE, FALSE, sizeof(gint));
	for (guint i = 0; i < branch->commits->len; i++) {
		struct matched *matched = g_new0(struct matched, 1);
		const struct past *past = branch->commits->pdata[i];

		matched->past = past;
		matched->made = matched->last = -1;
		matched->files = g_array_new(FALSE, FALSE, sizeof(struct hand));
		g_array_set_clear_func(matched->files, hand_clear);
		if (past->merge)
			matched->origin = ORIGIN_MERGE;
		else if (!branch->generated && past->answers &&
			 !strcmp(past->answers->name, branch->name))
			matched->origin = ORIGIN_UNKNOWN;
		g_ptr_array_add(matches->commits, matched);
	}
	match_same(&sides, true);
	match_same(&sides, false);
	match_lines(&sides);
	find_parts(&sides);
	for (guint i = 0; i < is->len; i++) {
		struct matched *matched = commit_at(&sides, i);

		if (matched->made >= 0)
			matched->reworded =
				strcmp(matched->past->message,
				       ((struct past *)branch->generated->pdata[matched->made])
					       ->message);
		find_hand(&sides, i);
		find_taken(&sides, i);
	}
	find_missing(&sides);
	return matches;
}
