// SPDX-License-Identifier: GPL-2.0-only
/*
 * Remove from a kernel tree what its developers wrote for a namespace, and compare it with what
 * nsgen writes in its place.
 *
 * strip take TABLE NAME CONF TREE TO SITE ...
 *     TO gets the files without the namespace
 * strip compare TABLE NAME CONF TREE STRIPPED SERIES RELEASE DIFFERENCES SITE ...
 */
#include "strip.h"
#include "lib/error.h"

#include <glib/gstdio.h>
#include <string.h>

static bool put(const char *dir, const struct stripping *stripping, GError **err)
{
	for (guint i = 0; i < stripping->files->len; i++) {
		const struct file *file = stripping->files->pdata[i];
		g_autofree char *path = g_build_filename(dir, file->path, NULL);
		g_autofree char *parent = g_path_get_dirname(path);
		g_autofree char *text = file_without(file);

		g_mkdir_with_parents(parent, 0777);
		/* Replace the file: it may be a link into the original tree. */
		if (!g_file_set_contents(path, text, -1, err))
			return false;
	}
	for (guint i = 0; i < stripping->sites->len; i++) {
		const struct taken *taken = stripping->sites->pdata[i];

		printf("%-24s %3d lines  %s\n", taken->site, taken->lines,
		       taken->file ? taken->file : "set aside");
	}
	return true;
}

static bool run_command(int argc, char **argv, GError **err)
{
	bool comparing = argc > 1 && !strcmp(argv[1], "compare");
	int own = comparing ? 10 : 7;
	g_autoptr(GPtrArray) sites = g_ptr_array_new();
	g_autoptr(Stripping) stripping = NULL;
	g_autoptr(Spec) spec = NULL;
	g_autofree char *table = NULL, *differences = NULL;

	if (argc <= own || (!comparing && strcmp(argv[1], "take")))
		return fail(err, STATUS_USAGE,
			    "strip: take or compare; see the head of tests/strip/strip.c");
	for (int i = own; i < argc; i++)
		g_ptr_array_add(sites, argv[i]);
	if (!g_file_get_contents(argv[2], &table, NULL, err))
		return false;
	spec = spec_new(argv[3], argv[4], err);
	stripping = spec ? strip(table, spec, argv[5], sites, err) : NULL;
	if (!stripping)
		return false;
	if (!comparing)
		return put(argv[6], stripping, err);
	return g_file_get_contents(argv[9], &differences, NULL, err) &&
	       compare(stripping, spec, argv[6], argv[7], argv[8], differences, err);
}

int main(int argc, char **argv)
{
	g_autoptr(GError) err = NULL;

	if (run_command(argc, argv, &err))
		return STATUS_DONE;
	error_print(err);
	return error_status(err);
}
