/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PATCH_TEXT_H
#define NSGEN_PATCH_TEXT_H

#include <glib.h>

/**
 * struct patch_text - one patch that a series can have
 * @key: the value of a hook's Patch:
 * @probes: the values of its "Probe:", words that only this text has
 * @subject: may contain @key@
 * @body: may contain @key@; each line is a paragraph
 */
struct patch_text {
	char *key;
	GPtrArray *probes;
	char *subject;
	char *body;
};

GPtrArray *patches_load(const char *home, GError **err);
int patches_find(const GPtrArray *patches, const char *key);

#endif
