/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_NEAREST_H
#define NSGEN_NEAREST_H

#include "hook/hook.h"
#include "spec/spec.h"
#include "tree/tree.h"

/**
 * struct misfit - why a hook does not fit a tree
 * @hook: the hook
 * @file: the file with the place that is nearest; NULL if the tree has none of the hook's files
 * @line: its line; 0: the whole file
 * @what: what the hook misses, or what it finds and should not
 * @count: the patterns that are not as the hook needs them
 */
struct misfit {
	const struct hook *hook;
	char *file;
	int line;
	char *what;
	guint count;
};

int nearest_line(const struct hook *hook, const struct spec *spec, const char *file,
		 const char *text);
struct misfit *misfit_find(const struct hook *hook, const struct spec *spec,
			   const struct tree *tree, const char *file, const char *text,
			   GError **err);
void misfit_free(struct misfit *misfit);

typedef struct misfit Misfit;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Misfit, misfit_free)

#endif
