// SPDX-License-Identifier: GPL-2.0-only
/*
 * Replace files of a tree: all of them or none.
 *
 * No system call replaces twenty files at once, so it is done as in a database. The new files are
 * written to a directory in the tree, followed by a journal that says what happens to which file.
 * When all of that is on disk, each new file is exchanged with the one that it replaces. The
 * directory then has the old files, and is removed when everything is in place. So:
 *
 * - On an error along the way (a full disk, a directory that is not ours), everything is undone.
 * - If the run is killed before the journal is complete, nothing has happened, and the next run
 *   removes the directory.
 * - If it is killed later, by a power failure for example, the next run reads the journal and
 *   finishes: each file is in its old or its new state, and its digest says which.
 * - If somebody saves a file at the same moment, that version ends up in the directory, does not
 *   have the expected digest, and is put back.
 *
 * The journal is stored in the tree and is not trusted: it names paths in the tree, files next to
 * itself and digests. Nothing outside the tree is touched except a series that is prepared under
 * OUT and has the digest in the journal.
 */
#include "tree/transaction.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "tree/journal.h"
#include "tree/outdir.h"
#include "tree/safe-path.h"
#include "tree/swap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAGE ".nsgen-apply"
#define JOURNAL "journal"

/* @digest is NULL if there is no such file. */
static bool digest_of_path(const char *path, char **digest, GError **err)
{
	g_autofree char *text = NULL;

	*digest = NULL;
	if (!seen_text(STATUS_USAGE, path, NULL, &text, NULL, err))
		return false;
	*digest = fs_digest(text);
	return true;
}

/* Identifies OUT without storing its path in the tree. */
static char *place_of(const char *out)
{
	char *real = realpath(out, NULL);
	char *digest = fs_digest(real ? real : out);

	free(real);
	return digest;
}

static char *series_dir(const struct hold *hold, const char *name, const char *release)
{
	return g_build_filename(hold->out, name, release, NULL);
}

static char *series_report(const struct hold *hold, const char *name, const char *release)
{
	return g_build_filename(hold->out, name, release, REPORT_FILE, NULL);
}

/* ------------------------------------------------------------------ carrying out the journal */

static bool make_directory(const struct hold *hold, const char *path, GError **err)
{
	int dir, status;

	if (!path_parent(hold->root, path, &dir, err))
		return false;
	status = dir < 0 ? -1 : mkdirat(dir, path_name(path), 0777);
	if (status && dir >= 0 && errno == EEXIST)
		status = 0;
	if (status)
		fail(err, STATUS_USAGE, "%s: cannot be created (%s)", path, g_strerror(errno));
	if (dir >= 0) {
		fsync(dir);
		close(dir);
	}
	return !status;
}

static bool make_directories(const struct hold *hold, const struct journal *journal, GError **err)
{
	for (guint i = 0; i < journal->make->len; i++)
		if (!make_directory(hold, journal->make->pdata[i], err))
			return false;
	return true;
}

static void remove_directory(const struct hold *hold, const char *path)
{
	int dir;

	if (!path_parent(hold->root, path, &dir, NULL) || dir < 0)
		return;
	/* A directory that is not empty, for example after a build, stays. */
	unlinkat(dir, path_name(path), AT_REMOVEDIR);
	fsync(dir);
	close(dir);
}

static bool files_forward(const struct hold *hold, int stage, const struct journal *journal,
			  GError **err)
{
	for (guint i = 0; i < journal->entries->len; i++) {
		const struct journal_entry *entry = journal->entries->pdata[i];
		g_autofree char *number = g_strdup_printf("%u", i);
		bool ok;
		int dir;

		if (!path_parent(hold->root, entry->path, &dir, err))
			return false;
		/* A killed run has already removed the file, with its directory. */
		if (dir < 0 && !entry->after)
			continue;
		if (dir < 0)
			return fail(err, STATUS_TREE, "%s: its directory no longer exists",
				    entry->path);
		ok = swap_forward(stage, entry, number, dir, err);
		fsync(dir);
		close(dir);
		if (!ok)
			return false;
	}
	for (guint i = 0; i < journal->entries->len; i++) {
		g_autofree char *number = g_strdup_printf("%u", i);

		if (!swap_displaced(stage, journal->entries->pdata[i], number, err))
			return false;
	}
	return true;
}

