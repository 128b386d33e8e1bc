/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_NEIGHBOUR_H
#define NSGEN_NEIGHBOUR_H

#include "lib/diff.h"
#include "hook/hook.h"
#include "spec/spec.h"
#include "tree/tree.h"

/**
 * struct neighbour - the lines of an existing namespace that a hook's lines resemble
 * @name: the namespace
 * @file: the file, in the unchanged tree
 * @line: the number of the matching line
 * @first: the number of the first line of @text
 * @text: the matching line and those around it, as many as the hook adds
 * @also: struct neighbour, for the other places in the file; NULL if there is only one
 */
struct neighbour {
	char *name;
	char *file;
	int line;
	int first;
	char *text;
	GPtrArray *also;
};

/**
 * struct edit - what a hook has done to a file
 * @file: the file's name in the tree
 * @pristine: the file in the tree
 * @new: the file after the hook
 * @hunks: the difference to the file before the hook
 * @origin: for each line before the hook, its index in @pristine, or -1
 * @like: the namespace whose line was copied; NULL if the engine copied none
 * @line: the number of that line, before the hook
 */
struct edit {
	const char *file;
	const char *pristine;
	const char *new;
	const GArray *hunks;
	const GArray *origin;
	const char *like;
	int line;
};

GPtrArray *neighbour_names(const struct tree *tree, GError **err);

struct neighbour *neighbour_find(const struct spec *spec, const GPtrArray *names,
				 const struct edit *edit);
bool neighbour_of_file(const struct hook *hook, const struct tree *tree,
		       struct neighbour **neighbour, GError **err);
void neighbour_free(struct neighbour *neighbour);

typedef struct neighbour Neighbour;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Neighbour, neighbour_free)

#endif
