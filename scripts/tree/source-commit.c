// SPDX-License-Identifier: GPL-2.0-only
/*
 * A tree that is a commit of a git repository; nothing is checked out.
 *
 * One "git ls-tree" lists the files, and one "git cat-file --batch" returns their contents on
 * demand. The result is the same as for a checkout: links are followed inside the tree, and a
 * submodule is an empty directory. Filters and line endings set in .gitattributes are not applied:
 * no kernel has any.
 */
#include "tree/source.h"
#include "tree/git.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* The kernel's limit on symbolic links in a path. */
#define LINKS_MAX 40

/**
 * struct batch - a running "git cat-file --batch"
 * @child: the process
 * @runs: the process has been started
 * @buffer: output that has not been consumed yet
 * @at: the start of that output
 * @have: the end of that output
 * @broken: the process no longer answers
 * @why: its stderr, cut off after enough for a message
 */
struct batch {
	struct child child;
	char buffer[1 << 16];
	size_t at, have;
	bool runs, broken;
	GString *why;
};

/**
 * struct commit - the source
 * @source: its operations
 * @repository: the path of the repository
 * @name: the full hash of the commit
 * @listing: "100644 blob NAME\tPATH", each followed by a NUL byte
 * @entries: maps each path to its line in @listing; includes directories
 * @paths: storage for the paths of directories
 * @lock: protects @batch, which all threads share
 * @batch: see struct batch
 */
struct commit {
	struct source source;
	char *repository, *name;
	GString *listing;
	GHashTable *entries;
	GStringChunk *paths;
	GMutex lock;
	struct batch batch;
};

/* ------------------------------------------------------------------ reading from git */

/* git would block if nobody read its stderr. */
static bool hear(struct batch *batch)
{
	char words[512];
	ssize_t got = TEMP_FAILURE_RETRY(read(batch->child.err, words, sizeof(words)));

	if (got > 0 && batch->why->len < sizeof(words))
		g_string_append_len(batch->why, words, got);
	return got > 0;
}

/* End of output means that git has ended; it has printed the reason on stderr before. */
static bool fill(struct batch *batch)
{
	struct pollfd pipes[] = { { .fd = batch->child.out, .events = POLLIN },
				  { .fd = batch->child.err, .events = POLLIN } };
	ssize_t got;

	do {
		while (poll(pipes, G_N_ELEMENTS(pipes), -1) < 0)
			;
		if (pipes[1].revents && !hear(batch))
			pipes[1].fd = -1;
	} while (!pipes[0].revents);
	got = TEMP_FAILURE_RETRY(read(batch->child.out, batch->buffer, sizeof(batch->buffer)));
	batch->at = 0;
	batch->have = got > 0 ? got : 0;
	return got > 0;
}

/* Consumes that many bytes; @text may be NULL. */
static bool take(struct batch *batch, size_t count, GString *text)
{
	while (count) {
		size_t some;

		if (batch->at == batch->have && !fill(batch))
			return false;
		some = MIN(count, batch->have - batch->at);
		if (text)
			g_string_append_len(text, batch->buffer + batch->at, some);
		batch->at += some;
		count -= some;
	}
	return true;
}

static bool take_line(struct batch *batch, char *line, size_t size)
{
	for (size_t len = 0; len < size; len++) {
		if (batch->at == batch->have && !fill(batch))
			return false;
		line[len] = batch->buffer[batch->at++];
		if (line[len] == '\n') {
			line[len] = '\0';
			return true;
		}
	}
	return false;
}

static bool ask(struct batch *batch, const char *name)
{
	g_autofree char *line = g_strconcat(name, "\n", NULL);
	const char *rest = line;

	while (*rest) {
		ssize_t put = TEMP_FAILURE_RETRY(write(batch->child.in, rest, strlen(rest)));

		if (put < 0)
			return false;
		rest += put;
	}
	return true;
}

/* git answers "NAME blob SIZE", the contents and a newline; or "NAME missing". */
static bool take_blob(struct batch *batch, const char *name, size_t most, GString *text,
		      bool *there)
{
	char line[128];
	guint64 size;
	size_t len = strlen(name);

	if (!ask(batch, name) || !take_line(batch, line, sizeof(line)))
		return false;
	if (strncmp(line, name, len) || !g_str_has_prefix(line + len, " blob ") ||
	    !g_ascii_string_to_unsigned(line + len + strlen(" blob "), 10, 0, G_MAXSSIZE - 1, &size,
					NULL)) {
		g_string_append(batch->why, line);
		return false;
	}
	*there = size <= most;
	return take(batch, size, *there ? text : NULL) && take(batch, 1, NULL);
}

