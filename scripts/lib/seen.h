/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SEEN_H
#define NSGEN_SEEN_H

#include "lib/error.h"

#include <glib.h>
#include <stdbool.h>

enum seen { SEEN_NOTHING, SEEN_FILE, SEEN_DIRECTORY, SEEN_LINK, SEEN_OTHER };

/**
 * struct seen_entry - one entry of a directory
 * @kind: its own kind, not that of a link's target
 * @name: without the directory
 */
struct seen_entry {
	enum seen kind;
	char name[];
};

bool seen_unread(const GError *err);
bool seen_kind(enum status status, const char *path, const char *name, enum seen *kind,
	       GError **err);
bool seen_itself(enum status status, const char *path, const char *name, enum seen *kind,
		 GError **err);
bool seen_read(enum status status, const char *path, const char *name, size_t most, GString *text,
	       bool *there, GError **err);
bool seen_read_within(enum status status, const char *path, const char *name, guint most,
		      GString *text, bool *there, GError **err);
bool seen_text(enum status status, const char *path, const char *name, char **text, gsize *len,
	       GError **err);
bool seen_text_within(enum status status, const char *path, const char *name, guint most,
		      char **text, gsize *len, GError **err);
GPtrArray *seen_entries(enum status status, const char *path, const char *name, GError **err);

#endif
