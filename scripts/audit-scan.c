// SPDX-License-Identifier: GPL-2.0-only
/*
 * The whole tree, once, on all processors.
 *
 * Nearly all files name no namespace at all. To see that quickly is what this file is for: one search for all needles at once, that
 * looks at every fourth byte (Wu and Manber, 1994); only what it stops at is read closer.
 */
#include "audit.h"
#include "error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No source file is that long; what is may be a disk image that somebody left there. */
#define TOO_LONG (64 << 20)

/* So many files are taken at a time: few enough that the threads end together. */
#define BATCH 32

/**
 * struct search - many needles at once
 * @needles: strings
 * @shortest: length of the shortest
 * @shift: for each pair of bytes how far the window can move on; 0: a needle may end its window here
 * @first: for each pair of bytes the first needle, or -1
 * @next: for each needle the next one of the same pair
 */
struct search {
	GPtrArray *needles;
	size_t shortest;
	guint8 shift[65536];
	gint16 first[65536];
	gint16 *next;
};

static unsigned int pair(const char *p)
{
	return (guint8)p[0] << 8 | (guint8)p[1];
}

static struct search *search_new(GPtrArray *needles)
{
	struct search *search = g_new0(struct search, 1);

	search->needles = needles;
	search->next = g_new0(gint16, needles->len);
	search->shortest = 255;
	for (guint i = 0; i < needles->len; i++)
		search->shortest = MIN(search->shortest, strlen(needles->pdata[i]));
	memset(search->shift, search->shortest - 1, sizeof(search->shift));
	memset(search->first, -1, sizeof(search->first));
	for (guint i = 0; i < needles->len; i++) {
		const char *needle = needles->pdata[i];

		for (size_t at = 0; at + 2 <= search->shortest; at++) {
			guint8 *shift = &search->shift[pair(needle + at)];

			*shift = MIN(*shift, search->shortest - 2 - at);
		}
		search->next[i] = search->first[pair(needle + search->shortest - 2)];
		search->first[pair(needle + search->shortest - 2)] = i;
	}
	return search;
}

static void search_free(struct search *search)
{
	g_ptr_array_unref(search->needles);
	g_free(search->next);
	g_free(search);
}

static bool found_at(const struct search *search, const char *start, const char *end, unsigned int block)
{
	for (int i = search->first[block]; i >= 0; i = search->next[i]) {
		const char *needle = search->needles->pdata[i];
		size_t len = strlen(needle);

		if (len <= (size_t)(end - start) && !memcmp(start, needle, len))
			return true;
	}
	return false;
}

static bool search_has(const struct search *search, const char *text, size_t len)
{
	const char *end = text + len;
	const char *p;

	if (len < search->shortest)
		return false;
	for (p = text + search->shortest - 2; p + 2 <= end;) {
		unsigned int block = pair(p);
		guint8 shift = search->shift[block];

		if (shift) {
			p += shift;
			continue;
		}
		if (found_at(search, p + 2 - search->shortest, end, block))
			return true;
		p++;
	}
	return false;
}

/* Directories are not followed through links: a tree's own link may lead out of it. */
static void list_dir(const char *path, const char *rel, GPtrArray *files)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (!dir)
		return;
	while ((entry = readdir(dir))) {
		g_autofree char *child = NULL, *full = NULL;
		unsigned char type = entry->d_type;
		struct stat st;

		if (*entry->d_name == '.')
			continue;
		child = *rel ? g_strconcat(rel, "/", entry->d_name, NULL) : g_strdup(entry->d_name);
		if (type == DT_REG) {
			g_ptr_array_add(files, g_steal_pointer(&child));
			continue;
		}
		full = g_strconcat(path, "/", entry->d_name, NULL);
		if (type == DT_UNKNOWN && !lstat(full, &st))
			type = S_ISREG(st.st_mode) ? DT_REG : S_ISDIR(st.st_mode) ? DT_DIR : DT_UNKNOWN;
		if (type == DT_REG)
			g_ptr_array_add(files, g_steal_pointer(&child));
		else if (type == DT_DIR)
			list_dir(full, child, files);
	}
	closedir(dir);
}

/**
 * struct work - what the threads share
 * @root: the tree
 * @over: the directory in front of it, or -1
 * @theirs: the files that are in that directory
 * @names: the tree's namespaces
 * @search: what files are searched for
 * @files: all files
 * @next: the first that nobody has taken
 */
struct work {
	int root, over;
	GHashTable *theirs;
	const struct names *names;
	const struct search *search;
	GPtrArray *files;
	gint next;
};

