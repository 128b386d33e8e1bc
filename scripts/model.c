// SPDX-License-Identifier: GPL-2.0-only
/*
 * Models: namespaces that the tree has and that a new one is wired like.
 *
 * Whoever reviews a line wants to see the neighbour's that does the same. For a .clone the engine knows: it copied it. For the rest the
 * tree tells. A line that was added, with the new namespace's words replaced by a neighbour's, is often a line of the tree,
 * letter by letter; the nearest one is the model. Where no line is, it is the nearest one that names a neighbour: what the rule
 * held on to, or what it was put beside.
 */
#include "model.h"
#include "diff.h"
#include "engine.h"
#include "text.h"

#include <string.h>

#define TEXT_LINES 40	/* what a reader takes in beside a hunk */

/* The keys whose values are words that a line can name. */
static const char *const words[] = {
	"init", "INIT", "member", "tag", "get", "put", "copy", "free", "config", "flag", "operations", "inum_name", "proc_inum_name", "id_name",
	"tree", "to", "ucount", "type_name",
};

/**
 * model_at() - where a line first names a namespace
 * @line: the line
 * @model: the namespace
 * @key: look for this key's word only; NULL for any
 *
 * Return: the byte offset, or -1.
 */
int model_at(const char *line, const struct spec *model, const char *key)
{
	int first = -1;

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		int at = key && strcmp(key, words[i]) ? -1 : text_find_word(line, spec_get(model, words[i]));

		if (at >= 0 && (first < 0 || at < first))
			first = at;
	}
	return first;
}

static char *replace_word(const char *line, const char *from, const char *to)
{
	GString *out = g_string_new(NULL);
	int at;

	while ((at = text_find_word(line, from)) >= 0) {
		g_string_append_len(out, line, at);
		g_string_append(out, to);
		line += at + strlen(from);
	}
	g_string_append(out, line);
	return g_string_free(out, FALSE);
}

static void take(char **line, char *replaced)
{
	g_free(*line);
	*line = replaced;
}

/**
 * model_rename() - write another namespace's words in a line
 * @from: the namespace that it names
 * @to: the one that it shall name
 * @line: is replaced
 */
void model_rename(const struct spec *from, const struct spec *to, char **line)
{
	g_autofree char *config = g_strdup_printf("CONFIG_%s", spec_get(from, "config"));
	g_autofree char *new_config = g_strdup_printf("CONFIG_%s", spec_get(to, "config"));

	take(line, replace_word(*line, config, new_config));
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		take(line, replace_word(*line, spec_get(from, words[i]), spec_get(to, words[i])));
}

/**
 * model_names() - the namespaces that a tree has in its nsproxies
 * @tree: the tree
 *
 * Return: an array of struct spec, in the order of struct nsproxy's members, that owns them.
 */
GPtrArray *model_names(const struct tree *tree)
{
	GPtrArray *names = g_ptr_array_new_with_free_func((GDestroyNotify)spec_free);
	g_autofree char *nsproxy = tree_read(tree, "include/linux/nsproxy.h", NULL);
	g_autoptr(GPtrArray) lines = text_lines(nsproxy ? nsproxy : "");

	for (guint i = 0; i < lines->len; i++) {
		g_autofree char *name = text_match(lines->pdata[i], "^\tstruct \\w+[ \t]+\\*([a-z][a-z0-9]*)_ns(?:_for_children)?;", 1);
		struct spec *last = names->len ? names->pdata[names->len - 1] : NULL;
		struct spec *spec = name && !(last && !strcmp(last->name, name)) ? spec_new(name, NULL, NULL) : NULL;

		if (spec)
			g_ptr_array_add(names, spec);
	}
	return names;
}

/**
 * model_free() - give a model back
 * @model: may be NULL
 */
void model_free(struct model *model)
{
	if (!model)
		return;
	g_free(model->name);
	g_free(model->file);
	g_free(model->text);
	g_clear_pointer(&model->also, g_ptr_array_unref);
	g_free(model);
}

