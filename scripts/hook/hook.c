// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks describe themselves.
 *
 * The header has what the kernel's coccicheck reads (SPDX, "///", "//#", Confidence, Options,
 * Requires) and, in the same form, what the driver needs; see Documentation/hooks.md for the list.
 * The driver reads everything from here and names no hook, so a misspelt key must be an error: if
 * it were ignored, the hook would do less than it says.
 */
#include "hook/hook.h"
#include "hook/macros.h"
#include "hook/patch-text.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "lib/text.h"
#include "spec/spec.h"

#include <stdlib.h>
#include <string.h>

struct field {
	char *key;
	char *value;
};

static void field_free(gpointer data)
{
	struct field *field = data;

	g_free(field->key);
	g_free(field->value);
	g_free(field);
}

static int engine_of(const char *path)
{
	for (int engine = ENGINE_COCCI; engine <= ENGINE_NONE; engine++)
		if (g_str_has_suffix(path, header_suffix(engine)))
			return engine;
	return -1;
}

/*
 * "@def NAME@" in a pattern: the definition of the function NAME, up to the parenthesis that opens
 * its parameters. Storage class and attributes are skipped, because they do not matter to a hook
 * and change: nsproxy_free() has been void, static inline void and void again. A prototype, which
 * ends in ";", does not match.
 */
#define BEFORE_NAME "^(?:[A-Za-z_][\\w \\t*(),\".]*[ \\t*])?"
#define AFTER_NAME "\\((?![^;{]*;)"

/* Replace the text around each name: @before and @after by @open and @close. */
static char *wrap_names(const char *value, const char *before, const char *after, const char *open,
			const char *close)
{
	g_auto(GStrv) parts = g_strsplit(value, before, -1);
	GString *out = g_string_new(parts[0]);

	for (char **part = parts + !!parts[0]; *part; part++) {
		char *end = strstr(*part, after);

		if (!end) {
			g_string_append_printf(out, "%s%s", before, *part);
			continue;
		}
		g_string_append_printf(out, "%s%.*s%s%s", open, (int)(end - *part), *part, close,
				       end + strlen(after));
	}
	return g_string_free(out, FALSE);
}

static char *expand_definitions(const char *value)
{
	return wrap_names(value, "@def ", "@", BEFORE_NAME, AFTER_NAME);
}

/**
 * hook_as_written() - a header's value with "@def NAME@" not expanded
 * @value: the result of hook_field() or hook_next_field()
 *
 * Return: a new string, for display.
 */
char *hook_as_written(const char *value)
{
	return wrap_names(value, BEFORE_NAME, AFTER_NAME, "@def ", "@");
}

static bool field_add(struct hook *hook, const char *key, const char *given, int line, GError **err)
{
	g_autofree char *value = expand_definitions(given), *why = NULL;
	struct field *field;

	if (!header_field_ok(hook->engine, key, value, &why))
		return fail(err, STATUS_BUG, "%s:%d: %s: %s", hook->path, line, key, why);
	field = g_new0(struct field, 1);
	field->key = g_strdup(key);
	field->value = g_steal_pointer(&value);
	g_ptr_array_add(hook->fields, field);
	return true;
}

/**
 * hook_count_lines() - count lines as in a hook's promise
 * @lines: lines
 * @first: the first that was added
 * @count: how many were added
 *
 * A line that continues a parenthesis, or follows "=" or "|", does not count: whether it is needed
 * depends on the length of names.
 */
int hook_count_lines(const GPtrArray *lines, guint first, guint count)
{
	bool continued = false;
	int depth = 0, counted = 0;

	for (guint i = first; i < first + count; i++) {
		const char *line = lines->pdata[i];

		counted += !(depth > 0 || continued);
		for (const char *p = line; *p; p++)
			depth += (*p == '(') - (*p == ')');
		continued = g_str_has_suffix(line, " =") || g_str_has_suffix(line, "|");
	}
	return counted;
}

/**
 * hook_place() - the "Place:" of a given form
 * @hook: the hook
 * @form: what it begins with, "after last "
 *
 * Return: the rest of the value, owned by the hook; NULL if the hook has no such place.
 */
const char *hook_place(const struct hook *hook, const char *form)
{
	const char *place;
	guint at = 0;

	while ((place = hook_next_field(hook, "Place", &at)))
		if (g_str_has_prefix(place, form))
			return place + strlen(form);
	return NULL;
}

/**
 * hook_where() - where in its region a list's entry goes
 * @hook: the hook
 *
 * Return: the first "Place:" that is not "replace" or "inside", or NULL.
 */
const char *hook_where(const struct hook *hook)
{
	const char *place;
	guint at = 0;

	while ((place = hook_next_field(hook, "Place", &at)))
		if (!g_str_has_prefix(place, "replace ") && !g_str_has_prefix(place, "inside "))
			break;
	return place;
}

