// SPDX-License-Identifier: GPL-2.0-only
/*
 * refs/nsgen-checks/BRANCH: what "nsgen check" found on commits of a branch.
 *
 * A result belongs to the commit that was checked: the ref's tree has a file COMMIT.json for each,
 * and those of commits that are no longer in the branch go with the next check.
 */
#include "onbranch/results.h"
#include "branch/objects.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "lib/json.h"
#include "lib/text.h"

#include <string.h>

/* How far back results are kept. */
#define MOST_COMMITS "--max-count=1000"

/**
 * results_clear() - free what results have
 * @results: as results_find() has filled them in
 */
void results_clear(struct results *results)
{
	g_clear_pointer(&results->commit, g_free);
	g_clear_pointer(&results->root, json_node_unref);
}

static char *ref_of(const char *branch)
{
	return g_strconcat(CHECKS_REFS, branch, NULL);
}

/* Maps the commits that have a result to its blob; empty if there is no such ref. */
static GHashTable *read_list(const char *dir, const char *ref, GError **err)
{
	const char *const list[] = { "ls-tree", "-z", "--full-tree", ref, NULL };
	g_autoptr(GHashTable) blobs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							    g_free);
	g_autoptr(GString) out = NULL;
	int status;

	out = git_bytes(dir, list, &status, NULL, err);
	if (!out)
		return NULL;
	for (const char *line = out->str; !status && line < out->str + out->len;
	     line += strlen(line) + 1) {
		char *blob = text_match(line, "^100644 blob ([0-9a-f]+)\t", 1);
		char *commit = text_match(line, "\t([0-9a-f]{40,64})\\.json$", 1);

		if (blob && commit) {
			g_hash_table_insert(blobs, commit, blob);
			continue;
		}
		g_free(blob);
		g_free(commit);
	}
	return g_steal_pointer(&blobs);
}

/* NULL without an error for what nsgen has not written. */
static JsonNode *read_result(const char *dir, const char *blob)
{
	const char *const words[] = { "cat-file", "blob", blob, NULL };
	g_autoptr(JsonNode) root = NULL;
	g_autoptr(GString) out = NULL;
	int status;

	out = git_bytes(dir, words, &status, NULL, NULL);
	root = out && !status ? json_parse(blob, out->str, out->len, NULL) : NULL;
	return root && JSON_NODE_HOLDS_OBJECT(root) ? g_steal_pointer(&root) : NULL;
}

static bool has_rung(JsonArray *checks, const char *rung)
{
	JsonObject *check;

	for (guint i = 0; (check = element_object(checks, i)); i++)
		if (!g_strcmp0(member_text(check, "rung"), rung))
			return true;
	return false;
}

/* A rung that ran again replaces its old results; the others are still those of this commit. */
static void keep_rungs(JsonObject *result, JsonNode *old)
{
	JsonArray *checks = member_list(result, "checks");
	JsonArray *before = old ? member_list(json_node_get_object(old), "checks") : NULL;
	g_autoptr(JsonArray) all = json_array_new();
	JsonObject *check;

	for (guint i = 0; (check = element_object(before, i)); i++)
		if (!has_rung(checks, member_text(check, "rung")))
			json_array_add_object_element(all, json_object_ref(check));
	for (guint i = 0; (check = element_object(checks, i)); i++)
		json_array_add_object_element(all, json_object_ref(check));
	json_object_set_array_member(result, "checks", g_steal_pointer(&all));
}

static char *text_of(JsonNode *root)
{
	g_autoptr(JsonGenerator) generator = json_generator_new();

	json_generator_set_pretty(generator, TRUE);
	json_generator_set_root(generator, root);
	return json_generator_to_data(generator, NULL);
}

/* The files of the results that stay: those of commits that are in the branch. */
static GPtrArray *entries_of(const char *dir, const char *branch, GHashTable *blobs, GError **err)
{
	g_autofree char *ref = g_strconcat(BRANCH_REFS, branch, NULL), *out = NULL;
	const char *const words[] = { "rev-list", MOST_COMMITS, "--end-of-options", ref, "--",
				      NULL };
	GPtrArray *entries;
	g_auto(GStrv) commits = NULL;
	int status;

	out = git(dir, words, &status, NULL, err);
	if (!out)
		return NULL;
	entries = g_ptr_array_new_with_free_func(g_free);
	commits = g_strsplit(out, "\n", -1);
	for (char **commit = commits; !status && *commit; commit++) {
		const char *blob = g_hash_table_lookup(blobs, *commit);

		if (blob)
			g_ptr_array_add(entries,
					g_strdup_printf("100644,%s,%s.json", blob, *commit));
	}
	return entries;
}

