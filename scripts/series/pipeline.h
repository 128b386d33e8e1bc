/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PIPELINE_H
#define NSGEN_PIPELINE_H

#include "series/request.h"
#include "series/series.h"

/**
 * struct pipeline - a name and a tree on their way to a series
 * @request: not owned
 * @spec: of the name
 * @tree: the tree
 * @hooks: of hooks_load()
 * @patches: of patches_load()
 * @plan: which hooks, and where
 * @files: of apply_hooks(), with pipeline_run()
 * @base: the commit that they are of, with pipeline_run()
 * @series: with pipeline_publish()
 * @dir: where it is, OUT/NAME/RELEASE; with pipeline_publish()
 * @report: report.json's text, with pipeline_publish()
 * @scratch: a directory, or NULL
 */
struct pipeline {
	const struct request *request;
	struct spec *spec;
	struct tree *tree;
	GPtrArray *hooks;
	GPtrArray *patches;
	struct plan *plan;
	GPtrArray *files;
	struct base base;
	struct series *series;
	char *dir;
	char *report;
	char *scratch;
};

struct pipeline *pipeline_open(const struct request *request, GError **err);
bool pipeline_run(struct pipeline *line, GError **err);
bool pipeline_publish(struct pipeline *line, GError **err);
void pipeline_free(struct pipeline *line);

typedef struct pipeline Pipeline;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pipeline, pipeline_free)

#endif
