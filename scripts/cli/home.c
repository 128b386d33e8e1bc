// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where nsgen's own hooks, templates and specs are, its other programs, and what it keeps.
 *
 * Hooks are programs: spatch runs the Python in them. So they are looked up next to the program
 * that the user has chosen to run, and never in the current directory, which may be anybody's.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/**
 * home_program() - find this program; by its name if there is no /proc
 *
 * Return: a new string, its path without symbolic links; or NULL.
 */
char *home_program(void)
{
	char *real = realpath("/proc/self/exe", NULL);
	g_autofree char *found = real ? NULL : g_find_program_in_path(program_invocation_name);
	g_autofree char *text = NULL;

	if (found)
		real = realpath(found, NULL);
	text = g_strdup(real);
	free(real);
	return g_steal_pointer(&text);
}

/*
 * Accept only known layouts: a search through all parent directories could end in one that others
 * may write to. A checkout keeps what it builds; an installed nsgen may write only to the user's
 * own directories.
 */
static const struct layout {
	const char *tail, *home, *tools, *cache;
} layouts[] = {
	{ "/build/nsgen", "/", "build", "build" },
	{ "/build/test/nsgen", "/", "build", "build" },
	{ "/bin/nsgen", "/share/nsgen", "libexec/nsgen", NULL },
};

/* The layout of this program, and the directory that it begins in. */
static const struct layout *layout_of(const char *path, char **prefix)
{
	for (size_t i = 0; path && i < G_N_ELEMENTS(layouts); i++) {
		g_autofree char *top = NULL;

		if (!g_str_has_suffix(path, layouts[i].tail))
			continue;
		top = g_strndup(path, strlen(path) - strlen(layouts[i].tail));
		*prefix = g_strdup(*top ? top : "/");
		return &layouts[i];
	}
	return NULL;
}

static char *home_of(const char *path)
{
	g_autofree char *prefix = NULL;
	const struct layout *layout = layout_of(path, &prefix);

	return layout ? g_build_filename(prefix, layout->home, NULL) : NULL;
}

/**
 * home_tools() - find the programs that belong to nsgen and that users do not call
 * @home: nsgen's own directory
 *
 * Return: a new string, the directory: build/ in a checkout, PREFIX/libexec/nsgen for
 * PREFIX/bin/nsgen.
 */
char *home_tools(const char *home)
{
	g_autofree char *path = home_program(), *prefix = NULL;
	const struct layout *layout = layout_of(path, &prefix);

	return layout ? g_build_filename(prefix, layout->tools, NULL) :
			g_build_filename(home, "build", NULL);
}

/**
 * home_cache() - find the directory for what can be made or fetched again
 *
 * Return: a new string: build/ in a checkout, nsgen/ in the user's cache directory for a program
 * that is somewhere else, whose own directories may be read-only.
 */
char *home_cache(void)
{
	g_autofree char *path = home_program(), *prefix = NULL;
	const struct layout *layout = layout_of(path, &prefix);

	return layout && layout->cache ? g_build_filename(prefix, layout->cache, NULL) :
					 g_build_filename(g_get_user_cache_dir(), "nsgen", NULL);
}

/**
 * home_find() - find nsgen's own directory, with cocci/ and namespaces/ in it
 * @home: --home, or NULL
 * @err: STATUS_USAGE: not found
 *
 * Without --home it is $NSGEN_HOME, or else found from the program's path: the checkout that has
 * it in build/, or PREFIX/share/nsgen for PREFIX/bin/nsgen. Symbolic links to the program are
 * followed.
 *
 * Return: a new string, or NULL.
 */
char *home_find(const char *home, GError **err)
{
	const char *variable = g_getenv("NSGEN_HOME");
	g_autofree char *path = NULL;
	char *found;

	if (home)
		return g_strdup(home);
	if (variable && *variable)
		return g_strdup(variable);
	path = home_program();
	found = home_of(path);
	if (!found)
		fail(err, STATUS_USAGE,
		     "%s: nsgen's own directory (with cocci/ in it) not found from here; give it with --home or NSGEN_HOME",
		     path ? path : program_invocation_name);
	return found;
}
