// SPDX-License-Identifier: GPL-2.0-only
/*
 * The constructs of a C file.
 *
 * This is not a parser and need not be one: the kernel's coding style tells where functions begin
 * and end. After code that it cannot follow (a brace that an #else opens a second time) it
 * resynchronizes at the next brace in the first column.
 */
#include "audit/references.h"
#include "audit/sites.h"
#include "c/tokens.h"

#include <string.h>

/**
 * struct c - the state of reading a C file
 * @reader: the file
 * @lex: the text
 * @stack: constructs that are open, the item of the top level first
 * @run: the expression that may become a mask, or NULL
 * @has_or: @run has a '|'
 * @overlaps: namespaces whose flags are in a mask that @run names, such as CSIGNAL
 * @depth: brace depth
 * @parens: depth of parentheses in the item's header
 * @key: the item's header, with each namespace replaced
 * @ns: the first namespace that the header names, or -1
 * @more: the header names another one
 * @name: the identifier that is the item's name
 * @called: @name is followed by a parenthesis
 * @sets: @name is followed by a '='
 * @body: the item's braces have been opened
 * @last: the last identifier read outside brackets
 * @assigned: the identifier before the last '=', or NULL
 * @selector: "switch (x)", until its brace
 * @keyword: "struct", "enum" or "union", if the header has one
 * @bound: the form of constants in comparisons or subtractions
 * @bounds: the namespaces that these constants name
 * @references: the functions that have been read
 * @before: the tokens before the current one, nearest first
 */
struct c {
	struct reader *reader;
	struct lex lex;
	GPtrArray *stack;
	struct node *run;
	bool has_or;
	guint64 overlaps;
	int depth;
	int parens;
	GString *key;
	int ns;
	bool more;
	char *name;
	bool called;
	bool sets;
	bool body;
	char *last;
	char *assigned;
	char *selector;
	const char *keyword;
	const char *bound;
	guint64 bounds;
	struct references *references;
	struct token before[3];
};

static bool token_is(const struct token *token, const char *word)
{
	return token->type == TOKEN_WORD && strlen(word) == token->len &&
	       !memcmp(token->at, word, token->len);
}

static size_t offset(const struct c *c, const char *at)
{
	return at - c->lex.start;
}

static struct node *top(const struct c *c)
{
	return c->stack->len ? c->stack->pdata[c->stack->len - 1] : NULL;
}

static void hand_up(struct node *to, const struct node *node)
{
	if (to)
		g_array_append_vals(to->uses, node->uses->data, node->uses->len);
}

/* End the expression. */
static void run_end(struct c *c, size_t end)
{
	g_autoptr(Node) run = g_steal_pointer(&c->run);
	bool site = false;

	if (!run)
		return;
	for (guint i = 0; i < run->uses->len; i++)
		if (c->overlaps >> g_array_index(run->uses, struct use, i).ns & 1)
			run->exempt |= 1ULL << g_array_index(run->uses, struct use, i).ns;
	if (c->has_or || run->exempt)
		site = reader_close(c->reader, run, top(c), end);
	if (!site)
		hand_up(top(c), run);
	c->has_or = false;
	c->overlaps = 0;
}

static bool ends_run(const struct token *token)
{
	static const char *const keywords[] = {
		"if", "return", "case", "else", "while", "for",
		"switch", "do", "goto", "default", "struct",
	};

	if (token->type == TOKEN_SIGN)
		return !token->sign || !strchr("()|&~-+.><[]*", token->sign);
	for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++)
		if (token_is(token, keywords[i]))
			return true;
	return token->type == TOKEN_STRING;
}

static void note(struct c *c, const struct token *token);

/* A word belongs to the expression if there is one, else to the innermost construct. */
static void run_token(struct c *c, const struct token *token)
{
	struct node *parent = top(c);

	if (ends_run(token)) {
		run_end(c, offset(c, token->at));
		if (parent && (token->type == TOKEN_WORD || token->type == TOKEN_STRING))
			note(c, token);
		return;
	}
	if (!c->run && parent &&
	    (token->type == TOKEN_WORD || token->sign == '(' || token->sign == '~'))
		c->run = node_new("mask", g_strdup("mask"), offset(c, token->at), token->line,
				  c->depth);
	if (!c->run)
		return;
	if (token->type == TOKEN_SIGN && token->sign == '|')
		c->has_or = true;
	if (token->type == TOKEN_WORD)
		note(c, token);
}

