// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the series includes must exist: headers come and go from release to release.
 */
#include "parsed.h"
#include "lib/text.h"

#include <string.h>

static bool is_there(const struct patched *patched, const char *path)
{
	g_autofree char *with = g_build_filename(patched->new, path, NULL),
			*without = g_build_filename(patched->tree, path, NULL);

	return g_file_test(with, G_FILE_TEST_IS_REGULAR) ||
	       g_file_test(without, G_FILE_TEST_IS_REGULAR);
}

/* An architecture that is in the tree may have the header. */
static bool some_arch_has(const struct patched *patched, const char *header)
{
	g_autofree char *arches = g_build_filename(patched->tree, "arch", NULL);
	g_autoptr(GDir) dir = g_dir_open(arches, 0, NULL);
	const char *arch;

	while (dir && (arch = g_dir_read_name(dir))) {
		g_autofree char *path = g_strdup_printf("arch/%s/include/%s", arch, header),
				*uapi = g_strdup_printf("arch/%s/include/uapi/%s", arch, header);

		if (is_there(patched, path) || is_there(patched, uapi))
			return true;
	}
	return false;
}

static bool exists(const struct patched *patched, const char *file, const char *header, bool quoted)
{
	static const char *const dirs[] = { "include", "include/uapi", "include/asm-generic" };
	g_autofree char *root = g_build_filename("/", file, "..", header, NULL);
	g_autofree char *beside = g_canonicalize_filename(root, "/");

	if (quoted && is_there(patched, beside + 1))
		return true;
	/* A program takes what is in angle brackets from the system. */
	if (g_str_has_prefix(file, "tools/"))
		return !quoted;
	for (size_t i = 0; i < G_N_ELEMENTS(dirs); i++) {
		bool generic = g_str_has_suffix(dirs[i], "generic");
		g_autofree char *path = NULL;

		if (generic && !g_str_has_prefix(header, "asm/"))
			continue;
		path = g_build_filename(dirs[i], generic ? header + strlen("asm/") : header, NULL);
		if (is_there(patched, path))
			return true;
	}
	/* These are made when the kernel is built. */
	return g_str_has_prefix(header, "generated/") || !strcmp(header, "linux/version.h") ||
	       some_arch_has(patched, header);
}

static void check_file(struct patched *patched, const char *path, int *count)
{
	g_autoptr(Parsed) parsed = parsed_new(patched, path);
	g_autoptr(GPtrArray) lines = text_lines(parsed->text), code = text_lines(parsed->code);

	for (guint i = 0; i < lines->len && i < code->len; i++) {
		static const char pattern[] = "^\\s*#\\s*include\\s*([<\"])([^>\"]+)";
		g_autofree char *sign = text_match(lines->pdata[i], pattern, 1),
				*header = text_match(lines->pdata[i], pattern, 2);

		if (!header || !parsed_added(parsed, i + 1) || !text_has(code->pdata[i], "^\\s*#"))
			continue;
		(*count)++;
		if (!exists(patched, path, header, *sign == '"'))
			found(patched, "%s:%u: there is no %s", path, i + 1, header);
	}
}

/**
 * check_includes() - check what the series includes
 * @patched: the series
 */
void check_includes(struct patched *patched)
{
	int count = 0;

	for (guint i = 0; i < patched->files->len; i++)
		if (g_regex_match_simple("\\.[chS]$", patched->files->pdata[i], 0, 0))
			check_file(patched, patched->files->pdata[i], &count);
	patched->summary = g_strdup_printf("includes: all %d headers are there", count);
}
