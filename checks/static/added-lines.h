/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CHECKS_ADDED_LINES_H
#define NSGEN_CHECKS_ADDED_LINES_H

#include "parsed.h"

void check_hidden(struct patched *patched, const struct parsed *parsed);
void check_lists(struct patched *patched, const struct parsed *parsed);
void check_cases(struct patched *patched, const struct parsed *parsed);
void check_locks(struct patched *patched, const struct parsed *parsed);

#endif
