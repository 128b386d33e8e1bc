// SPDX-License-Identifier: GPL-2.0-only
/*
 * try: run one hook on one file, for writing and testing hooks.
 */
#include "builtin/builtin.h"
#include "engine/apply-hooks.h"
#include "hook/explain.h"
#include "engine/verify.h"
#include "hook/hook.h"
#include "hook/macros.h"
#include "hook/plan.h"
#include "lib/fs.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "spec/spec.h"
#include "tree/tree.h"

#include <stdio.h>

static char *read_given(const char *path, GError **err)
{
	char *text = NULL;

	if (seen_text(STATUS_USAGE, path, NULL, &text, NULL, err) && !text)
		fail(err, STATUS_USAGE, "%s: file not found; 'try' needs a hook and a file", path);
	return text;
}

static bool try(const struct spec *spec, const struct tree *tree, char **words, GError **err)
{
	g_autofree char *hook_text = read_given(words[0], err);
	g_autofree char *text = hook_text ? read_given(words[1], err) : NULL;
	g_autoptr(Hook) hook = text ? hook_parse(words[0], hook_text, err) : NULL;
	g_autofree char *scratch = NULL;
	g_auto(Made) made = { NULL };
	int offset;
	bool ok;

	if (!hook || !(hook->macros = macros_load(given.home, err)))
		return false;
	if (verbose)
		explain_hook(hook, spec, tree, text);
	if (!plan_hook_fits(hook, tree, text, &ok, err))
		return false;
	if (!ok)
		return fail(err, STATUS_TREE, "%s: %s does not fit this file", words[1],
			    hook->path);
	if (verify_wired(hook, spec, words[1], text, &offset)) {
		fputs(text, stdout);
		return true;
	}
	scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!scratch)
		return false;
	ok = apply_hook(hook, spec, tree, words[1], text, scratch, &made, NULL, err);
	if (ok)
		fputs(made.text, stdout);
	remove_tree(scratch);
	return ok;
}

static bool run_try(char **words, GError **err)
{
	g_autoptr(Spec) spec = NULL;
	g_autoptr(Tree) tree = NULL;

	if (!given_name(err))
		return false;
	if (!words[0] || !words[1] || words[2])
		return fail(err, STATUS_USAGE, "no hook or no file given; 'try' needs both");
	if (!given_kernel(false, err) || !given_home(err))
		return false;
	spec = spec_new(given.name, given.conf, err);
	/* What a user would have to give, see "Asked:". */
	if (spec && !spec_maintainers(spec, "NAME <ADDRESS@example.org>", err))
		return false;
	tree = spec && given.kernel ? tree_open_at(given.kernel, given.base, err) : NULL;
	return spec && (tree || !given.kernel) && try(spec, tree, words, err);
}

static const char *const examples[] = {
	"nsgen try --name=ima cocci/nsproxy/free.cocci kernel/nsproxy.c",
	NULL,
};

static const GOptionEntry options[] = {
	OPTION_NAME,
	OPTION_CONF,
	OPTION_KERNEL,
	OPTION_BASE,
	{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose,
	  "print what each pattern matches", NULL },
	{ NULL },
};

const struct command try_command = {
	.name = "try",
	.words = "HOOK FILE",
	.summary = "print a file with one hook applied",
	.text = "Hooks that look at other files find them in --kernel.",
	.examples = examples,
	.options = options,
	.run = run_try,
};
