/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RENAME_H
#define NSGEN_RENAME_H

#include "spec/spec.h"

int rename_at(const char *line, const struct spec *spec, const char *key);
void rename_words(const struct spec *from, const struct spec *to, char **line);
void rename_parts(const struct spec *from, const struct spec *to, char **line);

#endif
