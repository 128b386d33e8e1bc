/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PROOF_H
#define NSGEN_PROOF_H

#include "proof/changed.h"
#include "proof/headers.h"

/**
 * struct proof - what is read again
 * @spec: the namespace
 * @tree: the tree
 * @plan: the hooks that ran
 * @files: struct changed
 * @neighbours: struct spec, the tree's namespaces
 * @headers: what files see of each other
 */
struct proof {
	const struct spec *spec;
	struct tree *tree;
	const struct plan *plan;
	GPtrArray *files;
	GPtrArray *neighbours;
	struct headers *headers;
};

bool proof_check(const GPtrArray *files, const struct plan *plan, const struct spec *spec,
		 struct tree *tree, GError **err);

/* Each looks at one file; see proof.c. */
bool proof_hidden(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_scope(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_calls(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_brackets(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_lists(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_switches(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_places(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_members(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_uses(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_operations(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_initial(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_twice(const struct proof *proof, const struct changed *changed, GError **err);
bool proof_links(const GPtrArray *files, struct tree *tree, GError **err);
bool proof_words(const struct proof *proof, GError **err);
bool proof_pairs(const struct proof *proof, GError **err);

#endif
