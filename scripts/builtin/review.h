/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REVIEW_H
#define NSGEN_REVIEW_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct review_request - what the user wants to look at
 * @name: the namespace
 * @kernel: the tree that the series was made for, or NULL where there is a series for one only
 * @out: where series are
 * @home: nsgen's own directory
 * @since: a directory with an earlier series, or a revision of the repository that has it; NULL:
 * show the series itself
 * @html: write review.html
 */
struct review_request {
	const char *name;
	const char *kernel;
	const char *out;
	const char *home;
	const char *since;
	bool html;
};

bool review(const struct review_request *request, GError **err);

#endif
