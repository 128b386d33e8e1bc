// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a file sees through its #includes, as far as the tree has them.
 *
 * All conditions count as true, and <asm/...> is any architecture's or the generic one, so this
 * finds more than a compiler would. It is used only to find out that something is not there, and
 * of a part of a tree, without some of the kernel's own headers, that is not known.
 */
#include "proof/headers.h"
#include "c/code.h"
#include "lib/text.h"

#include <string.h>

/**
 * struct header - a file that was read
 * @path: in the tree
 * @code: what is compiled of it; NULL if the tree does not have it
 * @reading: once something was searched for in it
 * @includes: paths that its #includes may mean
 */
struct header {
	char *path;
	char *code;
	struct reading *reading;
	GPtrArray *includes;
};

/**
 * struct headers - the headers of a tree
 * @tree: the tree
 * @ours: maps a path to its text with the series
 * @read: maps a path to its struct header
 * @seen: maps a file to its struct headers, itself first
 * @partial: maps those of these files that include headers of the kernel that the tree lacks to
 *	the words that such a header is named after
 */
struct headers {
	const struct tree *tree;
	GHashTable *ours;
	GHashTable *read;
	GHashTable *seen;
	GHashTable *partial;
};

static void header_free(gpointer data)
{
	struct header *header = data;

	g_free(header->path);
	g_free(header->code);
	reading_free(header->reading);
	g_ptr_array_unref(header->includes);
	g_free(header);
}

/**
 * headers_new() - prepare to read headers
 * @tree: the tree
 * @ours: maps a path to its text with the series; both must outlive the result
 *
 * Return: an object, freed with headers_free().
 */
struct headers *headers_new(const struct tree *tree, GHashTable *ours)
{
	struct headers *headers = g_new0(struct headers, 1);

	headers->tree = tree;
	headers->ours = ours;
	headers->read = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, header_free);
	headers->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      (GDestroyNotify)g_ptr_array_unref);
	headers->partial = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						 (GDestroyNotify)g_ptr_array_unref);
	return headers;
}

/**
 * headers_free() - free them
 * @headers: may be NULL
 */
void headers_free(struct headers *headers)
{
	if (!headers)
		return;
	g_hash_table_unref(headers->seen);
	g_hash_table_unref(headers->partial);
	g_hash_table_unref(headers->read);
	g_free(headers);
}

static void may_mean(struct header *header, const char *format, const char *name)
{
	g_ptr_array_add(header->includes, g_strdup_printf(format, name));
}

static void add_include(struct header *header, const char *name, bool quoted)
{
	if (quoted) {
		g_autofree char *dir = g_path_get_dirname(header->path);
		g_autofree char *joined = g_build_filename("/", dir, name, NULL);
		g_autofree char *path = g_canonicalize_filename(joined, "/");

		g_ptr_array_add(header->includes, g_strdup(path + 1));
	}
	may_mean(header, "include/%s", name);
	may_mean(header, "include/uapi/%s", name);
	if (g_str_has_prefix(name, "asm/")) {
		const char *rest = name + strlen("asm/");

		may_mean(header, "arch/x86/include/asm/%s", rest);
		may_mean(header, "arch/x86/include/uapi/asm/%s", rest);
		may_mean(header, "include/asm-generic/%s", rest);
		may_mean(header, "include/uapi/asm-generic/%s", rest);
		may_mean(header, "include/asm-x86/%s", rest);
		may_mean(header, "include/asm-i386/%s", rest);
	}
}

static void find_includes(struct header *header)
{
	static const char word[] = "include";

	for (const char *p = header->code; p; p = strchr(p, '\n')) {
		const char *end;

		p += strspn(p, "\n \t");
		if (*p != '#')
			continue;
		p += 1 + strspn(p + 1, " \t");
		if (!g_str_has_prefix(p, word))
			continue;
		p += strlen(word);
		p += strspn(p, " \t");
		end = *p == '<' || *p == '"' ? strpbrk(p + 1, "\">\n") : NULL;
		if (end && *end != '\n') {
			g_autofree char *name = g_strndup(p + 1, end - p - 1);

			add_include(header, name, *p == '"');
		}
	}
}

static struct header *read_header(struct headers *headers, const char *path, GError **err)
{
	struct header *header = g_hash_table_lookup(headers->read, path);
	const char *ours = g_hash_table_lookup(headers->ours, path);
	g_autofree char *text = NULL;

	if (header)
		return header;
	if (!ours && !tree_read_if_there(headers->tree, path, &text, err))
		return NULL;
	header = g_new0(struct header, 1);
	header->path = g_strdup(path);
	header->includes = g_ptr_array_new_with_free_func(g_free);
	if (ours || text) {
		header->code = code_only(path, ours ? ours : text);
		find_includes(header);
	}
	g_hash_table_insert(headers->read, header->path, header);
	return header;
}

