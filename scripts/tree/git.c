// SPDX-License-Identifier: GPL-2.0-only
/*
 * The only place that runs git.
 *
 * A kernel tree may come from anywhere, and so may its .git: git must not run programs that its
 * config names, must not fetch anything, and must resolve a commit to exactly the object that its
 * name says. checks/lib.sh sets the same restrictions for the rungs.
 *
 * git must not see the user's settings either, nor a repository that happens to contain a scratch
 * directory: "git apply" in an ignored directory of a repository skips every patch and returns 0.
 * To find out about the user (identity, pager), git sees the user's settings, but the other
 * restrictions still apply.
 */
#include "tree/git.h"
#include "lib/error.h"

#include <stdlib.h>
#include <string.h>

/*
 * The only allowed protocol cannot exist. git runs the helper of a protocol as "git
 * remote-PROTOCOL", which may be an alias in the tree's config, so the name must neither be valid
 * for an alias nor be taken for a misspelt one.
 */
static const char *const guards[][2] = {
	{ "GIT_ALLOW_PROTOCOL", "____none____" },
	{ "GIT_NO_LAZY_FETCH", "1" },
	{ "GIT_NO_REPLACE_OBJECTS", "1" },
	{ "GIT_OPTIONAL_LOCKS", "0" },
	{ "GIT_TERMINAL_PROMPT", "0" },
};

/*
 * What must be on the disk before a ref moves: otherwise a power cut leaves a branch whose commits
 * are empty files. git's default leaves loose objects and refs to the file system.
 */
#define ON_DISK "committed,loose-object,reference"

/*
 * Ignores the settings of both the user and the machine, and overrides repository settings that
 * could run programs.
 */
static const char *const nobody[][2] = {
	{ "GIT_ATTR_NOSYSTEM", "1" },
	{ "GIT_CONFIG_COUNT", "4" },
	{ "GIT_CONFIG_GLOBAL", "/dev/null" },
	{ "GIT_CONFIG_KEY_0", "core.fsmonitor" },
	{ "GIT_CONFIG_KEY_1", "core.hooksPath" },
	{ "GIT_CONFIG_KEY_2", "help.autoCorrect" },
	{ "GIT_CONFIG_KEY_3", "core.fsync" },
	{ "GIT_CONFIG_NOSYSTEM", "1" },
	{ "GIT_CONFIG_VALUE_0", "false" },
	{ "GIT_CONFIG_VALUE_1", "/dev/null" },
	{ "GIT_CONFIG_VALUE_2", "0" },
	{ "GIT_CONFIG_VALUE_3", ON_DISK },
};

/*
 * Variables with the user's identity and preferences. All others, such as GIT_DIR in a git hook,
 * refer to another repository.
 */
static const char *const users[] = {
	"GIT_AUTHOR_", "GIT_CEILING_DIRECTORIES",	  "GIT_COMMITTER_",
	"GIT_CONFIG_", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_PAGER",
	NULL
};

/* With a fixed identity and date, commits of the same files have the same hashes. */
static const char *const nsgen[][2] = {
	{ "GIT_AUTHOR_EMAIL", "nsgen" },
	{ "GIT_AUTHOR_NAME", "nsgen" },
	{ "GIT_COMMITTER_DATE", "@0 +0000" },
	{ "GIT_COMMITTER_EMAIL", "nsgen" },
	{ "GIT_COMMITTER_NAME", "nsgen" },
};

