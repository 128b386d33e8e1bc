// SPDX-License-Identifier: GPL-2.0-only
/*
 * check-name: can a namespace have this name? For scripts that want to know before they fetch a
 * tree.
 */
#include "builtin/builtin.h"
#include "spec/spec.h"

static bool run_check_name(char **words, GError **err)
{
	(void)words;
	return given_name(err) && spec_name_ok(given.name, err);
}

static const char *const examples[] = {
	"nsgen check-name --name=ima && echo yes",
	NULL,
};

static const GOptionEntry options[] = { OPTION_NAME, { NULL } };

const struct command check_name_command = {
	.name = "check-name",
	.summary = "check whether a namespace name is valid",
	.examples = examples,
	.options = options,
	.run = run_check_name,
};
