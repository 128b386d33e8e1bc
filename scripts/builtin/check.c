// SPDX-License-Identifier: GPL-2.0-only
/*
 * check: validate a series, or what a branch has. The ladder in checks/ does it, which knows
 * nothing of how the series was made; this command finds the series or the branch, the tree, and a
 * place for what is built.
 */
#include "builtin/builtin.h"
#include "lib/fs.h"
#include "onbranch/meant.h"
#include "spec/spec.h"
#include "tree/outdir.h"
#include "tree/tree.h"

#include <string.h>

static char *rung, *boot, *arch, *cross;
static char *result;
static gboolean go_on, patched;

/* Builds are kept apart by tree: two trees of the same release are two. */
static char *work_of(const struct tree *tree)
{
	g_autofree char *cache = home_cache();
	g_autofree char *where = g_compute_checksum_for_string(G_CHECKSUM_SHA256, tree->path, -1);
	g_autofree char *dir = g_strdup_printf("%s-%s-%.10s", given.name, tree->release, where);

	return g_build_filename(cache, "check", dir, NULL);
}

static void set(char ***env, const char *name, const char *value)
{
	*env = value && *value ? g_environ_setenv(*env, name, value, TRUE) :
				 g_environ_unsetenv(*env, name);
}

/**
 * struct checked - what is checked, if it is no series
 * @dir: the repository of the branch
 * @base: the commit or directory without the namespace, or NULL
 * @commit: the commit that is checked; NULL for the one that is checked out
 * @branch: its branch, to keep the result; NULL for none
 * @conf: the spec, or NULL
 */
struct checked {
	char *dir, *base, *commit, *branch, *conf;
};

static void checked_clear(struct checked *checked)
{
	g_free(checked->dir);
	g_free(checked->base);
	g_free(checked->commit);
	g_free(checked->branch);
	g_free(checked->conf);
}

typedef struct checked Checked;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Checked, checked_clear)

/* The variables are explained in checks/lib.sh. */
static char **environment(const struct checked *checked)
{
	g_autofree char *program = home_program(), *tools = home_tools(given.home);
	g_autofree char *cache = home_cache();
	char **env = g_get_environ();

	set(&env, "NSGEN_HOME", given.home);
	set(&env, "nsgen_program", program);
	set(&env, "nsgen_tools", tools);
	set(&env, "nsgen_cache", cache);
	set(&env, "nsgen_conf", checked->conf);
	set(&env, "nsgen_base", checked->base);
	set(&env, "nsgen_commit", checked->commit);
	set(&env, "nsgen_repository", checked->dir);
	set(&env, "nsgen_branch", checked->branch);
	set(&env, "nsgen_result", result);
	set(&env, "nsgen_keep_going", go_on ? "1" : NULL);
	set(&env, "nsgen_boot", boot);
	set(&env, "nsgen_arch", arch);
	set(&env, "nsgen_cross_compile", cross);
	return env;
}

static bool climb(const struct tree *tree, const struct checked *checked, GError **err)
{
	g_autofree char *series = g_build_filename(given.out, given.name, tree->release, NULL);
	g_autofree char *report = g_build_filename(series, REPORT_FILE, NULL);
	g_autofree char *ladder = g_build_filename(given.home, "checks", "ladder", NULL);
	g_autofree char *work = work_of(tree);
	g_autofree char *there = g_strdup_printf("--patched=%s", given.name);
	bool is_there = patched || checked->commit;
	const char *const argv[] = { ladder, is_there ? there : series, tree->path, work, rung,
				     NULL };
	g_auto(GStrv) env = environment(checked);

	if (!is_there && !g_file_test(report, G_FILE_TEST_EXISTS))
		return fail(err, STATUS_USAGE, "%s: series not found; generate it first", series);
	return run_instead(argv, env, err);
}

