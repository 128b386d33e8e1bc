/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_RENEW_H
#define NSGEN_RENEW_H

#include "branch/match.h"
#include "series/pipeline.h"

bool renew_request(const struct branch *branch, struct request *request, const char *scratch,
		   GError **err);
bool renew_numbers(struct request *request, GPtrArray *notes, GError **err);
bool renew_generated(struct branch *branch, const struct git_user *user,
		     const struct request *request, GError **err);
GArray *renew_from(const struct branch *branch, const struct pipeline *line);
GArray *renew_authored(const struct matches *matches, const struct pipeline *line,
		       const GArray *from);
bool renew_same(const struct branch *branch, const char *onto, const GPtrArray *made,
		const GArray *authored, bool *same, GError **err);

#endif
