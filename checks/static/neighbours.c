// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a function, an initialiser, a macro or a single statement has both uts and ipc, it must
 * have the new namespace too.
 *
 * A mask may be one statement of a function that names the flag elsewhere, so single statements are
 * checked as well as the constructs that contain them.
 */
#include "static.h"
#include "lib/text.h"

#include <string.h>

/*
 * The same identifier for three namespaces: ours from the spec, with its prefix and suffix; that of
 * uts; that of ipc; and whether the framework level has it too.
 */
static const struct {
	const char *before, *key, *after, *uts, *ipc;
	bool framework;
} things[] = {
	{ "", "clone_flag", "", "CLONE_NEWUTS", "CLONE_NEWIPC", false },
	{ "", "member", "", "uts_ns", "ipc_ns", true },
	{ "", "tag", "", "uts_namespace", "ipc_namespace", true },
	{ "", "init", "", "init_uts_ns", "init_ipc_ns", true },
	{ "", "operations", "", "utsns_operations", "ipcns_operations", false },
	{ "", "ucount", "", "UCOUNT_UTS_NAMESPACES", "UCOUNT_IPC_NAMESPACES", false },
	{ "", "type_name", "", "UTS_NS", "IPC_NS", false },
	{ "", "tree", "", "uts_ns_tree", "ipc_ns_tree", false },
	{ "", "inum_name", "", "UTS_NS_INIT_INO", "IPC_NS_INIT_INO", false },
	{ "", "id_name", "", "UTS_NS_INIT_ID", "IPC_NS_INIT_ID", false },
	{ "CONFIG_", "config", "", "CONFIG_UTS_NS", "CONFIG_IPC_NS", false },
	{ "PROC_", "NAME", "_INIT_INO", "PROC_UTS_INIT_INO", "PROC_IPC_INIT_INO", false },
	{ "PIDFD_GET_", "NAME", "_NAMESPACE", "PIDFD_GET_UTS_NAMESPACE", "PIDFD_GET_IPC_NAMESPACE",
	  false },
};

/* The end of a directive, including its continuation lines. */
static const char *end_of_line(const char *p)
{
	while (*p && (*p != '\n' || p[-1] == '\\'))
		p++;
	return *p ? p + 1 : p;
}

static bool begins_line(const char *text, const char *p)
{
	while (p > text && (p[-1] == ' ' || p[-1] == '\t'))
		p--;
	return p == text || p[-1] == '\n';
}

static void compare(struct patched *patched, const char *path, const char *code, const char *from,
		    const char *to, int *places)
{
	g_autofree char *part = g_strndup(from, to - from);
	bool copies = text_has_word(part, patched_spec(patched, "copy"));

	for (size_t i = 0; i < G_N_ELEMENTS(things); i++) {
		g_autofree char *word = g_strconcat(things[i].before,
						    patched_spec(patched, things[i].key),
						    things[i].after, NULL);

		if (!text_has_word(part, things[i].uts) || !text_has_word(part, things[i].ipc))
			continue;
		/*
		 * The framework level has no struct ns_common by which the namespace could be found
		 * or checked.
		 */
		if (!patched_full(patched) && (!things[i].framework || strstr(part, "_Generic") ||
					       strstr(part, "uts_ns->ns")))
			continue;
		/* In 2006 the last copy has no label that puts it; check_unwind() covers this. */
		if (copies && !strcmp(things[i].key, "member"))
			continue;
		(*places)++;
		if (!text_has_word(part, word)) {
			int at = strstr(from, things[i].uts) - code;
			g_autofree char *line = text_line_at(code, at);

			found(patched, "%s:%d: %s and %s are here, but %s is missing: %.80s", path,
			      text_line(code, at), things[i].uts, things[i].ipc, word, line);
		}
	}
}

/*
 * A construct ends with the brace or semicolon that closes it, a statement with any brace or
 * semicolon; a directive in between belongs to both.
 */