/*
 * The number of lines that the hook changes: given by "Lines:" in a .cocci file and by the body in
 * a .list file; for other engines it depends on the spec's text or the tree's list.
 */
static void count(struct hook *hook)
{
	g_autofree char *body = hook_body(hook);
	g_autoptr(GPtrArray) lines = text_lines(body);

	hook->adds = COUNT_TEXT;
	hook->removes = hook->engine == ENGINE_MAKEFILE ? COUNT_TEXT : 0;
	if (hook->engine == ENGINE_COCCI)
		header_lines(hook_field(hook, "Lines"), &hook->adds, &hook->removes);
	if (hook->engine != ENGINE_LIST)
		return;
	hook->adds = *body ? hook_count_lines(lines, 0, lines->len) : 1;
	/* An entry of several lines also gets an empty line. */
	if (lines->len > 1 && hook_place(hook, "sorted by "))
		hook->adds++;
	if (hook_place(hook, "replace ")) {
		hook->adds++;
		hook->removes++;
	}
	if (hook_place(hook, "term"))
		hook->removes++;
}

#define LINE "^// ([A-Z][a-z]+):(?: +(.*))?$"

/* An empty line ends the header, so keys after it (an empty line left by mistake) are an error. */
static bool header_ended(const struct hook *hook, const GPtrArray *lines, guint at, GError **err)
{
	for (; at < lines->len; at++) {
		g_autofree char *word = text_match(lines->pdata[at], LINE, 1);

		if (word && header_knows(word))
			return fail(err, STATUS_BUG,
				    "%s:%u: %s: is below the empty line that ends the header; move it up",
				    hook->path, at + 1, word);
	}
	return true;
}

/* "nsproxy/free" for cocci/nsproxy/free.cocci, wherever that is, unless the header sets Site:. */
static const char *site_of(const struct hook *hook)
{
	const char *site = hook_field(hook, "Site");
	g_auto(GStrv) parts = g_strsplit(hook->path, "/", -1);
	guint count = g_strv_length(parts);
	g_autofree char *path = NULL;

	if (site)
		return site;
	*strrchr(parts[count - 1], '.') = 0;
	path = count > 1 ? g_build_filename(parts[count - 2], parts[count - 1], NULL) :
			   g_strdup(parts[0]);
	return g_intern_string(path);
}

/* Align: needs a line to align with. */
static bool align_ok(const struct hook *hook, GError **err)
{
	return !hook_field(hook, "Align") || hook->engine == ENGINE_COCCI ||
	       hook_field(hook, "Neighbour") ||
	       hook_place(hook, "after last ") || hook_place(hook, "before first ") ||
	       hook_place(hook, "sorted by ") ||
	       fail(err, STATUS_BUG,
		    "%s:1: Align: no line to align with; add Neighbour:, or remove it", hook->path);
}

/*
 * In SmPL, @word@ is the head of a rule; words come in as virtual identifiers. smpl_line() fills
 * them in where an identifier cannot stand: in directives and in strings.
 */
#define WORD_IN_SMPL "^(?!//|[-+ ]?[ \t]*#)(?:[^@\"]|\"[^\"]*\")*[^@\\s\"](?:[^@\"]|\"[^\"]*\")*@([A-Za-z_]+)@"

static bool words_ok(const struct hook *hook, GError **err)
{
	g_autoptr(Spec) spec = spec_new("nsgen", NULL, NULL);
	g_autoptr(GPtrArray) lines = text_lines(hook->text);

	for (guint i = 0; hook->engine == ENGINE_COCCI && i < lines->len; i++) {
		g_autofree char *word = text_match(lines->pdata[i], WORD_IN_SMPL, 1);

		if (word && spec_get(spec, word))
			return fail(err, STATUS_BUG,
				    "%s:%u: '@%s@' in SmPL; declare 'identifier virtual.%s' and use '%s'",
				    hook->path, i + 1, word, word, word);
	}
	return true;
}

/* A .list hook needs a "Place:" that says where its lines go. */
static bool place_ok(const struct hook *hook, GError **err)
{
	return hook->engine != ENGINE_LIST || hook_where(hook) ||
	       fail(err, STATUS_BUG, "%s:1: missing '// Place:' line that says where", hook->path);
}

/**
 * hook_parse() - read a hook's header
 * @path: its name, for its suffix and for messages
 * @text: the file
 * @err: STATUS_BUG, with the line
 *
 * Return: a hook, freed with hook_free(), or NULL.
 */
struct hook *hook_parse(const char *path, const char *text, GError **err)
{
	g_autoptr(Hook) hook = g_new0(struct hook, 1);
	g_autoptr(GPtrArray) lines = text_lines(text);
	int engine = engine_of(path);
	const char *key;
	size_t next = 0;
	guint i;

