// SPDX-License-Identifier: GPL-2.0-only
/*
 * The options that the user gave, and the defaults of the others.
 */
#include "cli/cli.h"
#include "tree/outdir.h"
#include "tree/tree.h"

#include <string.h>
#include <sys/stat.h>

struct given given;

static bool needs(const char *value, const char *what, GError **err)
{
	return value ? true : fail(err, STATUS_USAGE, "%s", what);
}

/**
 * given_name() - was a name given?
 * @err: STATUS_USAGE
 */
bool given_name(GError **err)
{
	return needs(given.name, "no namespace given; name one, as in --name=ima", err);
}

/**
 * given_kernel() - find the tree: the current directory by default, if it is one
 * @needed: there has to be a tree
 * @err: STATUS_USAGE
 */
bool given_kernel(bool needed, GError **err)
{
	if (!given.kernel && tree_is_here())
		given.kernel = g_strdup(".");
	if (given.base && !given.kernel)
		return fail(err, STATUS_USAGE,
			    "--base: no repository given; name one, as in --kernel=~/linux");
	return !needed ||
	       needs(given.kernel, "no kernel tree given; name one, as in --kernel=~/linux", err);
}

/**
 * given_level() - is the level valid?
 * @err: STATUS_USAGE
 */
bool given_level(GError **err)
{
	if (!given.level || !strcmp(given.level, "framework") || !strcmp(given.level, "full"))
		return true;
	return fail(err, STATUS_USAGE,
		    "--level=%s: unknown level; use --level=framework or --level=full",
		    given.level);
}

/**
 * given_home() - find nsgen's own directory
 * @err: STATUS_USAGE
 */
bool given_home(GError **err)
{
	char *home = home_find(given.home, err);

	g_free(given.home);
	given.home = home;
	return home;
}

static bool is_here(const char *dir)
{
	struct stat there, here;

	return !stat(dir, &there) && !stat(".", &here) && there.st_dev == here.st_dev &&
	       there.st_ino == here.st_ino;
}

/**
 * given_out() - find the directory of series
 * @err: STATUS_USAGE: nsgen's own directory is not found
 *
 * In nsgen's own checkout it is generated/; elsewhere its name has to say that it is nsgen's.
 */
bool given_out(GError **err)
{
	if (given.out)
		return true;
	if (!given_home(err))
		return false;
	given.out = g_strdup(is_here(given.home) ? "generated" : OUTDIR_ELSEWHERE);
	given.out_default = true;
	return true;
}

/**
 * given_request() - fill in a request, for a command that needs a name and a tree
 * @request: filled in
 * @err: STATUS_USAGE
 */
bool given_request(struct request *request, GError **err)
{
	if (!given_name(err) || !given_kernel(true, err) || !given_level(err) || !given_home(err) ||
	    !given_out(err))
		return false;
	*request = (struct request){
		.name = given.name,
		.kernel = given.kernel,
		.base = given.base,
		.out = given.out,
		.level = given.level,
		.conf = given.conf,
		.except = given.except,
		.numbers = given.numbers,
		.why = given.why,
		.maintainers = given.maintainers,
		.date = g_getenv(DATE_OPTION),
		.squash = given.squash,
		.signoff = given.signoff,
		.cc = given.cc,
		.force = given.force,
		.home = given.home,
		.json = given.json,
	};
	return true;
}
