/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PIPELINE_H
#define NSGEN_PIPELINE_H

#include "series/request.h"
#include "series/series.h"

/**
 * struct pipeline - the states on the way from a name and a tree to a series
 * @request: not owned
 * @spec: the spec of the name
 * @tree: the tree
 * @hooks: the result of hooks_load()
 * @patches: the result of patches_load()
 * @plan: the hooks to run, and their files
 * @files: the result of apply_hooks(), set by pipeline_run()
 * @base: the commit that they belong to, set by pipeline_run()
 * @series: set by pipeline_publish() or pipeline_series()
 * @dir: the series' directory, OUT/NAME/RELEASE; set by pipeline_publish()
 * @report: report.json's text, set with @series
 * @scratch: scratch directory, or NULL
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
bool pipeline_series(struct pipeline *line, GError **err);
void pipeline_files(const struct pipeline *line, GPtrArray *names, GPtrArray *texts);
void pipeline_free(struct pipeline *line);

typedef struct pipeline Pipeline;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pipeline, pipeline_free)

#endif