/* git does not check that a loose object matches its name. Bulk scans skip the check as well. */
static bool is_named(const char *name, size_t most, const GString *text)
{
	g_autofree char *is = NULL;

	if (most <= SOURCE_TOO_LONG)
		return true;
	is = git_blob_name(text->str, text->len, strlen(name));
	return !strcmp(is, name);
}

static bool unread(const struct commit *commit, const char *path, const char *why, GError **err)
{
	if (interrupted(err))
		return false;
	g_set_error(
		err, NSGEN_UNREAD, STATUS_TREE,
		"%s: cannot be read in %s (%.*s); run git fsck, or in a partial clone fetch it first",
		path, commit->repository, (int)strcspn(why, "\n"), why);
	return false;
}

static bool read_blob(struct commit *commit, const char *path, const char *name, size_t most,
		      GString *text, bool *there, GError **err)
{
	struct batch *batch = &commit->batch;
	bool known;

	g_mutex_lock(&commit->lock);
	known = !batch->broken && take_blob(batch, name, MIN(most, SOURCE_TOO_LONG), text, there);
	batch->broken = !known;
	g_mutex_unlock(&commit->lock);
	if (!known)
		return unread(commit, path, batch->why->len ? batch->why->str : name, err);
	if (!*there)
		return most <= SOURCE_TOO_LONG || unread(commit, path, g_strerror(EFBIG), err);
	return is_named(name, most, text) ||
	       unread(commit, path, "its content does not match its name", err);
}

/* ------------------------------------------------------------------ looking up paths */

/* The kind of the entry itself; links are not followed. */
static enum seen kind_of(const char *entry)
{
	if (g_str_has_prefix(entry, "100"))
		return SEEN_FILE;
	if (g_str_has_prefix(entry, "120"))
		return SEEN_LINK;
	return SEEN_DIRECTORY;
}

/* "100644 blob NAME\tPATH" */
static char *name_of(const char *entry)
{
	const char *name = strchr(strchr(entry, ' ') + 1, ' ') + 1;

	return g_strndup(name, strcspn(name, "\t"));
}

/* Puts the components of a path before those that are still to be walked. */
static void push(GQueue *todo, const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);

	for (guint i = g_strv_length(parts); i; i--)
		if (*parts[i - 1] && strcmp(parts[i - 1], "."))
			g_queue_push_head(todo, g_strdup(parts[i - 1]));
}

static bool go_up(GString *at)
{
	char *slash = strrchr(at->str, '/');

	if (!at->len)
		return false;
	g_string_truncate(at, slash ? slash - at->str : 0);
	return true;
}

/**
 * walk() - follow a path through all links
 * @commit: the tree
 * @todo: components, consumed
 * @entry: gets the entry, or NULL
 * @inside: gets whether the path stays in the tree
 * @err: a link cannot be read
 */
static bool walk(struct commit *commit, GQueue *todo, const char **entry, bool *inside,
		 GError **err)
{
	g_autoptr(GString) at = g_string_new(NULL), target = g_string_new(NULL);
	int links = 0;

	*inside = true;
	*entry = NULL;
	while (!g_queue_is_empty(todo)) {
		g_autofree char *part = g_queue_pop_head(todo), *name = NULL;
		size_t len = at->len;
		bool there;

		if (!strcmp(part, "..")) {
			*inside = go_up(at);
			*entry = NULL;
			if (!*inside)
				return true;
			continue;
		}
		g_string_append_printf(at, "%s%s", len ? "/" : "", part);
		*entry = g_hash_table_lookup(commit->entries, at->str);
		if (!*entry || (kind_of(*entry) == SEEN_FILE && !g_queue_is_empty(todo))) {
			*entry = NULL;
			return true;
		}
		if (kind_of(*entry) != SEEN_LINK)
			continue;
		name = name_of(*entry);
		g_string_truncate(target, 0);
		if (!read_blob(commit, at->str, name, SIZE_MAX, target, &there, err))
			return false;
		*entry = NULL;
		*inside = *target->str != '/';
		if (!*inside || ++links > LINKS_MAX)
			return true;
		g_string_truncate(at, len);
		push(todo, target->str);
	}
	return true;
}

