/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CODE_H
#define NSGEN_CODE_H

#include <glib.h>
#include <stdbool.h>

bool code_is_c(const char *file);
char *code_only(const char *file, const char *text);
GPtrArray *code_lines(const char *file, const char *text);
bool code_shows(const char *pattern);
const char *code_for(const char *pattern, const char *text, const char *code);

#endif
