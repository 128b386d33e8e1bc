// SPDX-License-Identifier: GPL-2.0-only
/*
 * The spec: everything that a patch says, derived from one word.
 *
 * Each key has a default that may itself contain @key@, so that a .conf that changes the tag also
 * changes the header's name. Names, paths and .conf files are untrusted: a value is checked
 * according to its kind before it is used, and no value with a line break, a quote or a backslash
 * gets into an identifier or a path.
 */
#include "spec/spec.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "lib/text.h"
#include "spec/template.h"

#include <errno.h>
#include <string.h>

#define WHY_MAX 2000

static const struct {
	const char *key;
	enum kind kind;
	const char *value;
} defaults[] = {
	{ "NAME", CAPITALS, NULL },
	{ "Title", TEXT, NULL },
	{ "tag", WORD, "@name@_namespace" },
	{ "member", WORD, "@name@_ns" },
	{ "init", WORD, "init_@name@_ns" },
	{ "INIT", CAPITALS, "INIT_@NAME@_NS" },
	{ "get", WORD, "get_@name@_ns" },
	{ "put", WORD, "put_@name@_ns" },
	{ "copy", WORD, "copy_@name@_ns" },
	{ "free", WORD, "free_@name@_ns" },
	{ "out", WORD, "out_@name@" },
	{ "config", CAPITALS, "@NAME@_NS" },
	{ "to", WORD, "to_@name@_ns" },
	{ "clone_flag", CAPITALS, "CLONE_NEW@NAME@" },
	{ "operations", WORD, "@name@ns_operations" },
	{ "inum_name", CAPITALS, "@NAME@_NS_INIT_INO" },
	{ "proc_inum_name", CAPITALS, "PROC_@NAME@_INIT_INO" },
	{ "id_name", CAPITALS, "@NAME@_NS_INIT_ID" },
	{ "type_name", CAPITALS, "@NAME@_NS" },
	{ "tree", WORD, "@name@_ns_tree" },
	{ "ucount", CAPITALS, "UCOUNT_@NAME@_NAMESPACES" },
	{ "pidfd_get", CAPITALS, "PIDFD_GET_@NAME@_NAMESPACE" },
	{ "guard", CAPITALS, "_LINUX_@NAME@_NAMESPACE_H" },
	{ "header", PATH, "linux/@tag@.h" },
	{ "header_path", PATH, "include/@header@" },
	{ "source", PATH, "kernel/@tag@.c" },
	{ "object", PATH, "@stem@.o" },
	{ "makefile", PATH, "@directory@/Makefile" },
	{ "makefile_list", PATH, "" },
	{ "makefile_after", CAPITALS, "" },
	{ "kconfig", PATH, "init/Kconfig" },
	{ "kconfig_after", TEXT, "" },
	{ "kconfig_gap", NUMBER, "1" },
	{ "prompt", TEXT, "@Title@ namespace" },
	{ "help", LINES,
	  "Support @name@ namespaces. This is only the framework so far: all tasks share the initial namespace, which has no state "
	  "of its own, and user space cannot create another one.@why_paragraph@\n\n"
	  "If unsure, say N." },
	{ "subject", TEXT, "@name@ namespace: empty framework" },
	{ "body", LINES,
	  "Add an empty @name@ namespace with the API of the other namespaces: a pointer in struct nsproxy, and functions to copy, "
	  "get and put it.\n\nIt has no state of its own yet and all tasks share the initial one, so there is no change for user "
	  "space." },
};

/* Defaults that are different at level full. */
static const struct {
	const char *key;
	const char *value;
} full_defaults[] = {
	{ "help",
	  "Support @name@ namespaces: @clone_flag@ for unshare(2), clone3(2) and setns(2), and /proc/PID/ns/@name@. "
	  "They have no state of their own yet, and isolate nothing."
	  "@why_paragraph@\n\nIf unsure, say N." },
	{ "subject", "@name@ namespace: add @clone_flag@" },
	{ "body",
	  "Add the @name@ namespace. Like the other namespaces, it is created with unshare(2) or clone3(2) and entered with setns(2), "
	  "has a file /proc/PID/ns/@name@, and is limited per user in /proc/sys/user. Its flag is @clone_flag@.\n\n"
	  "It has no state of its own yet, and isolates nothing." },
};

