// SPDX-License-Identifier: GPL-2.0-only
/*
 * What has to be on for the namespace's files to be compiled, and whether its option says so.
 *
 * The Makefiles tell the one, from the file's own up to the top; the Kconfig files tell the other.
 * An option that can be on where its files are not compiled makes a kernel that does not link, in
 * a configuration that nobody may have tried. Only what holds in each case is known here: of
 * "A && (B || C)" that is A.
 */
#include "static.h"
#include "lib/text.h"

#include <string.h>

/* Files that read each other in a circle end here. */
#define DEEPEST 32

struct option {
	char *name, *path;
	int line;
	GPtrArray *needs, *selects;
};

struct kconfig {
	const struct patched *patched;
	GPtrArray *options;
	/* What each open if, menu and choice needs. */
	GPtrArray *open;
	/* What a "depends on" belongs to, or NULL. */
	GPtrArray *entry, *selects;
};

static void option_free(gpointer data)
{
	struct option *option = data;

	g_free(option->name);
	g_free(option->path);
	g_ptr_array_unref(option->needs);
	g_ptr_array_unref(option->selects);
	g_free(option);
}

static GPtrArray *list_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

static bool has(const GPtrArray *list, const char *name)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)list, name, g_str_equal, NULL);
}

static void add(GPtrArray *list, const char *name)
{
	if (!has(list, name))
		g_ptr_array_add(list, g_strdup(name));
}

static void add_each(GPtrArray *list, const GPtrArray *names)
{
	for (guint i = 0; names && i < names->len; i++)
		add(list, names->pdata[i]);
}

static void keep_those(GPtrArray *list, const GPtrArray *names)
{
	for (guint i = list->len; i-- > 0;)
		if (!has(names, list->pdata[i]))
			g_ptr_array_remove_index(list, i);
}

/* The end of what comes before an operator that is in no bracket. */
static const char *before(const char *p, const char *operator)
{
	int depth = 0;

	for (; *p; p++) {
		depth += *p == '(';
		depth -= *p == ')';
		if (!depth && g_str_has_prefix(p, operator))
			return p;
	}
	return NULL;
}

/* The options without which an expression cannot be true. */
static void add_terms(GPtrArray *list, const char *expression)
{
	g_autofree char *left = g_strstrip(g_strdup(expression));
	const char *p = left, *end;
	g_autofree char *name = NULL;

	if (before(p, "||"))
		return;
	end = before(p, "&&");
	if (end) {
		g_autofree char *first = g_strndup(p, end - p);

		add_terms(list, first);
		add_terms(list, end + strlen("&&"));
		return;
	}
	if (*p == '(' && g_str_has_suffix(p, ")")) {
		g_autofree char *inner = g_strndup(p + 1, strlen(p) - 2);

		add_terms(list, inner);
		return;
	}
	name = text_match(p, "^([A-Za-z0-9_]+)\\s*(?:=\\s*[ym]|!=\\s*n)?$", 1);
	if (name)
		add(list, name);
}

static void begin_option(struct kconfig *k, const char *name, const char *path, int line)
{
	struct option *option = g_new0(struct option, 1);

	option->name = g_strdup(name);
	option->path = g_strdup(path);
	option->line = line;
	option->needs = list_new();
	option->selects = list_new();
	for (guint i = 0; i < k->open->len; i++)
		add_each(option->needs, k->open->pdata[i]);
	g_ptr_array_add(k->options, option);
	k->entry = option->needs;
	k->selects = option->selects;
}

static void open_block(struct kconfig *k, const char *condition)
{
	GPtrArray *needs = list_new();

	if (condition)
		add_terms(needs, condition);
	g_ptr_array_add(k->open, needs);
	k->entry = condition ? NULL : needs;
	k->selects = NULL;
}

static void close_block(struct kconfig *k)
{
	if (k->open->len)
		g_ptr_array_set_size(k->open, k->open->len - 1);
	k->entry = k->selects = NULL;
}

static void read_file(struct kconfig *k, const char *path, int depth);

