/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_GIT_H
#define NSGEN_GIT_H

#include "lib/run.h"

/**
 * struct git_user - the user of a repository, as git knows them
 * @dir: the repository
 * @settings: for git's command line
 * @signs: commits are signed
 */
struct git_user {
	char *dir;
	GPtrArray *settings;
	bool signs;
};

char **git_environ(const char *dir);
char *git(const char *dir, const char *const *words, int *status, char **errors, GError **err);
GString *git_bytes(const char *dir, const char *const *words, int *status, char **errors,
		   GError **err);
GString *git_index(const char *dir, const char *index, const char *const *words, int *status,
		   char **errors, GError **err);
bool git_start(const char *dir, const char *const *words, struct child *child, GError **err);
char *git_blob_name(const char *text, size_t len, size_t digits);
char *git_commit(const char *dir, const char *revision, GError **err);
char *git_as_user(const char *dir, const char *const *words, int *status, GError **err);
char *git_says(const char *const *words, int *status, GError **err);
char *git_own(const char *dir, const char *const *words, int *status, char **errors, GError **err);
struct git_user *git_user_open(const char *dir, GError **err);
void git_user_free(struct git_user *user);
char *git_user_run(const struct git_user *user, const char *const *variables,
		   const char *const *words, int *status, char **errors, GError **err);
bool git_porcelain(const char *dir, const char *const *variables, const char *const *words,
		   int *status, GError **err);
bool git_apply(const char *dir, const char *patch, bool back, const GPtrArray *includes,
	       char **refusal, GError **err);

typedef struct git_user GitUser;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GitUser, git_user_free)

#endif
