/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HEADER_H
#define NSGEN_HEADER_H

#include "hook/header-value.h"

bool header_field_ok(enum engine engine, const char *key, const char *value, char **why);
bool header_knows(const char *key);
const char *header_needed(enum engine engine, size_t *at);
const char *header_suffix(enum engine engine);
char *header_reference(void);

#endif