static void statement(struct kconfig *k, const char *line, const char *path, int number, int depth)
{
	g_autofree char *word = text_match(line, "^\\s*([a-z]+)\\b", 1);
	g_autofree char *rest = text_match(line, "^\\s*[a-z]+\\s*(.*?)\\s*$", 1);

	if (!word)
		return;
	if (!strcmp(word, "config") || !strcmp(word, "menuconfig")) {
		begin_option(k, rest, path, number);
	} else if (!strcmp(word, "if")) {
		open_block(k, rest);
	} else if (!strcmp(word, "menu") || !strcmp(word, "choice")) {
		open_block(k, NULL);
	} else if (!strcmp(word, "endif") || !strcmp(word, "endmenu") ||
		   !strcmp(word, "endchoice")) {
		close_block(k);
	} else if (!strcmp(word, "comment")) {
		k->entry = k->selects = NULL;
	} else if (!strcmp(word, "depends") && k->entry) {
		add_terms(k->entry, g_str_has_prefix(rest, "on") ? rest + strlen("on") : rest);
	} else if (!strcmp(word, "select") && k->selects && text_has(rest, "^\\w+$")) {
		add(k->selects, rest);
	} else if (g_str_has_suffix(word, "source")) {
		g_autofree char *name = text_match(rest, "^\"?([^\"]+)\"?$", 1);
		g_autoptr(GRegex) arch = g_regex_new("\\$\\(?SRCARCH\\)?", G_REGEX_RAW, 0, NULL);
		g_autofree char *file =
			name ? g_regex_replace_literal(arch, name, -1, 0, "x86", 0, NULL) : NULL;

		if (file && !strchr(file, '$'))
			read_file(k, file, depth + 1);
	}
}

/* A help text is as deep as its first line, or deeper. */
static void read_file(struct kconfig *k, const char *path, int depth)
{
	g_autofree char *text = depth < DEEPEST ? patched_new(k->patched, path) : NULL;
	g_autoptr(GPtrArray) lines = text_lines(text ? text : "");
	g_autoptr(GString) whole = g_string_new(NULL);
	int help = -1;

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		int indent = text_column(line, strspn(line, " \t"));

		if (help >= 0 && !line[strspn(line, " \t")])
			continue;
		if (help == 0 && indent)
			help = indent;
		if (help > 0 && indent >= help)
			continue;
		help = -1;
		if (text_goes_on(line)) {
			g_string_append_len(whole, line, strlen(line) - 1);
			continue;
		}
		g_string_append(whole, line);
		if (text_has(whole->str, "^\\s*-*help-*\\s*$"))
			help = 0;
		else
			statement(k, whole->str, path, i + 1, depth);
		g_string_truncate(whole, 0);
	}
}

static struct kconfig kconfig_read(const struct patched *patched)
{
	struct kconfig k = { .patched = patched };

	k.options = g_ptr_array_new_with_free_func(option_free);
	k.open = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	read_file(&k, "Kconfig", 0);
	return k;
}

static void kconfig_free(struct kconfig *k)
{
	g_ptr_array_unref(k->options);
	g_ptr_array_unref(k->open);
}

static const struct option *option_named(const struct kconfig *k, const char *name)
{
	for (guint i = 0; i < k->options->len; i++) {
		const struct option *option = k->options->pdata[i];

		if (!strcmp(option->name, name))
			return option;
	}
	return NULL;
}

/* What all definitions of an option need, with what they select or without. */
static GPtrArray *needs_of(const struct kconfig *k, const char *name, bool selects)
{
	GPtrArray *needs = NULL;

	for (guint i = 0; i < k->options->len; i++) {
		const struct option *option = k->options->pdata[i];

		if (strcmp(option->name, name))
			continue;
		if (needs) {
			keep_those(needs, option->needs);
			continue;
		}
		needs = list_new();
		add_each(needs, option->needs);
		add_each(needs, selects ? option->selects : NULL);
	}
	return needs ? needs : list_new();
}

/* What an option needs, and what that needs. */
static void add_all(const struct kconfig *k, GPtrArray *all, const char *name, bool selects)
{
	g_autoptr(GPtrArray) needs = needs_of(k, name, selects);

	for (guint i = 0; i < needs->len; i++) {
		const char *each = needs->pdata[i];

		if (has(all, each))
			continue;
		add(all, each);
		add_all(k, all, each, selects);
	}
}

