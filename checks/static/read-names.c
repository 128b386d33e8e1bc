// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names and numbers of a namespace that somebody has wired by hand, as its tree has them.
 *
 * The name is all that is given. It leads to the member of struct nsproxy; the member to the calls
 * of kernel/nsproxy.c that copy and put it; these to the header and to the files of its own. What
 * cannot be read keeps the name that the rule would give it, so that the checks miss it, and is
 * listed under "unknown".
 */
#include "parsed.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

#define NSPROXY_H "include/linux/nsproxy.h"
#define NSPROXY_C "kernel/nsproxy.c"

/* Code before which nothing but a type stands, on its own line or on the one before. */
#define TYPE "\\bstruct\\s+%s\\s*\\*\\s*"

struct names {
	struct patched *tree;
	const GPtrArray *files;
	char *name, *NAME, *member, *tag, *header, *copy;
	JsonObject *spec;
	JsonArray *sources, *unknown;
	bool has_operations;
};

static char *code_of(const struct names *names, const char *path)
{
	g_autofree char *text = patched_new(names->tree, path);

	return text ? text_code(text, false) : NULL;
}

static const char *key(const struct names *names, const char *name)
{
	return json_object_get_string_member_with_default(names->spec, name, "");
}

/* Takes what was read, or says that it was not found and what is assumed. */
static void set(struct names *names, const char *name, char *read, const char *place,
		const char *rule, ...) G_GNUC_PRINTF(5, 6);

static void set(struct names *names, const char *name, char *read, const char *place,
		const char *rule, ...)
{
	g_autofree char *found = read, *assumed = NULL;
	va_list args;

	va_start(args, rule);
	assumed = g_strdup_vprintf(rule, args);
	va_end(args);
	if (!found && place) {
		g_autofree char *what = g_strdup_printf("%s: not found in %s, taken to be %s", name,
							place, *assumed ? assumed : "none");

		json_array_add_string_element(names->unknown, what);
	}
	json_object_set_string_member(names->spec, name, found ? found : assumed);
}

/* A match of a pattern whose %s are words; NULL also if there is no text. */
static char *match(const char *code, int group, const char *pattern, ...) G_GNUC_PRINTF(3, 4);

static char *match(const char *code, int group, const char *pattern, ...)
{
	g_autofree char *filled = NULL;
	va_list args;

	va_start(args, pattern);
	filled = g_strdup_vprintf(pattern, args);
	va_end(args);
	return code ? text_match(code, filled, group) : NULL;
}

/* The member of struct nsproxy, by its own name or by that of its struct. */
static bool find_member(struct names *names, GError **err)
{
	g_autofree char *code = code_of(names, NSPROXY_H);
	g_autofree char *body = match(code, 1, "(?s)\\bstruct\\s+nsproxy\\s*\\{(.*?)\\}");
	g_autofree char *rule = g_strdup_printf("^%s(_?ns|_namespace|)$", names->name);
	g_autoptr(GRegex) regex =
		g_regex_new("\\bstruct\\s+(\\w+)\\s*\\*\\s*(\\w+)\\s*;", G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) info = NULL;
	g_autoptr(GString) others = g_string_new(NULL);

	if (!body)
		return fail(err, STATUS_TREE,
			    NSPROXY_H ": struct nsproxy not found; this is not a kernel tree");
	for (g_regex_match(regex, body, 0, &info); g_match_info_matches(info);
	     g_match_info_next(info, NULL)) {
		g_autofree char *tag = g_match_info_fetch(info, 1),
				*member = g_match_info_fetch(info, 2);

		g_string_append_printf(others, "%s%s", others->len ? ", " : "", member);
		if (names->member || (!text_has(member, rule) && !text_has(tag, rule)))
			continue;
		names->member = g_steal_pointer(&member);
		names->tag = g_steal_pointer(&tag);
	}
	if (!names->member)
		return fail(err, STATUS_TREE,
			    NSPROXY_H
			    ": struct nsproxy has no member of %s (it has %s); the namespace is not in this tree",
			    names->name, others->str);
	set(names, "member", g_strdup(names->member), NULL, "%s", "");
	set(names, "tag", g_strdup(names->tag), NULL, "%s", "");
	return true;
}