static bool is_blank(const char *line)
{
	return !line[strspn(line, " \t")];
}

/* Lines of the tree's file, without empty ones at the ends; the one at @index is the one that says it. */
static struct model *model_new(const char *name, const char *file, const GPtrArray *lines, int index, int first, int count)
{
	struct model *model = g_new0(struct model, 1);
	g_autoptr(GString) text = g_string_new(NULL);
	int last;

	first = CLAMP(first, 0, index);
	last = CLAMP(first + MIN(count, TEXT_LINES) - 1, index, (int)lines->len - 1);
	/* Of two ways to cut the same lines out of a list, the one that begins with its #ifdef. */
	while (first < index && g_str_has_prefix(lines->pdata[first], "#endif") && last + 1 < (int)lines->len &&
	       !strcmp(lines->pdata[first], lines->pdata[last + 1])) {
		first++;
		last++;
	}
	while (is_blank(lines->pdata[first]) && first < index)
		first++;
	while (is_blank(lines->pdata[last]) && last > index)
		last--;
	for (int i = first; i <= last; i++)
		g_string_append_printf(text, "%s\n", (char *)lines->pdata[i]);
	model->name = g_strdup(name);
	model->file = g_strdup(file);
	model->line = index + 1;
	model->first = first + 1;
	model->text = g_string_free(g_steal_pointer(&text), FALSE);
	return model;
}

/* Two lines of a list are alike however they are aligned and whether or not they are the last one. */
static bool same(const char *one, const char *two)
{
	const char *one_end = one + text_end(one), *two_end = two + text_end(two);

	while (one < one_end && two < two_end) {
		size_t one_blank = strspn(one, " \t"), two_blank = strspn(two, " \t");

		if (!one_blank != !two_blank)
			return false;
		one += one_blank;
		two += two_blank;
		if (one < one_end && two < two_end && *one++ != *two++)
			return false;
	}
	return one >= one_end && two >= two_end;
}

static int nearest_same(const GPtrArray *lines, const char *line, int from)
{
	int best = -1;

	for (guint i = 0; i < lines->len; i++)
		if ((best < 0 || ABS((int)i - from) < ABS(best - from)) && same(lines->pdata[i], line))
			best = i;
	return best;
}

/* The line of the tree's file that a hunk was put in front of, or that it removed. */
static int place_of(const struct hunk *hunk, const GArray *origin)
{
	int at = hunk->old_count ? hunk->old_start - 1 : hunk->old_start;

	for (int i = at; i < (int)origin->len; i++)
		if (g_array_index(origin, int, i) >= 0)
			return g_array_index(origin, int, i);
	for (int i = MIN(at, (int)origin->len) - 1; i >= 0; i--)
		if (g_array_index(origin, int, i) >= 0)
			return g_array_index(origin, int, i) + 1;
	return 0;
}

/* The name where it is only part of a word, in either case: max_ima_namespaces, PIDFD_GET_IMA_NAMESPACE, imans. */
static void rename_parts(const struct spec *from, const struct spec *to, char **line)
{
	const char *const old[] = { from->name, spec_get(from, "NAME") }, *const new[] = { to->name, spec_get(to, "NAME") };
	GString *out = g_string_new(NULL);
	const char *p = *line;

	while (*p) {
		bool starts = p == *line || !g_ascii_isalnum(p[-1]);
		size_t i;

		for (i = 0; starts && i < G_N_ELEMENTS(old); i++) {
			size_t len = strlen(old[i]);
			const char *end = p + len;

			if (strncmp(p, old[i], len))
				continue;
			end += !g_ascii_strncasecmp(end, "ns", 2) * 2;
			if (g_ascii_isalnum(*end))
				continue;
			g_string_append_printf(out, "%s%.*s", new[i], (int)(end - p - len), p + len);
			p = end;
			break;
		}
		if (!starts || i == G_N_ELEMENTS(old))
			g_string_append_c(out, *p++);
	}
	take(line, g_string_free(out, FALSE));
}