static struct word classify(struct c *c, const struct token *token)
{
	struct word word = reader_classify(c->reader, token->at, token->len);

	if (word.ns < 0 && token_is(&c->before[0], "struct")) {
		g_autofree char *both =
			g_strdup_printf("struct %.*s", (int)MIN(token->len, 100), token->at);

		word = reader_classify(c->reader, both, strlen(both));
	}
	return word;
}

static void note(struct c *c, const struct token *token)
{
	struct node *node = c->run ? c->run : top(c);
	struct use use = { .line = token->line };
	struct word word;

	if (token->type == TOKEN_STRING) {
		reader_string(c->reader, node, token->at, token->len, token->line);
		return;
	}
	word = classify(c, token);
	use.ns = word.ns;
	use.form = word.form;
	if (word.ns >= 0)
		g_array_append_val(node->uses, use);
	if (c->run && g_hash_table_size(c->reader->names->overlaps)) {
		g_autofree char *name = g_strndup(token->at, token->len);

		c->overlaps |=
			GPOINTER_TO_SIZE(g_hash_table_lookup(c->reader->names->overlaps, name));
	}
}

static bool is_macro(const char *name);

static void add_bound(struct c *c, const struct token *token)
{
	struct word word = token->type == TOKEN_WORD ? classify(c, token) :
						       (struct word){ -1, NULL };

	if (word.ns < 0 || !is_macro(word.form) || (c->bound && c->bound != word.form))
		return;
	c->bound = word.form;
	c->bounds |= 1ULL << word.ns;
}

static bool is_bound(const struct token *token)
{
	return token->type == TOKEN_SIGN && token->len == 1 && token->sign &&
	       strchr("-<>", token->sign);
}

/* "LAST - FIRST" and "x >= FIRST && x <= LAST": the ends of a list of all namespaces. */
static void bounds(struct c *c, const struct token *token)
{
	const struct token *before = &c->before[0];

	if (is_bound(token))
		add_bound(c, before);
	if (token->type == TOKEN_WORD && before->type == TOKEN_SIGN && before->sign == '=')
		before++;
	if (token->type == TOKEN_WORD && is_bound(before))
		add_bound(c, token);
}

static void push(struct c *c, const char *kind, char *name, const struct token *token)
{
	g_ptr_array_add(c->stack,
			node_new(kind, name, offset(c, token->at), token->line, c->depth));
}

/* End the innermost construct. */
static void pop(struct c *c, size_t end)
{
	g_autoptr(Node) node = g_ptr_array_steal_index(c->stack, c->stack->len - 1);

	if (!reader_close(c->reader, node, c->stack->len ? c->stack->pdata[0] : NULL, end))
		hand_up(top(c), node);
}

static void set(char **to, const struct token *token)
{
	g_free(*to);
	*to = token ? g_strndup(token->at, token->len) : NULL;
}

static void item_begin(struct c *c, const struct token *token)
{
	push(c, "declaration", g_strdup(""), token);
	g_string_truncate(c->key, 0);
	c->ns = -1;
	c->more = c->called = c->sets = c->body = false;
	c->parens = 0;
	c->keyword = c->bound = NULL;
	c->bounds = 0;
	set(&c->name, NULL);
	set(&c->last, NULL);
	set(&c->assigned, NULL);
	g_clear_pointer(&c->selector, g_free);
}

/* A name such as TEST or SYSCALL_DEFINE2 is generic; the first argument tells items apart. */
static bool is_macro(const char *name)
{
	for (; *name && *name != '('; name++)
		if (g_ascii_islower(*name))
			return false;
	return true;
}

static void key_add(struct c *c, const char *text, size_t len)
{
	/* A header that long is a macro's body, or not C at all. */
	if (c->key->len > 400)
		return;
	if (c->key->len && (g_ascii_isalnum(*text) || *text == '_' || *text == '@') &&
	    (g_ascii_isalnum(c->key->str[c->key->len - 1]) ||
	     strchr("_@*", c->key->str[c->key->len - 1])))
		g_string_append_c(c->key, ' ');
	g_string_append_len(c->key, text, len);
}

