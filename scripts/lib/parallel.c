// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many things at once, in as many threads as can be had.
 *
 * A user may have no more threads: then it takes longer. GLib's pool waits for ever for threads
 * that could not be made, and g_thread_new() ends the program.
 */
#include "lib/parallel.h"

/* lib/run.c has a place for what each of them runs. */
#define MAX_THREADS 64

/**
 * turns_take() - take the next thing
 * @turns: those of parallel()
 * @n: gets its number, from 0
 *
 * Return: false if there is none left.
 */
bool turns_take(struct turns *turns, guint *n)
{
	*n = g_atomic_int_add(&turns->next, 1);
	return *n < turns->count;
}

static gpointer in_thread(gpointer data)
{
	struct turns *turns = data;

	turns->work(turns, turns->data);
	return NULL;
}

/**
 * parallel() - do many things, on all processors
 * @count: how many there are
 * @work: is called once in each thread, this one among them, and takes things by turns_take()
 * until there is none
 * @data: for @work
 */
void parallel(guint count, void (*work)(struct turns *turns, gpointer data), gpointer data)
{
	struct turns turns = { .count = count, .work = work, .data = data };
	guint wanted = MIN(MIN(g_get_num_processors(), MAX_THREADS), count), others = 0;
	GThread *threads[MAX_THREADS];

	while (others + 1 < wanted &&
	       (threads[others] = g_thread_try_new("nsgen", in_thread, &turns, NULL)))
		others++;
	work(&turns, data);
	while (others)
		g_thread_join(threads[--others]);
}
