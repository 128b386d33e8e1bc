/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_AUDIT_H
#define NSGEN_AUDIT_H

#include "hook/hook.h"
#include "hook/plan.h"
#include "spec/spec.h"
#include "tree/tree.h"

/* What a site is covered by where it is not a hook; see struct site. */
#define COVER_GENERIC "generic"
#define COVER_EXCEPT "except"

/* A tree has eight; more than this many would be no list of namespaces. */
#define NS_MAX 32

/**
 * struct ns - a namespace as the tree knows it
 * @stem: "uts"
 * @STEM: "UTS"
 * @flag: "CLONE_NEWUTS", or NULL
 * @member: of struct nsproxy, "uts_ns", or NULL
 * @tag: "uts_namespace"; "net" for net
 * @value: of the flag, 0 where it has none
 */
struct ns {
	char *stem;
	char *STEM;
	char *flag;
	char *member;
	char *tag;
	guint64 value;
};

/**
 * struct names - the namespaces of a tree, and the words that mean one of them
 * @list: struct ns, in the order of struct nsproxy
 * @words: a word that follows no rule ("copy_ipcs", "put_net", "CLONE_NEWNS") to its struct word
 * @overlaps: masks such as CSIGNAL that have flags of namespaces in them, to the set of these
 * namespaces
 */
struct names {
	GPtrArray *list;
	GHashTable *words;
	GHashTable *overlaps;
};

/**
 * struct word - what an identifier says
 * @ns: index of the namespace, or -1
 * @form: the identifier with the namespace replaced by '@', so that words that are alike compare
 * equal; an interned string
 */
struct word {
	int ns;
	const char *form;
};

/**
 * struct site - a place where at least three namespaces are named alike
 * @file: relative to the tree; for a family that of its first member
 * @name: the construct, "copy_namespaces() mask"
 * @kind: "function", "mask", "family", …
 * @form: what they are named alike with, "CLONE_NEW@"
 * @start: byte offset in the file
 * @end: behind its last byte
 * @line: its first line
 * @exception: it is a site for what it makes an exception of, however few these are
 * @lines: for each namespace where it is first named, 0 for a hole
 * @files: a family's: for each namespace the file; else NULL
 * @spans: a group's: the start and end of each member, for what lies between them is not of it;
 * else NULL
 * @cover: "hook", "optional", "generic", "except" or "nobody"
 * @hooks: the hooks that serve it, not owned
 * @why: for optional, generic and except
 * @holes: for each namespace why it has none here, or NULL; not owned
 * @state: with a name: "wired", "lost", "missing", …
 */
struct site {
	char *file;
	char *name;
	const char *kind;
	const char *form;
	size_t start, end;
	int line;
	bool exception;
	int lines[NS_MAX];
	char **files;
	GArray *spans;
	const char *cover;
	GPtrArray *hooks;
	const char *why;
	const char *holes[NS_MAX];
	const char *state;
};

/**
 * struct audit - an audit's result
 * @tree: the tree
 * @names: its namespaces
 * @finds: its sites
 * @ns: the namespace that is asked about, or -1
 * @unseen: struct unseen: hooks whose place has no three namespaces, so that only the hook knows it
 * @nobody: sites that nobody covers
 * @bad: sites that lack the namespace, and should not
 */
struct audit {
	struct tree *tree;
	const struct names *names;
	struct finds *finds;
	int ns;
	GPtrArray *unseen;
	guint nobody, bad;
};

/**
 * struct unseen - a hook whose place is no site
 * @hook: the hook
 * @file: its file
 * @state: as a site's
 */
struct unseen {
	const struct hook *hook;
	char *file;
	const char *state;
};

/**
 * struct audit_request - what the user asked for
 * @kernel: the tree
 * @base: a commit of the repository that @kernel is, or NULL
 * @home: nsgen's own directory
 * @name: a namespace, or NULL
 * @out: where its series is
 * @conf: its spec, or NULL
 * @level: what was generated, or NULL
 * @except: places that the user leaves alone, or NULL
 * @patched: the tree has the series already
 * @strict: a site that nobody covers is an error
 * @json: print JSON and not a table
 */
struct audit_request {
	const char *kernel, *base, *home, *name, *out, *conf, *level, *except;
	bool patched, strict, json;
};

bool audit_apply(struct tree *tree, const char *dir, const char *over, GError **err);
char *audit_warnings(struct tree *tree, const GPtrArray *hooks, struct plan *plan, const char *home,
		     const char *except, guint *count, GError **err);
bool audit(const struct audit_request *request, GError **err);
void audit_print(const struct audit *audit);
void audit_print_json(const struct audit *audit);

/**
 * struct member - one of what may be a family: a construct of one namespace
 * @key: what is alike
 * @ns: whose it is
 * @file: where
 * @line: where
 * @start: byte offset
 * @end: behind its last byte
 */
struct member {
	char *key;
	int ns;
	char *file;
	int line;
	size_t start, end;
};

/**
 * struct finds - what a scan has found
 * @sites: struct site
 * @members: struct member
 * @files: number of files read
 * @bytes: their size
 */
struct finds {
	GPtrArray *sites;
	GPtrArray *members;
	guint files;
	guint64 bytes;
};

struct names *names_learn(const struct tree *tree, const struct spec *spec, GError **err);
void names_free(struct names *names);
struct word names_classify(const struct names *names, const char *word, size_t len);
int names_find(const struct names *names, const char *stem);
GPtrArray *names_needles(const struct names *names);
guint64 names_at(const struct names *names, const char *text, const char *p, const char *end);

void sites_find(const struct names *names, GHashTable *memo, const char *file, const char *text,
		size_t len, struct finds *finds);
bool sites_in_kernel(const char *file);
struct finds *finds_new(void);
void finds_free(struct finds *finds);
struct site *site_new(const char *file, char *name, const char *kind, const char *form);

struct finds *scan(const struct tree *tree, const struct names *names, const GPtrArray *files,
		   GError **err);

void families_add(struct finds *finds, const struct names *names);
bool cover(GPtrArray *sites, const struct names *names, const struct tree *tree,
	   const GPtrArray *hooks, const char *level, const char *home, const char *except,
	   GError **err);

typedef struct names Names;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Names, names_free)
typedef struct finds Finds;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Finds, finds_free)

#endif
