// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which namespaces does this tree have, and which identifiers refer to one of them?
 *
 * There is no built-in list: struct nsproxy and the CLONE_NEW* flags tell which there are. Most
 * words follow a naming rule (utsns_operations, UTS_NS_INDEX, max_uts_namespaces); the others are
 * found where a namespace's field is used (copy_ipcs, put_net, init_net).
 */
#include "audit/audit.h"
#include "c/code.h"
#include "c/constants.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

#define NSPROXY_H "include/linux/nsproxy.h"
#define NSPROXY_C "kernel/nsproxy.c"

static void ns_free(gpointer data)
{
	struct ns *ns = data;

	g_free(ns->stem);
	g_free(ns->STEM);
	g_free(ns->flag);
	g_free(ns->member);
	g_free(ns->tag);
	g_free(ns);
}

/**
 * names_free() - free names
 * @names: may be NULL
 */
void names_free(struct names *names)
{
	if (!names)
		return;
	g_ptr_array_unref(names->list);
	g_hash_table_unref(names->words);
	g_hash_table_unref(names->overlaps);
	g_free(names);
}

/**
 * names_find() - find a namespace by its stem
 * @names: the tree's namespaces
 * @stem: "uts"
 *
 * Return: its index, or -1.
 */
int names_find(const struct names *names, const char *stem)
{
	for (guint i = 0; i < names->list->len; i++)
		if (!strcmp(((struct ns *)names->list->pdata[i])->stem, stem))
			return i;
	return -1;
}

static int add_ns(struct names *names, const char *stem)
{
	int at = names_find(names, stem);
	struct ns *ns;

	if (at >= 0)
		return at;
	if (names->list->len == NS_MAX)
		return -1;
	ns = g_new0(struct ns, 1);
	ns->stem = g_strdup(stem);
	ns->STEM = g_ascii_strup(stem, -1);
	g_ptr_array_add(names->list, ns);
	return names->list->len - 1;
}

static void add_word(struct names *names, const char *text, int ns, const char *form)
{
	struct word *word;

	if (ns < 0 || !*text || g_hash_table_contains(names->words, text))
		return;
	word = g_new0(struct word, 1);
	word->ns = ns;
	word->form = g_intern_string(form);
	g_hash_table_insert(names->words, g_strdup(text), word);
}

/* The prefix of all flags; tables that add "CLONE_" themselves contain only the rest. */
static const char clone_new[] = "CLONE_NEW";
#define PREFIX (sizeof("CLONE_") - 1)

/* The flag without "CLONE_", such as "NEWUTS"; derived from the stem if there is no flag. */
static char *short_flag(const struct ns *ns)
{
	return ns->flag ? g_strdup(ns->flag + PREFIX) : g_strdup_printf("NEW%s", ns->STEM);
}

/*
 * The suffixes of a stem that make an identifier refer to the namespace; lower case, then upper.
 */
static const char *const suffixes[2][6] = {
	{ "_ns", "ns", "_namespaces", "_namespace", "namespace" },
	{ "_NS", "NS", "_NAMESPACES", "_NAMESPACE", "_INIT_INO", "_INIT_ID" },
};

static size_t suffix_at(const char *p, const char *end, bool upper)
{
	for (size_t i = 0; i < G_N_ELEMENTS(suffixes[0]) && suffixes[upper][i]; i++) {
		const char *suffix = suffixes[upper][i];
		size_t len = strlen(suffix);

		if ((size_t)(end - p) >= len && !memcmp(p, suffix, len) &&
		    (p + len == end || !g_ascii_isalnum(p[len])))
			return len;
	}
	return 0;
}

static struct word say_form(int ns, const char *word, size_t before, size_t stem, size_t len)
{
	g_autofree char *form = g_strdup_printf("%.*s@%.*s", (int)before, word,
						(int)(len - before - stem), word + before + stem);

	return (struct word){ ns, g_intern_string(form) };
}

