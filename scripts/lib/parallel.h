/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PARALLEL_H
#define NSGEN_PARALLEL_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct turns - things to do, of which each thread takes the next one
 * @next: the first one that is not taken
 * @count: how many there are
 * @work: takes them until none is left
 * @data: for @work
 */
struct turns {
	gint next;
	guint count;
	void (*work)(struct turns *turns, gpointer data);
	gpointer data;
};

bool turns_take(struct turns *turns, guint *n);
void parallel(guint count, void (*work)(struct turns *turns, gpointer data), gpointer data);

#endif
