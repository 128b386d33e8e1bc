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

/* Where brackets do not pair, nothing after them can be read. */
static bool check_file(const struct proof *proof, const struct changed *changed,
		       GPtrArray **wrong, GError **err)
{
	static bool (*const checks[])(const struct proof *, const struct changed *, GError **) = {
		proof_brackets, proof_hidden,  proof_lists,	 proof_switches, proof_places,
		proof_scope,	proof_calls,   proof_members,	 proof_operations,
		proof_uses,	proof_initial, proof_twice,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
		if (checks[i](proof, changed, err))
			continue;
		if (!errors_take(wrong, err))
			return false;
		if (checks[i] == proof_brackets)
			break;
	}
	return true;
}

/*
 * What is wrong is collected, in the order of the files; only what cannot be read ends the search.
 */
static bool check_all(const struct proof *proof, GPtrArray **wrong, GError **err)
{
	static bool (*const checks[])(const struct proof *, GError **) = {
		proof_words, proof_pairs
	};

	for (guint i = 0; i < proof->files->len; i++)
		if (!check_file(proof, proof->files->pdata[i], wrong, err))
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(checks); i++)
		if (!checks[i](proof, err) && !errors_take(wrong, err))
			return false;
	return true;
}

/**
 * proof_check() - read the result again
 * @files: the result of apply_hooks()
 * @plan: the hooks that ran
 * @spec: the namespace
 * @tree: the tree
 * @err: STATUS_TREE: the result is wrong; a line each for what was found
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
	g_autoptr(GPtrArray) wrong = NULL;
	GError *why = NULL;
	bool read;

	if (!neighbours || !proof_links(files, tree, err))
		return false;
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		g_hash_table_insert(ours, woven->path, woven->after);
	}
	proof.headers = headers_new(tree, ours);
	read = check_all(&proof, &wrong, &why);
	headers_free(proof.headers);
	if (!read) {
		g_propagate_error(err, why);
		return false;
	}
	return errors_end(wrong, err);
}
