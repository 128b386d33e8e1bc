/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_MODEL_H
#define NSGEN_MODEL_H

#include "hook.h"
#include "spec.h"
#include "tree.h"

/**
 * struct model - the lines of a namespace that the tree has, and that a hook's lines are like
 * @name: the namespace
 * @file: where, in the tree as it was
 * @line: the line that says it
 * @first: the first line of @text
 * @text: the line and those around it, as many as the hook adds
 * @also: struct model, for a hook's other places in the file; NULL where it has one
 */
struct model {
	char *name;
	char *file;
	int line;
	int first;
	char *text;
	GPtrArray *also;
};

int model_at(const char *line, const struct spec *model, const char *key);
void model_rename(const struct spec *from, const struct spec *to, char **line);
GPtrArray *model_names(const struct tree *tree);

struct model *model_find(const struct hook *hook, const struct spec *spec, const GPtrArray *names, const char *file,
			 const char *pristine, const char *old, const char *new, const GArray *hunks, const GArray *origin);
struct model *model_of_file(const struct hook *hook, const struct tree *tree);
void model_free(struct model *model);

typedef struct model Model;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_free)

#endif
