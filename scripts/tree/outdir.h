/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_OUTDIR_H
#define NSGEN_OUTDIR_H

#include <glib.h>
#include <stdbool.h>

/* The report, which says for each line of a series which hook wrote it. */
#define REPORT_FILE "report.json"

/* Of a directory of semantic patches, and of the files in it. */
#define SMPL_SUFFIX ".cocci"
#define MACROS_NAME "macros.h"

/* The default directory for series, except in nsgen's own checkout. */
#define OUTDIR_ELSEWHERE "nsgen-out"

bool outdir_allowed(const char *dir, GError **err);
int outdir_lock(const char *dir, GError **err);
void outdir_unlock(int lock);
bool outdir_publish(const char *dir, GPtrArray *names, GPtrArray *texts, GError **err);

#endif