/**
 * names_classify() - find the namespace that an identifier refers to
 * @names: the tree's namespaces
 * @word: the identifier
 * @len: its length
 *
 * Return: the word; its ns is -1 if it refers to none.
 */
struct word names_classify(const struct names *names, const char *word, size_t len)
{
	g_autofree char *copy = g_strndup(word, len);
	const struct word *known = g_hash_table_lookup(names->words, copy);
	const char *end = word + len;

	if (known)
		return *known;
	for (size_t at = 0; at < len; at++) {
		if (at && word[at - 1] != '_')
			continue;
		for (guint i = 0; i < names->list->len; i++) {
			const struct ns *ns = names->list->pdata[i];
			size_t stem = strlen(ns->stem);
			bool lower = len - at > stem && !memcmp(word + at, ns->stem, stem);
			bool upper = len - at > stem && !memcmp(word + at, ns->STEM, stem);

			if ((lower && suffix_at(word + at + stem, end, false)) ||
			    (upper && suffix_at(word + at + stem, end, true)))
				return say_form(i, word, at, stem, len);
		}
	}
	for (guint i = 0; strstr(copy, "NEW") && i < names->list->len; i++) {
		g_autofree char *flag = short_flag(names->list->pdata[i]);

		if (!strcmp(copy, flag))
			return (struct word){ i, g_intern_string("NEW@") };
		if (g_str_has_prefix(copy, clone_new) && !strcmp(copy + PREFIX, flag))
			return (struct word){ i, g_intern_string("CLONE_NEW@") };
	}
	return (struct word){ -1, NULL };
}

/**
 * names_needles() - strings to search for in files that may name a namespace by a naming rule
 * @names: the tree's namespaces
 *
 * All are at least five bytes long, so that a search can skip. A stem of fewer than three letters
 * has none, as it is useless for finding files.
 *
 * Return: strings, owned by the array.
 */
GPtrArray *names_needles(const struct names *names)
{
	GPtrArray *needles = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < names->list->len; i++) {
		const struct ns *ns = names->list->pdata[i];

		if (ns->flag)
			g_ptr_array_add(needles, g_strdup(ns->flag + PREFIX));
		if (strlen(ns->stem) < 3)
			continue;
		g_ptr_array_add(needles, g_strdup_printf("%s_n", ns->stem));
		g_ptr_array_add(needles, g_strdup_printf("%sns", ns->stem));
		g_ptr_array_add(needles, g_strdup_printf("%s_N", ns->STEM));
		g_ptr_array_add(needles, g_strdup_printf("%sNS", ns->STEM));
	}
	return needles;
}

/**
 * names_at() - find the namespaces that are named where a needle was found
 * @names: the tree's namespaces
 * @text: the file's first byte
 * @p: the needle's first byte
 * @end: one past the file's last byte
 *
 * "inputs_num" contains "uts_n" but names none.
 *
 * Return: the set of these namespaces.
 */
guint64 names_at(const struct names *names, const char *text, const char *p, const char *end)
{
	guint64 set = 0;

	for (guint i = 0; i < names->list->len; i++) {
		const struct ns *ns = names->list->pdata[i];
		const char *short_flag = ns->flag ? ns->flag + PREFIX : "?";
		size_t len = strlen(ns->stem), flag = strlen(short_flag);
		bool lower = (size_t)(end - p) > len && !memcmp(p, ns->stem, len);
		bool upper = (size_t)(end - p) > len && !memcmp(p, ns->STEM, len);

		if ((size_t)(end - p) >= flag && !memcmp(p, short_flag, flag) &&
		    (p + flag == end || !text_is_word(p[flag])))
			set |= 1ULL << i;
		if (p > text && g_ascii_isalnum(p[-1]))
			continue;
		if ((lower && suffix_at(p + len, end, false)) ||
		    (upper && suffix_at(p + len, end, true)))
			set |= 1ULL << i;
	}
	return set;
}