/* GKeyFile keeps no line numbers, but an error should name the line. */
static int line_of_key(const char *text, const char *group, const char *key)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *title = g_strdup_printf("[%s]", group);
	size_t len = key ? strlen(key) : 0;
	int found = 1;
	bool inside = false;

	for (int i = 0; lines[i]; i++) {
		const char *p = lines[i] + strspn(lines[i], " \t");

		if (*p == '[') {
			inside = g_str_has_prefix(p, title);
			if (inside)
				found = i + 1;
		}
		if (inside && key && !strncmp(p, key, len) &&
		    strspn(p + len, " \t") + p + len == strchrnul(p, '='))
			return i + 1;
	}
	return found;
}

static bool kind_of(const char *group, const char *key, enum kind *kind, bool *may_be_empty)
{
	*may_be_empty = false;
	if (strcmp(group, "namespace")) {
		*kind = strcmp(key, "subject") ? LINES : TEXT;
		return !strcmp(key, "subject") || !strcmp(key, "body");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++) {
		if (strcmp(key, defaults[i].key))
			continue;
		*kind = defaults[i].kind;
		*may_be_empty = defaults[i].value && !*defaults[i].value;
		return strcmp(key, "NAME");
	}
	return false;
}

/*
 * "[patch core]" replaces the texts of one patch of a series; they become keys that no hook can
 * name.
 */
static bool conf_group(struct spec *spec, GKeyFile *file, const char *path, const char *text,
		       const char *group, GError **err)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
	const char *patch = g_str_has_prefix(group, "patch ") ? group + strlen("patch ") : NULL;

	for (char **key = keys; *key; key++) {
		g_autofree char *value = g_key_file_get_string(file, group, *key, NULL);
		g_autofree char *name = patch ? g_strdup_printf("%s %s", *key, patch) :
						g_strdup(*key);
		const char *wrong = NULL;
		bool may_be_empty;
		enum kind kind;

		if (!kind_of(group, *key, &kind, &may_be_empty))
			return fail(err, STATUS_USAGE,
				    "%s:%d: unknown key '%s'; Documentation/spec.md lists them",
				    path, line_of_key(text, group, *key), *key);
		if (!value)
			wrong = "not UTF-8 text, or with an escape other than \\n";
		else if (*value || !may_be_empty)
			wrong = value_wrong(kind, value);
		if (wrong)
			return fail(err, STATUS_USAGE, "%s:%d: %s: invalid value '%s' (%s)", path,
				    line_of_key(text, group, *key), *key, value ? value : "",
				    wrong);
		spec_set(spec, name, value);
		g_hash_table_add(spec->given, g_steal_pointer(&name));
	}
	return true;
}

/* Our longest one is a page, but the user's file may have any size. */
#define CONF_MEBIBYTES 1

/* Reject duplicates, of which GKeyFile silently takes the last. */
static bool conf_once(const char *path, const char *text, GError **err)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *group = g_strdup("");

	for (int i = 0; lines[i]; i++) {
		const char *line = g_strstrip(lines[i]), *equals = strchr(line, '=');
		g_autofree char *key = NULL;

		if (*line == '[') {
			g_free(group);
			group = g_strdup(line);
			key = g_strdup(line);
		} else if (equals && *line != '#') {
			g_autofree char *name = g_strndup(line, equals - line);

			key = g_strconcat(group, g_strchomp(name), NULL);
		} else {
			continue;
		}
		if (g_hash_table_contains(seen, key))
			return fail(err, STATUS_USAGE, "%s:%d: duplicate '%.*s'; keep one",
				    path, i + 1, (int)strcspn(line, "="), line);
		g_hash_table_add(seen, g_steal_pointer(&key));
	}
	return true;
}