/* Keeps of the conditions only those that hold in another place as well. */
static void keep_common(GPtrArray **conditions, GPtrArray *others)
{
	if (*conditions)
		keep_those(*conditions, others);
	else
		*conditions = g_ptr_array_ref(others);
}

static void open_condition(GPtrArray *open, const char *line)
{
	char *name = text_match(line,
				"^\\s*(?:ifdef\\s+|ifeq\\s*\\(\\$\\(|ifneq\\s*\\(\\$\\()CONFIG_(\\w+)",
				1);

	/* "ifneq ($(CONFIG_X),)" is "ifdef CONFIG_X". */
	if (name && text_has(line, "^\\s*ifneq") && !text_has(line, ",\\s*\\)"))
		g_clear_pointer(&name, g_free);
	if (name && text_has(line, "^\\s*ifeq") && !text_has(line, ",\\s*[ym]\\s*\\)"))
		g_clear_pointer(&name, g_free);
	g_ptr_array_add(open, name ? name : g_strdup(""));
}

/* The conditions under which a Makefile lists a word; NULL: it does not. */
static GPtrArray *listed(const char *text, const char *word, int depth)
{
	g_autoptr(GPtrArray) lines = text_lines(text), open = list_new();
	g_autoptr(GString) whole = g_string_new(NULL);
	GPtrArray *all = NULL;

	for (guint i = 0; i < lines->len; i++) {
		static const char pattern[] =
			"^\\s*([\\w.-]+?)-(?:y|m|objs|\\$\\(CONFIG_(\\w+)\\))\\s*[+:]?=\\s*(.*)";
		g_autofree char *line = g_strdup(lines->pdata[i]), *list = NULL, *option = NULL,
				*words = NULL;
		g_autoptr(GPtrArray) here = NULL, outer = NULL;
		g_auto(GStrv) each = NULL;

		*strchrnul(line, '#') = '\0';
		if (text_goes_on(line)) {
			g_string_append_len(whole, line, strlen(line) - 1);
			continue;
		}
		g_string_append(whole, line);
		if (text_has(whole->str, "^\\s*if")) {
			open_condition(open, whole->str);
		} else if (text_has(whole->str, "^\\s*else\\b") && open->len) {
			g_free(open->pdata[open->len - 1]);
			open->pdata[open->len - 1] = g_strdup("");
		} else if (text_has(whole->str, "^\\s*endif\\b") && open->len) {
			g_ptr_array_set_size(open, open->len - 1);
		}
		list = text_match(whole->str, pattern, 1);
		option = text_match(whole->str, pattern, 2);
		words = text_match(whole->str, pattern, 3);
		g_string_truncate(whole, 0);
		each = words ? g_strsplit_set(words, " \t", -1) : NULL;
		if (!each || !g_strv_contains((const char *const *)each, word))
			continue;
		here = list_new();
		if (option && *option)
			add(here, option);
		for (guint n = 0; n < open->len; n++)
			if (*(char *)open->pdata[n])
				add(here, open->pdata[n]);
		/* "ima-y += a.o" is part of ima.o. */
		if (depth && !text_has(list, "^(obj|lib|core|drivers|net|libs|virt)$")) {
			g_autofree char *object = g_strconcat(list, ".o", NULL);

			outer = listed(text, object, depth - 1);
			add_each(here, outer);
		}
		keep_common(&all, here);
	}
	return all;
}

/* The same in the Makefile of a directory, whose name is set. */
static GPtrArray *listed_in(const struct patched *patched, const char *dir, const char *word,
			    char **makefile)
{
	static const char *const names[] = { "Kbuild", "Makefile" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = *dir ? g_build_filename(dir, names[i], NULL) :
					       g_strdup(names[i]);
		g_autofree char *text = patched_new(patched, path);
		GPtrArray *found = text ? listed(text, word, 2) : NULL;

		if (found) {
			*makefile = g_steal_pointer(&path);
			return found;
		}
	}
	return NULL;
}