static char **set_all(char **env, const char *const (*pairs)[2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		env = g_environ_setenv(env, pairs[i][0], pairs[i][1], TRUE);
	return env;
}

static bool begins_as(const char *name, const char *const *prefixes)
{
	for (; prefixes && *prefixes; prefixes++)
		if (g_str_has_prefix(name, *prefixes))
			return true;
	return false;
}

/* Removes git's variables from the environment, except GIT_EXEC_PATH and those to be kept. */
static char **forget(char **env, const char *const *kept)
{
	g_auto(GStrv) names = g_listenv();

	for (char **name = names; *name; name++)
		if (g_str_has_prefix(*name, "GIT_") && strcmp(*name, "GIT_EXEC_PATH") &&
		    !begins_as(*name, kept))
			env = g_environ_unsetenv(env, *name);
	return set_all(env, guards, G_N_ELEMENTS(guards));
}

/*
 * git searches the children of a ceiling directory but not the ceiling itself, so the ceiling is
 * the directory above @dir.
 */
static char **look_no_higher(char **env, const char *dir)
{
	char *real = realpath(dir, NULL);
	g_autofree char *ceiling = g_path_get_dirname(real ? real : dir);

	free(real);
	return g_environ_setenv(env, "GIT_CEILING_DIRECTORIES", ceiling, TRUE);
}

/**
 * git_environ() - the environment for git in an untrusted repository, and for programs that may
 * run git there
 * @dir: where it runs
 *
 * Return: a new environment, freed with g_strfreev().
 */
char **git_environ(const char *dir)
{
	char **env = forget(run_environ(dir), NULL);

	return look_no_higher(set_all(env, nobody, G_N_ELEMENTS(nobody)), dir);
}

static GPtrArray *argv_of(const char *const *more, const char *const *words)
{
	GPtrArray *argv = g_ptr_array_new();

	g_ptr_array_add(argv, (gpointer)"git");
	for (; more && *more; more++)
		g_ptr_array_add(argv, (gpointer)*more);
	for (; *words; words++)
		g_ptr_array_add(argv, (gpointer)*words);
	g_ptr_array_add(argv, NULL);
	return argv;
}

static char *run_git(const char *dir, char **env, const char *const *more, const char *const *words,
		     int *status, char **errors, GError **err)
{
	g_autoptr(GPtrArray) argv = argv_of(more, words);

	return run_in((const char *const *)argv->pdata, dir, env, status, errors, err);
}

/**
 * git() - run git in an untrusted repository
 * @dir: the repository; git does not search above it
 * @words: git's arguments
 * @status: its exit status, 128 or more for a signal
 * @errors: gets its stderr, freed with g_free(); may be NULL
 * @err: STATUS_BUG: git cannot be started
 *
 * Return: its stdout, a new string; or NULL.
 */
char *git(const char *dir, const char *const *words, int *status, char **errors, GError **err)
{
	g_auto(GStrv) env = git_environ(dir);

	return run_git(dir, env, NULL, words, status, errors, err);
}

/**
 * git_bytes() - like git(), for output that may contain NUL bytes
 * @dir: as for git()
 * @words: as for git()
 * @status: as for git()
 * @errors: as for git()
 * @err: as for git()
 *
 * Return: its stdout, a new string; or NULL.
 */
GString *git_bytes(const char *dir, const char *const *words, int *status, char **errors,
		   GError **err)
{
	g_auto(GStrv) env = git_environ(dir);
	g_autoptr(GPtrArray) argv = argv_of(NULL, words);

	return run_bytes((const char *const *)argv->pdata, dir, env, status, errors, err);
}

/**
 * git_index() - like git_bytes(), with an index of our own instead of the user's
 * @dir: as for git()
 * @index: path of the index, absolute
 * @words: as for git()
 * @status: as for git()
 * @errors: as for git()
 * @err: as for git()
 *
 * Return: git's stdout, a new string; or NULL.
 */
GString *git_index(const char *dir, const char *index, const char *const *words, int *status,
		   char **errors, GError **err)
{
	/* A shared index would be written next to the user's. */
	static const char *const plain[] = { "--literal-pathspecs", "-c", "core.splitIndex=false",
					     "-c", "index.sparse=false", "-c",
					     "core.sparseCheckout=false", NULL };
	g_auto(GStrv) env = g_environ_setenv(git_environ(dir), "GIT_INDEX_FILE", index, TRUE);
	g_autoptr(GPtrArray) argv = argv_of(plain, words);

	return run_bytes((const char *const *)argv->pdata, dir, env, status, errors, err);
}

/**
 * git_start() - start a git process that answers more than one request
 * @dir: as for git()
 * @words: as for git()
 * @child: gets the process, ended with run_end(); its stdin, stdout and stderr are pipes
 * @err: as for git()
 */
bool git_start(const char *dir, const char *const *words, struct child *child, GError **err)
{
	g_auto(GStrv) env = git_environ(dir);
	g_autoptr(GPtrArray) argv = argv_of(NULL, words);

	return run_start((const char *const *)argv->pdata, dir, env, RUN_IN | RUN_OUT | RUN_ERR,
			 child, err);
}

/**
 * git_commit() - resolve a revision to a commit
 * @dir: the repository, untrusted
 * @revision: untrusted; any name for a single commit that git accepts
 * @err: STATUS_USAGE: not a commit, or ambiguous
 *
 * Return: the full hash of the commit, a new string; or NULL.
 */
char *git_commit(const char *dir, const char *revision, GError **err)
{
	g_autofree char *commit = g_strconcat(revision, "^{commit}", NULL), *name = NULL,
			*errors = NULL;
	/* --quiet would suppress the warning that a name is both a branch and a tag. */
	const char *const words[] = { "-c",
				      "core.warnAmbiguousRefs=true",
				      "rev-parse",
				      "--verify",
				      "--end-of-options",
				      commit,
				      NULL };
	int status;

	name = git(dir, words, &status, &errors, err);
	if (!name)
		return NULL;
	g_strstrip(name);
	if (!status && !*errors &&
	    g_regex_match_simple("^(?:[0-9a-f]{40}|[0-9a-f]{64})$", name, G_REGEX_RAW, 0))
		return g_steal_pointer(&name);
	*strchrnul(errors, '\n') = '\0';
	fail(err, STATUS_USAGE, "%s: commit '%.80s' not found (%s)", dir, revision,
	     *errors ? errors : "not the name of a single commit");
	return NULL;
}

/**
 * git_blob_name() - git's hash of a file's contents
 * @text: the contents
 * @len: their length
 * @digits: the length of a hash in the repository: 40, or 64 with SHA-256
 *
 * Return: a new string.
 */
char *git_blob_name(const char *text, size_t len, size_t digits)
{
	g_autoptr(GChecksum) sum = g_checksum_new(digits == 64 ? G_CHECKSUM_SHA256 :
								 G_CHECKSUM_SHA1);
	g_autofree char *head = g_strdup_printf("blob %zu", len);

	g_checksum_update(sum, (const guchar *)head, strlen(head) + 1);
	g_checksum_update(sum, (const guchar *)text, len);
	return g_strdup(g_checksum_get_string(sum));
}

/**
 * git_as_user() - run git in the user's own environment, for the user's identity and preferences
 * @dir: the directory to run in; git does not search above it; NULL: the current directory
 * @words: as for git()
 * @status: as for git()
 * @err: as for git()
 *
 * Return: its stdout, a new string; or NULL.
 */
char *git_as_user(const char *dir, const char *const *words, int *status, GError **err)
{
	g_auto(GStrv) env = forget(g_get_environ(), users);
	g_autofree char *errors = NULL;

	if (dir)
		env = look_no_higher(env, dir);
	return run_git(dir, env, NULL, words, status, &errors, err);
}

/**
 * git_says() - run git in the user's own environment, outside any repository
 * @words: as for git()
 * @status: as for git()
 * @err: as for git()
 *
 * The config of a repository that the user happens to be in may name untrusted programs.
 *
 * Return: its stdout, a new string; or NULL.
 */
char *git_says(const char *const *words, int *status, GError **err)
{
	static const char *const nowhere[] = { "--git-dir=/dev/null", NULL };
	g_auto(GStrv) env = forget(g_get_environ(), users);
	g_autofree char *errors = NULL;

	return run_git(NULL, env, nowhere, words, status, &errors, err);
}

/**
 * git_own() - run git in a repository that belongs to nsgen
 * @dir: the repository, or where it is to be created
 * @words: as for git()
 * @status: as for git()
 * @errors: as for git()
 * @err: as for git()
 *
 * Return: its stdout, a new string; or NULL.
 */
char *git_own(const char *dir, const char *const *words, int *status, char **errors, GError **err)
{
	static const char *const settings[] = {
		"-c", "user.name=nsgen",	"-c", "user.email=nsgen",
		"-c", "commit.gpgSign=false",	"-c", "core.autocrlf=false",
		"-c", "init.defaultBranch=old", "-c", "gc.auto=0",
		NULL
	};
	g_auto(GStrv) env = set_all(git_environ(dir), nsgen, G_N_ELEMENTS(nsgen));

	return run_git(dir, env, settings, words, status, errors, err);
}

/* ------------------------------------------------------------------ the user's own commits */

/*
 * Settings that name a program that git may run when it makes a commit or moves a branch, and what
 * applies if the user has none: the repository's own value never does.
 */
static const char *const programs[][2] = {
	{ "core.hookspath", "/dev/null" },
	{ "core.fsmonitor", "false" },
	{ "gpg.program", "gpg" },
	{ "gpg.openpgp.program", "gpg" },
	{ "gpg.x509.program", "gpgsm" },
	{ "gpg.ssh.program", "ssh-keygen" },
	{ "gpg.ssh.defaultkeycommand", "false" },
};

/*
 * The user's values of these settings, from "SCOPE\0KEY\nVALUE\0", in which a later line wins.
 * gpg.program is an older name of gpg.openpgp.program.
 */
static void take_programs(struct git_user *user, const GString *out)
{
	const char *values[G_N_ELEMENTS(programs)];

	for (size_t i = 0; i < G_N_ELEMENTS(programs); i++)
		values[i] = programs[i][1];
	for (const char *at = out->str; at < out->str + out->len;) {
		const char *scope = at, *line = scope + strlen(scope) + 1, *value;

		if (line >= out->str + out->len)
			break;
		at = line + strlen(line) + 1;
		value = strchr(line, '\n');
		if (!value || !strcmp(scope, "local") || !strcmp(scope, "worktree"))
			continue;
		for (size_t i = 0; i < G_N_ELEMENTS(programs); i++)
			if (strlen(programs[i][0]) == (size_t)(value - line) &&
			    g_str_has_prefix(line, programs[i][0])) {
				values[i] = value + 1;
				if (!strcmp(programs[i][0], "gpg.program"))
					values[i + 1] = value + 1;
			}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
		g_ptr_array_add(user->settings, g_strdup("-c"));
		g_ptr_array_add(user->settings,
				g_strdup_printf("%s=%s", programs[i][0], values[i]));
	}
}

static char **user_environ(const char *dir)
{
	char **env = g_environ_setenv(forget(g_get_environ(), users), "LC_ALL", "C", TRUE);

	return look_no_higher(env, dir);
}

/**
 * git_user_open() - be the user in a repository, to make commits there
 * @dir: the repository
 * @err: STATUS_USAGE: git has no name and address of the user
 *
 * Identity, dates and signatures are what the user's own git would make, and the user's own hooks
 * run; but no program that only the repository names, which may be anybody's.
 *
 * Return: the user, freed with git_user_free(), or NULL.
 */
struct git_user *git_user_open(const char *dir, GError **err)
{
	static const char *const list[] = { "config", "--show-scope", "--null", "--get-regexp",
					    "^(core\\.(hookspath|fsmonitor)|gpg\\..*)$", NULL };
	static const char *const signs[] = { "config", "--type=bool", "--get", "commit.gpgSign",
					     NULL };
	static const char *const idents[] = { "GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT" };
	g_autoptr(GitUser) user = g_new0(struct git_user, 1);
	g_auto(GStrv) env = user_environ(dir);
	g_autoptr(GPtrArray) argv = argv_of(NULL, list);
	g_autoptr(GString) out = NULL;
	g_autofree char *on = NULL;
	int status;

	user->dir = g_strdup(dir);
	user->settings = g_ptr_array_new_with_free_func(g_free);
	out = run_bytes((const char *const *)argv->pdata, dir, env, &status, NULL, err);
	if (!out)
		return NULL;
	take_programs(user, out);
	/* Messages are written in UTF-8, and without useConfigOnly git makes up an identity. */
	g_ptr_array_add(user->settings, g_strdup("-c"));
	g_ptr_array_add(user->settings, g_strdup("i18n.commitEncoding=UTF-8"));
	g_ptr_array_add(user->settings, g_strdup("-c"));
	g_ptr_array_add(user->settings, g_strdup("user.useConfigOnly=true"));
	g_ptr_array_add(user->settings, g_strdup("-c"));
	g_ptr_array_add(user->settings, g_strdup("core.fsync=" ON_DISK));
	g_ptr_array_add(user->settings, NULL);
	on = git_user_run(user, NULL, signs, &status, NULL, err);
	if (!on)
		return NULL;
	user->signs = g_str_has_prefix(on, "true");
	for (size_t i = 0; i < G_N_ELEMENTS(idents); i++) {
		const char *const words[] = { "var", idents[i], NULL };
		g_autofree char *ident = git_user_run(user, NULL, words, &status, NULL, err);

		if (!ident)
			return NULL;
		if (status) {
			fail(err, STATUS_USAGE,
			     "%s: git has no name and address for commits; set user.name and user.email with git config",
			     dir);
			return NULL;
		}
	}
	return g_steal_pointer(&user);
}

/**
 * git_user_free() - free a user
 * @user: may be NULL
 */
void git_user_free(struct git_user *user)
{
	if (!user)
		return;
	g_free(user->dir);
	g_ptr_array_unref(user->settings);
	g_free(user);
}

/**
 * git_user_run() - run git as the user
 * @user: the user
 * @variables: names and values of environment variables in turn, up to a NULL; may be NULL
 * @words: as for git()
 * @status: as for git()
 * @errors: as for git()
 * @err: as for git()
 *
 * Return: git's stdout, a new string; or NULL.
 */
char *git_user_run(const struct git_user *user, const char *const *variables,
		   const char *const *words, int *status, char **errors, GError **err)
{
	g_auto(GStrv) env = user_environ(user->dir);

	for (; variables && variables[0]; variables += 2)
		env = g_environ_setenv(env, variables[0], variables[1], TRUE);
	return run_git(user->dir, env, (const char *const *)user->settings->pdata, words, status,
		       errors, err);
}

/**
 * git_porcelain() - run git as the user would, with all that the user's git runs
 * @dir: the repository
 * @variables: names and values of environment variables in turn, up to a NULL; may be NULL
 * @words: git's arguments
 * @status: as for git()
 * @err: as for git()
 *
 * The user sees what it prints. Hooks, filters and signatures are those of the repository: from
 * here on the user goes on with git. Only what has to be on the disk is nsgen's choice, unless the
 * user made one.
 */
bool git_porcelain(const char *dir, const char *const *variables, const char *const *words,
		   int *status, GError **err)
{
	static const char *const chosen[] = { "config", "--get", "core.fsync", NULL };
	static const char *const on_disk[] = { "-c", "core.fsync=" ON_DISK, NULL };
	g_autofree char *own = git_as_user(dir, chosen, status, err);
	g_auto(GStrv) env = user_environ(dir);
	g_autoptr(GPtrArray) argv = argv_of(own && *status ? on_disk : NULL, words);
	struct child child;

	if (!own)
		return false;
	for (; variables && variables[0]; variables += 2)
		env = g_environ_setenv(env, variables[0], variables[1], TRUE);
	for (size_t i = 0; i < G_N_ELEMENTS(guards); i++)
		env = g_environ_unsetenv(env, guards[i][0]);
	if (!run_start((const char *const *)argv->pdata, dir, env, 0, &child, err))
		return false;
	*status = run_end(&child);
	return true;
}

/**
 * git_apply() - apply a patch to a directory that is not a repository
 * @dir: the directory
 * @patch: path of the patch, absolute
 * @back: reverse the patch
 * @includes: options such as --include=FILE; may be NULL
 * @refusal: gets git's error message if the patch does not apply, freed with g_free(); else NULL
 * @err: STATUS_BUG: git cannot be started
 */
bool git_apply(const char *dir, const char *patch, bool back, const GPtrArray *includes,
	       char **refusal, GError **err)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_autofree char *errors = NULL, *out = NULL;
	int status;

	*refusal = NULL;
	g_ptr_array_add(words, (gpointer)"apply");
	g_ptr_array_add(words, (gpointer)"--whitespace=nowarn");
	if (back)
		g_ptr_array_add(words, (gpointer)"--reverse");
	for (guint i = 0; includes && i < includes->len; i++)
		g_ptr_array_add(words, includes->pdata[i]);
	g_ptr_array_add(words, (gpointer)patch);
	g_ptr_array_add(words, NULL);
	out = git(dir, (const char *const *)words->pdata, &status, &errors, err);
	if (out && status)
		*refusal = g_steal_pointer(&errors);
	return out;
}