static bool series_forward(const struct hold *hold, const struct journal *journal, GError **err)
{
	for (guint i = 0; i < journal->series->len; i++) {
		const char *name = journal->series->pdata[i], *want = journal->reports->pdata[i];
		g_autofree char *dir = series_dir(hold, name, journal->release);
		g_autofree char *next = series_dir(hold, name, NEXT_SERIES);
		g_autofree char *report = series_report(hold, name, journal->release);
		g_autofree char *next_report = series_report(hold, name, NEXT_SERIES);
		g_autofree char *is = NULL, *waits = NULL;
		int lock;
		bool ok;

		if (!digest_of_path(report, &is, err) || !digest_of_path(next_report, &waits, err))
			return false;
		if (!g_strcmp0(is, want))
			continue;
		if (g_strcmp0(waits, want))
			return fail(
				err, STATUS_USAGE,
				"%s: not the series that was to replace it; 'nsgen generate' writes it again",
				dir);
		lock = outdir_lock(dir, err);
		if (lock < 0)
			return false;
		ok = swap_directories(next, dir);
		if (!ok)
			fail(err, STATUS_USAGE, "%s: cannot be replaced (%s)", dir,
			     g_strerror(errno));
		outdir_unlock(lock);
		if (!ok)
			return false;
	}
	return true;
}

static bool all_back(const struct hold *hold, int stage, const struct journal *journal)
{
	bool ok = true;

	for (guint i = 0; i < journal->series->len; i++) {
		const char *name = journal->series->pdata[i];
		g_autofree char *dir = series_dir(hold, name, journal->release);
		g_autofree char *next = series_dir(hold, name, NEXT_SERIES);
		g_autofree char *report = series_report(hold, name, journal->release);
		g_autofree char *is = NULL;

		ok &= digest_of_path(report, &is, NULL);
		/* If the series was already exchanged, the old one is at @next now. */
		if (!g_strcmp0(is, journal->reports->pdata[i]) &&
		    g_file_test(next, G_FILE_TEST_IS_DIR))
			ok &= swap_directories(next, dir);
	}
	/* A killed run may already have removed directories. */
	for (guint i = journal->remove->len; i-- > 0;)
		ok &= make_directory(hold, journal->remove->pdata[i], NULL);
	for (guint i = journal->entries->len; i-- > 0;) {
		const struct journal_entry *entry = journal->entries->pdata[i];
		g_autofree char *number = g_strdup_printf("%u", i);
		int dir;

		if (!path_parent(hold->root, entry->path, &dir, NULL))
			ok = false;
		else if (dir >= 0) {
			ok &= swap_backward(stage, entry, number, dir);
			fsync(dir);
			close(dir);
		}
	}
	for (guint i = journal->make->len; i-- > 0;)
		remove_directory(hold, journal->make->pdata[i]);
	return ok;
}

static void drop_next(const struct hold *hold, const GPtrArray *series)
{
	for (guint i = 0; i < series->len; i++) {
		g_autofree char *next = series_dir(hold, series->pdata[i], NEXT_SERIES);

		remove_tree(next);
	}
}

/* The journal is removed first: without it the other files mean nothing. */
static void drop_stage(const struct hold *hold, int stage)
{
	g_autofree char *path = g_build_filename(hold->tree, STAGE, NULL);

	unlinkat(stage, JOURNAL, 0);
	fsync(stage);
	remove_tree(path);
	fsync(hold->root);
}

static void hold_signals(bool hold)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

/*
 * Carries out the journal from its current state to the end; if that fails, back to the beginning.
 */
static bool carry_out(const struct hold *hold, int stage, const struct journal *journal,
		      GError **err)
{
	bool ok, back = true;

	hold_signals(true);
	ok = make_directories(hold, journal, err) && files_forward(hold, stage, journal, err) &&
	     series_forward(hold, journal, err);
	if (!ok)
		back = all_back(hold, stage, journal);
	for (guint i = 0; ok && i < journal->remove->len; i++)
		remove_directory(hold, journal->remove->pdata[i]);
	if (ok || back) {
		drop_stage(hold, stage);
		drop_next(hold, journal->series);
	}
	hold_signals(false);
	if (!ok && !back && err && *err) {
		g_autofree char *message = g_strdup_printf(
			"%s; %s could not be undone: fix this and run the same command again to finish",
			(*err)->message, journal->what);

		g_free((*err)->message);
		(*err)->message = g_steal_pointer(&message);
	}
	return ok;
}

/* ------------------------------------------------------------------ preparing the stage */

static bool write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left) {
		ssize_t done = TEMP_FAILURE_RETRY(write(fd, text, left));

		if (done < 0)
			return false;
		text += done;
		left -= done;
	}
	return !fsync(fd);
}

