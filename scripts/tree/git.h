/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_GIT_H
#define NSGEN_GIT_H

#include "lib/run.h"

char **git_environ(const char *dir);
char *git(const char *dir, const char *const *words, int *status, char **errors, GError **err);
GString *git_bytes(const char *dir, const char *const *words, int *status, char **errors,
		   GError **err);
bool git_start(const char *dir, const char *const *words, struct child *child, GError **err);
char *git_blob_name(const char *text, size_t len, size_t digits);
char *git_commit(const char *dir, const char *revision, GError **err);
char *git_as_user(const char *dir, const char *const *words, int *status, GError **err);
char *git_says(const char *const *words, int *status, GError **err);
char *git_own(const char *dir, const char *const *words, int *status, char **errors, GError **err);
bool git_apply(const char *dir, const char *patch, bool back, const GPtrArray *includes,
	       char **refusal, GError **err);

#endif
