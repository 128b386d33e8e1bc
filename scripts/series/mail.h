/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_MAIL_H
#define NSGEN_MAIL_H

#include <glib.h>
#include <stdbool.h>

#define MAIL_WIDTH 75

/* No mail can be delivered to this domain (RFC 2606). */
#define MAIL_DOMAIN "@nsgen.invalid"

/**
 * struct mail - what the mails of a series have in common
 * @prefix: "PATCH", "RFC PATCH"
 * @from: the author, as in the header
 * @date: as in the header
 * @to: addresses, each as in the header; may be empty
 * @cc: the same
 * @signoff: "NAME <ADDRESS>", or NULL
 * @id: common prefix of the Message-Ids
 * @total: number of patches
 */
struct mail {
	char *prefix;
	char *from;
	char *date;
	GPtrArray *to;
	GPtrArray *cc;
	char *signoff;
	char *id;
	int total;
};

char *mail_person(const char *name, const char *address);
bool mail_date(struct mail *mail, const char *epoch, GError **err);
char *mail_prose(const char *text, const char *first, const char *indent);
char *mail_message(const struct mail *mail, int number, const char *subject, const char *body);
char *mail_file_name(int number, const char *subject);
void mail_free(struct mail *mail);

typedef struct mail Mail;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mail, mail_free)

#endif