/* Does what follows a name make it that of a namespace: "_ns", "_namespace" or "_namespaces", and the end of the word or "_"? */
static bool is_suffix(const char *text)
{
	static const char *const suffixes[] = { "_ns", "_namespace", "_namespaces" };

	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++)
		if (!g_ascii_strncasecmp(text, suffixes[i], strlen(suffixes[i])) && !g_ascii_isalnum(text[strlen(suffixes[i])]))
			return true;
	return false;
}

/* Where a line names a namespace: with a word of its own, or as part of one, as in max_time_namespaces. */
static int named_at(const char *line, const struct spec *model)
{
	int word = model_at(line, model, NULL);
	size_t len = strlen(model->name);

	for (const char *p = line; *p && (word < 0 || p < line + word); p++) {
		if ((p > line && g_ascii_isalnum(p[-1])) || g_ascii_strncasecmp(p, model->name, len))
			continue;
		if (is_suffix(p + len))
			return p - line;
	}
	return word;
}

/* The namespace that a line names last: a mask's new flag stands behind it. */
static const struct spec *named_last(const char *line, const GPtrArray *names)
{
	const struct spec *named = NULL;
	int last = -1;

	for (guint i = 0; i < names->len; i++) {
		int at = -1, next;

		while ((next = named_at(line + at + 1, names->pdata[i])) >= 0)
			at += next + 1;
		if (at > last) {
			last = at;
			named = names->pdata[i];
		}
	}
	return named;
}

/* The engine of .clone knows what it copied. */
static struct model *find_cloned(const struct hook *hook, const char *file, const GPtrArray *tree, const char *old, const GArray *origin)
{
	g_autofree char *name = NULL;
	int line = hook->engine == ENGINE_CLONE ? clone_model(hook, file, old, &name) : 0;
	int at = line > 0 && line <= (int)origin->len ? g_array_index(origin, int, line - 1) : -1;

	return at >= 0 ? model_new(name, file, tree, at, at, 1) : NULL;
}

/* What a hunk replaces names neighbours, as a mask does. */
static struct model *find_replaced(const GPtrArray *names, const char *file, const GPtrArray *tree, const struct hunk *hunk, int place)
{
	for (int i = MIN(place + hunk->old_count, (int)tree->len); i-- > place;) {
		const struct spec *model = named_last(tree->pdata[i], names);

		if (model)
			return model_new(model->name, file, tree, i, place, hunk->old_count);
	}
	return NULL;
}

/* What a hunk adds, in a neighbour's words, is a line of the tree. */
static struct model *find_same(const struct spec *spec, const GPtrArray *names, const char *file, const GPtrArray *tree,
			       const GPtrArray *lines, const struct hunk *hunk, int place)
{
	for (int n = 0; n < hunk->new_count; n++) {
		const char *line = lines->pdata[hunk->new_start - 1 + n];
		const struct spec *model = NULL;
		int best = -1;

		for (guint i = 0; i < names->len; i++) {
			g_autofree char *renamed = g_strdup(line);
			int at;

			model_rename(spec, names->pdata[i], &renamed);
			rename_parts(spec, names->pdata[i], &renamed);
			at = strcmp(renamed, line) ? nearest_same(tree, renamed, place) : -1;
			if (at >= 0 && (best < 0 || ABS(at - place) < ABS(best - place))) {
				best = at;
				model = names->pdata[i];
			}
		}
		if (model)
			return model_new(model->name, file, tree, best, best - n, hunk->new_count);
	}
	return NULL;
}

/* The line nearest to a hunk that names a neighbour; of two at the same distance the one in front. */
static struct model *find_near(const GPtrArray *names, const char *file, const GPtrArray *tree, const struct hunk *hunk, int place)
{
	int len = tree->len;

	for (int distance = 1; place - distance >= 0 || place + distance <= len; distance++) {
		const int both[] = { place - distance, place + distance - 1 };

		for (size_t i = 0; i < G_N_ELEMENTS(both); i++) {
			const struct spec *model = both[i] >= 0 && both[i] < len ? named_last(tree->pdata[both[i]], names) : NULL;

			if (model)
				return model_new(model->name, file, tree, both[i], both[i], i ? hunk->new_count : 1);
		}
	}
	return NULL;
}

