/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HEADERS_H
#define NSGEN_HEADERS_H

#include "c/reading.h"
#include "tree/tree.h"

struct headers;

/* Return: true: stop here. */
typedef bool (*headers_visit)(const struct reading *r, const char *path, void *data);

struct headers *headers_new(const struct tree *tree, GHashTable *ours);
void headers_free(struct headers *headers);
bool headers_search(struct headers *headers, const char *file, const char *word,
		    headers_visit visit, void *data, bool *found, GError **err);
bool headers_know(struct headers *headers, const char *file, const char *word, bool *known,
		  GError **err);

#endif
