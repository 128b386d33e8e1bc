// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine for .clone: text that C's grammar does not reach, or that spatch puts in the wrong place.
 *
 * It imitates. In the region (two patterns, from a line to a line) it finds the unit (a line, or an #ifdef block) of a model, a
 * namespace that the tree has; it writes the unit again with the model's words replaced by the new namespace's, aligns it as
 * the model's is aligned, and puts it where the hook says. A word with the model's name in it that nothing replaced would be a
 * reference to the wrong namespace that compiles, so it ends the run.
 */
#include "engine.h"
#include "error.h"
#include "text.h"

#include <string.h>

struct region {
	guint first;	/* index of the line that opens it */
	guint end;	/* index of the line that closes it */
};

struct unit {
	guint first;
	guint count;
};

static bool find_region(const struct hook *hook, const char *file, const GPtrArray *lines, struct region *region, GError **err)
{
	const char *range = hook_field(hook, "Region");
	g_auto(GStrv) ends = range ? g_strsplit(range, " .. ", 2) : NULL;
	guint i;

	if (!ends || !ends[0] || !ends[1])
		return fail(err, STATUS_BUG, "%s: Region: needs two patterns, as in 'FIRST .. LAST'", hook->path);
	for (i = 0; i < lines->len; i++)
		if (text_has(lines->pdata[i], ends[0]))
			break;
	region->first = i;
	for (i++; i < lines->len; i++)
		if (text_has(lines->pdata[i], ends[1]))
			break;
	region->end = i;
	if (i >= lines->len)
		return hook_no_place(hook, file, NULL, err);
	return true;
}

/* The keys whose values are words that a unit can name. The longest value is replaced first: it may contain a shorter one. */
static const char *const words[] = {
	"init", "INIT", "member", "tag", "get", "put", "copy", "free", "config",
};

static bool names_model(const struct hook *hook, const char *line, const struct spec *model)
{
	const char *word = hook_field(hook, "Word");

	if (word)
		return text_has_word(line, spec_get(model, word));
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (text_has_word(line, spec_get(model, words[i])))
			return true;
	return false;
}

static bool find_unit(const struct hook *hook, const GPtrArray *lines, const struct region *region, const struct spec *model,
		      struct unit *unit)
{
	bool block = !g_strcmp0(hook_field(hook, "Unit"), "ifdef-block");
	guint i, end;

	for (i = region->first + 1; i < region->end; i++)
		if (!g_str_has_prefix(lines->pdata[i], "#") && names_model(hook, lines->pdata[i], model))
			break;
	if (i == region->end)
		return false;
	unit->first = i;
	unit->count = 1;
	if (!block)
		return true;
	end = i;
	while (unit->first > region->first + 1 && !g_str_has_prefix(lines->pdata[unit->first], "#if"))
		unit->first--;
	while (end < region->end && !g_str_has_prefix(lines->pdata[end], "#endif"))
		end++;
	unit->count = end - unit->first + 1;
	return g_str_has_prefix(lines->pdata[unit->first], "#if") && end < region->end;
}

static char *replace_word(const char *line, const char *from, const char *to)
{
	g_autofree char *quoted = g_regex_escape_string(from, -1);
	g_autofree char *pattern = g_strdup_printf("(?<![A-Za-z0-9_])%s(?![A-Za-z0-9_])", quoted);
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW, 0, NULL);

	return g_regex_replace_literal(regex, line, -1, 0, to, 0, NULL);
}

static void take(char **line, char *replaced)
{
	g_free(*line);
	*line = replaced;
}

/* "Rename: CONFIG_CGROUPS=CONFIG_@config@ ...": what the defaults of a spec do not say of this model. */
static bool rename_line(const struct hook *hook, const struct spec *spec, const struct spec *model, char **line, GError **err)
{
	const char *list = hook_field(hook, "Rename");
	g_autofree char *expanded = spec_expand(spec, list ? list : "", err);
	g_auto(GStrv) pairs = expanded ? g_strsplit(expanded, " ", -1) : NULL;
	g_autofree char *config = g_strdup_printf("CONFIG_%s", spec_get(model, "config"));
	g_autofree char *new_config = g_strdup_printf("CONFIG_%s", spec_get(spec, "config"));

	if (!pairs)
		return false;
	for (char **pair = pairs; *pair; pair++) {
		char *to = strchr(*pair, '=');

		if (!to)
			continue;
		*to++ = 0;
		take(line, replace_word(*line, *pair, to));
	}
	take(line, replace_word(*line, config, new_config));
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		take(line, replace_word(*line, spec_get(model, words[i]), spec_get(spec, words[i])));
	return true;
}

