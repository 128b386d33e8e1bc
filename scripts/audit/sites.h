/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_AUDIT_SITES_H
#define NSGEN_AUDIT_SITES_H

#include "audit/audit.h"

/**
 * struct use - a namespace is named
 * @ns: which
 * @form: how
 * @line: where
 */
struct use {
	int ns;
	const char *form;
	int line;
};

/**
 * struct node - a construct that is being read
 * @kind: "function", "mask", …
 * @name: what it is called; a part's is what its parent's is followed by
 * @start: byte offset
 * @line: line
 * @depth: of braces, in which it ends
 * @uses: struct use
 * @exempt: it is a site whatever else it names: these are the ones it makes an exception of (see
 * struct names' @overlaps), or the
 *	ends of a range
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
 * @names: the tree's
 * @memo: identifiers that were looked at before, to struct word
 * @file: relative to the tree
 * @text: its text
 * @len: its length
 * @finds: where its sites and members go
 * @groups: key to an array of struct member
 * @sites: number of @finds' sites when it began
 * @includes: from the first #include to the last; the end is 0 where there is none
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
