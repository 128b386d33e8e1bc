// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run spatch, for hooks in SmPL.
 *
 * spatch gets every word of the spec and every bound word that the rules use as -D word=value, for
 * "identifier virtual.word". It does not substitute words in directives (#include) and strings, so
 * @word@ is replaced there before spatch reads the rules.
 *
 * Its exit status cannot be trusted: it is 0 if nothing matched, and with -o sometimes 255, the
 * same as for a broken rule. Only the words "parse error" tell these apart; the caller must
 * compare the bytes to see whether anything changed.
 */
#include "engine/engine.h"
#include "c/code.h"
#include "hook/macros.h"
#include "hook/smpl.h"
#include "lib/diff.h"
#include "lib/error.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "lib/text.h"
#include "tree/outdir.h"

#include <string.h>

static char *instantiate(const struct hook *hook, const struct spec *spec, GError **err)
{
	g_autoptr(GPtrArray) lines = text_lines(hook->text);

	for (guint i = 0; i < lines->len; i++) {
		char *filled;

		if (g_str_has_prefix(lines->pdata[i], "//"))
			continue;
		filled = smpl_line(spec, lines->pdata[i], err);
		if (!filled)
			return NULL;
		g_free(lines->pdata[i]);
		lines->pdata[i] = filled;
	}
	return text_join(lines);
}

/* Only words that the hook uses: spatch 1.1.1 reports every other one as unknown. */
static void define_words(GPtrArray *argv, const struct hook *hook, const struct spec *spec)
{
	GList *keys = g_list_sort(g_hash_table_get_keys(spec->keys), (GCompareFunc)strcmp);

	for (GList *key = keys; key; key = key->next) {
		g_autofree char *use = g_strdup_printf("virtual.%s", (char *)key->data);

		if (!text_has_word(hook->text, use))
			continue;
		g_ptr_array_add(argv, g_strdup("-D"));
		g_ptr_array_add(argv, g_strdup_printf("%s=%s", (char *)key->data,
						      spec_get(spec, key->data)));
	}
	g_list_free(keys);
}

/**
 * spatch_command() - the start of a command line, for spatch_rules()
 * @options: the hook's "Options:", or NULL
 *
 * Return: a new array that owns its strings and is not terminated.
 */
GPtrArray *spatch_command(const char *options)
{
	GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) words = g_strsplit(options ? options : "", " ", -1);

	g_ptr_array_add(argv, g_strdup("spatch"));
	for (char **word = words; *word; word++)
		if (**word)
			g_ptr_array_add(argv, g_strdup(*word));
	g_ptr_array_add(argv, g_strdup("--timeout"));
	g_ptr_array_add(argv, g_strdup("60"));
	g_ptr_array_add(argv, g_strdup("--sp-file"));
	g_ptr_array_add(argv, g_strdup("rule.cocci"));
	return argv;
}

/* The start of a hook's command line, with its words. */
static GPtrArray *begin(const struct hook *hook, const struct spec *spec)
{
	GPtrArray *argv = spatch_command(hook_field(hook, "Options"));

	define_words(argv, hook, spec);
	return argv;
}

/* The output on both streams; NULL if spatch cannot be run. */
static char *says(GPtrArray *argv, const char *scratch)
{
	g_autofree char *errors = NULL, *text = NULL;
	int status;

	g_ptr_array_add(argv, NULL);
	text = run((const char *const *)argv->pdata, scratch, &status, &errors, NULL);
	return text ? g_strconcat(text, errors, NULL) : NULL;
}

/* The file is in the scratch directory. */
static void know_macros(GPtrArray *argv, const char *macros)
{
	if (!macros)
		return;
	g_ptr_array_add(argv, g_strdup("--macro-file"));
	g_ptr_array_add(argv, g_strdup(MACROS_NAME));
}

/* Nothing matched: run spatch again, to see how far it got and what it cannot parse. */
static void no_match(const struct hook *hook, const struct spec *spec, const char *file,
		     const char *text, const char *base, const char *scratch, GError **err)
{
	g_autoptr(GPtrArray) again = begin(hook, spec);
	g_autoptr(GPtrArray) parse = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *steps = NULL, *parsed = NULL, *reason = NULL;

	g_ptr_array_add(again, g_strdup("--debug"));
	g_ptr_array_add(again, g_strdup(base));
	g_ptr_array_add(parse, g_strdup("spatch"));
	g_ptr_array_add(parse, g_strdup("--parse-c"));
	know_macros(parse, hook->macros);
	know_macros(again, hook->macros);
	g_ptr_array_add(parse, g_strdup(base));
	steps = says(again, scratch);
	parsed = says(parse, scratch);
	reason = spatch_reason(steps ? steps : "", parsed ? parsed : "", text);
	hook_no_place(hook, file, reason, err);
}

/**
 * spatch_rules() - run rules on a text
 * @rules: the rules
 * @argv: from spatch_command(); the rest of the command line is added
 * @file: the file's name in the tree
 * @text: the file
 * @scratch: a directory
 * @err: STATUS_BUG for a rule that spatch rejects
 *
 * Return: the new text, which is the old one if nothing matched; or NULL.
 */