static void header_token(struct c *c, const struct token *token)
{
	static const char *const keywords[] = { "struct", "enum", "union" };
	struct word word;

	switch (token->type) {
	case TOKEN_WORD:
		word = classify(c, token);
		if (word.ns >= 0) {
			c->more = c->more || (c->ns >= 0 && c->ns != word.ns);
			c->ns = c->ns < 0 ? word.ns : c->ns;
			key_add(c, word.form, strlen(word.form));
		} else {
			key_add(c, token->at, token->len);
		}
		for (size_t i = 0; i < G_N_ELEMENTS(keywords) && !c->parens; i++)
			if (token_is(token, keywords[i]) && !c->keyword)
				c->keyword = keywords[i];
		if (c->called && c->parens == 1 && c->name && is_macro(c->name) &&
		    (c->before[0].sign == '(' ||
		     (c->before[0].sign == ',' && g_str_has_prefix(c->name, "TEST")))) {
			char *name = g_strdup_printf("%s%s%.*s", c->name,
						     c->before[0].sign == '(' ? "(" : ", ",
						     (int)token->len, token->at);

			g_free(c->name);
			c->name = name;
		}
		if (!c->parens)
			set(&c->last, token);
		break;
	case TOKEN_NUMBER:
		key_add(c, "#", 1);
		break;
	case TOKEN_SIGN:
		if (token->sign == '(' && !c->parens++ && !c->sets && c->last &&
		    (!c->called || (c->name && g_str_has_prefix(c->name, "__") &&
				    !g_str_has_prefix(c->last, "__")))) {
			c->called = true;
			g_free(c->name);
			c->name = g_strdup(c->last);
		}
		c->parens -= token->sign == ')' && c->parens;
		if (token->sign == '=' && !c->parens) {
			c->sets = true;
			g_free(c->name);
			c->name = g_strdup(c->last);
		}
		if (token->sign)
			key_add(c, &token->sign, 1);
		break;
	default:
		break;
	}
}

static const char *item_kind(const struct c *c)
{
	if (c->sets)
		return "initialiser";
	if (c->called)
		return "function";
	return c->keyword ? c->keyword : "block";
}

/* Now that the item's body begins, its kind is known. */
static void item_body(struct c *c)
{
	struct node *item = c->stack->pdata[0];
	const char *kind = item_kind(c);

	c->body = true;
	item->kind = kind;
	g_free(item->name);
	if (!strcmp(kind, "function"))
		item->name = strchr(c->name, '(') ? g_strdup_printf("%s)", c->name) :
						    g_strdup_printf("%s()", c->name);
	else if (!strcmp(kind, "initialiser"))
		item->name = g_strdup(c->name ? c->name : "");
	else
		item->name = g_strdup_printf("%s%s%s", kind,
					     c->last && strcmp(c->last, kind) ? " " : "",
					     c->last && strcmp(c->last, kind) ? c->last : "");
	if (!strcmp(kind, "function"))
		references_begin(c->references, c->name, c->key->str);
}

/* The key that an item of one namespace shares with the same item of other namespaces. */
static char *item_key(struct c *c, const struct node *item)
{
	struct word word;

	if (c->ns < 0)
		return NULL;
	if (!strcmp(item->kind, "function") || (!c->body && c->called)) {
		word = reader_classify(c->reader, c->name, strlen(c->name));
		if (word.ns < 0)
			return NULL;
		c->ns = word.ns;
		return g_strdup_printf("%s%s%s", word.form, strchr(word.form, '(') ? ")" : "()",
				       c->body ? "" : ";");
	}
	if (c->more)
		return NULL;
	return g_strdup_printf("%s%s", c->key->str,
			       c->body && !c->sets  ? " {}" :
			       !c->sets && !c->body ? ";" :
						      "");
}

static void item_end(struct c *c, size_t end)
{
	struct node *item;
	g_autofree char *key = NULL;

	run_end(c, end);
	while (c->stack->len > 1)
		pop(c, end);
	if (!c->stack->len)
		return;
	item = c->stack->pdata[0];
	/* "enum { … }" has no name, so its contents tell one from another. */
	if (!strcmp(item->name, "enum")) {
		g_free(item->name);
		item->name = NULL;
	}
	key = item_key(c, item);
	if (!item->name) {
		struct use *first = item->uses->len ? &g_array_index(item->uses, struct use, 0) :
						      NULL;

		item->name = g_strdup_printf("enum { %s }", first ? first->form : "");
	}
	if (!strcmp(item->kind, "declaration") && !*item->name) {
		g_free(item->name);
		item->name = g_strndup(c->key->str, 60);
	}
	if (key)
		reader_member(c->reader, key, c->ns, item->start, end, item->line);
	references_end(c->references, item, end);
	/* A single bound is about that namespace, not about a list. */
	if (c->bounds & (c->bounds - 1))
		item->exempt = c->bounds;
	pop(c, end);
	c->depth = 0;
}

