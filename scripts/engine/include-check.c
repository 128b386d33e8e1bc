// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does each header exist that a line of ours includes?
 *
 * A template serves a range of releases, and headers come and go within it:
 * <linux/container_of.h> exists since 5.16. A file that includes one that the tree lacks does not
 * compile, and nothing else that generate looks at would tell.
 */
#include "engine/include-check.h"
#include "lib/error.h"
#include "lib/text.h"
#include "engine/apply-hooks.h"

#include <string.h>

/*
 * What a selftest takes from the C library: C11's and POSIX's headers, and those of Linux that
 * glibc and musl both have. The tree does not have them, and the machine that runs nsgen need
 * not.
 */
static const char *const libc[] = {
	"assert.h", "ctype.h", "dirent.h", "errno.h", "fcntl.h",
	"grp.h", "inttypes.h", "limits.h", "poll.h", "pthread.h",
	"pwd.h", "sched.h", "setjmp.h", "signal.h", "stdarg.h",
	"stdbool.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h",
	"string.h", "syscall.h", "time.h", "unistd.h", "sys/capability.h",
	"sys/epoll.h",	  "sys/eventfd.h", "sys/fsuid.h",    "sys/inotify.h", "sys/ioctl.h",
	"sys/mman.h",	  "sys/mount.h",   "sys/param.h",    "sys/poll.h",    "sys/prctl.h",
	"sys/resource.h", "sys/select.h", "sys/signalfd.h", "sys/socket.h", "sys/stat.h",
	"sys/syscall.h", "sys/time.h", "sys/types.h", "sys/uio.h", "sys/un.h",
	"sys/utsname.h", "sys/wait.h", "sys/xattr.h",
};

/* Some of them the build makes. */
static const char *const made[] = { "generated/", "include/generated/" };

/* Is it a program of the tree's, which is built with the machine's C library? */
static bool is_userland(const char *file)
{
	return g_str_has_prefix(file, "tools/") || g_str_has_prefix(file, "samples/");
}

static bool is_ours(const GPtrArray *files, const char *path)
{
	for (guint i = 0; i < files->len; i++)
		if (!strcmp(((struct woven *)files->pdata[i])->path, path))
			return true;
	return false;
}

static bool look(const GPtrArray *files, const struct tree *tree, const char *dir,
		 const char *header, bool *there, GError **err)
{
	g_autofree char *joined = g_build_filename("/", dir, header, NULL);
	g_autofree char *path = g_canonicalize_filename(joined, "/");

	*there = is_ours(files, path + 1);
	return *there || tree_has(tree, path + 1, there, err);
}

/* <asm/x.h> is one of each architecture's; up to 2.6.27 they were all in include/asm-ARCH. */
static bool look_asm(struct tree *tree, const char *header, bool *there, GError **err)
{
	g_autofree char *quoted = g_regex_escape_string(header, -1);
	g_autofree char *name = g_regex_escape_string(strchr(header, '/') + 1, -1);
	g_autofree char *pattern = g_strdup_printf(
		"^(?:arch/[^/]+/include/(?:uapi/)?%s|include/asm-[^/]+/%s)$", quoted, name);
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);
	const GPtrArray *all = tree_files(tree, err);

	for (guint i = 0; all && i < all->len && !*there; i++)
		*there = g_regex_match(regex, all->pdata[i], 0, NULL);
	return all;
}

static bool is_libc(const char *header)
{
	for (size_t i = 0; i < G_N_ELEMENTS(libc); i++)
		if (!strcmp(header, libc[i]))
			return true;
	return false;
}

static bool is_made(const char *header)
{
	for (size_t i = 0; i < G_N_ELEMENTS(made); i++)
		if (g_str_has_prefix(header, made[i]))
			return true;
	return false;
}

static bool find(const GPtrArray *files, struct tree *tree, const char *file, char quote,
		 const char *header, bool *there, GError **err)
{
	g_autofree char *dir = g_path_get_dirname(file);
	bool program = is_userland(file), split = true;
	const char *dirs[] = { quote == '"' ? dir : NULL, "include/uapi",
			       program ? "tools/include" : "include", NULL };

	/* A program sees what headers_install installs, which was all of include/ once. */
	if (program && !tree_has_directory(tree, "include/uapi", &split, err))
		return false;
	if (!split)
		dirs[3] = "include";
	*there = is_made(header) || (program && is_libc(header));
	for (size_t i = 0; i < G_N_ELEMENTS(dirs) && !*there; i++)
		if (dirs[i] && !look(files, tree, dirs[i], header, there, err))
			return false;
	return *there || program || !g_str_has_prefix(header, "asm/") ||
	       look_asm(tree, header, there, err);
}

static bool check_part(const GPtrArray *files, struct tree *tree, const char *file,
		       const struct part *part, GError **err)
{
	g_autoptr(GPtrArray) lines = text_lines(part->after);

	for (guint i = 0; i < lines->len && i < part->authors->len; i++) {
		const struct step *step = part->authors->pdata[i];
		g_autofree char *quote =
			step ? text_match(lines->pdata[i],
					  "^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"]+)[>\"]", 1) :
			       NULL;
		g_autofree char *header =
			quote ? text_match(lines->pdata[i],
					   "^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"]+)[>\"]", 2) :
				NULL;
		bool there = true;

		if (header && !find(files, tree, file, *quote, header, &there, err))
			return false;
		if (!there)
			return fail(
				err, STATUS_TREE,
				"%s:%u: %s includes '%s', which Linux %s does not have; the hook needs a Probe: for it, see Documentation/hooks.md",
				file, i + 1, step->hook->path, header, tree->release);
	}
	return true;
}

/**
 * includes_check() - is each header there that a line of ours includes?
 * @files: of apply_hooks()
 * @tree: the tree; headers that its build makes count as there
 * @err: STATUS_TREE, with the line and its hook
 */
bool includes_check(const GPtrArray *files, struct tree *tree, GError **err)
{
	for (guint i = 0; i < files->len; i++) {
		const struct woven *woven = files->pdata[i];

		if (!g_str_has_suffix(woven->path, ".c") && !g_str_has_suffix(woven->path, ".h"))
			continue;
		for (guint n = 0; n < woven->parts->len; n++)
			if (!check_part(files, tree, woven->path, woven->parts->pdata[n], err))
				return false;
	}
	return true;
}
