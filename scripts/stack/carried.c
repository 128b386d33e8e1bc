// SPDX-License-Identifier: GPL-2.0-only
/*
 * A namespace of a branch, made anew on another commit: its generated commits, the todo list with
 * what a hand did, and what becomes of the two where they do not meet. No ref is moved.
 */
#include "stack/carried.h"
#include "stack/replay.h"
#include "stack/stack.h"
#include "audit/uncovered.h"
#include "branch/commits.h"
#include "lib/error.h"
#include "lib/fs.h"

#include <string.h>

/**
 * carried_free() - free what carry() returned
 * @carried: may be NULL
 */
void carried_free(struct carried *carried)
{
	if (!carried)
		return;
	todo_free(carried->todo);
	g_clear_pointer(&carried->authored, g_array_unref);
	g_clear_pointer(&carried->from, g_array_unref);
	g_clear_pointer(&carried->made, g_ptr_array_unref);
	g_clear_pointer(&carried->kept, g_ptr_array_unref);
	pipeline_free(carried->line);
	g_clear_pointer(&carried->notes, g_ptr_array_unref);
	matches_free(carried->matches);
	if (carried->scratch)
		remove_tree(carried->scratch);
	g_free(carried->scratch);
	g_free(carried->onto);
	g_free(carried->tip);
	g_free(carried);
}

/**
 * carried_last() - the last generated commit, with nsgen's own message
 * @carried: the result of carry()
 */
const char *carried_last(const struct carried *carried)
{
	return carried->kept->pdata[carried->kept->len - 1];
}

/* A message of the user's is the user's; next time it has to be known what nsgen's was. */
static bool keep_commits(struct carried *carried, const struct git_user *user, GError **err)
{
	bool reworded = false;

	for (guint i = 0; i < carried->authored->len; i++) {
		struct authored *authored = &g_array_index(carried->authored, struct authored, i);

		reworded |= authored->message != NULL;
		g_clear_pointer(&authored->message, g_free);
	}
	carried->kept = reworded ? commits_make(user, carried->line, carried->authored, err) :
				   g_ptr_array_ref(carried->made);
	return carried->kept;
}

/* What a number that was chosen anew has become. */
static void finish_notes(struct carried *carried)
{
	for (guint i = 0; i < carried->notes->len; i++) {
		char *note = carried->notes->pdata[i];

		for (int n = 0; n < NUMBERS; n++) {
			const char *is = spec_get(carried->line->spec, number_words[n].key);
			size_t len = strlen(number_words[n].option);

			if (strncmp(note, number_words[n].option, len) || note[len] != ' ' || !is)
				continue;
			carried->notes->pdata[i] = g_strdup_printf("%s: %s, is %s now",
								   carried->layer->name, note, is);
			g_free(note);
			break;
		}
	}
}

static bool generate(struct carried *carried, const struct git_user *user, struct branch *layer,
		     GError **err)
{
	struct request *request = &carried->request;

	if (!renew_request(layer, request, carried->scratch, err))
		return false;
	if (!layer->generated && !renew_generated(layer, user, request, err))
		return false;
	carried->matches = match_commits(layer);
	request->base = carried->onto;
	if (!renew_numbers(request, carried->notes, err))
		return false;
	carried->line = pipeline_open(request, err);
	if (!carried->line || !pipeline_run(carried->line, err) ||
	    !uncovered_check(carried->line, err) || !pipeline_series(carried->line, err))
		return false;
	finish_notes(carried);
	carried->from = renew_from(layer, carried->line);
	carried->authored = renew_authored(carried->matches, carried->line, carried->from);
	carried->made = commits_make(user, carried->line, carried->authored, err);
	return carried->made &&
	       renew_same(layer, carried->line->tree->commit, carried->made, carried->authored,
			  &carried->same, err) &&
	       keep_commits(carried, user, err);
}

static bool make_todo(struct carried *carried, const struct git_user *user, GError **err)
{
	g_autoptr(GPtrArray) subjects = g_ptr_array_new();
	struct renewed renewed = { carried->made, carried->from, subjects };
	const GPtrArray *patches = carried->line->series->patches;

	for (guint i = 0; i < patches->len; i++)
		g_ptr_array_add(subjects, ((struct patch *)patches->pdata[i])->subject);
	carried->todo = todo_make(user, carried->layer, carried->matches, &renewed,
				  carried->scratch, err);
	return carried->todo;
}

/**
 * carry() - make a namespace anew on a commit
 * @user: who does it
 * @layer: the namespace; gets its generated commits, if it has no record
 * @asked: the answers that the user gave
 * @onto: the commit
 * @err: see Documentation/errors.md
 *
 * Return: it, freed with carried_free(), or NULL.
 */
struct carried *carry(const struct git_user *user, struct branch *layer,
		      const struct request *asked, const char *onto, GError **err)
{
	g_autoptr(Carried) carried = g_new0(struct carried, 1);

	carried->layer = layer;
	carried->request = *asked;
	carried->request.name = layer->name;
	carried->onto = g_strdup(onto);
	carried->notes = g_ptr_array_new_with_free_func(g_free);
	carried->scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!carried->scratch || !generate(carried, user, layer, err))
		return NULL;
	if (carried->same) {
		carried->tip = g_strdup(stack_top(layer));
		return g_steal_pointer(&carried);
	}
	if (!make_todo(carried, user, err) ||
	    !replay(user, carried->line->tree->commit, carried->todo->text->str, carried->scratch,
		    &carried->tip, err))
		return NULL;
	return g_steal_pointer(&carried);
}