/* "ns_tree_add(&init_uts_ns)": a function that is called on each initial namespace. */
static void call_on_init(struct c *c, const struct token *token)
{
	g_autofree char *key = NULL;
	struct word word;

	if (token->type != TOKEN_WORD || c->before[0].sign != '&' || c->before[1].sign != '(' ||
	    c->before[2].type != TOKEN_WORD)
		return;
	word = classify(c, token);
	if (word.ns < 0 || strcmp(word.form, "init_@_ns"))
		return;
	key = g_strdup_printf("%.*s(&init_@_ns)", (int)MIN(c->before[2].len, 100), c->before[2].at);
	reader_member(c->reader, key, word.ns, offset(c, c->before[2].at), offset(c, token->at),
		      token->line);
}

static void remember(struct c *c, const struct token *token)
{
	c->before[2] = c->before[1];
	c->before[1] = c->before[0];
	c->before[0] = *token;
}

/* "switch (x)", up to the brace. */
static void read_selector(struct c *c, const struct token *token)
{
	struct lex ahead = c->lex;
	struct token next;
	int parens = 0;

	while (lex_next(&ahead, &next) && next.line <= token->line + 3) {
		parens += next.sign == '(';
		parens -= next.sign == ')';
		if (!parens)
			break;
	}
	g_free(c->selector);
	c->selector = g_strndup(token->at, MIN(ahead.p - token->at, 60));
	g_strdelimit(c->selector, "\n\t", ' ');
}

static void open_brace(struct c *c, const struct token *token)
{
	run_end(c, offset(c, token->at));
	c->depth++;
	if (c->depth == 1 && c->stack->len == 1) {
		item_body(c);
	} else if (c->selector) {
		push(c, "switch", g_steal_pointer(&c->selector), token);
	} else if (c->assigned && c->before[0].sign == '=') {
		push(c, "table", g_strdup(c->assigned), token);
	}
	set(&c->assigned, NULL);
}

static void close_brace(struct c *c, const struct token *token)
{
	size_t end = offset(c, token->at) + 1;
	const struct node *item;

	run_end(c, end);
	if (token->first)
		c->depth = 1;
	while (c->stack->len > 1 && top(c)->depth >= c->depth)
		pop(c, end);
	c->depth -= c->depth > 0;
	item = c->stack->len ? c->stack->pdata[0] : NULL;
	if (item && !c->depth && (!strcmp(item->kind, "function") || !strcmp(item->kind, "block")))
		item_end(c, end);
}

static void directive(struct c *c);

static void read_token(struct c *c, const struct token *token)
{
	if (token->type == TOKEN_HASH) {
		directive(c);
		return;
	}
	/*
	 * "DEFINE_FREE(x, …)" has no semicolon: whatever begins in the first column after it is
	 * another item.
	 */
	if (!c->depth && c->stack->len && token->first && token->type == TOKEN_WORD && !c->parens &&
	    c->called && !c->sets && c->name && is_macro(c->name) && c->before[0].sign == ')')
		item_end(c, offset(c, token->at));
	if (!c->stack->len) {
		if (token->type != TOKEN_WORD)
			return;
		item_begin(c, token);
	}
	if (!c->body && token->sign != '{' && token->sign != ';')
		header_token(c, token);
	call_on_init(c, token);
	if (c->body) {
		bounds(c, token);
		references_token(c->references, token);
	}
	if (token->sign == '{') {
		open_brace(c, token);
		return;
	}
	if (token->sign == '}') {
		close_brace(c, token);
		return;
	}
	if (token->type == TOKEN_SIGN && token->sign == ';' && !c->depth &&
	    (c->body || !c->parens)) {
		item_end(c, offset(c, token->at) + 1);
		return;
	}
	run_token(c, token);
	if (c->body && token->type == TOKEN_WORD && c->before[0].sign != '[')
		set(&c->last, token);
	if (c->body && token->sign == '=') {
		g_free(c->assigned);
		c->assigned = g_strdup(c->last);
	}
	if (c->depth && token_is(token, "switch"))
		read_selector(c, token);
}

