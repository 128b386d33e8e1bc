// SPDX-License-Identifier: GPL-2.0-only
/*
 * nsgen: add a namespace to a kernel tree.
 *
 * Commands are rows of a table. make's variables are their options; 'make help' and the README
 * are about the former.
 */
#include "builtin/apply.h"
#include "builtin/generate.h"
#include "audit/audit.h"
#include "lib/error.h"
#include "lib/fs.h"
#include "builtin/home.h"
#include "hook/hook.h"
#include "hook/plan.h"
#include "builtin/record.h"
#include "builtin/refresh.h"
#include "series/report.h"
#include "builtin/review.h"
#include "lib/run.h"
#include "lib/seen.h"
#include "lib/text.h"
#include "lib/version.h"
#include "engine/apply-hooks.h"
#include "engine/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
	char *name, *kernel, *base, *out, *level, *conf, *home, *release, *why, *since;
	char *series, *signoff, *cc, *force;
	struct numbers numbers;
	gboolean json, patched, strict, html;
	char **rest;
};

static bool needs(const char *value, const char *what, GError **err)
{
	return value ? true : fail(err, STATUS_USAGE, "%s", what);
}

static bool level_ok(const char *level, GError **err)
{
	if (!level || !strcmp(level, "framework") || !strcmp(level, "full"))
		return true;
	return fail(err, STATUS_USAGE,
		    "LEVEL=%s: there is no such level; use LEVEL=framework or LEVEL=full", level);
}

/* SIGNOFF=1 and its like: what is neither 1 nor 0 was meant for something else. */
static bool switched(const char *variable, const char *value, bool *on, GError **err)
{
	*on = value && !strcmp(value, "1");
	if (!value || !*value || *on || !strcmp(value, "0"))
		return true;
	return fail(err, STATUS_USAGE, "%s=%.40s: is neither 1 nor 0", variable, value);
}

static bool needs_both(const struct options *options, GError **err)
{
	return needs(options->name, "which namespace? give its name, as in NS=ima", err) &&
	       needs(options->kernel, "which tree? give one, as in KERNEL=~/linux", err);
}

static bool request_of(const struct options *options, struct request *request, GError **err)
{
	*request = (struct request){
		.name = options->name,
		.kernel = options->kernel,
		.base = options->base,
		.out = options->out,
		.level = options->level,
		.conf = options->conf,
		.numbers = options->numbers,
		.why = options->why,
		.home = options->home,
		.json = options->json,
		.strict = options->strict,
		.date = g_getenv(DATE_OPTION),
	};
	return needs_both(options, err) && level_ok(options->level, err) &&
	       switched("SERIES", options->series, &request->squash, err) &&
	       switched("SIGNOFF", options->signoff, &request->signoff, err) &&
	       switched("CC", options->cc, &request->cc, err) &&
	       switched("FORCE", options->force, &request->force, err);
}

static bool do_generate(const struct options *options, GError **err)
{
	struct request request;

	return request_of(options, &request, err) && generate(&request, err);
}

static bool do_apply(const struct options *options, GError **err)
{
	struct request request;

	return request_of(options, &request, err) && apply(&request, err);
}

static bool do_remove(const struct options *options, GError **err)
{
	struct request request;

	return request_of(options, &request, err) && unapply(&request, err);
}

static bool do_refresh(const struct options *options, GError **err)
{
	struct request request;

	return request_of(options, &request, err) && refresh(&request, options->since, err);
}

