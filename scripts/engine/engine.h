/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_ENGINE_H
#define NSGEN_ENGINE_H

#include "hook/hook.h"
#include "spec/spec.h"
#include "tree/tree.h"

/**
 * struct made - the result of an engine on a file's text
 * @text: the text with the namespace in it
 * @like: the namespace whose line the engine copied; NULL if it copied none
 * @line: the number of that line in the text that the engine was given
 */
struct made {
	char *text;
	char *like;
	int line;
};

typedef struct made Made;
void made_clear(struct made *made);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Made, made_clear)

/*
 * An engine returns a new text, or false or NULL and an error: STATUS_TREE if the hook does not
 * find its site, STATUS_BUG if the hook itself is wrong. @scratch is a directory for this call
 * only.
 */
struct spec *engine_words(const struct hook *hook, const struct spec *spec,
			  const struct tree *tree, const char *file, const char *text,
			  GError **err);
bool engine_probe(struct spec *words, const struct tree *tree, const char *probe, GError **err);
bool engine_run(const struct hook *hook, const struct spec *spec, const struct tree *tree,
		const char *file, const char *text, const char *scratch, struct made *made,
		GError **err);

/**
 * struct rules - what spatch gets to read
 * @path: whose rules they are, for errors
 * @smpl: the rules
 * @macros: macros that it cannot parse without help; NULL: none
 */
struct rules {
	const char *path, *smpl, *macros;
};

char *spatch_run(const struct hook *hook, const struct spec *spec, const char *file,
		 const char *text, const char *scratch, GError **err);
GPtrArray *spatch_command(const char *options);
char *spatch_rules(const struct rules *rules, GPtrArray *argv, const char *file, const char *text,
		   const char *scratch, GError **err);
char *spatch_reason(const char *steps, const char *parsed, const char *text);
bool list_run(const struct hook *hook, const struct spec *spec, const char *file, const char *text,
	       struct made *made, GError **err);
char *kconfig_run(const struct hook *hook, const struct spec *spec, const char *file,
		  const char *text, GError **err);
char *makefile_run(const struct hook *hook, const struct spec *spec, const char *file,
		   const char *text, GError **err);
char *skeleton_run(const struct hook *hook, const struct spec *spec, GError **err);

#endif
