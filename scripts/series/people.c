// SPDX-License-Identifier: GPL-2.0-only
/*
 * Author and recipients of a mail.
 *
 * The author comes from git, and only if a signature is requested; none is made up. The recipients
 * come from the tree's scripts/get_maintainer.pl. That is a program of the tree, so it runs only
 * on request. It does not use git history, which a tree may not have: the same input must give the
 * same bytes.
 */
#include "series/people.h"
#include "lib/error.h"
#include "lib/run.h"
#include "lib/text.h"
#include "tree/git.h"
#include "tree/safe-path.h"

#include <string.h>

/*
 * Not a person: git am requires an author, and this one cannot be used to send a mail by mistake.
 */
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
 * @mail: gets author and signature
 * @name: gets the author's name for the shortlog, freed with g_free()
 * @tree: the tree, which may configure an identity of its own
 * @signoff: use the user's identity
 * @err: STATUS_USAGE: git has no identity
 */
bool author_find(struct mail *mail, char **name, const struct tree *tree, bool signoff,
		 GError **err)
{
	/* Without useConfigOnly, git would make up an identity from the host name. */
	static const char *const words[] = { "-c", "user.useConfigOnly=true", "var",
					     "GIT_AUTHOR_IDENT", NULL };
	g_autoptr(GRegex) regex = g_regex_new(
		"^(.*) <([^<>@\\s]+@[^<>@\\s]+)> [0-9]+ [-+][0-9]+\n$", G_REGEX_RAW, 0, NULL);
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
		return fail(
			err, STATUS_USAGE,
			"--signoff: no name and address found; set user.name and user.email with git config");
	if (!g_regex_match(regex, ident, 0, &match))
		return fail(
			err, STATUS_USAGE,
			"--signoff: '%.60s': invalid name and address; set user.name and user.email with git config",
			g_strstrip(ident));
	*name = g_match_info_fetch(match, 1);
	address = g_match_info_fetch(match, 2);
	if (!is_text(*name) || !is_text(address))
		return fail(err, STATUS_USAGE,
			    "--signoff: git's user.name or user.email is not UTF-8 text");
	mail->from = mail_person(*name, address);
	mail->signoff = g_strdup_printf("%s <%s>", *name, address);
	return true;
}

/* ------------------------------------------------------------------ recipients */

#define SCRIPT "scripts/get_maintainer.pl"

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_there(const GPtrArray *people, const char *person)
{
	for (guint i = 0; i < people->len; i++)
		if (!strcmp(people->pdata[i], person))
			return true;
	return false;
}

/* "NAME <ADDRESS>" or only the address, for a header; NULL if the line is not an address. */
static char *person_of(const char *line)
{
	g_autofree char *address = text_match(line, "^(?:.* <)?([^\\s<>@\"]+@[^\\s<>@\"]+)>?$", 1);
	g_autofree char *name = text_match(line, "^\"?(.*?)\"? <[^<>]*>$", 1);

	if (!address || text_has(line, "[\\x00-\\x1f\\x7f]") || !g_utf8_validate(line, -1, NULL))
		return NULL;
	return name && *name ? mail_person(name, address) : g_steal_pointer(&address);
}

static bool ask(GPtrArray *people, const GPtrArray *others, const char *dir, const char *patch,
		const char *const *which, GError **err)
{
	const char *const argv[] = { "perl",	      SCRIPT,	   "--nogit", "--nogit-fallback",
				     "--norolestats", "--noroles", which[0],  which[1],
				     which[2],	      "--",	   patch,     NULL };
	g_auto(GStrv) env = git_environ(dir);
	g_autofree char *errors = NULL, *out = NULL;
	g_autoptr(GPtrArray) lines = NULL;
	int status;

	/* The script may run git, so it gets git's restricted environment. */
	out = run_in(argv, dir, env, &status, &errors, err);
	if (!out)
		return false;
	if (status) {
		g_strdelimit(g_strstrip(errors), "\n", ' ');
		return fail(err, STATUS_TREE, SCRIPT ": exit status %d (%.200s); omit --cc",
			    status, errors);
	}
	lines = text_lines(out);
	for (guint i = 0; i < lines->len; i++) {
		g_autofree char *person = *(char *)lines->pdata[i] ? person_of(lines->pdata[i]) :
								     NULL;

		if (*(char *)lines->pdata[i] && !person)
			return fail(err, STATUS_TREE,
				    SCRIPT ": '%.60s': invalid address; omit --cc",
				    (char *)lines->pdata[i]);
		if (person && !is_there(people, person) && !(others && is_there(others, person)))
			g_ptr_array_add(people, g_steal_pointer(&person));
	}
	/* The order of perl's hashes changes with each run. */
	g_ptr_array_sort(people, by_text);
	return true;
}

/* Writes a file of the tree to its place below @dir. */
static bool write_out(const struct tree *tree, const char *file, const char *dir, GError **err)
{
	g_autofree char *path = g_build_filename(dir, file, NULL);
	g_autofree char *parent = g_path_get_dirname(path), *text = NULL;

	if (!tree_read_if_there(tree, file, &text, err))
		return false;
	if (!text)
		return true;
	if (g_mkdir_with_parents(parent, 0700))
		return fail(err, STATUS_BUG, "%s: cannot be created", parent);
	return g_file_set_contents(path, text, -1, err);
}

/*
 * Writes the files that the script reads, for a tree that is not a directory, and all directories,
 * because the script checks of each path whether it is one.
 */
static bool check_out(const struct tree *tree, const char *dir, GError **err)
{
	static const char *const read[] = {
		SCRIPT, ".get_maintainer.conf", ".get_maintainer.ignore", "COPYING", "CREDITS",
		"Kbuild", "MAINTAINERS", "Makefile", "README"
	};
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func(g_free);

	if (!tree->source->ops->list(tree->source, files, links, err))
		return false;
	for (guint i = 0; i < files->len; i++) {
		g_autofree char *path = g_build_filename(dir, files->pdata[i], NULL);
		g_autofree char *parent = g_path_get_dirname(path);

		if (!path_inside(files->pdata[i]))
			continue;
		if (g_mkdir_with_parents(parent, 0700))
			return fail(err, STATUS_BUG, "%s: cannot be created", parent);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(read); i++)
		if (!write_out(tree, read[i], dir, err))
			return false;
	return true;
}

/**
 * maintainers_find() - fill in To: (maintainers) and Cc: (reviewers and lists)
 * @mail: gets the recipients
 * @tree: the tree whose script is run
 * @diff: the diff of the whole series
 * @scratch: a directory
 * @err: STATUS_TREE: the tree has no such script, or it fails
 */
bool maintainers_find(struct mail *mail, const struct tree *tree, const char *diff,
		      const char *scratch, GError **err)
{
	static const char *const maintainers[] = { "--m", "--nor", "--nol" };
	static const char *const others[] = { "--nom", "--r", "--l" };
	g_autofree char *patch = g_build_filename(scratch, "series.diff", NULL);
	g_autofree char *dir = tree->commit ? g_build_filename(scratch, "tree", NULL) :
					      g_strdup(tree->path);
	bool there;

	if (!tree_has(tree, SCRIPT, &there, err))
		return false;
	if (!there)
		return fail(err, STATUS_TREE, SCRIPT ": not found in Linux %s; omit --cc",
			    tree->release);
	if (tree->commit && !check_out(tree, dir, err))
		return false;
	return g_file_set_contents(patch, diff, -1, err) &&
	       ask(mail->to, NULL, dir, patch, maintainers, err) &&
	       ask(mail->cc, mail->to, dir, patch, others, err);
}