static void check_file(struct patched *patched, const char *path, const char *text, int *places)
{
	g_autofree char *code = text_code(text, true);
	const char *construct = code, *statement = code;
	int depth = 0;

	for (const char *p = code; *p; p++) {
		if (*p == '#' && begins_line(code, p)) {
			const char *end = end_of_line(p);

			if (!depth || g_str_has_prefix(p, "#define")) {
				compare(patched, path, code, p, end, places);
				if (!depth)
					construct = statement = end;
			}
			p = end - 1;
			continue;
		}
		depth += *p == '{';
		depth -= *p == '}' && depth;
		if (!strchr("{};", *p))
			continue;
		if (depth)
			compare(patched, path, code, statement, p, places);
		statement = p + 1;
		/*
		 * "} name = {" continues a construct, "}" of a function does not: both end before
		 * the next construct at the top level.
		 */
		if (!depth && *p != '{') {
			compare(patched, path, code, construct, p, places);
			construct = p + 1;
		}
	}
}

/* Of CSIGNAL's bits, clone3() accepts those that are namespaces; the only neighbour is time. */
static void check_clone3(struct patched *patched, int *places)
{
	g_autofree char *text = patched_new(patched, "kernel/fork.c");
	g_autofree char *code = text ? text_code(text, false) : NULL;
	g_autofree char *mask =
		code ? text_match(code, "[^;{}]*\\bCSIGNAL\\b[^;{}]*\\bCLONE_NEWTIME\\b[^;{}]*",
				  0) :
		       NULL;
	guint64 value = g_ascii_strtoull(patched_spec(patched, "flag_value"), NULL, 0);

	if (!mask || !(value & 0xff))
		return;
	(*places)++;
	if (!text_has_word(mask, patched_spec(patched, "clone_flag")))
		found(patched,
		      "kernel/fork.c: clone3() accepts CLONE_NEWTIME of CSIGNAL's bits, but not %s",
		      patched_spec(patched, "clone_flag"));
}

/**
 * check_neighbours() - check every place that uts and ipc share
 * @patched: the series
 */
void check_neighbours(struct patched *patched)
{
	/*
	 * Check these files even if no patch touches them: the file of a missing hook is unchanged.
	 */
	static const char *const always[] = {
		"include/linux/nsproxy.h",
		"kernel/nsproxy.c",
		"kernel/fork.c",
		"fs/proc/namespaces.c",
		"kernel/ucount.c",
		"include/linux/user_namespace.h",
		"include/linux/proc_ns.h",
		"fs/nsfs.c",
		"fs/pidfs.c",
		"kernel/nstree.c",
		"include/linux/nstree.h",
		"include/linux/ns/ns_common_types.h",
		"include/uapi/linux/nsfs.h",
		"include/uapi/linux/pidfd.h",
		"include/uapi/linux/sched.h",
		"kernel/nscommon.c",
		"include/linux/nsfs.h",
	};
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	int places = 0, files = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(always) + patched->files->len; i++) {
		const char *path = i < G_N_ELEMENTS(always) ?
					   always[i] :
					   patched->files->pdata[i - G_N_ELEMENTS(always)];
		g_autofree char *text = NULL;
		int before = places;

		/* The copies of uapi headers in tools/ are updated by their owners. */
		if (!g_regex_match_simple("^(?!tools/|Documentation/).*\\.[ch]$", path, 0, 0) ||
		    !g_hash_table_add(seen, (char *)path))
			continue;
		/* The framework level only has struct nsproxy and its source file. */
		if (!patched_full(patched) && !g_str_has_suffix(path, "nsproxy.h") &&
		    !g_str_has_suffix(path, "nsproxy.c"))
			continue;
		text = patched_new(patched, path);
		if (text)
			check_file(patched, path, text, &places);
		files += places > before;
	}
	if (patched_full(patched))
		check_clone3(patched, &places);
	if (!places)
		found(patched,
		      "uts and ipc not found together in any place; this tree is not supported");
	patched->summary = g_strdup_printf(
		"neighbours: %d places in %d files where uts and ipc are together", places, files);
}
