/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HISTORY_H
#define NSGEN_HISTORY_H

#include "branch/answers.h"

#include <stdbool.h>

/**
 * struct past - a commit of a branch
 * @name: its full hash
 * @tree: that of its tree
 * @parent: that of its first parent, "" for none
 * @merge: it has more than one
 * @author: its author's name
 * @address: its author's address
 * @date: its author's date, in git's raw form
 * @subject: the first line of its message
 * @message: all of it
 * @answers: those of its answer line, NULL if it has none
 * @diff: its diff against the first parent, NULL if it was not asked for
 */
struct past {
	char *name, *tree, *parent;
	bool merge;
	char *author, *address, *date;
	char *subject, *message;
	struct answers *answers;
	char *diff;
};

GPtrArray *history_read(const char *dir, const char *from, const char *to, int most, bool diffs,
			GError **err);
GPtrArray *history_all(const char *dir, const char *from, const char *to, bool diffs, GError **err);
int history_find(const GPtrArray *history, const char *name);

#endif
