/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REQUEST_H
#define NSGEN_REQUEST_H

#include "series/report-read.h"
#include "spec/numbers.h"

/* The environment variable, and also the option, that sets the date of mails. */
#define DATE_OPTION "SOURCE_DATE_EPOCH"

/**
 * struct request - what the user asked for
 * @name: the namespace
 * @kernel: the tree
 * @base: a commit of the repository that @kernel is, or NULL for a directory
 * @out: directory for generated output, without name and release
 * @level: "framework" or "full", or NULL for the tree's default
 * @conf: a spec's key file, or NULL
 * @except: a file with places that the user leaves alone, or NULL
 * @numbers: numbers that the user wants
 * @why: what the namespace is for, or NULL
 * @maintainers: "NAME <ADDRESS>" for an entry in MAINTAINERS, or NULL
 * @date: date of the mails, in seconds since 1970 as typed, or NULL for a fixed date
 * @squash: generate a single patch
 * @signoff: sign off as git's user
 * @cc: run get_maintainer.pl
 * @force: discard manual edits
 * @replace: replace a series that was made with other answers, without asking
 * @home: nsgen's own directory: cocci/, namespaces/
 * @json: print the report instead of the summary
 * @branch: the series becomes commits, whose author is the user in any case
 * @overlay: for tree_lay_over(), or NULL
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
	const char *maintainers;
	const char *date;
	bool squash, signoff, cc, force, replace;
	const char *home;
	bool json, branch;
	GHashTable *overlay;
};

bool request_keeps(const GPtrArray *options, const struct spec *spec, const char *level,
		   const struct report *old, const char *dir, GError **err);
char *request_answers(const GPtrArray *options, const struct spec *spec, const char *level);
GPtrArray *request_options(const struct request *request, GError **err);
bool request_again(const struct report *report, struct request *request, const char *scratch,
		   GError **err);

#endif
