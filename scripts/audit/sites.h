/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_SITES_H
#define NSGEN_SITES_H

#include "audit/audit.h"

/**
 * struct use - a mention of a namespace
 * @ns: the namespace
 * @form: the form of the word that names it
 * @line: its line
 */
struct use {
	int ns;
	const char *form;
	int line;
};

/**
 * struct node - a construct that is being read
 * @kind: "function", "mask", …
 * @name: its name; for a part, what follows the parent's name
 * @start: byte offset
 * @line: line
 * @depth: the brace depth at which it ends
 * @uses: struct use
 * @exempt: if not empty, it is a site whatever else it names: the namespaces that it excludes (see
 * struct names' @overlaps), or the ends of a range
 */
struct node {
	const char *kind;
	char *name;
	size_t start;
	int line;
	int depth;
	GArray *uses;
	guint64 exempt;
};

/**
 * struct reader - a file that is being read
 * @names: the tree's namespaces
 * @memo: cache that maps an identifier to its struct word
 * @file: relative to the tree
 * @text: its text
 * @len: its length
 * @finds: its sites and members are added to it
 * @groups: maps a key to an array of struct member
 * @sites: number of sites in @finds before this file
 * @includes: from the first #include to the last; the end is 0 if there is none
 */
struct reader {
	const struct names *names;
	GHashTable *memo;
	const char *file;
	const char *text;
	size_t len;
	struct finds *finds;
	GHashTable *groups;
	guint sites;
	struct {
		size_t start, end;
	} includes;
};

struct word reader_classify(struct reader *reader, const char *word, size_t len);
void reader_use(struct reader *reader, struct node *node, const char *word, size_t len, int line);
void reader_string(struct reader *reader, struct node *node, const char *text, size_t len,
		   int line);
void reader_groups(struct reader *reader);
bool reader_close(struct reader *reader, struct node *node, const struct node *parent, size_t end);
void reader_member(struct reader *reader, const char *key, int ns, size_t start, size_t end,
		   int line);
struct node *node_new(const char *kind, char *name, size_t start, int line, int depth);
void node_free(struct node *node);

void read_c(struct reader *reader);
void read_lines(struct reader *reader);

typedef struct node Node;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Node, node_free)

#endif
