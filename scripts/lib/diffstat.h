/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_DIFFSTAT_H
#define NSGEN_DIFFSTAT_H

#include "lib/diff.h"

#include <stdbool.h>

/**
 * struct changed_file - a line of a diffstat
 * @path: the file, of plain ASCII; not copied
 * @is_new: the diff creates it
 * @count: its lines
 */
struct changed_file {
	const char *path;
	bool is_new;
	struct diff_count count;
};

char *diffstat(const GArray *files);

#endif