	hook->path = g_strdup(path);
	hook->text = g_strdup(text);
	hook->fields = g_ptr_array_new_with_free_func(field_free);
	if (engine < 0) {
		fail(err, STATUS_BUG, "%s: unknown suffix; Documentation/hooks.md lists them",
		     path);
		return NULL;
	}
	hook->engine = engine;

	for (i = 0; i < lines->len && g_str_has_prefix(lines->pdata[i], "//"); i++) {
		const char *line = lines->pdata[i];
		g_autofree char *word = text_match(line, LINE, 1);
		g_autofree char *value = text_match(line, LINE, 2);

		if (g_str_has_prefix(line, "/// ") && !hook->summary)
			hook->summary = g_strdup(line + 4);
		if (word && !field_add(hook, word, g_strstrip(value), i + 1, err))
			return NULL;
	}
	if (!header_ended(hook, lines, i, err))
		return NULL;
	if (!hook->summary) {
		fail(err, STATUS_BUG, "%s:1: missing '///' line that says what the hook does",
		     path);
		return NULL;
	}
	hook->site = site_of(hook);
	if (hook->engine == ENGINE_NONE) {
		if (!hook_field(hook, "File") || !hook_field(hook, "Why")) {
			fail(err, STATUS_BUG, "%s:1: missing File: or Why:", path);
			return NULL;
		}
		return g_steal_pointer(&hook);
	}
	while ((key = header_needed(hook->engine, &next))) {
		if (!hook_field(hook, key)) {
			fail(err, STATUS_BUG, "%s:1: missing '// %s:' line", path, key);
			return NULL;
		}
	}
	if (!hook_field(hook, "Guard") && hook->engine != ENGINE_SKEL) {
		fail(err, STATUS_BUG, "%s:1: missing '// Guard:' line", path);
		return NULL;
	}
	if (!place_ok(hook, err) || !align_ok(hook, err) || !words_ok(hook, err))
		return NULL;
	count(hook);
	return g_steal_pointer(&hook);
}

/**
 * hook_free() - free a hook
 * @hook: may be NULL
 */
void hook_free(struct hook *hook)
{
	if (!hook)
		return;
	g_free(hook->path);
	g_free(hook->text);
	g_free(hook->summary);
	g_clear_pointer(&hook->macros, g_ref_string_release);
	if (hook->fields)
		g_ptr_array_unref(hook->fields);
	g_free(hook);
}

/**
 * hook_next_field() - iterate over the lines of one key
 * @hook: the hook
 * @key: "When"
 * @at: iterator, initially 0
 *
 * Return: a string owned by the hook, NULL when there are no more.
 */
const char *hook_next_field(const struct hook *hook, const char *key, guint *at)
{
	while (*at < hook->fields->len) {
		struct field *field = hook->fields->pdata[(*at)++];

		if (!strcmp(field->key, key))
			return field->value;
	}
	return NULL;
}

/**
 * hook_field() - the first line of one key
 * @hook: the hook
 * @key: "File"
 *
 * Return: a string owned by the hook, or NULL.
 */
const char *hook_field(const struct hook *hook, const char *key)
{
	guint at = 0;

	return hook_next_field(hook, key, &at);
}

/**
 * hook_reads() - the file that a hook's patterns search
 * @hook: the hook
 *
 * A skeleton's own file does not exist yet, so its patterns search the file that its first "When:"
 * names, or else kernel/nsproxy.c.
 *
 * Return: a path, which may contain @key@; not to be freed.
 */
const char *hook_reads(const struct hook *hook)
{
	const char *when = hook_field(hook, "When");
	g_autofree char *file = NULL;

	if (hook->engine != ENGINE_SKEL)
		return hook_field(hook, "File");
	if (when)
		header_split(when, &file);
	return file ? g_intern_string(file) : "kernel/nsproxy.c";
}

/**
 * hook_no_place() - report that a hook did not find its site
 * @hook: the hook
 * @file: the file
 * @detail: additional details, or NULL
 * @err: STATUS_TREE
 *
 * Return: false.
 */
bool hook_no_place(const struct hook *hook, const char *file, const char *detail, GError **err)
{
	return fail(err, STATUS_TREE, "%s: %s: site not found (looked for %s)%s%s", file,
		    hook->path, hook_field(hook, "Anchor"), detail ? "; " : "",
		    detail ? detail : "");
}

/**
 * hook_body() - the text after the header and the empty line that ends it
 * @hook: the hook
 *
 * Return: a new string.
 */
char *hook_body(const struct hook *hook)
{
	const char *p = hook->text;

	while (g_str_has_prefix(p, "//"))
		p = strchrnul(p, '\n'), p += *p == '\n';
	return g_strdup(*p == '\n' ? p + 1 : p);
}