/* Nothing that is freed here may be needed by the ladder, which takes this process' place. */
static bool of_branch(struct branch *branch, struct checked *checked, GError **err)
{
	g_autoptr(Tree) tree = tree_open_at(given.kernel, branch->tip, err);
	g_autofree char *work = NULL;
	struct request request = { .conf = given.conf };

	if (!tree)
		return false;
	if (!given.name)
		given.name = g_strdup(branch->name);
	work = work_of(tree);
	if (g_mkdir_with_parents(work, 0777))
		return fail(err, STATUS_USAGE, "%s: cannot be created", work);
	if (!meant_answers(branch, &request, work, err))
		return false;
	checked->dir = g_strdup(branch->dir);
	checked->base = g_strdup(given.base ? given.base : branch->base);
	checked->commit = g_strdup(branch->tip);
	checked->branch = g_strdup(branch->branch);
	checked->conf = g_strdup(request.conf);
	if (!branch->branch)
		say("NOTE", "HEAD is on no branch: the result is not kept");
	return true;
}

static bool find_branch(struct checked *checked, GError **err)
{
	g_autoptr(Branch) found = NULL;

	if (patched) {
		checked->base = g_strdup(given.base);
		checked->conf = g_strdup(given.conf);
		return !given.branch ||
		       fail(err, STATUS_USAGE,
			    "--branch=%s: --patched reads what is checked out; omit one of them",
			    given.branch);
	}
	if (!meant_branch(given.kernel, given.branch, given.name, &found, err) ||
	    (found && !of_branch(found, checked, err)))
		return false;
	return true;
}

static bool run_check(char **words, GError **err)
{
	g_auto(Checked) checked = { NULL };
	g_autoptr(Tree) tree = NULL;

	(void)words;
	if (!given_kernel(true, err) || !given_home(err) || !given_out(err) ||
	    (given.name && !spec_name_ok(given.name, err)) || !find_branch(&checked, err) ||
	    !given_name(err))
		return false;
	if (!patched && !checked.commit) {
		if (given.base || result)
			return fail(err, STATUS_USAGE, "--%s is for --patched",
				    given.base ? "base" : "result");
		checked.conf = g_strdup(given.conf);
	}
	tree = tree_open_at(given.kernel, checked.commit, err);
	return tree && climb(tree, &checked, err);
}

static const char *const examples[] = {
	"nsgen check --name=ima --kernel=~/linux --rung=sparse",
	"nsgen check --kernel=~/linux --branch=ima-ns --rung=build",
	"nsgen check --patched --name=ima --kernel=~/linux --base=v7.2",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	OPTION_KERNEL,
	OPTION_OUT,
	OPTION_CONF,
	{ "rung", 'r', 0, G_OPTION_ARG_FILENAME, &rung, "the last rung (default: boot)", "RUNG" },
	OPTION_SWITCH_AT("continue", go_on, "go on after a rung that found something"),
	{ "boot", 0, 0, G_OPTION_ARG_FILENAME, &boot, "boot under qemu, or as uml", "HOW" },
	{ "arch", 0, 0, G_OPTION_ARG_FILENAME, &arch, "compile for that architecture", "ARCH" },
	{ "cross", 0, 0, G_OPTION_ARG_FILENAME, &cross, "as CROSS_COMPILE= of kbuild", "PREFIX" },
	OPTION_SWITCH_AT("patched", patched, "the tree has the namespace, whoever wired it"),
	OPTION_BRANCH("a branch with the namespace (default: that of HEAD)"),
	OPTION_BASE,
	{ "result", 0, 0, G_OPTION_ARG_FILENAME, &result, "the result as JSON; not of a series",
	  "FILE" },
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command check_command = {
	.name = "check",
	.summary = "validate a series or a branch: checkers, builds and a boot",
	.text = "The rungs are static, style, sparse, build, boot and stress, cheap ones first;\n"
		"the first that finds something is the last one. In a repository whose branch has\n"
		"the namespace, the branch is validated; with --patched the tree, with what is in\n"
		"it. --base is the tree without, a directory or a commit.",
	.examples = examples,
	.options = options,
	.run = run_check,
};
