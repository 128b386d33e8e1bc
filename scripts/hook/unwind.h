/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_UNWIND_H
#define NSGEN_UNWIND_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct unwinding - a copy that a function has got
 * @by: whose work it is, for messages
 * @function: the function
 * @copy: what copies, "copy_ima_ns"
 * @member: what is copied, "ima_ns"
 * @label: where its failure goes; NULL if that may be any label
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