static bool is_file(const struct field *field)
{
	return !strcmp(field->key, "File");
}

/* Makes a hook with several files one of the file that comes @nth. Return: how many it had. */
static guint keep_file(struct hook *hook, guint nth)
{
	guint files = 0;

	for (guint i = 0; i < hook->fields->len;)
		if (is_file(hook->fields->pdata[i]) && files++ != nth)
			g_ptr_array_remove_index(hook->fields, i);
		else
			i++;
	return files;
}

/* A hook for each of its files: which one a tree has is as much a shape as what is in it. */
static bool add_hooks(GPtrArray *hooks, const char *path, const char *text, GError **err)
{
	guint files = 1;

	for (guint i = 0; i < files; i++) {
		struct hook *hook = hook_parse(path, text, err);

		if (!hook)
			return false;
		files = keep_file(hook, i);
		g_ptr_array_add(hooks, hook);
	}
	return true;
}

static bool load_dir(GPtrArray *hooks, const char *dir, const char *rel, GError **err)
{
	g_autoptr(GPtrArray) entries = seen_entries(STATUS_USAGE, dir, NULL, err);

	for (guint i = 0; entries && i < entries->len; i++) {
		const char *name = ((struct seen_entry *)entries->pdata[i])->name;
		g_autofree char *path = g_build_filename(dir, name, NULL);
		g_autofree char *child = g_build_filename(rel, name, NULL);
		g_autofree char *text = NULL;
		enum seen kind;

		if (!seen_kind(STATUS_BUG, path, child, &kind, err))
			return false;
		if (kind == SEEN_DIRECTORY) {
			if (!load_dir(hooks, path, child, err))
				return false;
			continue;
		}
		/* Skip editors' backup files and READMEs. */
		if (engine_of(name) < 0)
			continue;
		if (!seen_text(STATUS_BUG, path, child, &text, NULL, err))
			return false;
		if (!text)
			return fail(err, STATUS_BUG, "%s: broken symbolic link; remove it", child);
		if (!add_hooks(hooks, child, text, err))
			return false;
	}
	return entries;
}

static bool has_site(const GPtrArray *hooks, const char *site)
{
	for (guint i = 0; i < hooks->len; i++)
		if (!strcmp(((struct hook *)hooks->pdata[i])->site, site))
			return true;
	return false;
}

/* What hooks say of each other, and of the patches. */
static bool names_ok(const GPtrArray *hooks, const char *dir, GError **err)
{
	g_autoptr(GPtrArray) patches = patches_load(dir, err);

	for (guint i = 0; patches && i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];
		const char *patch = hook_field(hook, "Patch"), *after;
		guint at = 0;

		if (patch && patches_find(patches, patch) < 0)
			return fail(err, STATUS_BUG, "%s:1: Patch: '%s' not found in cocci/series",
				    hook->path, patch);
		while ((after = hook_next_field(hook, "After", &at)))
			if (!has_site(hooks, after))
				return fail(err, STATUS_BUG, "%s:1: After: site '%s' not found",
					    hook->path, after);
	}
	return patches;
}

static bool give_macros(const GPtrArray *hooks, const char *dir, GError **err)
{
	char *macros = macros_load(dir, err);

	for (guint i = 0; macros && i < hooks->len; i++)
		((struct hook *)hooks->pdata[i])->macros = g_ref_string_acquire(macros);
	if (macros)
		g_ref_string_release(macros);
	return macros;
}

static int by_path(gconstpointer a, gconstpointer b)
{
	const struct hook *one = *(struct hook *const *)a, *two = *(struct hook *const *)b;

	return strcmp(one->path, two->path);
}

/**
 * hooks_load() - load all hooks
 * @dir: nsgen's own directory, which holds cocci/
 * @err: STATUS_USAGE if it does not, STATUS_BUG if a hook is wrong
 *
 * Return: an array of struct hook, sorted by path, that owns its elements; or NULL.
 */
GPtrArray *hooks_load(const char *dir, GError **err)
{
	g_autoptr(GPtrArray) hooks = g_ptr_array_new_with_free_func((GDestroyNotify)hook_free);
	g_autofree char *cocci = g_build_filename(dir, "cocci", NULL);
	enum seen kind;

	if (!seen_kind(STATUS_USAGE, cocci, NULL, &kind, err))
		return NULL;
	if (kind != SEEN_DIRECTORY) {
		fail(err, STATUS_USAGE,
		     "%s: hooks not found; give nsgen's own directory with --home or NSGEN_HOME",
		     cocci);
		return NULL;
	}
	if (!load_dir(hooks, cocci, "cocci", err))
		return NULL;
	g_ptr_array_sort(hooks, by_path);
	if (!names_ok(hooks, dir, err) || !give_macros(hooks, dir, err))
		return NULL;
	return g_steal_pointer(&hooks);
}