static bool still_names(const char *line, const char *name)
{
	g_autofree char *pattern = g_strdup_printf("(?i)(?<![a-z0-9])%s(?![a-z0-9])", name);

	return text_has(line, pattern);
}

/* Puts "= value" and a final "\" into the columns that they have in the model's line. */
static char *align(const char *line, const char *model)
{
	const char *assign = strstr(line, "= "), *model_assign = strstr(model, "= ");
	size_t len = strlen(line);
	bool continues = len && line[len - 1] == '\\';
	g_autoptr(GString) out = g_string_new(NULL);

	if (continues)
		len--;
	while (len && g_ascii_isspace(line[len - 1]))
		len--;
	if (assign && model_assign && line[strspn(line, " \t")] == '.') {
		size_t stem = assign - line;

		while (stem && g_ascii_isspace(line[stem - 1]))
			stem--;
		g_string_append_len(out, line, stem);
		text_tab_to(out, text_column(model, model_assign - model));
		g_string_append_len(out, assign, line + len - assign);
	} else {
		g_string_append_len(out, line, len);
	}
	if (continues) {
		text_tab_to(out, text_column(model, strrchr(model, '\\') - model));
		g_string_append_c(out, '\\');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool place_of(const struct hook *hook, const struct region *region, const struct unit *unit, guint *at, GError **err)
{
	const char *place = hook_field(hook, "Place");

	if (!g_strcmp0(place, "before model"))
		*at = unit->first;
	else if (!g_strcmp0(place, "after model"))
		*at = unit->first + unit->count;
	else if (!g_strcmp0(place, "end"))
		*at = region->end;
	else
		return fail(err, STATUS_BUG, "%s: Place: is 'before model', 'after model' or 'end'", hook->path);
	return true;
}

/**
 * clone_run() - the engine for .clone
 * @hook: the hook
 * @spec: the namespace and the bound words
 * @file: the file's name in the tree
 * @text: the file
 * @err: see engine.h
 *
 * Return: the new text, or NULL.
 */
char *clone_run(const struct hook *hook, const struct spec *spec, const char *file, const char *text, GError **err)
{
	g_auto(GStrv) models = g_strsplit(hook_field(hook, "Model") ? hook_field(hook, "Model") : "", " ", -1);
	g_autoptr(GPtrArray) lines = text_lines(text);
	g_autoptr(Spec) model = NULL;
	struct region region = { 0 };
	struct unit unit = { 0 };
	char **name;
	guint at = 0;

	if (!find_region(hook, file, lines, &region, err))
		return NULL;
	for (name = models; *name; name++) {
		g_clear_pointer(&model, spec_free);
		model = spec_new(*name, NULL, err);
		if (!model)
			return NULL;
		if (find_unit(hook, lines, &region, model, &unit))
			break;
	}
	if (!*name) {
		hook_no_place(hook, file, NULL, err);
		return NULL;
	}
	if (!place_of(hook, &region, &unit, &at, err))
		return NULL;

	for (guint i = 0; i < unit.count; i++) {
		const char *like = lines->pdata[unit.first + i + (at <= unit.first ? i : 0)];
		g_autofree char *line = g_strdup(like);

		if (!rename_line(hook, spec, model, &line, err))
			return NULL;
		if (still_names(line, *name) && strcmp(*name, spec->name)) {
			fail(err, STATUS_TREE, "%s:%u: %s copies this line of %s and would still name it: %.60s", file,
			     unit.first + i + 1, hook->path, *name, g_strstrip(line));
			return NULL;
		}
		g_ptr_array_insert(lines, at + i, align(line, like));
	}
	return text_join(lines);
}