static char *parent_of(const char *path)
{
	g_autofree char *parent = g_path_get_dirname(path);

	return g_strdup(strcmp(parent, ".") ? parent : "");
}

/* Something that has to be on, and the Makefile that says so. */
struct condition {
	char *option, *makefile;
};

static void condition_free(gpointer data)
{
	struct condition *condition = data;

	g_free(condition->option);
	g_free(condition->makefile);
	g_free(condition);
}

/* From the file's own Makefile up to the top; NULL: no Makefile has the file. */
static GPtrArray *conditions_of(const struct patched *patched, const char *source)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(condition_free);
	g_autofree char *dir = parent_of(source), *base = g_path_get_basename(source);
	g_autofree char *word = g_strdup_printf("%.*s.o", (int)strlen(base) - 2, base);
	bool first = true;

	for (;;) {
		g_autofree char *makefile = NULL, *up = NULL, *name = NULL;
		g_autoptr(GPtrArray) found = listed_in(patched, dir, word, &makefile);

		if (!found && first) {
			g_ptr_array_unref(all);
			return NULL;
		}
		first = false;
		for (guint i = 0; found && i < found->len; i++) {
			struct condition *condition = g_new0(struct condition, 1);

			condition->option = g_strdup(found->pdata[i]);
			condition->makefile = g_strdup(makefile);
			g_ptr_array_add(all, condition);
		}
		if (!*dir)
			return all;
		up = parent_of(dir);
		name = g_path_get_basename(dir);
		g_free(word);
		word = g_strconcat(name, "/", NULL);
		g_free(dir);
		dir = g_steal_pointer(&up);
	}
}

/**
 * kconfig_needs() - what has to be on for an option to be on
 * @patched: the tree
 * @option: the option, without CONFIG_
 * @source: a file that has to be compiled with it
 *
 * Return: names of options, without the option itself and what is selected, as far as they are
 * certain.
 */
GPtrArray *kconfig_needs(const struct patched *patched, const char *option, const char *source)
{
	struct kconfig k = kconfig_read(patched);
	g_autoptr(GPtrArray) conditions = conditions_of(patched, source);
	GPtrArray *all = list_new();

	add_all(&k, all, option, false);
	for (guint i = 0; conditions && i < conditions->len; i++) {
		const struct condition *condition = conditions->pdata[i];

		if (!strcmp(condition->option, option) || has(all, condition->option))
			continue;
		add(all, condition->option);
		add_all(&k, all, condition->option, false);
	}
	kconfig_free(&k);
	return all;
}

static void check_source_of(struct patched *patched, const struct kconfig *k,
			    const struct option *option, const GPtrArray *all, const char *source)
{
	g_autoptr(GPtrArray) conditions = conditions_of(patched, source);

	if (!conditions)
		found(patched, "%s: no Makefile of its directory has its object", source);
	for (guint i = 0; conditions && i < conditions->len; i++) {
		const struct condition *condition = conditions->pdata[i];

		if (!strcmp(condition->option, option->name) || has(all, condition->option) ||
		    !option_named(k, condition->option))
			continue;
		found(patched,
		      "%s:%d: %s does not depend on %s, without which %s is not compiled (%s)",
		      option->path, option->line, option->name, condition->option, source,
		      condition->makefile);
	}
}

/**
 * check_kconfig() - check that the option is on only where its files are compiled
 * @patched: the series
 */
void check_kconfig(struct patched *patched)
{
	const char *name = patched_spec(patched, "config");
	struct kconfig k = kconfig_read(patched);
	const struct option *option = option_named(&k, name);
	g_autoptr(GPtrArray) all = list_new(), sources = patched_sources(patched);

	if (!option)
		found(patched, "Kconfig: no file that it reads has config %s", name);
	add_all(&k, all, name, true);
	for (guint i = 0; option && i < sources->len; i++)
		check_source_of(patched, &k, option, all, sources->pdata[i]);
	patched->summary = g_strdup_printf(
		"kconfig: %s is on only where %u files of its own are compiled", name,
		sources->len);
	kconfig_free(&k);
}