/* The calls that copy and put the member. */
static void find_calls(struct names *names)
{
	g_autofree char *code = code_of(names, NSPROXY_C);
	char *copy = match(code, 1, "->%s\\s*=\\s*(\\w*(?:copy|clone|dup|create)\\w*)\\(",
			   names->member);

	/* In 2006 a copy named no member. */
	if (!copy)
		copy = match(code, 1, "=\\s*(copy_\\w*%s\\w*)\\(", names->name);
	set(names, "copy", copy, NSPROXY_C, "copy_%s", names->member);
	names->copy = g_strdup(key(names, "copy"));
	set(names, "put",
	    match(code, 1, "\\b(\\w*(?:put|release|drop)\\w*)\\(\\w+->%s\\)", names->member),
	    NSPROXY_C, "put_%s", names->member);
}

/* The header that declares the copy is one of those that kernel/nsproxy.c includes. */
static void find_header(struct names *names)
{
	g_autofree char *text = patched_new(names->tree, NSPROXY_C);
	g_autoptr(GRegex) regex =
		g_regex_new("^#include <([^>]+)>", G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) info = NULL;
	g_autofree char *pattern = g_strdup_printf("\\b%s\\(", names->copy);

	for (g_regex_match(regex, text ? text : "", 0, &info);
	     g_match_info_matches(info) && !names->header; g_match_info_next(info, NULL)) {
		g_autofree char *name = g_match_info_fetch(info, 1);
		g_autofree char *path = g_strconcat("include/", name, NULL);
		g_autofree char *code = code_of(names, path);

		if (code && text_has(code, pattern))
			names->header = g_steal_pointer(&path);
	}
	set(names, "header_path", g_strdup(names->header), "what " NSPROXY_C " includes",
	    "include/linux/%s.h", names->tag);
}

/* The option under which the copy is declared, and not defined as a stub. */
static char *option_of(const struct names *names, const char *text)
{
	g_autoptr(GPtrArray) lines = text_lines(text);
	g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *pattern = g_strdup_printf("\\b%s\\(", names->copy);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		bool inverted;

		if (text_has(line, "^\\s*#\\s*if")) {
			char *option = text_match(line, "\\bCONFIG_(\\w+)", 1);

			inverted = text_has(line, "ifndef|!");
			g_ptr_array_add(open, option && !inverted ? option : g_strdup(""));
			if (inverted)
				g_free(option);
		} else if (text_has(line, "^\\s*#\\s*else") && open->len) {
			g_free(open->pdata[open->len - 1]);
			open->pdata[open->len - 1] = g_strdup("");
		} else if (text_has(line, "^\\s*#\\s*endif") && open->len) {
			g_ptr_array_set_size(open, open->len - 1);
		} else if (text_has(line, pattern)) {
			for (guint n = open->len; n-- > 0;)
				if (*(char *)open->pdata[n])
					return g_strdup(open->pdata[n]);
		}
	}
	return NULL;
}

static void read_header(struct names *names)
{
	g_autofree char *text = names->header ? patched_new(names->tree, names->header) : NULL;
	g_autofree char *code = text ? text_code(text, true) : NULL;
	const char *place = key(names, "header_path");

	set(names, "get",
	    match(code, 1, TYPE "(\\w*get\\w*)\\(\\s*struct\\s+%s\\s*\\*", names->tag, names->tag),
	    place, "get_%s", names->member);
	set(names, "to",
	    match(code, 1, TYPE "(\\w+)\\(\\s*struct\\s+ns_common\\s*\\*", names->tag),
	    NULL, "to_%s", names->member);
	set(names, "config", code ? option_of(names, code) : NULL, place, "%s_NS", names->NAME);
}

static bool defines(const struct parsed *parsed, const char *function)
{
	for (guint i = 0; i < parsed->functions->len; i++)
		if (parsed_is(parsed, g_array_index(parsed->functions, struct function, i).name,
			      function))
			return true;
	return false;
}