/* A macro is an item of its own, wherever it is. */
static void read_define(struct c *c, const char *end)
{
	struct c macro = { .reader = c->reader,
			   .stack = g_ptr_array_new(),
			   .key = g_string_new(NULL),
			   .ns = -1 };
	/* One inside a function is not read as a function. */
	bool function = !c->stack->len;
	struct token token;
	struct word word;

	macro.lex = c->lex;
	macro.lex.end = end;
	if (lex_next(&macro.lex, &token) && token.type == TOKEN_WORD) {
		size_t start = offset(c, token.at);
		int line = token.line;

		word = reader_classify(c->reader, token.at, token.len);
		push(&macro, "macro",
		     g_strdup_printf("#define %.*s", (int)MIN(token.len, 100), token.at), &token);
		if (function) {
			g_autofree char *name = g_strndup(token.at, token.len);

			references_begin(c->references, name, "");
		}
		while (lex_next(&macro.lex, &token)) {
			run_token(&macro, &token);
			call_on_init(&macro, &token);
			if (function)
				references_token(c->references, &token);
			remember(&macro, &token);
		}
		run_end(&macro, offset(c, end));
		if (function)
			references_end(c->references, top(&macro), offset(c, end));
		if (word.ns >= 0) {
			g_autofree char *key = g_strdup_printf("#define %s", word.form);

			reader_member(c->reader, key, word.ns, start, offset(c, end), line);
		}
		pop(&macro, offset(c, end));
	}
	g_ptr_array_unref(macro.stack);
	g_string_free(macro.key, TRUE);
}

/*
 * The last part of a header's path names the namespace or its copy function: utsname.h belongs to
 * copy_utsname().
 */
static void read_include(struct c *c, const struct token *token, const char *end)
{
	const char *from = c->lex.p, *dot = memchr(from, '.', end - from), *p;
	g_autofree char *copy = NULL;
	struct word word;

	if (!c->reader->includes.end)
		c->reader->includes.start = offset(c, token->at);
	c->reader->includes.end = offset(c, end);
	if (!dot)
		return;
	for (p = dot; p > from && (g_ascii_isalnum(p[-1]) || p[-1] == '_'); p--)
		;
	word = reader_classify(c->reader, p, dot - p);
	if (word.ns < 0 && dot - p < 100) {
		copy = g_strdup_printf("copy_%.*s", (int)(dot - p), p);
		word = reader_classify(c->reader, copy, strlen(copy));
	}
	if (word.ns >= 0)
		reader_member(c->reader, "#include", word.ns, offset(c, token->at), offset(c, end),
			      token->line);
}

static void directive(struct c *c)
{
	const char *end = lex_logical_end(&c->lex);
	struct lex line = c->lex;
	struct token token;

	line.end = end;
	if (lex_next(&line, &token)) {
		if (token_is(&token, "define")) {
			c->lex.p = line.p;
			read_define(c, end);
		} else if (token_is(&token, "include")) {
			c->lex.p = line.p;
			read_include(c, &token, end);
		} else {
			while (top(c) && lex_next(&line, &token))
				if (token.type == TOKEN_WORD)
					note(c, &token);
		}
	}
	for (; c->lex.p < end; c->lex.p++)
		c->lex.line += *c->lex.p == '\n';
}

/**
 * read_c() - find the constructs of a C file
 * @reader: the file
 */
void read_c(struct reader *reader)
{
	struct c c = { .reader = reader,
		       .stack = g_ptr_array_new(),
		       .key = g_string_new(NULL),
		       .ns = -1 };
	struct token token;

	c.references = references_new(reader);
	lex_init(&c.lex, reader->text, reader->len);
	while (lex_next(&c.lex, &token)) {
		read_token(&c, &token);
		remember(&c, &token);
	}
	if (c.stack->len)
		item_end(&c, reader->len);
	references_sites(c.references);
	references_free(c.references);
	g_ptr_array_unref(c.stack);
	g_string_free(c.key, TRUE);
	set(&c.name, NULL);
	set(&c.last, NULL);
	set(&c.assigned, NULL);
	g_free(c.selector);
}
