/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TODO_H
#define NSGEN_TODO_H

#include "branch/match.h"
#include "tree/git.h"

/**
 * struct todo - what git rebase has to do
 * @text: its todo list
 * @notes: what the user should know about it, lines
 * @amended: hand edits of generated commits that are carried
 * @own: the user's own commits that are carried
 */
struct todo {
	GString *text;
	GPtrArray *notes;
	guint amended, own;
};

/**
 * struct renewed - the generated commits as they are made anew
 * @made: the new generated commits, their hashes
 * @from: for each of them the index of the old generated commit that it replaces, or -1
 * @subjects: their subjects
 */
struct renewed {
	const GPtrArray *made;
	const GArray *from;
	const GPtrArray *subjects;
};

struct todo *todo_make(const struct git_user *user, const struct branch *branch,
		       const struct matches *matches, const struct renewed *renewed,
		       const char *scratch, GError **err);
void todo_free(struct todo *todo);

typedef struct todo Todo;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Todo, todo_free)

#endif
