/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SWAP_H
#define NSGEN_SWAP_H

#include "tree/journal.h"

bool swap_forward(int stage, const struct journal_entry *entry, const char *number, int dir,
		  GError **err);
bool swap_backward(int stage, const struct journal_entry *entry, const char *number, int dir);
bool swap_displaced(int stage, const struct journal_entry *entry, const char *number, GError **err);
bool swap_directories(const char *new, const char *dir);

#endif