/* Headers that the build puts in front of every file. */
static const char *const always[] = { "include/linux/kconfig.h", "include/linux/compiler_types.h",
				      "include/linux/compiler-version.h" };

static bool add(struct headers *headers, GPtrArray *all, GHashTable *known, const char *path,
		GError **err)
{
	struct header *header;

	if (g_hash_table_contains(known, path))
		return true;
	header = read_header(headers, path, err);
	if (!header)
		return false;
	g_hash_table_add(known, header->path);
	if (header->code)
		g_ptr_array_add(all, header);
	return true;
}

/* Is there one of the paths that an #include of the kernel's own headers may mean? */
static bool is_there(struct headers *headers, const char *path)
{
	const struct header *header = g_hash_table_lookup(headers->read, path);

	return header && header->code;
}

/*
 * Note what the tree lacks of what a header includes. All paths that one #include may mean are next
 * to each other, and have its name at the end.
 */
static void note_missing(struct headers *headers, const struct header *header, GPtrArray *missing)
{
	static const char own[] = "include/linux/";

	for (guint i = 0; i < header->includes->len; i++) {
		const char *path = header->includes->pdata[i];
		const char *uapi = i + 1 < header->includes->len ? header->includes->pdata[i + 1] :
								   "";
		bool quoted = i > 0 && g_str_has_suffix(header->includes->pdata[i - 1],
							path + strlen("include/"));

		if (g_str_has_prefix(path, own) && !is_there(headers, path) &&
		    !is_there(headers, uapi) &&
		    !(quoted && is_there(headers, header->includes->pdata[i - 1]))) {
			g_autofree char *name = g_path_get_basename(path);

			g_ptr_array_add(missing, g_strndup(name, strcspn(name, ".")));
		}
	}
}

static const GPtrArray *visible(struct headers *headers, const char *file, GError **err)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *there = g_hash_table_lookup(headers->seen, file);

	if (there)
		return there;
	if (!add(headers, all, known, file, err))
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(always); i++)
		if (!add(headers, all, known, always[i], err))
			return NULL;
	for (guint i = 0; i < all->len; i++) {
		const struct header *header = all->pdata[i];

		for (guint n = 0; n < header->includes->len; n++)
			if (!add(headers, all, known, header->includes->pdata[n], err))
				return NULL;
		note_missing(headers, header, missing);
	}
	if (missing->len)
		g_hash_table_insert(headers->partial, g_strdup(file), g_steal_pointer(&missing));
	there = g_steal_pointer(&all);
	g_hash_table_insert(headers->seen, g_strdup(file), there);
	return there;
}

/**
 * headers_search() - visit what a file sees and has a word
 * @headers: the headers
 * @file: the file
 * @word: the word
 * @visit: called for each such header, and for the file itself, until it returns true
 * @data: for @visit
 * @found: gets whether it did
 * @err: STATUS_TREE: a file cannot be read
 */
bool headers_search(struct headers *headers, const char *file, const char *word,
		    headers_visit visit, void *data, bool *found, GError **err)
{
	const GPtrArray *all = visible(headers, file, err);

	*found = false;
	for (guint i = 0; all && i < all->len && !*found; i++) {
		struct header *header = all->pdata[i];

		if (text_find_word(header->code, word) < 0)
			continue;
		if (!header->reading)
			header->reading = reading_new(header->code);
		*found = visit(header->reading, header->path, data);
	}
	return all;
}

/* Is the word declared here: a macro, an enumerator, or something at the top level? */
static bool declares(const struct reading *r, const char *path G_GNUC_UNUSED, void *data)
{
	const char *word = data;

	if (reading_defines(r, word))
		return true;
	for (int i = 0; i < reading_count(r); i++)
		if (reading_is(r, i, word) && !reading_is_tag(r, i) &&
		    (reading_opener(r, i, 0) < 0 || reading_in_enum(r, i)))
			return true;
	return false;
}

/* Could a header that the tree lacks declare it? Not where that header is named after it. */
static bool may_be_missing(const struct headers *headers, const char *file, const char *word)
{
	const GPtrArray *missing = g_hash_table_lookup(headers->partial, file);

	return missing && !g_ptr_array_find_with_equal_func((GPtrArray *)missing, word, g_str_equal,
							    NULL);
}

/**
 * headers_know() - may a file see a declaration of a name?
 * @headers: the headers
 * @file: the file
 * @word: the name
 * @known: gets the answer
 * @err: STATUS_TREE: a file cannot be read
 */
bool headers_know(struct headers *headers, const char *file, const char *word, bool *known,
		  GError **err)
{
	if (!headers_search(headers, file, word, declares, (void *)word, known, err))
		return false;
	*known |= may_be_missing(headers, file, word);
	return true;
}
