// SPDX-License-Identifier: GPL-2.0-only
/*
 * list: the hooks, and whether they fit a tree.
 */
#include "builtin/builtin.h"
#include "hook/hook.h"
#include "hook/plan.h"
#include "lib/json.h"
#include "spec/spec.h"
#include "tree/tree.h"

#include <stdio.h>
#include <string.h>

static bool fits(const struct hook *hook, const struct tree *tree, bool *yes, GError **err)
{
	/* The shape of a tree does not depend on the name. */
	g_autoptr(Spec) spec = spec_new("nsgen", NULL, err);
	g_autofree char *where = spec ? spec_expand(spec, hook_reads(hook), err) : NULL;
	g_autofree char *text = NULL;

	if (!where || !tree_read_if_there(tree, where, &text, err))
		return false;
	return plan_hook_fits(hook, tree, text, yes, err);
}

static void put_json(JsonBuilder *json, const struct hook *hook, const struct tree *tree, bool yes)
{
	json_builder_begin_object(json);
	json_member(json, "hook", hook->path);
	json_member(json, "site", hook->site);
	json_member(json, "does", hook->summary);
	if (tree) {
		json_builder_set_member_name(json, "fits");
		json_builder_add_boolean_value(json, yes);
	}
	json_builder_end_object(json);
}

static bool put_all(JsonBuilder *json, const GPtrArray *hooks, const struct tree *tree,
		    GError **err)
{
	bool yes = false;

	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];
		const struct hook *next = i + 1 < hooks->len ? hooks->pdata[i + 1] : NULL;
		const char *mark = "";
		bool this = false;

		if (hook->engine == ENGINE_NONE)
			continue;
		if (tree && !fits(hook, tree, &this, err))
			return false;
		yes |= this;
		/* A hook with several files is several hooks. */
		if (next && !strcmp(next->path, hook->path))
			continue;
		if (tree)
			mark = yes ? "yes " : "-   ";
		if (json)
			put_json(json, hook, tree, yes);
		else
			printf("%s%-34s %-18s %s\n", mark, hook->path, hook->site, hook->summary);
		yes = false;
	}
	return true;
}

static bool put_all_json(const GPtrArray *hooks, const struct tree *tree, GError **err)
{
	g_autoptr(JsonBuilder) json = json_builder_new();
	g_autofree char *text = NULL;

	json_builder_begin_array(json);
	if (!put_all(json, hooks, tree, err))
		return false;
	json_builder_end_array(json);
	text = json_print(json);
	fputs(text, stdout);
	return true;
}

static bool run_list(char **words, GError **err)
{
	g_autoptr(GPtrArray) hooks = NULL;
	g_autoptr(Tree) tree = NULL;

	(void)words;
	if (!given_kernel(false, err) || !given_home(err))
		return false;
	hooks = hooks_load(given.home, err);
	tree = hooks && given.kernel ? tree_open_at(given.kernel, given.base, err) : NULL;
	if (!hooks || (given.kernel && !tree))
		return false;
	if (given.json)
		return put_all_json(hooks, tree, err);
	if (!put_all(NULL, hooks, tree, err))
		return false;
	next_step(tree ? "generate" : "list", tree ? "add a namespace, with --name" :
						     "see which hooks fit a tree, with --kernel");
	return true;
}

static const char *const examples[] = {
	"nsgen list",
	"nsgen list --kernel=~/linux --base=v7.2",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_KERNEL, OPTION_BASE, OPTION_JSON, OPTIONS_PROGRAM, { NULL },
};

const struct command list_command = {
	.name = "list",
	.summary = "list the hooks and, given a tree, whether they fit it",
	.examples = examples,
	.options = options,
	.run = run_list,
};
