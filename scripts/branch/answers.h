/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_ANSWERS_H
#define NSGEN_ANSWERS_H

#include <glib.h>

/**
 * struct answers - the answer line of a commit's message, "Nsgen: 0.2 name=ima level=full …"
 * @version: the nsgen that wrote it
 * @name: the namespace
 * @level: "framework" or "full"
 * @words: maps the other answers to their values, "" for a switch
 */
struct answers {
	char *version, *name, *level;
	GHashTable *words;
};

struct answers *answers_find(const char *message);
GPtrArray *answers_all(const char *message);
char *answers_line(const char *message);
char *answers_replace(const char *message, const char *from);
void answers_free(struct answers *answers);

typedef struct answers Answers;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answers, answers_free)

#endif
