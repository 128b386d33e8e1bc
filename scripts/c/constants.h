/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CONSTANTS_H
#define NSGEN_CONSTANTS_H

#include "c/integer.h"

/**
 * struct constant - a definition: "#define NAME text" or an enumerator
 * @name: the name
 * @file: the file that defines it
 * @line: its line there
 * @text: what it is defined as; NULL for an enumerator that counts on from the one before it
 * @list: the number of the enum that it is in, from 1; 0 for a macro
 * @tag: that enum's tag, or NULL
 * @before: the enumerators that it may count on from; a NULL is the start of the enum
 * @state: has it been evaluated?
 * @values: what it can be; none if it cannot be evaluated
 */
struct constant {
	char *name;
	const char *file;
	int line;
	char *text;
	guint list;
	const char *tag;
	GPtrArray *before;
	enum { CONSTANT_NEW, CONSTANT_BEGUN, CONSTANT_DONE } state;
	struct c_values values;
};

struct constants *constants_new(void);
void constants_read(struct constants *names, const char *file, const char *text);
const GPtrArray *constants_all(struct constants *names);
bool constants_value(struct constants *names, const char *name, struct c_values *values);
bool constants_mention(struct constants *names, const struct constant *name, const char *prefix);
bool constant_is(const struct constant *name, guint64 value);
void constants_free(struct constants *names);

typedef struct constants Constants;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Constants, constants_free)

#endif
