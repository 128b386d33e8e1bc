/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PATCHES_H
#define NSGEN_PATCHES_H

#include <glib.h>

/**
 * struct patch_text - one patch that a series can have
 * @key: what a hook's Patch: says
 * @subject: with @key@ in it
 * @body: the same; a line is a paragraph
 */
struct patch_text {
	char *key;
	char *subject;
	char *body;
};

GPtrArray *patches_load(const char *home, GError **err);
int patches_find(const GPtrArray *patches, const char *key);

#endif