/* The proc_ns_operations that are not for children. */
static char *operations_in(const char *text)
{
	static const char pattern[] =
		"\\bstruct\\s+proc_ns_operations\\s+(\\w+)\\s*=\\s*\\{[^}]*\\}";
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) info = NULL;

	for (g_regex_match(regex, text, 0, &info); g_match_info_matches(info);
	     g_match_info_next(info, NULL)) {
		g_autofree char *body = g_match_info_fetch(info, 0);

		if (!strstr(body, "_for_children\""))
			return g_match_info_fetch(info, 1);
	}
	return NULL;
}

/*
 * The files of its own: each that defines the copy, the initial namespace, or the operations in a
 * file that knows the struct and is none of a neighbour's.
 */
static void find_sources(struct names *names)
{
	g_autofree char *source = NULL, *init = NULL, *operations = NULL, *ucount = NULL;

	for (guint i = 0; i < names->files->len; i++) {
		const char *path = names->files->pdata[i];
		g_autofree char *text = NULL, *code = NULL, *first = NULL, *table = NULL;
		g_autoptr(Parsed) parsed = NULL;
		bool copies;

		if (!g_str_has_suffix(path, ".c") || g_str_has_prefix(path, "tools/") ||
		    !(text = patched_new(names->tree, path)))
			continue;
		parsed = parsed_text(path, text);
		code = text_code(text, false);
		copies = defines(parsed, names->copy);
		first = match(code, 1, "\\bstruct\\s+%s\\s+(\\w+)(?:\\s+__\\w+)?\\s*=\\s*\\{",
			      names->tag);
		table = match(code, 0, "\\bstruct\\s+%s\\b", names->tag) || copies ?
				operations_in(text) :
				NULL;
		if (table && !copies && !text_has(code, names->copy) &&
		    !text_has(table, names->name))
			g_clear_pointer(&table, g_free);
		if (!copies && !first && !table)
			continue;
		json_array_add_string_element(names->sources, path);
		if (copies || (!source && table)) {
			g_free(source);
			source = g_strdup(path);
		}
		if (!ucount)
			ucount = match(code, 1, "\\b(UCOUNT_\\w+)");
		if (first && !init)
			init = g_steal_pointer(&first);
		if (table && !operations)
			operations = g_steal_pointer(&table);
	}
	if (!source)
		json_array_add_string_element(names->sources, key(names, "header_path"));
	names->has_operations = operations;
	set(names, "init", g_steal_pointer(&init), "its files", "init_%s", names->member);
	set(names, "operations", g_steal_pointer(&operations), NULL, "%sns_operations",
	    names->name);
	set(names, "ucount", g_steal_pointer(&ucount), NULL, "UCOUNT_%s_NAMESPACES", names->NAME);
	set(names, "source", g_strdup(source), "the files that name it", "%s",
	    key(names, "header_path"));
}

/* The flag that the copy looks for. */
static void find_flag(struct names *names)
{
	const char *const files[] = { key(names, "header_path"), key(names, "source") };
	g_autofree char *usual = g_strdup_printf("CLONE_NEW%s", names->NAME);
	char *flag = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(files) && !flag; i++) {
		g_autofree char *code = code_of(names, files[i]);

		if (code && text_has_word(code, usual))
			flag = g_strdup(usual);
		else if (code)
			flag = text_match(code, "\\b(CLONE_NEW\\w+)", 1);
	}
	set(names, "clone_flag", flag, NULL, "CLONE_NEW%s", names->NAME);
}

/* A number; "": it is not in the tree, or cannot be worked out. */
static char *value_of(const GPtrArray *list, const char *name, const char *format)
{
	const struct number *number = number_named(list, NULL, name);

	return number && number->count ? g_strdup_printf(format, (guint)number->values[0]) : NULL;
}