static bool conf_load(struct spec *spec, const char *path, GError **err)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *text = NULL;
	g_auto(GStrv) groups = NULL;
	g_autoptr(GError) why = NULL;
	gsize len;

	if (!seen_text_within(STATUS_USAGE, path, NULL, CONF_MEBIBYTES, &text, &len, err))
		return false;
	if (!text)
		return fail(err, STATUS_USAGE, "%s: cannot be read (%s)", path, g_strerror(ENOENT));
	if (strlen(text) != len)
		return fail(err, STATUS_USAGE, "%s: contains a NUL byte; a text file is expected",
			    path);
	if (!conf_once(path, text, err))
		return false;
	if (!g_key_file_load_from_data(file, text, -1, G_KEY_FILE_NONE, &why))
		return fail(err, STATUS_USAGE, "%s: invalid key file: %s", path, why->message);
	groups = g_key_file_get_groups(file, NULL);
	if (!groups[0] || strcmp(groups[0], "namespace"))
		return fail(err, STATUS_USAGE, "%s:1: expected the group [namespace] first", path);
	for (char **group = groups; *group; group++) {
		if (strcmp(*group, "namespace") &&
		    !g_regex_match_simple("^patch [a-z][a-z0-9]*$", *group,
					  G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
			return fail(
				err, STATUS_USAGE,
				"%s:%d: unknown group; use [namespace] or [patch …]",
				path, line_of_key(text, *group, NULL));
		if (!conf_group(spec, file, path, text, *group, err))
			return false;
	}
	return true;
}

/* Treat "ima" as an acronym and "syslog" as a word; a .conf can give a better title. */
static char *title_of(const char *name)
{
	char *title = strlen(name) <= 3 ? g_ascii_strup(name, -1) : g_strdup(name);

	title[0] = g_ascii_toupper(title[0]);
	return title;
}

static bool split_source(struct spec *spec, GError **err)
{
	const char *source = spec_get(spec, "source");
	g_autofree char *directory = g_path_get_dirname(source);
	g_autofree char *stem = g_path_get_basename(source);

	if (!g_str_has_suffix(stem, ".c"))
		return fail(err, STATUS_USAGE, "source '%s' is not a .c file", source);
	stem[strlen(stem) - 2] = 0;
	spec_set(spec, "directory", directory);
	spec_set(spec, "stem", stem);
	return true;
}

/* Values that are valid by themselves may still contradict each other. */
static bool fits_together(const struct spec *spec, const char *conf, GError **err)
{
	static const char *const words[] = { "tag",  "member", "init", "get",	     "put",
					     "copy", "free",   "to",   "operations", "tree" };
	g_autofree char *header_path = g_strdup_printf("include/%s", spec_get(spec, "header"));
	g_autofree char *directory = g_path_get_dirname(spec_get(spec, "makefile"));
	g_autofree char *built = g_strdup_printf("%s/%.*s.c", directory,
						 (int)strcspn(spec_get(spec, "object"), "."),
						 spec_get(spec, "object"));

	if (strcmp(header_path, spec_get(spec, "header_path")))
		return fail(err, STATUS_USAGE,
			    "%s: header_path '%s' is not where #include <%s> looks", conf,
			    spec_get(spec, "header_path"), spec_get(spec, "header"));
	if (strcmp(built, spec_get(spec, "source")))
		return fail(err, STATUS_USAGE,
			    "%s: makefile '%s' and object '%s' do not build source '%s'", conf,
			    spec_get(spec, "makefile"), spec_get(spec, "object"),
			    spec_get(spec, "source"));
	if (*spec_get(spec, "makefile_list") && *spec_get(spec, "makefile_after"))
		return fail(
			err, STATUS_USAGE,
			"%s: makefile_list and makefile_after cannot be combined; give one of them",
			conf);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		for (size_t n = 0; n < i; n++)
			if (!strcmp(spec_get(spec, words[i]), spec_get(spec, words[n])))
				return fail(err, STATUS_USAGE, "%s: %s and %s are both '%s'", conf,
					    words[n], words[i], spec_get(spec, words[i]));
	return true;
}

/**
 * spec_new() - derive a spec from a name
 * @name: untrusted
 * @conf: a key file whose values replace defaults, or NULL
 * @err: bad name, unreadable file, unknown key, bad value: all STATUS_USAGE
 *
 * Return: a spec for spec_free(), or NULL.
 */
struct spec *spec_new(const char *name, const char *conf, GError **err)
{
	g_autoptr(Spec) spec = NULL;
	g_autofree char *upper = NULL, *title = NULL;

	if (!spec_name_ok(name, err))
		return NULL;

	spec = g_new0(struct spec, 1);
	spec->name = g_strdup(name);
	spec->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	spec->given = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	upper = g_ascii_strup(name, -1);
	title = title_of(name);
	spec_set(spec, "name", name);
	spec_set(spec, "NAME", upper);
	spec_set(spec, "Title", title);
	spec_set(spec, "why", "");
	spec_set(spec, "why_paragraph", "");
	spec_set(spec, "why_rst", "");
	if (conf && !conf_load(spec, conf, err))
		return NULL;

	/* In the table's order: each default uses only keys above it. */
	for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++) {
		g_autofree char *value = NULL;

		/*
		 * The next defaults are made from the directory and the name of the source
		 * file.
		 */
		if (!strcmp(defaults[i].key, "object") && !split_source(spec, err))
			return NULL;
		if (spec_get(spec, defaults[i].key))
			continue;
		value = spec_expand(spec, defaults[i].value, err);
		if (!value)
			return NULL;
		spec_set(spec, defaults[i].key, value);
	}
	if (!fits_together(spec, conf, err))
		return NULL;
	/* The first choices of numbers_choose(), which looks at the tree and goes on from there. */
	spec_set(spec, "flag_value", "0x00000040");
	spec_set(spec, "flag_bit", "6");
	spec_set(spec, "signal_flag", "y");
	spec_set(spec, "inum", "0xEFFFFFF6U");
	spec_set(spec, "id", "9");
	spec_set(spec, "nr", "12");
	return g_steal_pointer(&spec);
}

