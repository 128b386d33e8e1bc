/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_HEADER_H
#define NSGEN_HEADER_H

#include "hook/hook.h"

bool header_field_ok(const struct hook *hook, const char *key, const char *value, int line,
		     GError **err);
bool header_knows(const char *key);
const char *header_needed(size_t *at);

#endif
