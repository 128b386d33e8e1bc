// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of a hook with its words filled in, for those who run spatch themselves.
 *
 * A hook declares its words as "identifier virtual.word", and spatch gets their values with -D.
 * Here the values stand in the rules, and a rule's name begins with the hook's, so that the rules
 * of several hooks can be in one file.
 */
#include "hook/smpl.h"
#include "lib/error.h"
#include "lib/text.h"

#include <string.h>

/**
 * smpl_line() - fill in the words where SmPL has no identifiers, in directives and in strings
 * @words: the words
 * @line: a line of a rule
 * @err: STATUS_BUG: there is no such word
 *
 * Return: a new string, or NULL.
 */
char *smpl_line(const struct spec *words, const char *line, GError **err)
{
	/* A line with the head of a rule begins with the @. */
	return *line != '@' && text_has(line, "@[A-Za-z_]+@") ? spec_expand(words, line, err) :
								g_strdup(line);
}

/*
 * @rules: the names of the hook's rules
 * @filled: the words of this rule, with their values
 * @begin: where this rule begins in @out
 * @left_out: a word of this rule has no value
 */
struct filling {
	const struct hook *hook;
	const struct spec *words;
	char *prefix;
	GHashTable *rules, *filled;
	GString *out;
	size_t begin;
	bool left_out;
};

static void filling_clear(struct filling *filling)
{
	g_free(filling->prefix);
	g_hash_table_unref(filling->rules);
	g_hash_table_unref(filling->filled);
	if (filling->out)
		g_string_free(filling->out, TRUE);
}

typedef struct filling Filling;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Filling, filling_clear)

/* The hook's room and name, with a "_" at the end. */
static char *prefix_of(const struct hook *hook)
{
	const char *from = strchr(hook->path, '/');
	g_autofree char *prefix = g_strdup(from ? from + 1 : hook->path);
	char *end = strrchr(prefix, '.');

	if (end)
		*end = '\0';
	for (char *p = prefix; *p; p++)
		if (!g_ascii_isalnum(*p))
			*p = '_';
	return g_strconcat(prefix, "_", NULL);
}

static size_t word_length(const char *p)
{
	size_t len = 0;

	while (text_is_word(p[len]))
		len++;
	return len;
}

/* Copies a line with each word replaced that a table has; without a value, it gets the prefix. */
static void put_line(struct filling *filling, const char *line, GHashTable *replaced)
{
	while (*line) {
		size_t len = word_length(line);
		g_autofree char *word = g_strndup(line, len ? len : 1);
		gpointer value = NULL;

		if (len && g_hash_table_lookup_extended(replaced, word, NULL, &value))
			g_string_append(filling->out, value ? "" : filling->prefix);
		g_string_append(filling->out, value ? value : word);
		line += len ? len : 1;
	}
	g_string_append_c(filling->out, '\n');
}

/* Without a value, spatch leaves out the rule. */
static void fill_word(struct filling *filling, const char *word)
{
	const char *value = spec_get(filling->words, word);

	filling->left_out |= !value;
	g_hash_table_insert(filling->filled, g_strdup(word), g_strdup(value));
}

/* "identifier virtual.last, find.nsp, flags;": the words go, the others stay. */
static void put_declaration(struct filling *filling, const char *declaration)
{
	size_t kind = strcspn(declaration, " ");
	g_autofree char *list = NULL;
	g_auto(GStrv) names = NULL;
	g_autoptr(GString) kept = g_string_new(NULL);

	if (!strstr(declaration, "virtual.")) {
		put_line(filling, declaration, filling->rules);
		return;
	}
	list = g_strndup(declaration + kind, strcspn(declaration + kind, ";"));
	names = g_strsplit(list, ",", -1);
	for (char **name = names; *name; name++) {
		const char *each = g_strstrip(*name);

		if (!g_str_has_prefix(each, "virtual.")) {
			g_string_append_printf(kept, "%s%s", kept->len ? ", " : "", each);
			continue;
		}
		fill_word(filling, each + strlen("virtual."));
	}
	if (kept->len) {
		g_autofree char *rest =
			g_strdup_printf("%.*s %s;", (int)kind, declaration, kept->str);

		put_line(filling, rest, filling->rules);
	}
}

/* Up to the line "@@". A declaration may take several lines. */
static bool put_declarations(struct filling *filling, const GPtrArray *lines, guint *at,
			     GError **err)
{
	g_autoptr(GString) declaration = g_string_new(NULL);

	for (; *at < lines->len && strcmp(lines->pdata[*at], "@@"); ++*at) {
		g_string_append(declaration, declaration->len ? " " : "");
		g_string_append(declaration, g_strstrip(lines->pdata[*at]));
		if (!g_str_has_suffix(declaration->str, ";"))
			continue;
		put_declaration(filling, declaration->str);
		g_string_truncate(declaration, 0);
	}
	if (*at == lines->len || declaration->len)
		return fail(err, STATUS_BUG, "%s: a rule's declarations do not end in '@@'",
			    filling->hook->path);
	g_string_append(filling->out, "@@\n");
	return true;
}

static bool put_body_line(struct filling *filling, const char *line, GError **err)
{
	g_autofree char *expanded = smpl_line(filling->words, line, err);

	if (expanded)
		put_line(filling, expanded, filling->filled);
	return expanded;
}

/* A rule that is left out never matches, so others may still depend on it not matching. */
static void end_rule(struct filling *filling)
{
	if (filling->left_out)
		g_string_truncate(filling->out, filling->begin);
	filling->left_out = false;
	filling->begin = filling->out->len;
}

static bool is_header(const char *line)
{
	return *line == '@' && line[1] && line[strlen(line) - 1] == '@';
}

/**
 * smpl_filled() - the rules of a hook with its words filled in
 * @hook: a hook in SmPL
 * @words: the result of engine_words()
 * @err: STATUS_BUG: the hook is not understood
 *
 * Return: the rules without "virtual patch", or NULL.
 */
char *smpl_filled(const struct hook *hook, const struct spec *words, GError **err)
{
	g_autofree char *body = hook_body(hook);
	g_autoptr(GPtrArray) lines = text_lines(body);
	g_auto(Filling) filling = {
		.hook = hook,
		.words = words,
		.prefix = prefix_of(hook),
		.rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.filled = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
		.out = g_string_new(NULL),
	};

	for (guint i = 0; i < lines->len; i++) {
		char *name = is_header(lines->pdata[i]) ?
				     text_match(lines->pdata[i], "^@(\\w+)", 1) : NULL;

		if (name)
			g_hash_table_insert(filling.rules, name, NULL);
	}
	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (!strcmp(line, "virtual patch"))
			continue;
		if (!is_header(line)) {
			if (!put_body_line(&filling, line, err))
				return NULL;
			continue;
		}
		end_rule(&filling);
		g_hash_table_remove_all(filling.filled);
		put_line(&filling, line, filling.rules);
		i++;
		if (!put_declarations(&filling, lines, &i, err))
			return NULL;
	}
	end_rule(&filling);
	return g_strstrip(g_string_free(g_steal_pointer(&filling.out), FALSE));
}