/* Reads a file without what is not compiled; @text is NULL if there is no such file. */
static bool read_code(const struct tree *tree, const char *file, char **text, GError **err)
{
	g_autofree char *whole = NULL;

	if (!tree_read_if_there(tree, file, &whole, err))
		return false;
	*text = whole ? code_only(file, whole) : NULL;
	return true;
}

/* Reads a file that has to be there. */
static char *need_code(const struct tree *tree, const char *file, GError **err)
{
	g_autofree char *whole = tree_read(tree, file, err);

	return whole ? code_only(file, whole) : NULL;
}

/* Calls a function for each match of a pattern, with its groups. */
static void each(const char *text, const char *pattern,
		 void (*found)(struct names *names, char **groups), struct names *names)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_auto(GStrv) groups = g_match_info_fetch_all(match);

		if (groups && groups[1])
			found(names, groups);
	}
}

/* "struct uts_namespace *uts_ns;" in struct nsproxy: time has two members but is one namespace. */
static void found_member(struct names *names, char **groups)
{
	const char *tag = groups[1], *member = groups[2];
	g_autofree char *stem = text_match(member, "^([a-z][a-z0-9]*)_ns(?:_for_children)?$", 1);
	int at = stem ? add_ns(names, stem) : -1;
	struct ns *ns;

	if (at < 0)
		return;
	ns = names->list->pdata[at];
	if (!ns->member) {
		ns->member = g_strdup(member);
		ns->tag = g_strdup(tag);
	}
	add_word(names, member, at, "@_ns");
	/* Words such as "net" refer to it only after "struct". */
	if (!g_str_has_prefix(tag, stem) || strlen(tag) == strlen(stem)) {
		g_autofree char *with = g_strdup_printf("struct %s", tag);

		add_word(names, with, at, "@_namespace");
	}
}

/**
 * names_is_member() - is an identifier a member of struct nsproxy that points to a namespace?
 * @names: the tree's namespaces
 * @word: the identifier
 * @len: its length
 */
bool names_is_member(const struct names *names, const char *word, size_t len)
{
	g_autofree char *copy = g_strndup(word, len);
	const struct word *known = g_hash_table_lookup(names->words, copy);

	return known && !strcmp(known->form, "@_ns");
}

static int ns_of_member(const struct names *names, const char *member)
{
	const struct word *word = g_hash_table_lookup(names->words, member);

	return word && !strcmp(word->form, "@_ns") ? word->ns : -1;
}

/* "->ipc_ns = copy_ipcs(": the function that creates one. */
static void found_copy(struct names *names, char **groups)
{
	if (g_str_has_prefix(groups[2], "copy_"))
		add_word(names, groups[2], ns_of_member(names, groups[1]), "copy_@_ns");
}

/* ".net_ns = &init_net,": the initial namespace. */
static void found_init(struct names *names, char **groups)
{
	add_word(names, groups[2], ns_of_member(names, groups[1]), "init_@_ns");
}

/* "put_net(ns->net_ns)" and "get_time_ns(tsk->nsproxy->time_ns)". */
static void found_ref(struct names *names, char **groups)
{
	g_autofree char *form = g_strdup_printf("%.3s_@_ns", groups[1]);

	add_word(names, groups[1], ns_of_member(names, groups[2]), form);
}

/*
 * "copy_utsname(flags, tsk)", of which trees of 2006 do not assign the result: a verb and a word
 * that begins with the stem.
 */
static void found_verb(struct names *names, char **groups)
{
	for (guint i = 0; i < names->list->len; i++) {
		const struct ns *ns = names->list->pdata[i];
		g_autofree char *form = g_strdup_printf("%s_@_ns", groups[2]);

		if (g_str_has_prefix(groups[3], ns->stem) &&
		    names_classify(names, groups[1], strlen(groups[1])).ns < 0)
			add_word(names, groups[1], i, form);
	}
}