static const struct spec *by_name(const GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++)
		if (!strcmp(((struct spec *)names->pdata[i])->name, name))
			return names->pdata[i];
	return NULL;
}

static bool covers(const struct model *model, const struct model *other)
{
	g_autoptr(GPtrArray) lines = text_lines(model->text);

	return other->line >= model->first && other->line < model->first + (int)lines->len;
}

/**
 * model_find() - the model of what a hook has done to a file
 * @hook: the hook
 * @spec: the namespace
 * @names: of model_names()
 * @file: the file's name in the tree
 * @pristine: the file in the tree
 * @old: the file before the hook
 * @new: the file after it
 * @hunks: what changed from @old to @new
 * @origin: for each line of @old its index in @pristine, or -1
 *
 * Return: a model for model_free(); NULL where the file names no namespace.
 */
struct model *model_find(const struct hook *hook, const struct spec *spec, const GPtrArray *names, const char *file,
			 const char *pristine, const char *old, const char *new, const GArray *hunks, const GArray *origin)
{
	g_autoptr(GPtrArray) lines = text_lines(new), tree = text_lines(pristine);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)model_free);
	g_autoptr(GPtrArray) only = g_ptr_array_new();
	struct model *model = find_cloned(hook, file, tree, old, origin);

	/* What is copied, replaced or the same says it; that something stands near is the last resort. */
	for (guint i = 0; i < hunks->len && !model; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		model = find_replaced(names, file, tree, hunk, place_of(hunk, origin));
		if (!model)
			model = find_same(spec, names, file, tree, lines, hunk, place_of(hunk, origin));
	}
	for (guint i = 0; i < hunks->len && !model; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);

		model = find_near(names, file, tree, hunk, place_of(hunk, origin));
	}
	if (!model)
		return NULL;

	/* The hook's other places, of the same namespace. */
	if (by_name(names, model->name))
		g_ptr_array_add(only, (gpointer)by_name(names, model->name));
	for (guint i = 0; i < hunks->len && hunks->len > 1; i++) {
		const struct hunk *hunk = &g_array_index(hunks, struct hunk, i);
		g_autoptr(Model) other = find_same(spec, only, file, tree, lines, hunk, place_of(hunk, origin));

		if (other && !covers(model, other))
			g_ptr_array_add(found, g_steal_pointer(&other));
	}
	if (found->len)
		model->also = g_steal_pointer(&found);
	return model;
}

/**
 * model_of_file() - the model of a new file
 * @hook: its "Like: NAME FILE PATTERN" lines say where the tree has something alike; the first that is there is taken
 * @tree: the tree
 *
 * Return: a model for model_free(), its text the definitions from the line that matches on; NULL where the tree has none.
 */
struct model *model_of_file(const struct hook *hook, const struct tree *tree)
{
	const char *value;
	guint next = 0;

	while ((value = hook_next_field(hook, "Like", &next))) {
		g_auto(GStrv) parts = g_strsplit(value, " ", 3);
		bool whole = g_strv_length(parts) == 3;
		g_autofree char *text = whole && tree_has(tree, parts[1]) ? tree_read(tree, parts[1], NULL) : NULL;
		int offset = text ? text_find(text, parts[2]) : -1;
		g_autoptr(GPtrArray) lines = NULL;
		guint at, end;

		if (offset < 0)
			continue;
		lines = text_lines(text);
		at = text_line(text, offset) - 1;
		/* Whole definitions, as many as there is room for. */
		end = at;
		for (guint i = at; i < lines->len && i < at + TEXT_LINES; i++)
			if (*(char *)lines->pdata[i] == '}')
				end = i;
		return model_new(parts[0], parts[1], lines, at, at, end > at ? (int)(end - at + 1) : TEXT_LINES);
	}
	return NULL;
}