static bool default_conf(const char *name, const char *home, char **conf, GError **err)
{
	g_autofree char *file = g_strdup_printf("%s.conf", name);
	g_autofree char *path = g_build_filename(home, "namespaces", file, NULL);
	enum seen kind;

	if (!seen_kind(STATUS_USAGE, path, NULL, &kind, err))
		return false;
	*conf = kind == SEEN_NOTHING ? NULL : g_steal_pointer(&path);
	return true;
}

/**
 * spec_asked() - make the spec of the namespace that the user asks for
 * @name: untrusted
 * @conf: a key file, or NULL for nsgen's own one for this name, if it exists
 * @home: nsgen's own directory
 * @err: STATUS_USAGE
 *
 * Return: a spec for spec_free(), or NULL.
 */
struct spec *spec_asked(const char *name, const char *conf, const char *home, GError **err)
{
	g_autofree char *path = NULL;

	/* The name is checked before it becomes part of a path. */
	if (!spec_name_ok(name, err))
		return NULL;
	if (!conf && !default_conf(name, home, &path, err))
		return NULL;
	return spec_new(name, conf ? conf : path, err);
}

/* Make each paragraph one line, with an empty line between them, and only single blanks. */
static char *normal_prose(const char *text)
{
	GString *out = g_string_new(NULL);
	int breaks = 0;

	for (; *text; text++) {
		if (g_ascii_isspace(*text)) {
			breaks = MAX(breaks, 1) + (*text == '\n');
			continue;
		}
		if (out->len && breaks)
			g_string_append(out, breaks > 2 ? "\n\n" : " ");
		breaks = 0;
		g_string_append_c(out, *text);
	}
	return g_string_free(out, FALSE);
}

/*
 * Escape prose so that reStructuredText sees only words: no markup, and no line that begins like a
 * list, a title or a directive.
 */
static char *plain_rst(const char *prose)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *p = prose; *p; p++) {
		bool starts = p == prose || g_ascii_isspace(p[-1]);

		if (strchr("\\*`|_", *p) || (*p == ':' && p[1] == ':') ||
		    (starts && g_ascii_ispunct(*p) && !strchr("\"'(/", *p)))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
	return g_strchomp(text_wrap(out->str, "", 72));
}

/**
 * spec_maintainers() - set who maintains the namespace
 * @spec: from spec_new()
 * @person: untrusted; "NAME <ADDRESS>"
 * @err: STATUS_USAGE: it is not a name and an address
 */
bool spec_maintainers(struct spec *spec, const char *person, GError **err)
{
	bool ok = g_utf8_validate(person, -1, NULL) && strlen(person) <= 100 &&
		  g_regex_match_simple("\\A[^\\s<>@][^<>@]* <[^<>@\\s]+@[^<>@\\s]+>\\z", person,
				       G_REGEX_RAW, 0);

	for (const char *p = person; ok && *p; p = g_utf8_next_char(p))
		ok = !text_is_hidden(g_utf8_get_char(p));
	if (!ok)
		return fail(err, STATUS_USAGE,
			    "--maintainers: not a name and an address; expected 'NAME <ADDRESS>'");
	spec_set(spec, "maintainers", person);
	return true;
}

/**
 * spec_why() - set what the namespace is for
 * @spec: from spec_new(); it is added to texts that a .conf has not set
 * @why: untrusted; prose
 * @err: STATUS_USAGE: it is not prose
 */
