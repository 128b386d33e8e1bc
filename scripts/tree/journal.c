// SPDX-License-Identifier: GPL-2.0-only
/*
 * The journal of a transaction, as a file: which files of a tree change, and how.
 *
 * It is stored in the tree and is not trusted: only paths in the tree, names of namespaces and
 * digests are accepted.
 */
#include "tree/journal.h"
#include "lib/fs.h"
#include "tree/safe-path.h"

#include <string.h>

static void entry_free(gpointer data)
{
	struct journal_entry *entry = data;

	g_free(entry->path);
	g_free(entry->before);
	g_free(entry->after);
	g_free(entry);
}

/**
 * journal_new() - create an empty journal
 *
 * Return: the journal, freed with journal_free().
 */
struct journal *journal_new(void)
{
	struct journal *journal = g_new0(struct journal, 1);

	journal->entries = g_ptr_array_new_with_free_func(entry_free);
	journal->make = g_ptr_array_new_with_free_func(g_free);
	journal->remove = g_ptr_array_new_with_free_func(g_free);
	journal->series = g_ptr_array_new_with_free_func(g_free);
	journal->reports = g_ptr_array_new_with_free_func(g_free);
	return journal;
}

/**
 * journal_free() - free a journal
 * @journal: may be NULL
 */
void journal_free(struct journal *journal)
{
	if (!journal)
		return;
	g_free(journal->what);
	g_free(journal->release);
	g_free(journal->out);
	g_ptr_array_unref(journal->entries);
	g_ptr_array_unref(journal->make);
	g_ptr_array_unref(journal->remove);
	g_ptr_array_unref(journal->series);
	g_ptr_array_unref(journal->reports);
	g_free(journal);
}

/**
 * journal_print() - format a journal for writing
 * @journal: the journal
 *
 * Return: a new string.
 */
char *journal_print(const struct journal *journal)
{
	g_autoptr(GKeyFile) file = g_key_file_new();

	g_key_file_set_string(file, "journal", "what", journal->what);
	g_key_file_set_string(file, "journal", "release", journal->release);
	g_key_file_set_string(file, "journal", "out", journal->out);
	g_key_file_set_integer(file, "journal", "files", journal->entries->len);
	g_key_file_set_string_list(file, "journal", "make",
				   (const char *const *)journal->make->pdata, journal->make->len);
	g_key_file_set_string_list(file, "journal", "remove",
				   (const char *const *)journal->remove->pdata,
				   journal->remove->len);
	g_key_file_set_string_list(file, "journal", "series",
				   (const char *const *)journal->series->pdata,
				   journal->series->len);
	g_key_file_set_string_list(file, "journal", "reports",
				   (const char *const *)journal->reports->pdata,
				   journal->reports->len);
	for (guint i = 0; i < journal->entries->len; i++) {
		const struct journal_entry *entry = journal->entries->pdata[i];
		g_autofree char *group = g_strdup_printf("%u", i);

		g_key_file_set_string(file, group, "path", entry->path);
		g_key_file_set_string(file, group, "before", entry->before ? entry->before : "");
		g_key_file_set_string(file, group, "after", entry->after ? entry->after : "");
	}
	return g_key_file_to_data(file, NULL, NULL);
}

static bool read_paths(GKeyFile *file, const char *key, bool (*good)(const char *text),
		       GPtrArray *list)
{
	g_auto(GStrv) values = g_key_file_get_string_list(file, "journal", key, NULL, NULL);

	for (char **value = values; value && *value; value++) {
		if (!good(*value))
			return false;
		g_ptr_array_add(list, g_strdup(*value));
	}
	return true;
}

/* Is this the name of a namespace? Each is a directory under OUT. */
static bool is_name(const char *text)
{
	return g_regex_match_simple("^[a-z][a-z0-9]*$", text, G_REGEX_DOLLAR_ENDONLY, 0);
}

static char *read_digest(GKeyFile *file, const char *group, const char *key, bool *ok)
{
	g_autofree char *text = g_key_file_get_string(file, group, key, NULL);

	*ok &= text && (!*text || fs_is_digest(text));
	return text && *text ? g_steal_pointer(&text) : NULL;
}

/**
 * journal_parse() - read a journal
 * @text: untrusted
 *
 * Return: the journal, freed with journal_free(), or NULL if nsgen did not write it.
 */
struct journal *journal_parse(const char *text)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(Journal) journal = journal_new();
	int files;

	if (!g_key_file_load_from_data(file, text, -1, G_KEY_FILE_NONE, NULL))
		return NULL;
	journal->what = g_key_file_get_string(file, "journal", "what", NULL);
	journal->release = g_key_file_get_string(file, "journal", "release", NULL);
	journal->out = g_key_file_get_string(file, "journal", "out", NULL);
	files = g_key_file_get_integer(file, "journal", "files", NULL);
	if (!journal->what || !journal->release || !journal->out || !path_ok(journal->release) ||
	    strchr(journal->release, '/') || !read_paths(file, "make", path_ok, journal->make) ||
	    !read_paths(file, "remove", path_ok, journal->remove) ||
	    !read_paths(file, "series", is_name, journal->series) ||
	    !read_paths(file, "reports", fs_is_digest, journal->reports) ||
	    journal->series->len != journal->reports->len || files < 1)
		return NULL;
	for (int i = 0; i < files; i++) {
		g_autofree char *group = g_strdup_printf("%d", i);
		struct journal_entry *entry = g_new0(struct journal_entry, 1);
		bool ok = true;

		g_ptr_array_add(journal->entries, entry);
		entry->path = g_key_file_get_string(file, group, "path", NULL);
		entry->before = read_digest(file, group, "before", &ok);
		entry->after = read_digest(file, group, "after", &ok);
		if (!ok || !entry->path || !path_ok(entry->path) ||
		    !g_strcmp0(entry->before, entry->after))
			return NULL;
	}
	return g_steal_pointer(&journal);
}
