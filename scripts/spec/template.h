/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TEMPLATE_H
#define NSGEN_TEMPLATE_H

#include <glib.h>

GPtrArray *template_choose(GHashTable *words, const GPtrArray *lines);
char *template_expand(GHashTable *words, const char *text, GError **err);

#endif
