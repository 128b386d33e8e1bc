// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where nsgen's own hooks, templates and specs are.
 *
 * Hooks are programs: spatch runs the Python in them. So they are looked up next to the program
 * that the user has chosen to run, and never in the current directory, which may be anybody's.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The program's own path without symbolic links; found by its name if there is no /proc. */
static char *program(void)
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
 * may write to.
 */
static char *home_of(const char *path)
{
	static const struct {
		const char *tail, *home;
	} layouts[] = {
		{ "/build/nsgen", "/" },
		{ "/build/test/nsgen", "/" },
		{ "/bin/nsgen", "/share/nsgen" },
	};

	for (size_t i = 0; path && i < G_N_ELEMENTS(layouts); i++) {
		g_autofree char *prefix = NULL;

		if (!g_str_has_suffix(path, layouts[i].tail))
			continue;
		prefix = g_strndup(path, strlen(path) - strlen(layouts[i].tail));
		return g_build_filename(*prefix ? prefix : "/", layouts[i].home, NULL);
	}
	return NULL;
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
	path = program();
	found = home_of(path);
	if (!found)
		fail(err, STATUS_USAGE,
		     "%s: nsgen's own directory (with cocci/ in it) not found from here; give it with --home or NSGEN_HOME",
		     path ? path : program_invocation_name);
	return found;
}
