// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mails in the format of git format-patch, for git am, git send-email and b4.
 *
 * The user's text is prose and must stay prose: in a mail, some lines end the message, begin a
 * diff, or name another author.
 */
#include "series/mail.h"
#include "lib/error.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

/*
 * The date of git's own "From" line, because a series must have the same bytes tomorrow. git
 * send-email inserts the real date.
 */
#define DEFAULT_DATE 1000684800

/* An encoded word has at most 75 characters, 12 of which are "=?UTF-8?q?" and "?=". */
#define ENCODED_WORD 63

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* RFC 2047, as git does it: words in UTF-8, no character split. */
static char *encode(const char *text)
{
	g_autoptr(GString) out = g_string_new("=?UTF-8?q?");
	int used = 0;

	if (is_ascii(text))
		return g_strdup(text);
	while (*text) {
		const char *next = g_utf8_next_char(text);
		g_autoptr(GString) coded = g_string_new(NULL);

		for (; text < next; text++) {
			if (g_ascii_isalnum(*text))
				g_string_append_c(coded, *text);
			else
				g_string_append_printf(coded, "=%02X", (unsigned char)*text);
		}
		if (used + coded->len > ENCODED_WORD) {
			g_string_append(out, "?=\n =?UTF-8?q?");
			used = 0;
		}
		g_string_append(out, coded->str);
		used += coded->len;
	}
	g_string_append(out, "?=");
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/**
 * mail_person() - format a name and an address for a header
 * @name: UTF-8 without control characters
 * @address: "jane@example.org"
 *
 * Return: a new string.
 */
char *mail_person(const char *name, const char *address)
{
	g_autofree char *encoded = encode(name);
	g_autoptr(GString) quoted = g_string_new("\"");

	if (!is_ascii(name) || !strpbrk(name, "()<>[]:;@,.\"\\"))
		return g_strdup_printf("%s <%s>", encoded, address);
	for (; *name; name++) {
		if (*name == '"' || *name == '\\')
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *name);
	}
	return g_strdup_printf("%s\" <%s>", quoted->str, address);
}

/**
 * mail_date() - set the date of mails
 * @mail: gets the date
 * @epoch: SOURCE_DATE_EPOCH as the user gave it; NULL for a fixed default
 * @err: STATUS_USAGE: SOURCE_DATE_EPOCH is not a date
 */
bool mail_date(struct mail *mail, const char *epoch, GError **err)
{
	/* strftime() would use the user's language. */
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GDateTime) date = NULL;

	if (epoch &&
	    !g_regex_match_simple("^[0-9]{1,11}$", epoch, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
		return fail(err, STATUS_USAGE,
			    "SOURCE_DATE_EPOCH=%.40s: invalid number of seconds since 1970", epoch);
	date = g_date_time_new_from_unix_utc(epoch ? g_ascii_strtoll(epoch, NULL, 10) :
						     DEFAULT_DATE);
	if (!date)
		return fail(err, STATUS_USAGE,
			    "SOURCE_DATE_EPOCH=%.40s: date too far in the future", epoch);
	mail->date = g_strdup_printf("%s, %d %s %d %02d:%02d:%02d +0000",
				     days[g_date_time_get_day_of_week(date) - 1],
				     g_date_time_get_day_of_month(date),
				     months[g_date_time_get_month(date) - 1],
				     g_date_time_get_year(date), g_date_time_get_hour(date),
				     g_date_time_get_minute(date), g_date_time_get_second(date));
	return true;
}

/* Would git am, git mailsplit or b4 take this line for something other than prose? */
static bool is_no_prose(const char *line)
{
	return g_regex_match_simple(
		"^(>*From\\b|(Date|Subject|Cc|Fixes|Closes|Link|Message-Id|Change-Id|base-commit|[a-z-]+-by):|"
		"diff |---|\\+\\+\\+|@@|Index: |-- *$|\\[|.*(>8|8<|>%|%<))",
		line, G_REGEX_RAW | G_REGEX_CASELESS | G_REGEX_DOLLAR_ENDONLY, 0);
}

/**
 * mail_prose() - fill paragraphs for a mail
 * @text: each line is a paragraph, or short enough
 * @first: prefix of the first line
 * @indent: prefix of all other lines
 *
 * A line that a program would not take for prose gets a leading blank.
 *
 * Return: a new string; each line ends in a newline.
 */
char *mail_prose(const char *text, const char *first, const char *indent)
{
	g_autofree char *wrapped = text_wrap(text, "", MAIL_WIDTH - strlen(indent));
	g_autoptr(GPtrArray) lines = text_lines(wrapped);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];
		const char *begin = !i ? first : *line ? indent : "";

		g_string_append_printf(out, "%s%s%s\n", begin,
				       !*begin && is_no_prose(line) ? " " : "", line);
	}
	return g_string_free(out, FALSE);
}

