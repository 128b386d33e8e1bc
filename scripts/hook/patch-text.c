// SPDX-License-Identifier: GPL-2.0-only
/*
 * cocci/series: the patches of a series, and their messages.
 */
#include "hook/patch-text.h"
#include "hook/header-value.h"
#include "lib/error.h"
#include "lib/seen.h"
#include "lib/text.h"

#include <string.h>

#define FILE_NAME "cocci/series"

static void patch_text_free(gpointer data)
{
	struct patch_text *patch = data;

	g_free(patch->key);
	g_ptr_array_unref(patch->probes);
	g_free(patch->subject);
	g_free(patch->body);
	g_free(patch);
}

/*
 * The lines of a paragraph are joined, because their line breaks depend on the names in them. A
 * line that spec_choose() reads stays a line.
 */
static void add_to_body(GString *body, const char *line)
{
	bool mark = text_has(line, "^@(if \\w+|else|end)@$");

	if (!*line) {
		if (body->len && !g_str_has_suffix(body->str, "\n\n"))
			g_string_append(body, "\n\n");
		return;
	}
	if (body->len && !g_str_has_suffix(body->str, "\n"))
		g_string_append_c(body, mark ? '\n' : ' ');
	g_string_append(body, line);
	if (mark)
		g_string_append_c(body, '\n');
}

static bool finish(struct patch_text *patch, GString *body, GError **err)
{
	if (!patch)
		return true;
	patch->body = g_strchomp(g_strdup(body->str));
	g_string_truncate(body, 0);
	if (!patch->subject || !*patch->body)
		return fail(err, STATUS_BUG, FILE_NAME ": [%s] must have a subject and a message",
			    patch->key);
	return true;
}

/*
 * "Probe: WORD FILE PATTERN", between the key and the subject: as in a hook, but there is no file
 * that goes without saying.
 */
static bool add_probe(struct patch_text *patch, const char *line, guint number, GError **err)
{
	const char *value = line + strlen("Probe: "), *what = strchr(value, ' ');
	g_autofree char *file = NULL, *why = NULL;

	if (!header_value_ok(ENGINE_SKEL, FORM_PROBE, value, &why))
		return fail(err, STATUS_BUG, FILE_NAME ":%u: %s", number, why);
	header_split(what + 1, &file);
	if (!file)
		return fail(err, STATUS_BUG, FILE_NAME ":%u: a Probe: here must name a file",
			    number);
	g_ptr_array_add(patch->probes, g_strdup(value));
	return true;
}

/**
 * patches_load() - the patches that a series can have
 * @home: nsgen's own directory, which holds cocci/
 * @err: STATUS_BUG, with the line
 *
 * Return: an array of struct patch_text, in order, that owns its elements; or NULL.
 */
GPtrArray *patches_load(const char *home, GError **err)
{
	g_autoptr(GPtrArray) patches = g_ptr_array_new_with_free_func(patch_text_free);
	g_autofree char *path = g_build_filename(home, FILE_NAME, NULL);
	g_autoptr(GString) body = g_string_new(NULL);
	g_autoptr(GPtrArray) lines = NULL;
	g_autofree char *text = NULL;
	struct patch_text *patch = NULL;

	if (!seen_text(STATUS_BUG, path, FILE_NAME, &text, NULL, err))
		return NULL;
	if (!text) {
		fail(err, STATUS_BUG, FILE_NAME ": not found; is the nsgen installation complete?");
		return NULL;
	}
	lines = text_lines(text);
	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		g_autofree char *key = text_match(line, "^\\[([a-z][a-z0-9]*)\\]$", 1);

		if (key) {
			if (patches_find(patches, key) >= 0) {
				fail(err, STATUS_BUG, FILE_NAME ":%u: duplicate [%s]", i + 1,
				     key);
				return NULL;
			}
			if (!finish(patch, body, err))
				return NULL;
			patch = g_new0(struct patch_text, 1);
			patch->key = g_steal_pointer(&key);
			patch->probes = g_ptr_array_new_with_free_func(g_free);
			g_ptr_array_add(patches, patch);
		} else if (!patch) {
			if (*line && *line != '#') {
				fail(err, STATUS_BUG,
				     FILE_NAME ":%u: text before the first [key]", i + 1);
				return NULL;
			}
		} else if (!patch->subject && g_str_has_prefix(line, "Probe: ")) {
			if (!add_probe(patch, line, i + 1, err))
				return NULL;
		} else if (!patch->subject) {
			if (*line)
				patch->subject = g_strdup(line);
		} else {
			add_to_body(body, line);
		}
	}
	if (!finish(patch, body, err))
		return NULL;
	return g_steal_pointer(&patches);
}

/**
 * patches_find() - a patch's place in the order
 * @patches: the result of patches_load()
 * @key: the value of a hook's Patch:
 *
 * Return: its index, or -1.
 */
int patches_find(const GPtrArray *patches, const char *key)
{
	for (guint i = 0; i < patches->len; i++)
		if (!strcmp(((struct patch_text *)patches->pdata[i])->key, key))
			return i;
	return -1;
}
