/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_MULTI_SEARCH_H
#define NSGEN_MULTI_SEARCH_H

#include <glib.h>
#include <stdbool.h>

struct search *search_new(GPtrArray *strings);
void search_free(struct search *search);
int search_next(const struct search *search, const char *text, size_t len, size_t *from,
		size_t *at);

typedef struct search Search;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Search, search_free)

#endif
