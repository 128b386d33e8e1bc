// SPDX-License-Identifier: GPL-2.0-only
/*
 * The result of an audit, for people: a row for each site, a column for each namespace.
 * Documentation/audit.md explains how to read it.
 */
#include "audit/audit.h"

#include <stdio.h>
#include <string.h>

/* A column is as wide as its title and its widest line number. */
static int width_of(const struct ns *ns)
{
	return MAX(strlen(ns->stem), 5);
}

static const char *who(const struct site *site)
{
	const struct hook *hook = site->hooks->len ? site->hooks->pdata[0] : NULL;

	return !strcmp(site->cover, "hook") ? hook->path : site->cover;
}

static void print_head(const struct audit *audit)
{
	printf("%-48s", "site");
	for (guint i = 0; i < audit->names->list->len; i++) {
		const struct ns *ns = audit->names->list->pdata[i];

		printf(" %*s", width_of(ns), ns->stem);
	}
	printf("  %s%s\n", audit->ns >= 0 ? "state    " : "", "covered by");
}

static void print_site(const struct audit *audit, const struct site *site)
{
	printf("  %-46s", site->name);
	for (guint i = 0; i < audit->names->list->len; i++) {
		int width = width_of(audit->names->list->pdata[i]);

		if (site->lines[i])
			printf(" %*d", width, site->lines[i]);
		else
			printf(" %*s", width, site->holes[i] ? "(-)" : "-");
	}
	if (site->state)
		printf("  %-8s", site->state);
	printf("  %s", who(site));
	if (site->hooks->len > 1 && !strcmp(site->cover, "hook"))
		printf(" and %u more", site->hooks->len - 1);
	putchar('\n');
}

/* Namespaces with the same reason share a line. */
static void print_holes(const struct audit *audit, const struct site *site, const char **heading)
{
	for (guint n = 0; n < audit->names->list->len; n++) {
		g_autoptr(GString) stems = g_string_new(NULL);
		const struct ns *ns;
		bool first = true;

		for (guint i = 0; i < audit->names->list->len; i++) {
			if (!site->holes[n] || site->holes[i] != site->holes[n])
				continue;
			ns = audit->names->list->pdata[i];
			first = first && i >= n;
			g_string_append_printf(stems, "%s%s", stems->len ? ", " : "", ns->stem);
		}
		if (!stems->len || !first)
			continue;
		printf("%s  %s: %s: %s: %s\n", *heading, site->files ? "(family)" : site->file,
		       site->name, stems->str, site->holes[n]);
		*heading = "";
	}
}

static void print_reasons(const struct audit *audit)
{
	const char *heading = "\nNot wired on purpose, with the reason:\n";

	for (guint i = 0; i < audit->finds->sites->len; i++) {
		const struct site *site = audit->finds->sites->pdata[i];

		if (!site->why)
			continue;
		printf("%s  %s: %s: %s\n", heading, site->files ? "(family)" : site->file,
		       site->name, site->why);
		heading = "";
	}
	heading = "\nExpected holes, (-):\n";
	for (guint i = 0; i < audit->finds->sites->len; i++)
		print_holes(audit, audit->finds->sites->pdata[i], &heading);
}

static void print_unseen(const struct audit *audit)
{
	const char *heading =
		"\nSites with fewer than three namespaces, found through their hooks:\n";

	for (guint i = 0; i < audit->unseen->len; i++) {
		const struct unseen *unseen = audit->unseen->pdata[i];

		printf("%s  %-46s %s%s%s\n", heading, unseen->file,
		       unseen->state ? unseen->state : "", unseen->state ? "  " : "",
		       unseen->hook->path);
		heading = "";
	}
}

/**
 * audit_print() - print the matrix
 * @audit: the result
 */
void audit_print(const struct audit *audit)
{
	const char *file = "";

	print_head(audit);
	for (guint i = 0; i < audit->finds->sites->len; i++) {
		const struct site *site = audit->finds->sites->pdata[i];
		const char *where = site->files ? "each namespace's own files" : site->file;

		if (strcmp(file, where))
			printf("%s\n", where);
		file = where;
		print_site(audit, site);
	}
	print_reasons(audit);
	print_unseen(audit);
	printf("\nLinux %s: %u namespaces, %u sites, %u of them uncovered\n",
	       audit->tree->release, audit->names->list->len, audit->finds->sites->len,
	       audit->uncovered);
}
