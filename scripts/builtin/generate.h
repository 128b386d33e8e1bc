/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_GENERATE_H
#define NSGEN_GENERATE_H

#include "spec/numbers.h"

/**
 * struct request - what the user asked for
 * @name: the namespace
 * @kernel: the tree
 * @out: where generated output goes, without name and release
 * @level: "framework" or "full", or NULL for the tree's default
 * @conf: a spec's key file, or NULL
 * @pins: numbers that the user wants
 * @why: what the namespace is for, or NULL
 * @squash: one patch
 * @signoff: by git's user
 * @cc: ask get_maintainer.pl
 * @force: throw away what was edited by hand
 * @home: nsgen's own directory: cocci/, namespaces/
 * @strict: a site that no hook covers is an error
 * @json: print the report instead of the summary
 * @overlay: of struct tree, may be NULL
 * @quiet: print nothing
 */
struct request {
	const char *name;
	const char *kernel;
	const char *out;
	const char *level;
	const char *conf;
	struct pins pins;
	const char *why;
	bool squash, signoff, cc, force;
	const char *home;
	bool strict, json;
	GHashTable *overlay;
	bool quiet;
};

struct spec *spec_asked(const char *name, const char *conf, const char *home, GError **err);
const char *level_asked(const char *level, const struct tree *tree, GError **err);
bool generate(const struct request *request, GError **err);

#endif
