/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CARRIED_H
#define NSGEN_CARRIED_H

#include "branch/renew.h"
#include "branch/todo.h"

/**
 * struct carried - a namespace that is made anew on another commit, and what a hand did there
 * @layer: the namespace as it is; not owned
 * @request: what is generated
 * @onto: the commit on which it is put
 * @matches: its commits
 * @notes: numbers that are chosen anew, lines
 * @line: the new series
 * @made: its commits, for the branch
 * @kept: the same with nsgen's own messages, for the record
 * @from: which old one each of them replaces
 * @authored: their authors and messages
 * @todo: for git rebase; NULL if it is the @same
 * @same: it is what it was
 * @tip: what becomes of it; NULL if what a hand did meets what is new
 * @scratch: a directory
 */
struct carried {
	const struct branch *layer;
	struct request request;
	char *onto;
	struct matches *matches;
	GPtrArray *notes;
	struct pipeline *line;
	GPtrArray *made, *kept;
	GArray *from, *authored;
	struct todo *todo;
	bool same;
	char *tip;
	char *scratch;
};

struct carried *carry(const struct git_user *user, struct branch *layer,
		      const struct request *asked, const char *onto, GError **err);
const char *carried_last(const struct carried *carried);
void carried_free(struct carried *carried);

typedef struct carried Carried;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Carried, carried_free)

#endif
