// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who the author is: whoever git says, and only when asked for a signature. Nobody is made up.
 */
#include "series/author.h"
#include "lib/error.h"
#include "tree/git.h"

#include <string.h>

/* No person: git am wants an author, and nobody can send such a mail by mistake. */
#define NOBODY_ADDRESS NOBODY MAIL_DOMAIN

static bool is_text(const char *text)
{
	if (!*text || !g_utf8_validate(text, -1, NULL))
		return false;
	for (; *text; text++)
		if (g_ascii_iscntrl(*text))
			return false;
	return true;
}

/**
 * author_find() - fill in author and signature
 * @mail: gets both
 * @name: the author's name, for the shortlog, for g_free()
 * @tree: a git tree can have an identity of its own
 * @signoff: take the user's
 * @err: STATUS_USAGE: git has none
 */
bool author_find(struct mail *mail, char **name, const struct tree *tree, bool signoff, GError **err)
{
	/* Without useConfigOnly git would make one up of the machine's name. */
	static const char *const words[] = { "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT", NULL };
	g_autoptr(GRegex) regex = g_regex_new("^(.*) <([^<>@\\s]+@[^<>@\\s]+)> [0-9]+ [-+][0-9]+\n$", G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_autofree char *ident = NULL, *address = NULL;
	int status;

	if (!signoff) {
		*name = g_strdup(NOBODY);
		mail->from = mail_person(NOBODY, NOBODY_ADDRESS);
		return true;
	}
	ident = git_as_user(tree->path, words, &status, err);
	if (!ident)
		return false;
	if (status)
		return fail(err, STATUS_USAGE, "SIGNOFF=1: git does not know who you are; set user.name and user.email with git config");
	if (!g_regex_match(regex, ident, 0, &match))
		return fail(err, STATUS_USAGE, "SIGNOFF=1: '%.60s' is no name and address; set user.name and user.email with git config",
			    g_strstrip(ident));
	*name = g_match_info_fetch(match, 1);
	address = g_match_info_fetch(match, 2);
	if (!is_text(*name) || !is_text(address))
		return fail(err, STATUS_USAGE, "SIGNOFF=1: git's user.name or user.email is no UTF-8 text");
	mail->from = mail_person(*name, address);
	mail->signoff = g_strdup_printf("%s <%s>", *name, address);
	return true;
}