bool spec_why(struct spec *spec, const char *why, GError **err)
{
	g_autofree char *prose = NULL, *paragraph = NULL, *rst = NULL;

	if (!g_utf8_validate(why, -1, NULL))
		return fail(err, STATUS_USAGE, "--why: not UTF-8 text");
	prose = normal_prose(why);
	if (!*prose)
		return fail(err, STATUS_USAGE,
			    "--why: empty text; say what the namespace is for, or omit it");
	if (strlen(prose) > WHY_MAX)
		return fail(err, STATUS_USAGE,
			    "--why: longer than %d bytes; say it in a few sentences", WHY_MAX);
	if (g_regex_match_simple("\\S{201}", prose, G_REGEX_RAW, 0))
		return fail(err, STATUS_USAGE,
			    "--why: contains a word longer than 200 bytes; shorten it");
	for (const char *p = prose; *p; p = g_utf8_next_char(p))
		if (*p != '\n' && text_is_hidden(g_utf8_get_char(p)))
			return fail(err, STATUS_USAGE,
				    "--why: contains the control character U+%04X; remove it",
				    (unsigned int)g_utf8_get_char(p));
	paragraph = g_strconcat("\n\n", prose, NULL);
	rst = plain_rst(prose);
	spec_set(spec, "why", prose);
	spec_set(spec, "why_paragraph", paragraph);
	spec_set(spec, "why_rst", rst);
	for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++) {
		g_autofree char *value = NULL;

		if (!defaults[i].value || !strstr(defaults[i].value, "@why_paragraph@") ||
		    g_hash_table_contains(spec->given, defaults[i].key))
			continue;
		value = spec_expand(spec, defaults[i].value, err);
		if (!value)
			return false;
		spec_set(spec, defaults[i].key, value);
	}
	return true;
}

/**
 * spec_full() - use the texts of level full, except those that a .conf has set
 * @spec: from spec_new()
 * @err: never set with the existing defaults
 */
bool spec_full(struct spec *spec, GError **err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(full_defaults); i++) {
		const char *key = full_defaults[i].key;
		g_autofree char *value = NULL;

		if (g_hash_table_contains(spec->given, key))
			continue;
		value = spec_expand(spec, full_defaults[i].value, err);
		if (!value)
			return false;
		spec_set(spec, key, value);
	}
	return true;
}

/**
 * spec_copy() - copy a spec, so that a hook's bound words can be added
 * @spec: not changed
 */
struct spec *spec_copy(const struct spec *spec)
{
	struct spec *copy = g_new0(struct spec, 1);
	GHashTableIter iter;
	gpointer key, value;

	copy->name = g_strdup(spec->name);
	copy->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_hash_table_iter_init(&iter, spec->keys);
	while (g_hash_table_iter_next(&iter, &key, &value))
		spec_set(copy, key, value);
	return copy;
}

/**
 * spec_free() - free a spec
 * @spec: may be NULL
 */
void spec_free(struct spec *spec)
{
	if (!spec)
		return;
	g_free(spec->name);
	g_hash_table_unref(spec->keys);
	g_clear_pointer(&spec->given, g_hash_table_unref);
	g_free(spec);
}

/**
 * spec_get() - get a value
 * @spec: the spec
 * @key: its key
 *
 * Return: the spec's own string, or NULL if there is no such key.
 */
const char *spec_get(const struct spec *spec, const char *key)
{
	return g_hash_table_lookup(spec->keys, key);
}

/**
 * spec_set() - set a value
 * @spec: the spec
 * @key: copied
 * @value: copied
 */
void spec_set(struct spec *spec, const char *key, const char *value)
{
	g_hash_table_insert(spec->keys, g_strdup(key), g_strdup(value));
}

/**
 * spec_choose() - template_choose() with a spec's words
 * @spec: the namespace
 * @lines: the template
 *
 * Return: a new array of @lines' own strings.
 */
GPtrArray *spec_choose(const struct spec *spec, const GPtrArray *lines)
{
	return template_choose(spec->keys, lines);
}

/**
 * spec_expand() - template_expand() with a spec's words
 * @spec: the spec
 * @text: what to expand
 * @err: an unknown key is a bug of the hook (STATUS_BUG)
 *
 * Return: a new string, or NULL.
 */
char *spec_expand(const struct spec *spec, const char *text, GError **err)
{
	return template_expand(spec->keys, text, err);
}

/* Places of the tree, and not of the namespace. */
static const char *const places[] = { "makefile", "makefile_list", "makefile_after", "kconfig",
				      "kconfig_after" };

/**
 * spec_kind() - does a key name what belongs to the namespace alone: an identifier, or a file?
 * @key: the key
 * @kind: gets WORD, CAPITALS or PATH
 */
bool spec_kind(const char *key, enum kind *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
		if (!strcmp(key, places[i]))
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++) {
		*kind = defaults[i].kind;
		if (!strcmp(key, defaults[i].key))
			return *kind == WORD || *kind == CAPITALS || *kind == PATH;
	}
	return false;
}