char *spatch_rules(const struct rules *rules, GPtrArray *argv, const char *file, const char *text,
		   const char *scratch, GError **err)
{
	g_autofree char *base = g_path_get_basename(file);
	g_autofree char *rule = g_build_filename(scratch, "rule.cocci", NULL);
	g_autofree char *macros = g_build_filename(scratch, MACROS_NAME, NULL);
	g_autofree char *in = g_build_filename(scratch, base, NULL);
	g_autofree char *out_name = g_strdup_printf("out-%s", base);
	g_autofree char *out = g_build_filename(scratch, out_name, NULL);
	g_autofree char *stdout_text = NULL;
	g_autofree char *errors = NULL;
	g_autofree char *result = NULL;
	int status;

	if (!g_file_set_contents(rule, rules->smpl, -1, err) ||
	    !g_file_set_contents(in, text, -1, err) ||
	    (rules->macros && !g_file_set_contents(macros, rules->macros, -1, err)))
		return NULL;
	know_macros(argv, rules->macros);
	g_ptr_array_add(argv, g_strdup("-o"));
	g_ptr_array_add(argv, g_strdup(out_name));
	g_ptr_array_add(argv, g_strdup(base));
	g_ptr_array_add(argv, NULL);

	stdout_text = run((const char *const *)argv->pdata, scratch, &status, &errors, err);
	if (!stdout_text)
		return NULL;
	if (strstr(errors, "parse error") || strstr(errors, "Fatal error") ||
	    (status && status != 255)) {
		g_autofree char *why = text_match(errors, "^.*(?:parse error|Fatal error).*$", 0);
		g_autofree char *line =
			text_match(errors, "^  File \"rule.cocci\", line (\\d+)", 1);

		fail(err, STATUS_BUG, "%s:%s: spatch exited with status %d: %s", rules->path,
		     line ? line : "1", status,
		     why ? g_strstrip(why) : "no reason given; V=1 shows its output");
		return NULL;
	}
	if (!seen_text(STATUS_BUG, out, NULL, &result, NULL, err))
		return NULL;
	return result ? g_steal_pointer(&result) : g_strdup(text);
}

/* Does a comment begin and end in this line, which has code, too? */
static bool has_comment(const char *line, const char *code)
{
	size_t open = strlen(code);

	return *code && !strncmp(line, code, open) &&
	       text_has(line + open, "^\\s*(?:/\\*|//)") &&
	       !text_has(line + open, "/\\*(?!.*\\*/)");
}

/*
 * The lines of a file without the comments at their ends: spatch takes such a comment for a part
 * of the next line, and would put a new line between a line and its comment.
 */
static GPtrArray *without_comments(const char *file, const char *text)
{
	g_autoptr(GPtrArray) code = code_lines(file, text);
	GPtrArray *lines = text_lines(text);

	for (guint i = 0; i < lines->len; i++)
		if (has_comment(lines->pdata[i], code->pdata[i]))
			((char *)lines->pdata[i])[strlen(code->pdata[i])] = '\0';
	return lines;
}

/*
 * Makes in @text the change that leads from @bare, which are its lines without comments, to
 * @result. Return: a new string; NULL if a line is changed that has such a comment.
 */
static char *with_comments(const char *text, const GPtrArray *bare, const char *result,
			   GError **err)
{
	g_autofree char *from = text_join(bare);
	g_autoptr(GArray) hunks = diff_texts(from, result, err);
	g_autoptr(GPtrArray) lines = text_lines(text), new = text_lines(result);

	for (guint i = hunks ? hunks->len : 0; i-- > 0;) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);
		guint at = hunk->old_count ? hunk->old_start - 1 : hunk->old_start;

		for (int n = 0; n < hunk->old_count; n++)
			if (strcmp(lines->pdata[at + n], bare->pdata[at + n]))
				return NULL;
		if (hunk->old_count)
			g_ptr_array_remove_range(lines, at, hunk->old_count);
		for (int n = 0; n < hunk->new_count; n++)
			g_ptr_array_insert(lines, at + n,
					   g_strdup(new->pdata[hunk->new_start - 1 + n]));
	}
	return hunks ? text_join(lines) : NULL;
}

/* Runs the rules on the lines without the comments at their ends, or else on all of the text. */
static char *run_rules(const struct hook *hook, const struct spec *spec, const char *smpl,
		       const char *file, const char *text, const char *scratch, GError **err)
{
	g_autoptr(GPtrArray) argv = begin(hook, spec), again = NULL;
	g_autoptr(GPtrArray) bare = without_comments(file, text);
	g_autofree char *given = text_join(bare), *made = NULL, *result = NULL;
	const struct rules rules = { hook->path, smpl, hook->macros };

	made = spatch_rules(&rules, argv, file, given, scratch, err);
	if (!made || !strcmp(given, text))
		return g_steal_pointer(&made);
	if (!strcmp(made, given))
		return g_strdup(text);
	result = with_comments(text, bare, made, err);
	if (result || (err && *err))
		return g_steal_pointer(&result);
	again = begin(hook, spec);
	return spatch_rules(&rules, again, file, text, scratch, err);
}

/**
 * spatch_run() - the engine for .cocci
 * @hook: the hook
 * @spec: the namespace and the bound words
 * @file: the file's name in the tree
 * @text: the file
 * @scratch: an empty directory
 * @err: STATUS_BUG for a rule that spatch rejects, STATUS_TREE if nothing matched
 *
 * Return: the new text, or NULL; if nothing matched, the error contains spatch's reason.
 */
char *spatch_run(const struct hook *hook, const struct spec *spec, const char *file,
		 const char *text, const char *scratch, GError **err)
{
	g_autofree char *smpl = instantiate(hook, spec, err);
	g_autofree char *result = NULL;

	if (!smpl)
		return NULL;
	result = run_rules(hook, spec, smpl, file, text, scratch, err);
	if (result && !strcmp(result, text)) {
		g_autofree char *base = g_path_get_basename(file);

		no_match(hook, spec, file, text, base, scratch, err);
		return NULL;
	}
	return g_steal_pointer(&result);
}