static bool do_record(const struct options *options, GError **err)
{
	g_autofree char *dir = NULL;

	if (!needs(options->name, "which namespace? give its name, as in --name=ima", err) ||
	    !needs(options->release, "which release? give it, as in --release=6.12.117", err) ||
	    !needs(options->rest[0], "record needs files with results of checks", err) ||
	    !spec_name_ok(options->name, err))
		return false;
	if (!g_regex_match_simple("^[A-Za-z0-9][A-Za-z0-9._+~-]*$", options->release,
				  G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
		return fail(err, STATUS_USAGE, "'%.40s' is no kernel release", options->release);
	dir = g_build_filename(options->out, options->name, options->release, NULL);
	return record(dir, options->rest, err);
}

static bool do_audit(const struct options *options, GError **err)
{
	const struct audit_request request = {
		.kernel = options->kernel,
		.base = options->base,
		.home = options->home,
		.name = options->name,
		.out = options->out,
		.conf = options->conf,
		.level = options->level,
		.patched = options->patched,
		.strict = options->strict,
		.json = options->json,
	};

	if (!needs(options->kernel, "which tree? give one, as in KERNEL=~/linux", err))
		return false;
	return level_ok(options->level, err) && audit(&request, err);
}

static bool do_review(const struct options *options, GError **err)
{
	const struct review_request request = {
		.name = options->name,
		.kernel = options->kernel,
		.out = options->out,
		.home = options->home,
		.since = options->since,
		.html = options->html,
	};

	if (options->html && options->since)
		return fail(err, STATUS_USAGE,
			    "SINCE=%.40s: the page compares nothing; leave HTML=1 or SINCE= out",
			    options->since);
	return needs(options->name, "which namespace? give its name, as in NS=ima", err) &&
	       review(&request, err);
}

static bool print_list(const struct options *options, const GPtrArray *hooks, GError **err)
{
	/* Which shape a tree has does not depend on the name. */
	g_autoptr(Spec) spec = spec_new("nsgen", NULL, err);
	g_autoptr(Tree) tree = options->kernel ? tree_open_at(options->kernel, options->base, err) :
						 NULL;

	if (options->kernel && !tree)
		return false;
	for (guint i = 0; i < hooks->len; i++) {
		const struct hook *hook = hooks->pdata[i];
		const char *applies = "";

		if (hook->engine == ENGINE_NONE)
			continue;
		if (tree) {
			g_autofree char *where = spec_expand(spec, hook_reads(hook), err);
			g_autofree char *text = NULL;

			if (!where || !tree_read_if_there(tree, where, &text, err))
				return false;
			applies = plan_hook_fits(hook, text) ? "yes " : "-   ";
		}
		printf("%s%-34s %-18s %s\n", applies, hook->path, hook->site, hook->summary);
	}
	return true;
}

/* For scripts that want to know before they fetch a tree. */
static bool do_check_name(const struct options *options, GError **err)
{
	return needs(options->name, "which namespace? give its name, as in NS=ima", err) &&
	       spec_name_ok(options->name, err);
}

/* For scripts that work on a tree. */
static bool do_tree(const struct options *options, GError **err)
{
	g_autoptr(Tree) tree =
		needs(options->kernel, "which tree? give one, as in KERNEL=~/linux", err) ?
			tree_open_at(options->kernel, options->base, err) :
			NULL;

	if (tree)
		printf("%s\n%s\n", tree->release, tree->path);
	return tree;
}

static bool do_list(const struct options *options, GError **err)
{
	g_autoptr(GPtrArray) hooks = hooks_load(options->home, err);

	return hooks && print_list(options, hooks, err);
}

static char *read_given(const char *path, GError **err)
{
	char *text = NULL;

	if (seen_text(STATUS_USAGE, path, NULL, &text, NULL, err) && !text)
		fail(err, STATUS_USAGE, "%s: cannot be read; try needs a hook and a file", path);
	return text;
}

/* One hook on one file, for writing and testing hooks: prints the file as it would be. */
static bool do_try(const struct options *options, GError **err)
{
	g_autoptr(Spec) spec = NULL;
	g_autoptr(Hook) hook = NULL;
	g_autoptr(Tree) tree = NULL;
	g_autofree char *text = NULL, *hook_text = NULL, *scratch = NULL;
	g_auto(Made) made = { NULL };
	int offset;
	bool ok;

	if (!needs(options->name, "which namespace? give its name, as in --name=ima", err) ||
	    !needs(options->rest && options->rest[0] && options->rest[1] ? "" : NULL,
		   "try needs a hook and a file", err))
		return false;
	spec = spec_new(options->name, options->conf, err);
	if (!spec)
		return false;
	if (options->kernel) {
		tree = tree_open_at(options->kernel, options->base, err);
		if (!tree)
			return false;
	}
	hook_text = read_given(options->rest[0], err);
	text = hook_text ? read_given(options->rest[1], err) : NULL;
	if (!text)
		return false;
	hook = hook_parse(options->rest[0], hook_text, err);
	if (!hook)
		return false;
	if (!plan_hook_fits(hook, text))
		return fail(err, STATUS_TREE, "%s: %s is not for a file of this shape",
			    options->rest[1], hook->path);
	if (verify_wired(hook, spec, text, &offset)) {
		fputs(text, stdout);
		return true;
	}
	scratch = g_dir_make_tmp("nsgen-XXXXXX", err);
	if (!scratch)
		return false;
	ok = apply_hook(hook, spec, tree, options->rest[1], text, scratch, &made, NULL, err);
	if (ok)
		fputs(made.text, stdout);
	remove_tree(scratch);
	return ok;
}

/* A word too many is mostly an option whose dashes were forgotten. */
static bool words_ok(bool (*command)(const struct options *options, GError **err),
		     const struct options *options, GError **err)
{
	if (command == do_try || command == do_record || !options->rest[0])
		return true;
	return fail(err, STATUS_USAGE, "'%.40s' is no option; try 'nsgen --help'",
		    options->rest[0]);
}

/* A commit is only read. */
static bool base_ok(bool (*command)(const struct options *options, GError **err),
		    const struct options *options, GError **err)
{
	bool (*const readers[])(const struct options *options, GError **err) = {
		do_generate, do_refresh, do_audit, do_list, do_tree, do_try
	};

	if (!options->base)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(readers); i++)
		if (command == readers[i])
			return needs(options->kernel,
				     "--base: of which repository? give it, as in --kernel=~/linux",
				     err);
	return fail(
		err, STATUS_USAGE,
		"--base: only generate, refresh, audit, list, tree and try look at a commit; leave it out");
}

static const struct {
	const char *name;
	bool (*run)(const struct options *options, GError **err);
	const char *help;
	/* Does it need what is in nsgen's own directory? */
	bool home;
} commands[] = {
	{ "generate", do_generate, "write the series that adds a namespace: --name, --kernel",
	  true },
	{ "audit", do_audit,
	  "every place where a tree knows its namespaces: --kernel; --name for those that lack one",
	  true },
	{ "review", do_review,
	  "show a series, and above each hunk who wrote it: --name; --html writes review.html",
	  true },
	{ "apply", do_apply,
	  "put a series that was generated into its tree, all of it or nothing: --name, --kernel",
	  true },
	{ "remove", do_remove, "take a namespace out of a tree again: --name, --kernel", true },
	{ "refresh", do_refresh,
	  "generate again for a tree that has moved, and show what that changes in the series: --name, --kernel",
	  true },
	{ "list", do_list, "print the hooks, with --kernel also whether they fit that tree", true },
	{ "record", do_record,
	  "record FILE...: put results of checks into a series: --name, --release", false },
	{ "check-name", do_check_name, "can a namespace have this name? --name", false },
	{ "tree", do_tree, "print a tree's release and path: --kernel", false },
	{ "try", do_try,
	  "try HOOK FILE: print the file with one hook applied: --name; --kernel for a hook that looks at other files",
	  false },
};

static char *summary(void)
{
	GString *text = g_string_new("Commands:\n");

	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		g_string_append_printf(text, "  %-12s %s\n", commands[i].name, commands[i].help);
	return g_string_free(text, FALSE);
}

static bool nsgen(int argc, char **argv, gboolean *json, GError **err)
{
	struct options options = { .json = FALSE, .html = FALSE };
	gboolean version = FALSE;
	const GOptionEntry entries[] = {
		{ "name", 'n', 0, G_OPTION_ARG_FILENAME, &options.name, "the namespace: one word",
		  "WORD" },
		{ "kernel", 'k', 0, G_OPTION_ARG_FILENAME, &options.kernel,
		  "the kernel source tree; only apply and remove write to it", "DIR" },
		{ "base", 0, 0, G_OPTION_ARG_FILENAME, &options.base,
		  "a commit of the git repository that --kernel is; nothing is checked out",
		  "COMMIT" },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out,
		  "where output goes (default: generated)", "DIR" },
		{ "level", 'l', 0, G_OPTION_ARG_FILENAME, &options.level,
		  "framework or full (default: full where the tree has setns)", "LEVEL" },
		{ "conf", 'c', 0, G_OPTION_ARG_FILENAME, &options.conf,
		  "a spec that differs from the defaults", "FILE" },
		{ "flag", 0, 0, G_OPTION_ARG_FILENAME, &options.numbers.of[NUMBER_FLAG].text,
		  "the clone flag, as in 0x40", "BIT" },
		{ "inum", 0, 0, G_OPTION_ARG_FILENAME, &options.numbers.of[NUMBER_INUM].text,
		  "the initial namespace's inode number", "NUMBER" },
		{ "id", 0, 0, G_OPTION_ARG_FILENAME, &options.numbers.of[NUMBER_ID].text,
		  "the initial namespace's id", "NUMBER" },
		{ "nr", 0, 0, G_OPTION_ARG_FILENAME, &options.numbers.of[NUMBER_NR].text,
		  "the pidfd ioctl's number", "NUMBER" },
		{ "assigned", 0, 0, G_OPTION_ARG_NONE, &options.numbers.assigned,
		  "these numbers were handed out by a maintainer", NULL },
		{ "why", 0, 0, G_OPTION_ARG_FILENAME, &options.why, "what the namespace is for",
		  "TEXT" },
		{ "series", 0, 0, G_OPTION_ARG_FILENAME, &options.series, "1: all in one patch",
		  "1" },
		{ "signoff", 0, 0, G_OPTION_ARG_FILENAME, &options.signoff,
		  "1: author and Signed-off-by are git's user", "1" },
		{ "cc", 0, 0, G_OPTION_ARG_FILENAME, &options.cc,
		  "1: To: and Cc: as the tree's get_maintainer.pl says", "1" },
		{ "force", 0, 0, G_OPTION_ARG_FILENAME, &options.force,
		  "1: throw away what was edited by hand", "1" },
		{ "release", 0, 0, G_OPTION_ARG_FILENAME, &options.release,
		  "of the tree that a series is for", "RELEASE" },
		{ "home", 0, 0, G_OPTION_ARG_FILENAME, &options.home,
		  "the directory with cocci/ and namespaces/ (default: NSGEN_HOME, or found from the program)",
		  "DIR" },
		{ "patched", 0, 0, G_OPTION_ARG_NONE, &options.patched,
		  "audit: the tree has the series already", NULL },
		{ "strict", 0, 0, G_OPTION_ARG_NONE, &options.strict,
		  "a site that no hook covers is an error", NULL },
		{ "since", 0, 0, G_OPTION_ARG_FILENAME, &options.since,
		  "review, refresh: the series to compare with", "DIR|COMMIT|RELEASE" },
		{ "html", 0, 0, G_OPTION_ARG_NONE, &options.html,
		  "review: write review.html beside the series", NULL },
		{ "json", 0, 0, G_OPTION_ARG_NONE, json,
		  "errors are JSON; from generate, refresh and audit the report, too", NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "print the commands that are run",
		  NULL },
		{ "version", 0, 0, G_OPTION_ARG_NONE, &version, "print the version", NULL },
		{ G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.rest, NULL,
		  NULL },
		{ NULL }
	};
	g_autoptr(GOptionContext) context = g_option_context_new("COMMAND");
	g_autofree char *text = summary();
	g_autoptr(GError) why = NULL;
	bool (*command)(const struct options *options, GError **err) = NULL;
	const char *argv0 = argv[0];
	char **rest = NULL, *home;
	bool ok, at_home = false;

	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_set_summary(context, text);
	if (!g_option_context_parse(context, &argc, &argv, &why))
		return fail(err, STATUS_USAGE, "%s; try 'nsgen --help'", why->message);
	rest = options.rest;
	for (size_t i = 0; rest && rest[0] && i < G_N_ELEMENTS(commands); i++)
		if (!strcmp(rest[0], commands[i].name)) {
			command = commands[i].run;
			at_home = commands[i].home;
		}
	if (version) {
		puts("nsgen " NSGEN_VERSION);
		ok = true;
	} else if (command) {
		if (!options.out)
			options.out = g_strdup("generated");
		options.rest = rest + 1;
		options.json = *json;
		ok = words_ok(command, &options, err) && base_ok(command, &options, err);
		if (ok && at_home) {
			home = home_find(options.home, argv0, err);
			g_free(options.home);
			options.home = home;
			ok = home;
		}
		ok = ok && command(&options, err);
	} else {
		ok = fail(err, STATUS_USAGE, "%s%.40s; try 'nsgen --help'",
			  rest && rest[0] ? "no such command: " : "which command?",
			  rest && rest[0] ? rest[0] : "");
	}
	g_strfreev(rest);
	g_free(options.name);
	g_free(options.kernel);
	g_free(options.base);
	g_free(options.out);
	g_free(options.level);
	g_free(options.conf);
	g_free(options.home);
	g_free(options.release);
	g_free(options.why);
	g_free(options.series);
	g_free(options.signoff);
	g_free(options.cc);
	g_free(options.force);
	g_free(options.since);
	numbers_clear(&options.numbers);
	return ok;
}

