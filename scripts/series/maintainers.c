// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who should get the series, as the tree's scripts/get_maintainer.pl says. It is a program of the tree, so it is run only when
 * asked for; and not its git history, which a tree may not have: the same input gives the same bytes.
 */
#include "series/maintainers.h"
#include "lib/error.h"
#include "lib/run.h"
#include "lib/text.h"
#include "tree/git.h"

#include <string.h>

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

/* "NAME <ADDRESS>" or the address alone, as it goes into a header; NULL for what is none. */
static char *person_of(const char *line)
{
	g_autofree char *address = text_match(line, "^(?:.* <)?([^\\s<>@\"]+@[^\\s<>@\"]+)>?$", 1);
	g_autofree char *name = text_match(line, "^\"?(.*?)\"? <[^<>]*>$", 1);

	if (!address || text_has(line, "[\\x00-\\x1f\\x7f]") || !g_utf8_validate(line, -1, NULL))
		return NULL;
	return name && *name ? mail_person(name, address) : g_steal_pointer(&address);
}

static bool ask(GPtrArray *people, const GPtrArray *others, const struct tree *tree, const char *patch, const char *const *which, GError **err)
{
	const char *const argv[] = {
		"perl", SCRIPT, "--nogit", "--nogit-fallback", "--norolestats", "--noroles", which[0], which[1], which[2], "--", patch, NULL
	};
	g_auto(GStrv) env = git_environ(tree->path);
	g_autofree char *errors = NULL, *out = NULL;
	g_autoptr(GPtrArray) lines = NULL;
	int status;

	/* What it asks git, if anything, is its affair; what git does is ours. */
	out = run_in(argv, tree->path, env, &status, &errors, err);
	if (!out)
		return false;
	if (status) {
		g_strdelimit(g_strstrip(errors), "\n", ' ');
		return fail(err, STATUS_TREE, SCRIPT ": exit status %d (%.200s); leave CC= out", status, errors);
	}
	lines = text_lines(out);
	for (guint i = 0; i < lines->len; i++) {
		g_autofree char *person = *(char *)lines->pdata[i] ? person_of(lines->pdata[i]) : NULL;

		if (*(char *)lines->pdata[i] && !person)
			return fail(err, STATUS_TREE, SCRIPT ": '%.60s' is no address; leave CC= out", (char *)lines->pdata[i]);
		if (person && !is_there(people, person) && !(others && is_there(others, person)))
			g_ptr_array_add(people, g_steal_pointer(&person));
	}
	/* perl's hashes have another order each time. */
	g_ptr_array_sort(people, by_text);
	return true;
}

/**
 * maintainers_find() - fill in To: (maintainers) and Cc: (reviewers and lists)
 * @mail: gets them
 * @tree: whose script is asked
 * @diff: of the whole series
 * @scratch: a directory
 * @err: STATUS_TREE: the tree has no such script, or it fails
 */
bool maintainers_find(struct mail *mail, const struct tree *tree, const char *diff, const char *scratch, GError **err)
{
	static const char *const maintainers[] = { "--m", "--nor", "--nol" };
	static const char *const others[] = { "--nom", "--r", "--l" };
	g_autofree char *patch = g_build_filename(scratch, "series.diff", NULL);
	bool there;

	if (!tree_has(tree, SCRIPT, &there, err))
		return false;
	if (!there)
		return fail(err, STATUS_TREE, SCRIPT ": Linux %s has none; leave CC= out", tree->release);
	return g_file_set_contents(patch, diff, -1, err) && ask(mail->to, NULL, tree, patch, maintainers, err) &&
	       ask(mail->cc, mail->to, tree, patch, others, err);
}
