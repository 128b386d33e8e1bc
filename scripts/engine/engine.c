// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which engine runs a hook, and the words that a hook binds from the file before it runs.
 */
#include "c/code.h"
#include "engine/engine.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/*
 * "Bind: first PATTERN" and "Bind: last PATTERN": each named group becomes a word of the hook, as
 * "last" in "struct last;". SmPL cannot say "the last one of these", but a search of the file can.
 * Only identifiers are accepted, because the tree is not trusted.
 */
static bool bind_one(const struct hook *hook, struct spec *spec, const char *file, const char *text,
		     const char *bind, GError **err)
{
	bool last = g_str_has_prefix(bind, "last ");
	const char *pattern = strchr(bind, ' ');
	g_autoptr(GRegex) regex = NULL;
	g_autoptr(GRegex) names = g_regex_new("\\(\\?<([a-z_]+)>", 0, 0, NULL);
	g_autoptr(GMatchInfo) name = NULL, match = NULL;
	g_autofree char *expanded = NULL, *code = code_only(file, text);

	expanded = spec_expand(spec, pattern + 1, err);
	if (!expanded)
		return false;
	regex = g_regex_new(expanded, G_REGEX_RAW | G_REGEX_MULTILINE, 0, err);
	if (!regex)
		return false;
	text = code_for(expanded, text, code);
	if (!g_regex_match(regex, text, 0, &match))
		return hook_no_place(hook, file, "its Bind: has no match", err);

	g_regex_match(names, pattern + 1, 0, &name);
	for (; g_match_info_matches(name); g_match_info_next(name, NULL)) {
		g_autofree char *key = g_match_info_fetch(name, 1);
		g_autoptr(GMatchInfo) each = NULL;
		g_autofree char *value = NULL;

		for (g_regex_match(regex, text, 0, &each); g_match_info_matches(each);
		     g_match_info_next(each, NULL)) {
			g_free(value);
			value = g_match_info_fetch_named(each, key);
			if (!last)
				break;
		}
		if (!value || !g_regex_match_simple("^[A-Za-z_]\\w*( \\w+)?$", value,
						    G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
			return hook_no_place(hook, file,
					     "the text found there is not an identifier", err);
		spec_set(spec, key, value);
	}
	return true;
}

static bool is_word(const char *value)
{
	return g_regex_match_simple("^[A-Za-z_]\\w*$", value, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY,
				    0);
}

/* The entries of the first list in a file: two lines or more, one after the other, that match. */
static GPtrArray *first_list(const char *file, const char *text, const char *pattern)
{
	g_autoptr(GPtrArray) lines = code_lines(file, text);
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *alone = NULL;

	for (guint i = 0; i < lines->len; i++) {
		char *entry = text_match(lines->pdata[i], pattern, 1);

		if (entry && is_word(entry)) {
			g_ptr_array_add(list, entry);
			continue;
		}
		g_free(entry);
		if (list->len > 1)
			break;
		if (list->len && !alone)
			alone = g_strdup(list->pdata[0]);
		g_ptr_array_set_size(list, 0);
	}
	if (!list->len && alone)
		g_ptr_array_add(list, g_steal_pointer(&alone));
	return list;
}

/* "Bind: around @tag@ PATTERN": the entries of a sorted list between which a word belongs. */
static bool bind_around(const struct hook *hook, struct spec *spec, const char *file,
			const char *text, const char *bind, GError **err)
{
	g_autofree char *expanded = spec_expand(spec, bind + strlen("around "), err);
	g_autofree char *word = NULL;
	g_autoptr(GPtrArray) list = NULL;
	guint at = 0;

	if (!expanded)
		return false;
	word = g_strndup(expanded, strcspn(expanded, " "));
	list = first_list(file, text, expanded + strlen(word) + 1);
	if (!list->len)
		return hook_no_place(hook, file, "its Bind: has no match", err);
	while (at < list->len && strcmp(list->pdata[at], word) <= 0)
		at++;
	if (at)
		spec_set(spec, "below", list->pdata[at - 1]);
	if (at < list->len)
		spec_set(spec, "above", list->pdata[at]);
	return true;
}

/*
 * Reads a file of the tree, which may exist only in some trees; @text is NULL if it does not
 * exist.
 */
static bool other_file(const struct tree *tree, const char *file, char **text, GError **err)
{
	*text = NULL;
	return !tree || tree_read_if_there(tree, file, text, err);
}

/*
 * "Probe: WORD PATTERN": the word is "y" if the pattern is found, and empty otherwise. "Probe:
 * WORD FILE PATTERN" searches another file, and "Probe: WORD FILE" checks whether the tree has the
 * file.
 */
static bool probe_one(struct spec *spec, const struct tree *tree, const char *reads,
		      const char *text, const char *probe, GError **err)
{
	g_auto(GStrv) parts = g_strsplit(probe, " ", 2);
	g_autofree char *file = NULL, *other = NULL, *code = NULL;
	const char *pattern = header_split(parts[1], &file);

	if (file && !other_file(tree, file, &other, err))
		return false;
	if (file)
		text = other;
	if (text) {
		code = code_only(file ? file : reads, text);
		text = code_for(pattern, text, code);
	}
	spec_set(spec, parts[0], text && text_has(text, pattern) ? "y" : "");
	return true;
}

/**
 * engine_probe() - look for something in a tree
 * @words: gets the word
 * @tree: the tree
 * @probe: "WORD FILE PATTERN"
 * @err: STATUS_TREE: the file cannot be read
 */
bool engine_probe(struct spec *words, const struct tree *tree, const char *probe, GError **err)
{
	return probe_one(words, tree, NULL, NULL, probe, err);
}

/**
 * made_clear() - free the result of an engine
 * @made: reset to its initial state
 */
void made_clear(struct made *made)
{
	g_clear_pointer(&made->text, g_free);
	g_clear_pointer(&made->like, g_free);
	made->line = 0;
}

/**
 * engine_words() - the words of a hook: the spec's, and those that it binds from the file
 * @hook: the hook
 * @spec: the namespace
 * @tree: for probes of other files; NULL: other files count as missing
 * @file: the file's name in the tree
 * @text: the file
 * @err: see engine.h
 *
 * Return: freed with spec_free(), or NULL.
 */
struct spec *engine_words(const struct hook *hook, const struct spec *spec,
			  const struct tree *tree, const char *file, const char *text,
			  GError **err)
{
	g_autoptr(Spec) words = spec_copy(spec);
	const char *value;
	guint at = 0;

	while ((value = hook_next_field(hook, "Bind", &at)))
		if (!(g_str_has_prefix(value, "around ") ? bind_around : bind_one)(
			    hook, words, file, text, value, err))
			return NULL;
	at = 0;
	while ((value = hook_next_field(hook, "Probe", &at)))
		if (!probe_one(words, tree, file, text, value, err))
			return NULL;
	return g_steal_pointer(&words);
}

/**
 * engine_run() - run one hook on one text
 * @hook: the hook
 * @spec: the namespace
 * @tree: for probes of other files; NULL: other files count as missing
 * @file: the file's name in the tree
 * @text: the file; for a new file, the text that its Bind: patterns search
 * @scratch: an empty directory; the engine's files are left there
 * @made: gets the new text, which may equal the old one; free it with made_clear()
 * @err: see engine.h
 */
bool engine_run(const struct hook *hook, const struct spec *spec, const struct tree *tree,
		const char *file, const char *text, const char *scratch, struct made *made,
		GError **err)
{
	g_autoptr(Spec) words = engine_words(hook, spec, tree, file, text, err);

	if (!words)
		return false;
	switch (hook->engine) {
	case ENGINE_COCCI:
		made->text = spatch_run(hook, words, file, text, scratch, err);
		break;
	case ENGINE_LIST:
		return list_run(hook, words, file, text, made, err);
	case ENGINE_KCONFIG:
		made->text = kconfig_run(hook, words, file, text, err);
		break;
	case ENGINE_MAKEFILE:
		made->text = makefile_run(hook, words, file, text, err);
		break;
	case ENGINE_SKEL:
		made->text = skeleton_run(hook, words, err);
		break;
	case ENGINE_NONE:
		return fail(err, STATUS_BUG, "%s: no engine runs this hook", hook->path);
	}
	return made->text;
}
