/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_ENGINE_H
#define NSGEN_ENGINE_H

#include "hook.h"
#include "spec.h"

/*
 * An engine turns a file's text into the text with the namespace in it. It returns a new string, or NULL and an error: STATUS_TREE
 * where the hook finds no place, STATUS_BUG where the hook itself is wrong. @scratch is a directory of its own for the call.
 */
char *engine_run(const struct hook *hook, const struct spec *spec, const char *file, const char *text,
		 const char *scratch, GError **err);

char *spatch_run(const struct hook *hook, const struct spec *spec, const char *file, const char *text,
		 const char *scratch, GError **err);
char *clone_run(const struct hook *hook, const struct spec *spec, const char *file, const char *text, GError **err);
bool clone_region(const char *range, const char *text, size_t *start, size_t *end);
int clone_model(const struct hook *hook, const char *file, const char *text, char **name);
char *kconfig_run(const struct hook *hook, const struct spec *spec, const char *file, const char *text, GError **err);
char *makefile_run(const struct hook *hook, const struct spec *spec, const char *file, const char *text, GError **err);
char *skeleton_run(const struct hook *hook, const struct spec *spec, GError **err);

#endif