static void add_people(GString *out, const char *header, const GPtrArray *people)
{
	for (guint i = 0; i < people->len; i++)
		g_string_append_printf(out, "%s%s", !i ? header : ",\n\t",
				       (char *)people->pdata[i]);
	if (people->len)
		g_string_append_c(out, '\n');
}

/**
 * mail_message() - put a header before a body
 * @mail: the data that all mails share
 * @number: the patch's number, 0 for the cover letter
 * @subject: the subject without prefix
 * @body: the rest of the mail
 *
 * Return: a new string.
 */
char *mail_message(const struct mail *mail, int number, const char *subject, const char *body)
{
	g_autofree char *of = g_strdup_printf("%d", mail->total);
	g_autofree char *count = mail->total > 1 ?
					 g_strdup_printf(" %0*d/%s", (int)strlen(of), number, of) :
					 g_strdup("");
	g_autofree char *encoded = encode(subject);
	g_autoptr(GString) out = g_string_new(NULL);

	g_string_printf(out,
			"From %040d Mon Sep 17 00:00:00 2001\nMessage-Id: <%s.%d" MAIL_DOMAIN ">\n",
			0, mail->id, number);
	/* Patches are replies to the cover letter. */
	if (number && mail->total > 1)
		g_string_append_printf(out,
				       "In-Reply-To: <%s.0" MAIL_DOMAIN
				       ">\nReferences: <%s.0" MAIL_DOMAIN ">\n",
				       mail->id, mail->id);
	g_string_append_printf(out, "From: %s\nDate: %s\nSubject: [%s%s] %s\n", mail->from,
			       mail->date, mail->prefix, count, encoded);
	add_people(out, "To: ", mail->to);
	add_people(out, "Cc: ", mail->cc);
	/*
	 * git send-email asks about an undeclared encoding. A source file need not be UTF-8; then
	 * no encoding is declared.
	 */
	if (!is_ascii(body) && g_utf8_validate(body, -1, NULL))
		g_string_append(
			out,
			"MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n");
	g_string_append_printf(out, "\n%s", body);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/**
 * mail_file_name() - the file name that git format-patch uses,
 * "0001-net-namespace-empty-framework.patch"
 * @number: the patch's number
 * @subject: the subject without prefix
 *
 * Return: a new string.
 */
char *mail_file_name(int number, const char *subject)
{
	g_autoptr(GString) name = g_string_new(NULL);

	g_string_printf(name, "%04d-", number);
	for (const char *p = subject; *p; p++) {
		if (g_ascii_isalnum(*p) || *p == '_' || *p == '.')
			g_string_append_c(name, *p);
		else if (name->str[name->len - 1] != '-')
			g_string_append_c(name, '-');
	}
	if (name->len > 57)
		g_string_truncate(name, 57);
	while (name->len && (name->str[name->len - 1] == '-' || name->str[name->len - 1] == '.'))
		g_string_truncate(name, name->len - 1);
	g_string_append(name, ".patch");
	return g_string_free(g_steal_pointer(&name), FALSE);
}

/**
 * mail_free() - free the common data of mails
 * @mail: may be NULL
 */
void mail_free(struct mail *mail)
{
	if (!mail)
		return;
	g_free(mail->prefix);
	g_free(mail->from);
	g_free(mail->date);
	g_free(mail->signoff);
	g_free(mail->id);
	g_clear_pointer(&mail->to, g_ptr_array_unref);
	g_clear_pointer(&mail->cc, g_ptr_array_unref);
	g_free(mail);
}
