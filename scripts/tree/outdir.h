/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PUBLISH_H
#define NSGEN_PUBLISH_H

#include <glib.h>
#include <stdbool.h>

/* What says of each line of a series whose it is. */
#define REPORT_FILE "report.json"

bool publish_allowed(const char *dir, GError **err);
int publish_lock(const char *dir, GError **err);
void publish_unlock(int lock);
bool publish(const char *dir, GPtrArray *names, GPtrArray *texts, GError **err);
bool write_file(const char *root, const char *path, const char *text, GError **err);
bool publish_exchange(const char *new, const char *dir);
void remove_tree(const char *dir);

#endif