/* Creates a file in the stage, with mode and owner of the file that it will replace. */
static bool stage_file(int stage, const char *name, const char *text, const struct stat *like)
{
	int fd = openat(stage, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	bool ok = fd >= 0 && write_all(fd, text);
	int why;

	if (ok && like) {
		/*
		 * Only root can change the owner, and only root needs to: other users replace
		 * their own files.
		 */
		if (fchown(fd, like->st_uid, like->st_gid))
			ok = geteuid();
		ok = ok && !fchmod(fd, like->st_mode & 07777);
	}
	why = errno;
	if (fd >= 0 && close(fd))
		return false;
	errno = why;
	return ok;
}

static bool stage_change(const struct hold *hold, int stage, const struct change *change,
			 const char *number, GError **err)
{
	struct stat st;
	bool ok = true;
	int dir, why;

	if (!path_parent(hold->root, change->path, &dir, err))
		return false;
	if (change->before && dir >= 0 &&
	    fstatat(dir, path_name(change->path), &st, AT_SYMLINK_NOFOLLOW))
		ok = false;
	if (ok && dir >= 0 && faccessat(dir, ".", W_OK | X_OK, AT_EACCESS))
		ok = false;
	if (ok && change->after)
		ok = stage_file(stage, number, change->after, change->before ? &st : NULL);
	why = errno;
	if (dir >= 0)
		close(dir);
	return ok ? true :
		    fail(err, STATUS_USAGE, "%s: cannot be replaced (%s); nothing was changed",
			 change->path, g_strerror(why));
}

static void copy_list(GPtrArray *to, const GPtrArray *from)
{
	for (guint i = 0; from && i < from->len; i++)
		g_ptr_array_add(to, g_strdup(from->pdata[i]));
}

static struct journal *journal_of(const struct hold *hold, const struct changes *changes,
				  GError **err)
{
	g_autoptr(Journal) journal = journal_new();

	journal->what = g_strdup(changes->what);
	journal->release = g_strdup(changes->release);
	journal->out = place_of(hold->out);
	for (guint i = 0; i < changes->files->len; i++) {
		const struct change *change = &g_array_index(changes->files, struct change, i);
		struct journal_entry *entry = g_new0(struct journal_entry, 1);

		entry->path = g_strdup(change->path);
		entry->before = fs_digest(change->before);
		entry->after = fs_digest(change->after);
		g_ptr_array_add(journal->entries, entry);
	}
	copy_list(journal->make, changes->make);
	copy_list(journal->remove, changes->remove);
	copy_list(journal->series, changes->series);
	for (guint i = 0; i < journal->series->len; i++) {
		g_autofree char *report =
			series_report(hold, journal->series->pdata[i], NEXT_SERIES);
		char *digest;

		if (!digest_of_path(report, &digest, err))
			return NULL;
		g_ptr_array_add(journal->reports, digest ? digest : g_strdup(""));
	}
	return g_steal_pointer(&journal);
}

static bool stage_all(const struct hold *hold, int stage, const struct changes *changes,
		      const struct journal *journal, GError **err)
{
	g_autofree char *text = journal_print(journal);

	for (guint i = 0; i < changes->files->len; i++) {
		g_autofree char *number = g_strdup_printf("%u", i);

		if (!stage_change(hold, stage, &g_array_index(changes->files, struct change, i),
				  number, err))
			return false;
	}
	if (!stage_file(stage, JOURNAL ".new", text, NULL) || fsync(stage))
		return fail(err, STATUS_USAGE, "%s: cannot be written (%s); nothing was changed",
			    hold->tree, g_strerror(errno));
	if (interrupted(err))
		return false;
	if (renameat(stage, JOURNAL ".new", stage, JOURNAL) || fsync(stage) || fsync(hold->root))
		return fail(err, STATUS_USAGE, "%s: cannot be written (%s); nothing was changed",
			    hold->tree, g_strerror(errno));
	return true;
}

/**
 * transaction_run() - change a tree, all or nothing
 * @hold: the tree
 * @changes: the changes
 * @err: STATUS_USAGE: the tree cannot be written; STATUS_TREE: somebody else has changed a file
 */
bool transaction_run(const struct hold *hold, const struct changes *changes, GError **err)
{
	g_autoptr(Journal) journal = journal_of(hold, changes, err);
	bool ok;
	int stage;

	if (!journal) {
		drop_next(hold, changes->series);
		return false;
	}
	if (mkdirat(hold->root, STAGE, 0700))
		return fail(err, STATUS_USAGE, "%s: cannot be written (%s); nothing was changed",
			    hold->tree, g_strerror(errno));
	stage = openat(hold->root, STAGE, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (stage < 0)
		return fail(err, STATUS_USAGE, "%s/" STAGE ": %s", hold->tree, g_strerror(errno));
	ok = stage_all(hold, stage, changes, journal, err);
	if (ok) {
		ok = carry_out(hold, stage, journal, err);
	} else {
		drop_stage(hold, stage);
		drop_next(hold, journal->series);
	}
	close(stage);
	return ok;
}

/*
 * ------------------------------------------------------------------ recovering from a killed run
 */

static bool finish(const struct hold *hold, int stage, GError **err)
{
	g_autofree char *text = NULL, *place = place_of(hold->out);
	g_autoptr(Journal) journal = NULL;

	if (!path_read_at(stage, JOURNAL, STAGE "/" JOURNAL, &text, err))
		return false;
	if (!text) {
		drop_stage(hold, stage);
		return true;
	}
	journal = journal_parse(text);
	if (!journal)
		return fail(
			err, STATUS_TREE,
			STAGE
			"/" JOURNAL
			": not written by nsgen; if you know why it is there, remove " STAGE);
	if (journal->series->len && strcmp(journal->out, place))
		return fail(
			err, STATUS_USAGE,
			"%s: '%.40s' was interrupted here and must be finished first; give the --out that it had",
			hold->tree, journal->what);
	if (!carry_out(hold, stage, journal, err))
		return false;
	say("FINISH", "%s", journal->what);
	return true;
}

static bool finish_interrupted(const struct hold *hold, GError **err)
{
	int stage = openat(hold->root, STAGE, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	bool ok;

	if (stage < 0 && errno == ENOENT)
		return true;
	if (stage < 0)
		return fail(err, STATUS_TREE, STAGE ": not written by nsgen (%s); move it away",
			    g_strerror(errno));
	ok = finish(hold, stage, err);
	close(stage);
	return ok;
}

static int lock(const char *path, GError **err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		fail(err, STATUS_USAGE, "%s: cannot be opened (%s)", path, g_strerror(errno));
	} else if (flock(fd, LOCK_EX | LOCK_NB)) {
		fail(err, STATUS_USAGE,
		     "%s: another 'nsgen apply' or 'nsgen remove' is running here; try again when it has finished",
		     path);
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool same_place(int fd, const char *path)
{
	struct stat one, two;

	return !fstat(fd, &one) && !stat(path, &two) && one.st_dev == two.st_dev &&
	       one.st_ino == two.st_ino;
}

/**
 * hold_take() - lock a tree against other nsgen runs, and finish what a killed run has left
 * @tree: its path
 * @out: the directory of series
 * @err: STATUS_USAGE: another run holds the lock; or as for transaction_run()
 *
 * Return: the lock, released with hold_free(), or NULL.
 */
struct hold *hold_take(const char *tree, const char *out, GError **err)
{
	g_autoptr(Hold) hold = g_new0(struct hold, 1);

	hold->tree = g_strdup(tree);
	hold->out = g_strdup(out);
	hold->lock = -1;
	hold->root = lock(tree, err);
	if (hold->root < 0)
		return NULL;
	if (!same_place(hold->root, out))
		hold->lock = lock(out, err);
	if ((hold->lock < 0 && !same_place(hold->root, out)) || !finish_interrupted(hold, err))
		return NULL;
	return g_steal_pointer(&hold);
}

/**
 * hold_free() - release the lock on a tree
 * @hold: may be NULL
 */
void hold_free(struct hold *hold)
{
	if (!hold)
		return;
	if (hold->lock >= 0)
		close(hold->lock);
	if (hold->root >= 0)
		close(hold->root);
	g_free(hold->tree);
	g_free(hold->out);
	g_free(hold);
}

/**
 * transaction_settled() - is the tree free of an interrupted transaction?
 * @tree: a tree's path
 * @err: STATUS_TREE: it is not
 */
bool transaction_settled(const char *tree, GError **err)
{
	g_autofree char *journal = g_build_filename(tree, STAGE, JOURNAL, NULL);
	enum seen kind;

	if (!seen_kind(STATUS_TREE, journal, STAGE "/" JOURNAL, &kind, err))
		return false;
	if (kind == SEEN_NOTHING)
		return true;
	return fail(
		err, STATUS_TREE,
		"%s: 'nsgen apply' or 'nsgen remove' was interrupted here; run it again to finish",
		tree);
}