static bool move_ref(const char *dir, const char *ref, const char *tree, GError **err)
{
	const char *const make[] = { "commit-tree", tree, "-m", "nsgen: results of checks", NULL };
	g_autofree char *errors = NULL, *commit = NULL, *out = NULL;
	int status;

	out = git_own(dir, make, &status, &errors, err);
	commit = objects_named(out, status, "write a commit", dir, errors, err);
	out = NULL;
	if (!commit)
		return false;
	g_clear_pointer(&errors, g_free);
	const char *const move[] = { "update-ref", "-m", "nsgen check", ref, commit, NULL };

	out = git(dir, move, &status, &errors, err);
	return out && (!status || objects_failed("keep the results", dir, errors, err));
}

static bool put(const char *dir, const char *branch, const char *commit, JsonNode *result,
		const char *scratch, GError **err)
{
	g_autofree char *ref = ref_of(branch), *tree = NULL;
	g_autofree char *index = g_build_filename(scratch, "index", NULL);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free), entries = NULL;
	g_autoptr(GHashTable) there = read_list(dir, ref, err);
	g_autoptr(JsonNode) old = NULL;
	g_auto(GStrv) blobs = NULL;
	const char *before;

	if (!there)
		return false;
	before = g_hash_table_lookup(there, commit);
	old = before ? read_result(dir, before) : NULL;
	keep_rungs(json_node_get_object(result), old);
	g_hash_table_remove(there, commit);
	g_ptr_array_add(texts, text_of(result));
	blobs = objects_blobs(dir, texts, scratch, err);
	entries = blobs ? entries_of(dir, branch, there, err) : NULL;
	if (!entries)
		return false;
	g_ptr_array_add(entries, g_strdup_printf("100644,%s,%s.json", blobs[0], commit));
	tree = objects_tree(dir, index, entries, err);
	return tree && move_ref(dir, ref, tree, err);
}

/**
 * results_write() - keep what a check has found
 * @dir: the repository
 * @branch: the branch's name
 * @result: an object, with the commit in it
 * @err: STATUS_USAGE: it is no result; STATUS_TREE: git cannot write to the repository
 */
bool results_write(const char *dir, const char *branch, JsonNode *result, GError **err)
{
	const char *named = JSON_NODE_HOLDS_OBJECT(result) ?
				    member_text(json_node_get_object(result), "commit") :
				    NULL;
	g_autofree char *commit = named ? git_commit(dir, named, err) : NULL, *scratch = NULL;
	bool ok;

	if (!named)
		return fail(err, STATUS_USAGE, "the result names no commit");
	if (!commit)
		return false;
	scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!scratch)
		return false;
	ok = put(dir, branch, commit, result, scratch, err);
	remove_tree(scratch);
	return ok;
}

/**
 * results_find() - find the results of the newest commit that was checked
 * @branch: the branch
 * @results: filled in
 * @err: git cannot be run
 */
bool results_find(const struct branch *branch, struct results *results, GError **err)
{
	g_autofree char *ref = branch->branch ? ref_of(branch->branch) : NULL;
	g_autoptr(GHashTable) blobs = ref ? read_list(branch->dir, ref, err) : NULL;

	*results = (struct results){ NULL };
	if (!ref)
		return true;
	if (!blobs)
		return false;
	for (guint i = branch->commits->len; i-- > 0 && !results->root;) {
		const struct past *past = branch->commits->pdata[i];
		const char *blob = g_hash_table_lookup(blobs, past->name);

		results->root = blob ? read_result(branch->dir, blob) : NULL;
		results->commit = results->root ? g_strdup(past->name) : NULL;
		results->above = branch->commits->len - 1 - i;
	}
	return true;
}

/* The worst of a rung's results; NULL if it did not run. */
static const char *worst_of(JsonArray *checks, const char *rung)
{
	static const char *const words[] = { "fail", "pass", "warn" };
	size_t worst = G_N_ELEMENTS(words);
	JsonObject *check;

	for (guint i = 0; (check = element_object(checks, i)); i++)
		for (size_t w = 0; w < worst; w++)
			if (!g_strcmp0(member_text(check, "rung"), rung) &&
			    !g_strcmp0(member_text(check, "status"), words[w]))
				worst = w;
	return worst < G_N_ELEMENTS(words) ? words[worst] : NULL;
}

/**
 * results_rungs() - say which rungs have seen the commit
 * @results: its results
 * @failed: set if one of them has found something
 *
 * Return: "static pass, style fail", a new string; "" if none has.
 */
char *results_rungs(const struct results *results, bool *failed)
{
	static const char *const rungs[] = { "static", "style", "sparse", "build", "boot",
					     "stress" };
	JsonArray *checks = results->root ?
				    member_list(json_node_get_object(results->root), "checks") :
				    NULL;
	GString *text = g_string_new(NULL);

	*failed = false;
	for (size_t i = 0; i < G_N_ELEMENTS(rungs); i++) {
		const char *worst = worst_of(checks, rungs[i]);

		if (worst)
			g_string_append_printf(text, "%s%s %s", text->len ? ", " : "", rungs[i],
					       worst);
		*failed |= !g_strcmp0(worst, "fail");
	}
	return g_string_free(text, FALSE);
}
