/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_AUDIT_H
#define NSGEN_AUDIT_H

#include "hook/hook.h"
#include "hook/plan.h"
#include "spec/spec.h"
#include "tree/tree.h"

/* What covers a site if no hook does; see struct site. */
#define COVER_GENERIC "generic"
#define COVER_EXCEPT "except"

/* The form of a site that is one because of the references that it takes or drops. */
#define REFERENCES "reference to @_ns"

/* A tree has eight; a list of more than this many is not a list of namespaces. */
#define NS_MAX 32

/**
 * struct ns - a namespace as the tree knows it
 * @stem: "uts"
 * @STEM: "UTS"
 * @flag: "CLONE_NEWUTS", or NULL
 * @member: its member of struct nsproxy, "uts_ns", or NULL
 * @tag: "uts_namespace"; "net" for net
 * @value: the flag's value, or 0 if it has none
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
 * struct names - the namespaces of a tree, and the words that refer to them
 * @list: struct ns, in the order of struct nsproxy
 * @words: maps a word that follows no naming rule ("copy_ipcs", "put_net", "CLONE_NEWNS") to its
 * struct word
 * @overlaps: maps a mask such as CSIGNAL that contains namespace flags to the set of these
 * namespaces
 */
struct names {
	GPtrArray *list;
	GHashTable *words;
	GHashTable *overlaps;
};

/**
 * struct word - what an identifier refers to
 * @ns: index of the namespace, or -1
 * @form: the identifier with the namespace replaced by '@', so that similar words compare equal;
 * an interned string
 */
struct word {
	int ns;
	const char *form;
};

/**
 * struct site - a place that names at least three namespaces in the same form
 * @file: relative to the tree; for a family, its first member's file
 * @name: the construct, "copy_namespaces() mask"
 * @kind: "function", "mask", "family", …
 * @form: the form of their names, "CLONE_NEW@"
 * @start: byte offset in the file
 * @end: one past its last byte
 * @line: its first line
 * @exception: it is a site however few namespaces it names; see struct node's @exempt
 * @lines: for each namespace, the first line that names it; 0 for a hole
 * @files: for a family, each namespace's file; else NULL
 * @spans: for a group, the start and end of each member, as what lies between is not part of it;
 * else NULL
 * @cover: "hook", "optional", "generic", "except" or "uncovered"
 * @hooks: the hooks that cover it, not owned
 * @why: the reason, for optional, generic and except
 * @holes: for each namespace, why it is not named here, or NULL; not owned
 * @state: if a name was given: "wired", "lost", "missing", …
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
 * @ns: the requested namespace, or -1
 * @unseen: struct unseen: hooks whose place names fewer than three namespaces
 * @uncovered: number of sites that are not covered
 * @open: number of those that the requested namespace is not in, at its level
 * @bad: number of sites that lack the namespace but should have it
 */
struct audit {
	struct tree *tree;
	const struct names *names;
	struct finds *finds;
	int ns;
	GPtrArray *unseen;
	guint uncovered, open, bad;
};

/**
 * struct unseen - a hook whose place is not a site
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
 * @base: a commit in the repository @kernel, or NULL
 * @home: nsgen's own directory
 * @name: a namespace, or NULL
 * @out: the directory for all series
 * @conf: its spec, or NULL
 * @level: the level that was generated, or NULL
 * @except: a file with the places that the user leaves alone, or NULL
 * @patched: the tree already has the series
 * @json: print JSON instead of a table
 */
struct audit_request {
	const char *kernel, *base, *home, *name, *out, *conf, *level, *except;
	bool patched, json;
};

bool audit_apply(struct tree *tree, const char *dir, const char *over, GError **err);
bool audit(const struct audit_request *request, GError **err);
void audit_print(const struct audit *audit);
void audit_print_json(const struct audit *audit);

/**
 * struct member - a construct of one namespace that may be part of a family
 * @key: what the members of a family have in common
 * @ns: its namespace
 * @file: its file
 * @line: its line
 * @start: byte offset
 * @end: one past its last byte
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
bool names_is_member(const struct names *names, const char *word, size_t len);
int names_find(const struct names *names, const char *stem);
GPtrArray *names_needles(const struct names *names);
guint64 names_at(const struct names *names, const char *text, const char *p, const char *end);

void sites_find(const struct names *names, GHashTable *memo, const char *file, const char *text,
		size_t len, struct finds *finds);
bool sites_in_kernel(const char *file);
struct finds *finds_new(void);
void finds_free(struct finds *finds);
guint64 site_set(const struct site *site);
struct site *site_new(const char *file, char *name, const char *kind, const char *form);

struct finds *scan(const struct tree *tree, const struct names *names, const GPtrArray *files,
		   GError **err);

void families_add(struct finds *finds, const struct names *names);
bool cover_by_hooks(GPtrArray *sites, const struct tree *tree, const GPtrArray *hooks,
		    const char *level, GError **err);
bool cover_by_reasons(GPtrArray *sites, const struct names *names, const struct tree *tree,
		      const char *home, const char *except, GError **err);

bool elsewhere_sites(struct audit *audit, const struct spec *spec, GError **err);
bool elsewhere_unseen(struct audit *audit, const struct spec *spec, GError **err);

void states_set(GPtrArray *sites, const struct names *names, int ns, const char *level);
bool state_is_bad(const char *state);
bool state_is_open(const char *state);

typedef struct names Names;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Names, names_free)
typedef struct finds Finds;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Finds, finds_free)

#endif