/* "CLONE_NEWUTS": the part that names the namespace, in lower case; NULL: not a flag. */
static char *flag_stem(const struct constant *constant)
{
	g_autofree char *STEM = text_match(constant->name, "^CLONE_NEW([A-Z0-9]+)$", 1);

	return STEM ? g_ascii_strdown(STEM, -1) : NULL;
}

/* A flag whose value is not known has no bits in common with others. */
static void set_flag(struct ns *ns, const struct constant *constant)
{
	if (ns->flag)
		return;
	ns->flag = g_strdup(constant->name);
	ns->value = constant->values.n == 1 ? constant->values.of[0].bits : 0;
}

static void found_flag(struct names *names, const struct constant *constant)
{
	g_autofree char *stem = flag_stem(constant);
	int at = stem ? names_find(names, stem) : -1;

	if (at >= 0)
		set_flag(names->list->pdata[at], constant);
}

/*
 * For a flag that is not named after its namespace, CLONE_NEWNS of 2002: find the namespace whose
 * copy or unshare function tests it.
 */
static int who_tests(const struct names *names, const struct tree *tree, const char *flag,
		     GError **err)
{
	static const char *const files[] = { "kernel/fork.c", NSPROXY_C, "fs/namespace.c" };
	int without = -1, count = 0;

	for (guint i = 0; i < names->list->len; i++) {
		if (!((struct ns *)names->list->pdata[i])->flag) {
			without = i;
			count++;
		}
	}
	if (count == 1)
		return without;
	for (size_t f = 0; f < G_N_ELEMENTS(files); f++) {
		g_autofree char *text = NULL;

		if (!read_code(tree, files[f], &text, err))
			return -1;
		for (guint i = 0; text && i < names->list->len; i++) {
			const struct ns *ns = names->list->pdata[i];
			g_autofree char *pattern = g_strdup_printf(
				"^\\w[^\n;]*\\b(?:copy|unshare)_%s_n[^{};]*\\{(?:(?!^\\})[\\s\\S])*\\b%s\\b",
				ns->stem, flag);

			if (!ns->flag && text_has(text, pattern))
				return i;
		}
	}
	return -1;
}

static bool found_odd_flag(struct names *names, const struct tree *tree,
			   const struct constant *constant, GError **err)
{
	g_autofree char *stem = flag_stem(constant), *header = NULL;
	GError *error = NULL;
	struct ns *ns;
	bool there;
	int at;

	if (!stem || names_find(names, stem) >= 0)
		return true;
	header = g_strdup_printf("include/linux/%s_namespace.h", stem);
	if (!tree_has(tree, header, &there, err))
		return false;
	at = there ? add_ns(names, stem) : who_tests(names, tree, constant->name, &error);
	if (error) {
		g_propagate_error(err, error);
		return false;
	}
	if (at < 0)
		at = add_ns(names, stem);
	if (at < 0)
		return true;
	ns = names->list->pdata[at];
	if (!ns->flag) {
		set_flag(ns, constant);
		add_word(names, constant->name, at, "CLONE_NEW@");
	}
	return true;
}

/* Macros that combine others, such as TASK_REPORT, are about something else. */
static bool is_mask(const struct constant *constant)
{
	return !strcmp(constant->name, "CSIGNAL") ||
	       (constant->text && text_has(constant->text, "^0x[0-9a-fA-F]+[ \t]*$"));
}

/*
 * CSIGNAL and the like: a flag with a bit in such a mask cannot be given to clone(2), so the
 * kernel excludes it there.
 */
static void found_overlap(struct names *names, const struct constant *constant)
{
	guint64 value = constant->values.n == 1 ? constant->values.of[0].bits : 0;
	guint64 set = 0;

	if (g_str_has_prefix(constant->name, "CLONE_NEW") || !(value & (value - 1)) ||
	    !is_mask(constant))
		return;
	for (guint i = 0; i < names->list->len; i++)
		if (((struct ns *)names->list->pdata[i])->value & value)
			set |= 1ULL << i;
	if (set)
		g_hash_table_insert(names->overlaps, g_strdup(constant->name),
				    GSIZE_TO_POINTER(set));
}

