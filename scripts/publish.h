/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PUBLISH_H
#define NSGEN_PUBLISH_H

#include <glib.h>
#include <stdbool.h>

bool publish(const char *dir, GPtrArray *names, GPtrArray *texts, GError **err);
void remove_tree(const char *dir);

#endif