static void find_numbers(struct names *names)
{
	g_autoptr(GPtrArray) list = numbers_of_headers(names->tree);
	g_autofree char *types = code_of(names, "include/linux/ns/ns_common_types.h");
	g_autofree char *ioctl = g_strdup_printf("PIDFD_GET_%s_NAMESPACE", names->NAME);
	g_autofree char *alias = g_strdup_printf("PROC_%s_INIT_INO", names->NAME);
	g_autofree char *usual = g_strdup_printf("%s_NS_INIT_INO", names->NAME);
	g_autofree char *inum = NULL, *nr = NULL;

	set(names, "flag_value", value_of(list, key(names, "clone_flag"), "0x%08x"), NULL, "%s",
	    "");
	set(names, "type_name", NULL, NULL, "%s_NS", names->NAME);
	set(names, "tree", NULL, NULL, "%s_tree", names->member);
	set(names, "inum_name", match(types, 1, "\\bstruct\\s+%s\\s*\\*:\\s*(\\w+_INO)\\b",
				      names->tag), NULL, "%s", usual);
	set(names, "id_name", match(types, 1, "\\bstruct\\s+%s\\s*\\*:\\s*(\\w+_INIT_ID)\\b",
				    names->tag), NULL, "%s_NS_INIT_ID", names->NAME);
	inum = value_of(list, key(names, "inum_name"), "0x%XU");
	if (!inum)
		inum = value_of(list, alias, "0x%XU");
	set(names, "inum", g_steal_pointer(&inum), NULL, "%s", "");
	set(names, "id", value_of(list, key(names, "id_name"), "%u"), NULL, "%s", "");
	nr = value_of(list, ioctl, "%u");
	set(names, "nr",
	    nr ? g_strdup_printf("%u", (guint)(g_ascii_strtoull(nr, NULL, 10) & 0xff)) : NULL, NULL,
	    "%s", "");
}

static void find_needs(struct names *names)
{
	g_autoptr(GPtrArray) needs =
		kconfig_needs(names->tree, key(names, "config"), key(names, "source"));
	g_autoptr(GString) list = g_string_new(NULL);

	for (guint i = 0; i < needs->len; i++)
		g_string_append_printf(list, "%s%s", i ? " " : "", (char *)needs->pdata[i]);
	set(names, "needs", g_strdup(list->str), NULL, "%s", "");
}

/**
 * read_names() - read a namespace's names and numbers
 * @tree: its tree
 * @name: what the user calls it
 * @files: paths of the files that may be its own
 * @err: STATUS_TREE: it is not in the tree
 *
 * Return: what a report.json has: name, level, spec; also sources and unknown.
 */
JsonObject *read_names(struct patched *tree, const char *name, const GPtrArray *files, GError **err)
{
	struct names names = { .tree = tree, .files = files, .name = g_strdup(name) };
	JsonObject *report = NULL;

	names.NAME = g_ascii_strup(name, -1);
	names.spec = json_object_new();
	names.sources = json_array_new();
	names.unknown = json_array_new();
	set(&names, "name", g_strdup(name), NULL, "%s", "");
	if (find_member(&names, err)) {
		bool flag;

		find_calls(&names);
		find_header(&names);
		read_header(&names);
		find_sources(&names);
		find_flag(&names);
		/* NEWIMA says how the namespace is written in capitals. */
		g_free(names.NAME);
		names.NAME = g_strdup(key(&names, "clone_flag") + strlen("CLONE_NEW"));
		set(&names, "NAME", g_strdup(names.NAME), NULL, "%s", "");
		find_numbers(&names);
		find_needs(&names);
		flag = *key(&names, "flag_value") || names.has_operations;
		report = json_object_new();
		json_object_set_string_member(report, "name", name);
		json_object_set_string_member(report, "level", flag ? "full" : "framework");
		json_object_set_object_member(report, "spec", json_object_ref(names.spec));
		json_object_set_array_member(report, "sources", json_array_ref(names.sources));
		json_object_set_array_member(report, "unknown", json_array_ref(names.unknown));
	}
	json_object_unref(names.spec);
	json_array_unref(names.sources);
	json_array_unref(names.unknown);
	g_free(names.name);
	g_free(names.NAME);
	g_free(names.member);
	g_free(names.tag);
	g_free(names.header);
	g_free(names.copy);
	return report;
}
