// SPDX-License-Identifier: GPL-2.0-only
/*
 * The result is read again before it is published.
 *
 * Each hook finds its place by patterns, and each engine writes what it was told to. Whether the
 * lines mean what they should where they now stand, and whether the lines of different hooks agree,
 * is decided here, from the changed files alone. What is checked here holds for every hook; no hook
 * can forget it.
 */
#include "proof/proof.h"
#include "engine/neighbour.h"
#include "lib/error.h"

static bool check_file(const struct proof *proof, const struct changed *changed, GError **err)
{
	static bool (*const checks[])(const struct proof *, const struct changed *, GError **) = {
		proof_hidden, proof_brackets, proof_lists,  proof_switches, proof_places,
		proof_scope,  proof_calls,  proof_members,  proof_operations,
		proof_uses,   proof_initial,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(checks); i++)
		if (!checks[i](proof, changed, err))
			return false;
	return true;
}

/**
 * proof_check() - read the result again
 * @files: the result of apply_hooks()
 * @plan: the hooks that ran
 * @spec: the namespace
 * @tree: the tree
 * @err: STATUS_TREE: the result is wrong; the message names the line
 */
bool proof_check(const GPtrArray *files, const struct plan *plan, const struct spec *spec,
		 struct tree *tree, GError **err)
{
	g_autoptr(GPtrArray) changed = changed_read(files, err);
	g_autoptr(GPtrArray) neighbours = changed ? neighbour_names(tree, err) : NULL;
	g_autoptr(GHashTable) ours = g_hash_table_new(g_str_hash, g_str_equal);
	struct proof proof = {
		.spec = spec, .tree = tree, .plan = plan, .files = changed, .neighbours = neighbours
	};
	bool right;

	if (!neighbours || !proof_links(files, tree, err))
		return false;
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		g_hash_table_insert(ours, woven->path, woven->after);
	}
	proof.headers = headers_new(tree, ours);
	right = proof_words(&proof, err) && proof_pairs(&proof, err);
	for (guint i = 0; i < changed->len && right; i++)
		right = check_file(&proof, changed->pdata[i], err);
	headers_free(proof.headers);
	return right;
}
