// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit: show where a tree lists or handles its namespaces.
 */
#include "builtin/builtin.h"
#include "audit/audit.h"
#include "lib/fs.h"
#include "onbranch/meant.h"

static gboolean patched;

/* The commit of a branch that has the namespace, with the answers that it was made with. */
static bool of_branch(const struct branch *branch, struct audit_request *request,
		      const char *scratch, GError **err)
{
	struct request answers = { .level = given.level, .conf = given.conf,
				   .except = given.except };

	if (!meant_answers(branch, &answers, scratch, err))
		return false;
	if (!given.name)
		given.name = g_strdup(branch->name);
	request->base = branch->tip;
	request->name = given.name;
	request->level = answers.level;
	request->conf = answers.conf;
	request->except = answers.except;
	request->patched = true;
	return true;
}

/* Without a name all of the tree's namespaces are meant, and no branch. */
static bool run_one(struct audit_request *request, GError **err)
{
	g_autoptr(Branch) branch = NULL;
	g_autofree char *scratch = NULL;
	bool ok;

	if (!patched && !given.base && (given.name || given.branch) &&
	    !meant_branch(given.kernel, given.branch, given.name, &branch, err))
		return false;
	if (!branch)
		return audit(request, err);
	scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!scratch)
		return false;
	ok = of_branch(branch, request, scratch, err) && audit(request, err);
	remove_tree(scratch);
	return ok;
}

static bool run_audit(char **words, GError **err)
{
	struct audit_request request;

	(void)words;
	if (!given_kernel(true, err) || !given_level(err) || !given_home(err) || !given_out(err))
		return false;
	request = (struct audit_request){
		.kernel = given.kernel,
		.base = given.base,
		.home = given.home,
		.name = given.name,
		.out = given.out,
		.conf = given.conf,
		.level = given.level,
		.except = given.except,
		.patched = patched,
		.json = given.json,
	};
	if (!run_one(&request, err))
		return false;
	if (!given.json)
		next_step(given.name ? "review" : "generate",
			  given.name ? "review every line" : "add another namespace, with --name");
	return true;
}

static const char *const examples[] = {
	"nsgen audit --kernel=~/linux",
	"nsgen audit --kernel=~/linux --name=ima",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_KERNEL,
	OPTION_BASE,
	OPTION_BRANCH("a branch with the namespace (default: that of HEAD)"),
	OPTION_NAME,
	OPTION_OUT,
	OPTION_LEVEL,
	OPTION_CONF,
	OPTION_SWITCH_AT("patched", patched, "the tree already has the series"),
	OPTION_EXCEPT,
	OPTION_JSON,
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command audit_command = {
	.name = "audit",
	.summary = "show every place where a tree lists or handles its namespaces",
	.text = "With --name, show which of them the series of that namespace does not cover, or\n"
		"the branch that has it.",
	.examples = examples,
	.options = options,
	.run = run_audit,
};
