/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SERIES_READ_H
#define NSGEN_SERIES_READ_H

#include "series/report-read.h"

/**
 * struct mail_file - a mail of a series
 * @name: its file's name
 * @text: the whole mail
 */
struct mail_file {
	char *name;
	char *text;
};

/**
 * struct series_read - a series, as stored under OUT/NAME/RELEASE
 * @dir: its directory
 * @report: its report
 * @cover: the cover letter, NULL if there is none
 * @patches: struct mail_file, in order
 */
struct series_read {
	char *dir;
	struct report *report;
	struct mail_file *cover;
	GPtrArray *patches;
};

bool series_text(const char *path, const char *to_do, char **text, gsize *len, GError **err);
bool series_mails(const char *dir, GPtrArray *patches, struct mail_file **cover, GError **err);
void mail_file_free(struct mail_file *mail);

struct series_read *series_look(const char *dir, GError **err);
struct series_read *series_find(const char *out, const char *name, const char *kernel,
				GError **err);
struct series_read *series_own(const char *dir, GError **err);
bool series_untouched(const char *dir, GError **err);
struct series_read *series_open(const char *out, const char *name, const char *release,
				GError **err);
GPtrArray *series_open_all(const char *out, const char *release, GError **err);
bool series_changed(const struct series_read *series, guint patch);
GPtrArray *series_texts(const struct series_read *series);
void series_read_free(struct series_read *series);

typedef struct mail_file MailFile;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailFile, mail_file_free)
typedef struct series_read SeriesRead;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SeriesRead, series_read_free)

#endif
