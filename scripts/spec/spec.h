/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SPEC_H
#define NSGEN_SPEC_H

#include "spec/value.h"
#include <stdbool.h>

/**
 * struct spec - every identifier, path and text that is derived from a namespace's name
 * @name: the one word that the user gave
 * @keys: maps a key to its value, all strings; Documentation/spec.md lists them
 * @given: the set of keys that a .conf has set; NULL in a copy
 */
struct spec {
	char *name;
	GHashTable *keys;
	GHashTable *given;
};

struct spec *spec_new(const char *name, const char *conf, GError **err);
struct spec *spec_asked(const char *name, const char *conf, const char *home, GError **err);
bool spec_why(struct spec *spec, const char *why, GError **err);
bool spec_maintainers(struct spec *spec, const char *person, GError **err);
bool spec_full(struct spec *spec, GError **err);
struct spec *spec_copy(const struct spec *spec);
void spec_free(struct spec *spec);
const char *spec_get(const struct spec *spec, const char *key);
void spec_set(struct spec *spec, const char *key, const char *value);
GPtrArray *spec_choose(const struct spec *spec, const GPtrArray *lines);
char *spec_expand(const struct spec *spec, const char *text, GError **err);
bool spec_kind(const char *key, enum kind *kind);

typedef struct spec Spec;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Spec, spec_free)

#endif
