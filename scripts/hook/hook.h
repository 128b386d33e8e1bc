/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HOOK_H
#define NSGEN_HOOK_H

#include "hook/header.h"

#include <glib.h>
#include <stdbool.h>

#define COUNT_TEXT (-1)

/**
 * struct hook - one file of cocci/: how a namespace gets into one site
 * @path: relative to the parent of the hooks' directory, "cocci/nsproxy/field.cocci"
 * @engine: from the suffix
 * @text: the whole file
 * @summary: its "///" line
 * @fields: "// Key: value" lines, in order; see hook_field() and hook_next_field()
 * @site: the site that it serves
 * @adds: lines that it adds for one name on a clean tree, as hook_count_lines() counts them;
 *	COUNT_TEXT if that depends on the spec's text
 * @removes: lines that it removes
 * @macros: cocci/macros.h, for spatch: a GRefString; NULL: none
 */
struct hook {
	char *path;
	enum engine engine;
	char *text;
	char *summary;
	GPtrArray *fields;
	const char *site;
	int adds;
	int removes;
	char *macros;
};

struct hook *hook_parse(const char *path, const char *text, GError **err);
void hook_free(struct hook *hook);
const char *hook_field(const struct hook *hook, const char *key);
const char *hook_reads(const struct hook *hook);
const char *hook_next_field(const struct hook *hook, const char *key, guint *at);
bool hook_no_place(const struct hook *hook, const char *file, const char *detail, GError **err);
char *hook_as_written(const char *value);
const char *hook_place(const struct hook *hook, const char *form);
const char *hook_where(const struct hook *hook);
int hook_count_lines(const GPtrArray *lines, guint first, guint count);
char *hook_body(const struct hook *hook);
GPtrArray *hooks_load(const char *dir, GError **err);

typedef struct hook Hook;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hook, hook_free)

#endif
