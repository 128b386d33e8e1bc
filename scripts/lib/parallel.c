// SPDX-License-Identifier: GPL-2.0-only
/*
 * Do many things at once, in as many threads as the system allows.
 *
 * If the user may not have more threads, it takes longer. GLib's pool would wait forever for
 * threads that could not be created, and g_thread_new() would end the program.
 */
#include "lib/parallel.h"

/* lib/run.c has a place for the program that each of them runs. */
#define MAX_THREADS 64

/**
 * turns_take() - take the next thing
 * @turns: from parallel()
 * @n: set to its number, from 0
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
 * parallel() - do many things, on all CPUs
 * @count: how many there are
 * @work: called once in each thread, this one included; takes things with turns_take() until none
 * is left
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
