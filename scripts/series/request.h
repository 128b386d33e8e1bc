/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REQUEST_H
#define NSGEN_REQUEST_H

#include "series/report-read.h"
#include "spec/numbers.h"

/* The variable of the environment, and so the option, that dates the mails. */
#define DATE_OPTION "SOURCE_DATE_EPOCH"

/**
 * struct request - what the user asked for
 * @name: the namespace
 * @kernel: the tree
 * @base: a commit of the repository that @kernel is, or NULL for a directory
 * @out: where generated output goes, without name and release
 * @level: "framework" or "full", or NULL for the tree's default
 * @conf: a spec's key file, or NULL
 * @except: a file with places that the user leaves alone, or NULL
 * @numbers: numbers that the user wants
 * @why: what the namespace is for, or NULL
 * @date: of the mails, seconds since 1970 as typed, or NULL for one that is always the same
 * @squash: one patch
 * @signoff: by git's user
 * @cc: ask get_maintainer.pl
 * @force: throw away what was edited by hand
 * @replace: a series that was made with other answers, without asking
 * @home: nsgen's own directory: cocci/, namespaces/
 * @strict: a site that no hook covers is an error
 * @json: print the report instead of the summary
 * @overlay: of tree_lay_over(), or NULL
 */
struct request {
	const char *name;
	const char *kernel;
	const char *base;
	const char *out;
	const char *level;
	const char *conf;
	const char *except;
	struct numbers numbers;
	const char *why;
	const char *date;
	bool squash, signoff, cc, force, replace;
	const char *home;
	bool strict, json;
	GHashTable *overlay;
};

bool request_keeps(const GPtrArray *options, const struct spec *spec, const char *level,
		   const struct report *old, const char *dir, GError **err);
char *request_answers(const GPtrArray *options, const struct spec *spec, const char *level);
GPtrArray *request_options(const struct request *request, GError **err);
bool request_again(const struct report *report, struct request *request, const char *scratch,
		   GError **err);

#endif
