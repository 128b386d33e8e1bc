/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_COVER_H
#define NSGEN_COVER_H

#include "hook/plan.h"
#include "series/base-commit.h"
#include "series/request.h"

/* Is there a flag like ours? Up to 5.5 there is none. */
#define COVER_PROBE "newtime include/uapi/linux/sched.h ^#define CLONE_NEWTIME\\s"

char *cover_notes(const struct spec *spec, const struct tree *tree, const struct plan *plan,
		  const struct request *request);
char *cover_base(const struct tree *tree, const struct base *base);

#endif
