/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RENAMING_H
#define NSGEN_RENAMING_H

#include "spec/spec.h"

/**
 * struct renaming - what becomes of a name
 * @forms: the name, the title and the name in capitals, of the old namespace
 * @to: the same of the new one
 * @words: maps identifiers
 * @paths: maps paths
 * @lines: maps "PATH\nTEXT" of a generated line to the line that is generated now
 * @taken: the set of new identifiers
 */
struct renaming {
	char *forms[3], *to[3];
	GHashTable *words, *paths, *lines, *taken;
};

struct renaming *renaming_new(const char *name, GHashTable *old, const struct spec *new);
void renaming_learn(struct renaming *renaming, GHashTable *old, GHashTable *new);
void renaming_put(struct renaming *renaming, GHashTable *map, const char *old, const char *new);
char *renaming_line(const struct renaming *renaming, const char *text, bool all);
char *renaming_text(const struct renaming *renaming, const char *path, const char *text);
char *renaming_path(const struct renaming *renaming, const char *path);
char *renaming_taken(const struct renaming *renaming, const char *line);
GPtrArray *renaming_left(const struct renaming *renaming, const char *text);
void renaming_free(struct renaming *renaming);

typedef struct renaming Renaming;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Renaming, renaming_free)

#endif