static bool find(struct commit *commit, const char *path, const char **entry, bool *inside,
		 GError **err)
{
	GQueue todo = G_QUEUE_INIT;
	bool ok;

	*inside = true;
	*entry = g_hash_table_lookup(commit->entries, path);
	if (*entry && kind_of(*entry) != SEEN_LINK)
		return true;
	push(&todo, path);
	ok = walk(commit, &todo, entry, inside, err);
	g_queue_clear_full(&todo, g_free);
	return ok;
}

static bool behind(struct source *source, const char *link, enum seen *kind, bool *inside,
		   GError **err)
{
	const char *entry;

	if (!find((struct commit *)source, link, &entry, inside, err))
		return false;
	*kind = entry ? kind_of(entry) : SEEN_NOTHING;
	return true;
}

/*
 * A link out of a directory may lead to a file on this machine, but the target of a link out of a
 * commit is unknown.
 */
static bool find_inside(struct commit *commit, const char *path, const char **entry, GError **err)
{
	bool inside;

	if (!find(commit, path, entry, &inside, err))
		return false;
	if (inside)
		return true;
	g_set_error(err, NSGEN_UNREAD, STATUS_TREE,
		    "%s: reached through a symbolic link that leads out of the commit", path);
	return false;
}

static bool look(struct source *source, const char *path, enum seen *kind, GError **err)
{
	const char *entry;

	if (!find_inside((struct commit *)source, path, &entry, err))
		return false;
	*kind = entry ? kind_of(entry) : SEEN_NOTHING;
	return true;
}

static bool read_text(struct source *source, const char *path, size_t most, GString *text,
		      bool *there, GError **err)
{
	struct commit *commit = (struct commit *)source;
	g_autofree char *name = NULL;
	const char *entry;

	*there = false;
	g_string_truncate(text, 0);
	if (!find_inside(commit, path, &entry, err))
		return false;
	if (!entry)
		return true;
	if (kind_of(entry) == SEEN_DIRECTORY) {
		g_set_error(err, NSGEN_UNREAD, STATUS_TREE, "%s: cannot be read (%s)", path,
			    g_strerror(EISDIR));
		return false;
	}
	name = name_of(entry);
	return read_blob(commit, path, name, most, text, there, err);
}

/* In git's order, in which git can also read the files quickly. */
static bool list(struct source *source, GPtrArray *files, GPtrArray *links, GError **err)
{
	const GString *listing = ((struct commit *)source)->listing;

	(void)err;
	for (const char *line = listing->str; line < listing->str + listing->len;
	     line += strlen(line) + 1) {
		const char *path = strchr(line, '\t') + 1;
		enum seen kind = kind_of(line);

		if (kind != SEEN_DIRECTORY && *path != '.' && !strstr(path, "/."))
			g_ptr_array_add(kind == SEEN_FILE ? files : links, g_strdup(path));
	}
	return true;
}

static void add_pattern(GPtrArray *words, const char *pattern)
{
	g_ptr_array_add(words, *pattern == '!' ? g_strconcat(":(exclude)", pattern + 1, NULL) :
						 g_strdup(pattern));
}