/*
 * The lowest number that is free is what open() returns: with stdout closed, a file of the tree
 * or a pipe to a child would be stdout. The one that stands there instead cannot be written to,
 * so that what is lost is still said.
 */
static void streams_open(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		if (open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY) != fd) {
			perror("nsgen: /dev/null");
			_exit(STATUS_BUG);
		}
	}
}

/* At every end, --help's among them, which is GLib's. */
static void stdout_close(void)
{
	struct pollfd reader = { .fd = STDOUT_FILENO, .events = POLLOUT };
	/*
	 * Whoever closes the pipe, as head does, has read enough. stdio may have found that out
	 * long ago.
	 */
	bool left = poll(&reader, 1, 0) == 1 && reader.revents & (POLLERR | POLLHUP);
	bool lost = ferror(stdout);

	errno = 0;
	if ((!fclose(stdout) && !lost) || left || errno == EPIPE)
		return;
	fprintf(stderr, "nsgen: standard output: %s\n",
		errno ? g_strerror(errno) : "could not be written");
	_exit(STATUS_BUG);
}

int main(int argc, char **argv)
{
	g_autoptr(GError) err = NULL;
	int status = STATUS_DONE;
	gboolean json = FALSE;

	streams_open();
	atexit(stdout_close);
	interrupt_catch();
	if (!nsgen(argc, argv, &json, &err)) {
		interrupt_raise();
		/* A command that found something has printed what. */
		if (json && error_status(err) != STATUS_FOUND)
			report_error(err);
		error_print(err);
		status = error_status(err);
	}
	return status;
}