/* What a series changes or adds is read from where it was applied. */
static void list_over(const struct tree *tree, GPtrArray *files, struct work *work)
{
	g_autoptr(GPtrArray) some = g_ptr_array_new_with_free_func(g_free);

	work->over = open(tree->over, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	list_dir(tree->over, "", some);
	for (guint i = 0; i < some->len; i++) {
		const char *file = some->pdata[i];
		g_autofree char *path = g_build_filename(tree->path, file, NULL);

		g_hash_table_add(work->theirs, g_strdup(file));
		if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
			g_ptr_array_add(files, g_strdup(file));
	}
}

struct buffer {
	char *text;
	size_t size;
};

static ssize_t read_all(int fd, struct buffer *buffer, size_t want)
{
	size_t have = 0;

	if (buffer->size < want + 1) {
		buffer->size = MAX(want + 1, 2 * buffer->size);
		g_free(buffer->text);
		buffer->text = g_malloc(buffer->size);
	}
	while (have < want) {
		ssize_t got = read(fd, buffer->text + have, want - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		have += got;
	}
	buffer->text[have] = '\0';
	return have;
}

static void scan_file(const struct work *work, const char *file, struct buffer *buffer, GHashTable *memo, struct finds *finds)
{
	int dir = g_hash_table_contains(work->theirs, file) ? work->over : work->root;
	int fd = openat(dir, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	ssize_t len = -1;

	if (fd < 0)
		return;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size < TOO_LONG)
		len = read_all(fd, buffer, st.st_size);
	close(fd);
	if (len < 0)
		return;
	finds->files++;
	finds->bytes += len;
	/* A zero byte: no text. */
	if (search_has(work->search, buffer->text, len) && !memchr(buffer->text, 0, len))
		sites_find(work->names, memo, file, buffer->text, len, finds);
}

static gpointer scan_some(gpointer data)
{
	struct work *work = data;
	struct finds *finds = finds_new();
	g_autoptr(GHashTable) memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	struct buffer buffer = { NULL, 0 };

	for (;;) {
		guint from = g_atomic_int_add(&work->next, BATCH);

		if (from >= work->files->len)
			break;
		for (guint i = from; i < MIN(from + BATCH, work->files->len); i++)
			scan_file(work, work->files->pdata[i], &buffer, memo, finds);
	}
	g_free(buffer.text);
	return finds;
}

static int by_place(gconstpointer a, gconstpointer b)
{
	const struct site *one = *(struct site *const *)a, *two = *(struct site *const *)b;
	int order = strcmp(one->file, two->file);

	if (!order)
		order = (one->start > two->start) - (one->start < two->start);
	return order ? order : strcmp(one->name, two->name);
}

static int by_member(gconstpointer a, gconstpointer b)
{
	const struct member *one = *(struct member *const *)a, *two = *(struct member *const *)b;
	int order = strcmp(one->key, two->key);

	if (!order)
		order = strcmp(one->file, two->file);
	return order ? order : (one->start > two->start) - (one->start < two->start);
}

/**
 * scan() - find the sites of a tree
 * @tree: the tree
 * @names: its namespaces
 * @err: STATUS_TREE
 *
 * Return: finds for finds_free(), sorted, the same whatever the number of processors; or NULL.
 */
struct finds *scan(const struct tree *tree, const struct names *names, GError **err)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	struct search *search = search_new(names_needles(names));
	g_autoptr(GHashTable) theirs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct work work = { .over = -1, .theirs = theirs, .names = names, .search = search, .files = files };
	guint count = CLAMP(g_get_num_processors(), 1, 16);
	struct finds *all = finds_new();
	g_autofree GThread **threads = g_new0(GThread *, count);

	work.root = open(tree->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (work.root < 0) {
		fail(err, STATUS_TREE, "%s: cannot be read (%s)", tree->path, g_strerror(errno));
		search_free(search);
		finds_free(all);
		return NULL;
	}
	list_dir(tree->path, "", files);
	if (tree->over)
		list_over(tree, files, &work);
	for (guint i = 0; i < count; i++)
		threads[i] = g_thread_new("scan", scan_some, &work);
	for (guint i = 0; i < count; i++) {
		struct finds *some = g_thread_join(threads[i]);

		g_ptr_array_extend_and_steal(all->sites, g_steal_pointer(&some->sites));
		g_ptr_array_extend_and_steal(all->members, g_steal_pointer(&some->members));
		all->files += some->files;
		all->bytes += some->bytes;
		finds_free(some);
	}
	close(work.root);
	if (work.over >= 0)
		close(work.over);
	search_free(search);
	g_ptr_array_sort(all->sites, by_place);
	g_ptr_array_sort(all->members, by_member);
	return all;
}
