// SPDX-License-Identifier: GPL-2.0-only
/*
 * Search for many words at once, in texts that mostly have none of them.
 *
 * Each word is reduced to a window as long as the shortest word, at its end, which differs most
 * from other text. Blocks of three bytes are looked up, just close enough that each window contains
 * a whole one; most blocks of a text are in no window. This is the idea of Wu and Manber ("A fast
 * algorithm for multi-pattern searching", 1994) with steps of a constant length, for which the CPU
 * need not wait.
 */
#include "lib/multi-search.h"

#include <string.h>

#define BLOCK 3
#define BUCKETS (1 << 13)

/**
 * struct needle - one of the words
 * @text: not owned
 * @len: its length
 * @skip: number of bytes before its window
 * @next: the next needle of the same bucket, or -1
 */
struct needle {
	const char *text;
	size_t len;
	size_t skip;
	int next;
};

/**
 * struct search - words that are searched for
 * @strings: the words
 * @needles: the same words as struct needle
 * @window: length of the shortest
 * @block: number of bytes that are looked up: BLOCK, or fewer if @window is shorter
 * @step: distance from one block to the next
 * @offsets: for each bucket, the set of offsets in a window at which its blocks occur; a bucket is
 * a hash of a block
 * @first: for each bucket, a needle whose window begins with such a block, or -1
 */
struct search {
	GPtrArray *strings;
	struct needle *needles;
	size_t window, block, step;
	guint32 offsets[BUCKETS];
	gint16 first[BUCKETS];
};

static unsigned int bucket(const struct search *search, const char *p)
{
	guint32 block = (guint8)p[0];

	if (search->block > 1)
		block |= (guint32)(guint8)p[1] << 8;
	if (search->block > 2)
		block |= (guint32)(guint8)p[2] << 16;
	return block * 2654435761U >> 19;
}

static void add(struct search *search, int i)
{
	struct needle *needle = &search->needles[i];
	const char *window = needle->text + needle->skip;

	for (size_t at = 0; at < search->step; at++)
		search->offsets[bucket(search, window + at)] |= 1U << at;
	needle->next = search->first[bucket(search, window)];
	search->first[bucket(search, window)] = i;
}

/**
 * search_new() - prepare a search
 * @strings: the words; freed with the search
 *
 * Return: a search for search_free(), or NULL if there is no word, or an empty one.
 */
struct search *search_new(GPtrArray *strings)
{
	g_autoptr(Search) search = g_new0(struct search, 1);

	search->strings = strings;
	search->needles = g_new0(struct needle, strings->len + 1);
	/* The number of offsets that fit into a set. */
	search->window = strings->len ? 32 : 0;
	for (guint i = 0; i < strings->len; i++) {
		search->needles[i].text = strings->pdata[i];
		search->needles[i].len = strlen(strings->pdata[i]);
		search->window = MIN(search->window, search->needles[i].len);
	}
	if (!search->window)
		return NULL;
	search->block = MIN(BLOCK, search->window);
	search->step = search->window - search->block + 1;
	memset(search->first, -1, sizeof(search->first));
	for (guint i = 0; i < strings->len; i++) {
		search->needles[i].skip = search->needles[i].len - search->window;
		add(search, i);
	}
	return g_steal_pointer(&search);
}

/**
 * search_free() - free a search
 * @search: may be NULL
 */
void search_free(struct search *search)
{
	if (!search)
		return;
	g_ptr_array_unref(search->strings);
	g_free(search->needles);
	g_free(search);
}

static int needle_at(const struct search *search, const char *text, const char *window,
		     const char *end)
{
	for (int i = search->first[bucket(search, window)]; i >= 0; i = search->needles[i].next) {
		const struct needle *needle = &search->needles[i];

		if (needle->skip <= (size_t)(window - text) &&
		    search->window <= (size_t)(end - window) &&
		    !memcmp(window - needle->skip, needle->text, needle->len))
			return i;
	}
	return -1;
}

/**
 * search_next() - find the next needle
 * @search: the search
 * @text: need not be NUL-terminated
 * @len: its length
 * @from: 0 at first
 * @at: set to the needle's offset
 *
 * Return: the needle's index, or -1 if there are no more.
 */
int search_next(const struct search *search, const char *text, size_t len, size_t *from, size_t *at)
{
	const char *end = text + len;

	/* The block at p is in the windows that begin from p - step + 1 to p. */
	for (size_t p = *from + search->step - 1; p + search->block <= len; p += search->step) {
		guint32 offsets = search->offsets[bucket(search, text + p)];

		for (size_t back = search->step; offsets && back-- > 0;) {
			size_t window = p - back;
			int found;

			if (!(offsets >> back & 1) || window < *from)
				continue;
			found = needle_at(search, text, text + window, end);
			if (found >= 0) {
				*at = window - search->needles[found].skip;
				*from = window + 1;
				return found;
			}
		}
	}
	return -1;
}
