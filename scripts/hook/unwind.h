/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_UNWIND_H
#define NSGEN_UNWIND_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct unwinding - a copy that was added to a function
 * @by: the hook that added it, for messages
 * @function: the function
 * @copy: the function that copies, "copy_ima_ns"
 * @member: the member that is copied, "ima_ns"
 * @label: the label for its failure; NULL if any label is accepted
 */
struct unwinding {
	const char *by;
	const char *function;
	const char *copy;
	const char *member;
	const char *label;
};

bool unwind_check(const struct unwinding *what, const char *file, const char *text, GError **err);

#endif