static bool holding(struct source *source, const GPtrArray *strings, const char *const *where,
		    GHashTable **files, GError **err)
{
	static const char *const grep[] = {
		"grep",	       "--no-color",	       "--no-recurse-submodules",
		"--full-name", "--files-with-matches", "--null",
		"--text",      "--fixed-strings",      NULL
	};
	struct commit *commit = (struct commit *)source;
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *errors = NULL;
	GString *out;
	int status;

	for (size_t i = 0; grep[i]; i++)
		g_ptr_array_add(words, g_strdup(grep[i]));
	for (guint i = 0; i < strings->len; i++) {
		g_ptr_array_add(words, g_strdup("-e"));
		g_ptr_array_add(words, g_strdup(strings->pdata[i]));
	}
	g_ptr_array_add(words, g_strdup(commit->name));
	g_ptr_array_add(words, g_strdup("--"));
	for (; where && *where; where++)
		add_pattern(words, *where);
	g_ptr_array_add(words, NULL);
	out = git_bytes(commit->repository, (const char *const *)words->pdata, &status, &errors,
			err);
	if (!out)
		return false;
	/* If git cannot read a file, it prints an error and continues. */
	if (status > 1 || *errors) {
		*strchrnul(errors, '\n') = '\0';
		g_set_error(err, NSGEN_UNREAD, STATUS_TREE,
			    "%s: git grep cannot search commit %s (%s)", commit->repository,
			    commit->name, errors);
		g_string_free(out, TRUE);
		return false;
	}
	*files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	/* COMMIT:PATH, each followed by a NUL byte */
	for (size_t at = 0; at < out->len; at += strlen(out->str + at) + 1)
		if (strchr(out->str + at, ':'))
			g_hash_table_add(*files, g_strdup(strchr(out->str + at, ':') + 1));
	g_string_free(out, TRUE);
	return true;
}

/* ------------------------------------------------------------------ opening and closing */

/* Adds the directories that contain a path. */
static void add_directories(struct commit *commit, const char *path)
{
	g_autofree char *dir = g_strdup(path);

	for (char *slash; (slash = strrchr(dir, '/'));) {
		*slash = '\0';
		if (g_hash_table_contains(commit->entries, dir))
			return;
		g_hash_table_insert(commit->entries, g_string_chunk_insert(commit->paths, dir),
				    (gpointer) "040000 tree");
	}
}

static bool take_listing(struct commit *commit, GError **err)
{
	const char *const words[] = { "ls-tree", "-r", "-z", "--full-tree", commit->name, NULL };
	g_autofree char *errors = NULL;
	int status;

	commit->listing = git_bytes(commit->repository, words, &status, &errors, err);
	if (!commit->listing)
		return false;
	if (status) {
		*strchrnul(errors, '\n') = '\0';
		return fail(err, STATUS_TREE, "%s: git cannot list commit %s (%s)",
			    commit->repository, commit->name, errors);
	}
	for (char *line = commit->listing->str; line < commit->listing->str + commit->listing->len;
	     line += strlen(line) + 1) {
		char *tab = strchr(line, '\t');

		if (!tab)
			return fail(err, STATUS_BUG, "git ls-tree: unexpected output '%.40s'",
				    line);
		g_hash_table_insert(commit->entries, tab + 1, line);
		add_directories(commit, tab + 1);
	}
	return true;
}

static void free_commit(struct source *source)
{
	struct commit *commit = (struct commit *)source;

	/* git ends when its input is closed; any remaining output is dropped. */
	if (commit->batch.runs)
		run_end(&commit->batch.child);
	g_string_free(commit->batch.why, TRUE);
	g_hash_table_unref(commit->entries);
	g_string_chunk_free(commit->paths);
	if (commit->listing)
		g_string_free(commit->listing, TRUE);
	g_free(commit->repository);
	g_free(commit->name);
	g_mutex_clear(&commit->lock);
	g_free(commit);
}

/**
 * source_commit() - the files of a commit
 * @repository: a git repository, untrusted
 * @name: the commit's hash, as returned by git_commit()
 * @err: STATUS_TREE: git cannot read it
 *
 * Return: the source, freed with source_free(), or NULL.
 */
struct source *source_commit(const char *repository, const char *name, GError **err)
{
	static const struct source_ops ops = {
		.look = look,
		.read = read_text,
		.list = list,
		.behind = behind,
		.holding = holding,
		.free = free_commit,
	};
	static const char *const batch[] = { "cat-file", "--batch", NULL };
	struct commit *commit = g_new0(struct commit, 1);

	commit->source.ops = &ops;
	commit->repository = g_strdup(repository);
	commit->name = g_strdup(name);
	commit->entries = g_hash_table_new(g_str_hash, g_str_equal);
	commit->paths = g_string_chunk_new(4096);
	g_mutex_init(&commit->lock);
	commit->batch.why = g_string_new(NULL);
	commit->batch.runs = take_listing(commit, err) &&
			     git_start(repository, batch, &commit->batch.child, err);
	if (commit->batch.runs)
		return &commit->source;
	free_commit(&commit->source);
	return NULL;
}
