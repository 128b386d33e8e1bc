/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_JOB_H
#define NSGEN_JOB_H

#include "series/request.h"
#include "series/series-read.h"
#include "tree/transaction.h"

/**
 * struct job - a tree, and a namespace to apply or remove
 * @request: what the user asked for
 * @tree: the tree
 * @hold: keeps others from changing it
 * @series: the series of the namespace
 * @all: struct series_read: the series of other namespaces for this release
 * @state: maps each file of these to its contents in the tree, NULL if it does not exist
 * @scratch: a scratch directory
 */
struct job {
	const struct request *request;
	struct tree *tree;
	struct hold *hold;
	struct series_read *series;
	GPtrArray *all;
	GHashTable *state;
	char *scratch;
};

struct job *job_open(const struct request *request, GError **err);
void job_free(struct job *job);
bool job_look(const struct job *job, const struct series_read *series, GError **err);
bool job_fits(const struct job *job, GError **err);
bool job_do(const struct job *job, GHashTable *state, const GPtrArray *remove,
	    const GPtrArray *series, const char *verb, GError **err);
bool job_differs(const char *path, const char *is, const char *want, const char *whose,
		 const char *what_to_do, GError **err);
GHashTable *job_state(const struct job *job);

typedef struct job Job;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Job, job_free)

#endif
