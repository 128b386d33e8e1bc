// SPDX-License-Identifier: GPL-2.0-only
/*
 * check: validate a series. The ladder in checks/ does it, which knows nothing of how the series
 * was made; this command finds the series, the tree, and a place for what is built.
 */
#include "builtin/builtin.h"
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

/* The variables are explained in checks/lib.sh. */
static char **environment(void)
{
	g_autofree char *program = home_program(), *tools = home_tools(given.home);
	g_autofree char *cache = home_cache();
	char **env = g_get_environ();

	set(&env, "NSGEN_HOME", given.home);
	set(&env, "nsgen_program", program);
	set(&env, "nsgen_tools", tools);
	set(&env, "nsgen_cache", cache);
	set(&env, "nsgen_conf", given.conf);
	set(&env, "nsgen_base", patched ? given.base : NULL);
	set(&env, "nsgen_result", result);
	set(&env, "nsgen_keep_going", go_on ? "1" : NULL);
	set(&env, "nsgen_boot", boot);
	set(&env, "nsgen_arch", arch);
	set(&env, "nsgen_cross_compile", cross);
	return env;
}

static bool climb(const struct tree *tree, GError **err)
{
	g_autofree char *series = g_build_filename(given.out, given.name, tree->release, NULL);
	g_autofree char *report = g_build_filename(series, REPORT_FILE, NULL);
	g_autofree char *ladder = g_build_filename(given.home, "checks", "ladder", NULL);
	g_autofree char *work = work_of(tree);
	g_autofree char *there = g_strdup_printf("--patched=%s", given.name);
	const char *const argv[] = { ladder, patched ? there : series, tree->path, work, rung,
				     NULL };
	g_auto(GStrv) env = environment();

	if (!patched && !g_file_test(report, G_FILE_TEST_EXISTS))
		return fail(err, STATUS_USAGE, "%s: series not found; generate it first", series);
	return run_instead(argv, env, err);
}

static bool run_check(char **words, GError **err)
{
	g_autoptr(Tree) tree = NULL;

	(void)words;
	if (!patched && (given.base || result))
		return fail(err, STATUS_USAGE, "--%s is for --patched",
			    given.base ? "base" : "result");
	if (!given_name(err) || !spec_name_ok(given.name, err) || !given_kernel(true, err) ||
	    !given_home(err) || !given_out(err))
		return false;
	tree = tree_open_at(given.kernel, NULL, err);
	return tree && climb(tree, err);
}

static const char *const examples[] = {
	"nsgen check --name=ima --kernel=~/linux --rung=sparse",
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
	OPTION_BASE,
	{ "result", 0, 0, G_OPTION_ARG_FILENAME, &result, "with --patched: the result, as JSON",
	  "FILE" },
	OPTIONS_PROGRAM,
	{ NULL },
};

const struct command check_command = {
	.name = "check",
	.summary = "validate a series: checkers, builds and a boot",
	.text = "The rungs are static, style, sparse, build, boot and stress, cheap ones first;\n"
		"the first that finds something is the last one. With --patched it is the tree\n"
		"that is validated, with what is in it; --base is the tree without, a directory\n"
		"or a commit.",
	.examples = examples,
	.options = options,
	.run = run_check,
};
