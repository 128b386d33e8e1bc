// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit: show where a tree lists or handles its namespaces.
 */
#include "builtin/builtin.h"
#include "audit/audit.h"

static gboolean patched;

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
	if (!audit(&request, err))
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
	.text = "With --name, show which of them the series of that namespace does not cover.",
	.examples = examples,
	.options = options,
	.run = run_audit,
};