/* The flags of one header, macros or enumerators, however their values are written. */
static bool learn_flags(struct names *names, const struct tree *tree, const char *header,
			GError **err)
{
	g_autoptr(Constants) constants = constants_new();
	g_autofree char *text = NULL;
	const GPtrArray *all;

	if (!tree_read_if_there(tree, header, &text, err))
		return false;
	if (text)
		constants_read(constants, header, text);
	all = constants_all(constants);
	for (guint i = 0; i < all->len; i++)
		found_flag(names, all->pdata[i]);
	for (guint i = 0; i < all->len; i++)
		if (!found_odd_flag(names, tree, all->pdata[i], err))
			return false;
	for (guint i = 0; i < all->len; i++)
		found_overlap(names, all->pdata[i]);
	return true;
}

/* The requested namespace is known even if nothing in the tree names it. */
static void add_spec(struct names *names, const struct spec *spec)
{
	static const char *const keys[][2] = {
		{ "member", "@_ns" },
		{ "init", "init_@_ns" },
		{ "copy", "copy_@_ns" },
		{ "get", "get_@_ns" },
		{ "put", "put_@_ns" },
		{ "clone_flag", "CLONE_NEW@" },
		{ "operations", "@ns_operations" },
		{ "ucount", "UCOUNT_@_NAMESPACES" },
	};
	int at = add_ns(names, spec->name);

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *word = spec_get(spec, keys[i][0]);

		if (word && names_classify(names, word, strlen(word)).ns < 0)
			add_word(names, word, at, keys[i][1]);
	}
}

/**
 * names_learn() - learn a tree's namespaces from its source
 * @tree: the tree
 * @spec: the requested namespace, or NULL
 * @err: STATUS_TREE: no list of namespaces found
 *
 * Return: names for names_free(), or NULL.
 */
struct names *names_learn(const struct tree *tree, const struct spec *spec, GError **err)
{
	static const char *const headers[] = { "include/uapi/linux/sched.h",
					       "include/linux/sched.h" };
	g_autoptr(Names) names = g_new0(struct names, 1);
	g_autofree char *nsproxy_h = need_code(tree, NSPROXY_H, err);
	g_autofree char *nsproxy_c = nsproxy_h ? need_code(tree, NSPROXY_C, err) : NULL;
	g_autofree char *body = NULL;

	names->list = g_ptr_array_new_with_free_func(ns_free);
	names->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	names->overlaps = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (!nsproxy_c)
		return NULL;
	body = text_match(nsproxy_h, "^struct nsproxy\\s*\\{[^}]*\\}", 0);
	if (!body) {
		fail(err, STATUS_TREE,
		     NSPROXY_H ": struct nsproxy not found, or its form is not supported");
		return NULL;
	}
	each(body, "^[ \t]*struct[ \t]+(\\w+)[ \t]*\\*[ \t]*(\\w+);", found_member, names);
	if (spec)
		add_spec(names, spec);
	for (size_t i = 0; i < G_N_ELEMENTS(headers); i++)
		if (!learn_flags(names, tree, headers[i], err))
			return NULL;
	each(nsproxy_c, "(?:->|\\.)(\\w+)\\s*=\\s*(\\w+)\\(", found_copy, names);
	each(nsproxy_c, "\\.(\\w+)\\s*=\\s*&(\\w+)", found_init, names);
	each(nsproxy_c, "\\b([gp][eu]t_\\w+)\\([^();]*->(\\w+)\\)", found_ref, names);
	each(nsproxy_c, "\\b((copy|get|put|unshare|exit)_([a-z]\\w*))\\(", found_verb, names);
	if (names->list->len < 3) {
		fail(err, STATUS_TREE,
		     NSPROXY_H ": fewer than three namespaces found in struct nsproxy");
		return NULL;
	}
	return g_steal_pointer(&names);
}
