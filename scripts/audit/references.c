// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions that take or drop references to members of an nsproxy.
 *
 * Such a function is a site even if it names only two namespaces, or one beside "*new = *old": a
 * new member that it does not know is used after it has been freed, or never freed. A function
 * that looks at one namespace of a task is none, and there are many of them.
 *
 * References taken by the functions and macros that it calls count, too, as far as they are in the
 * same file and are no sites themselves.
 */
#include "audit/references.h"
#include "lib/text.h"

#include <string.h>

/**
 * struct pass - a member of an nsproxy that is an argument
 * @callee: the function
 * @ns: the member's namespace
 */
struct pass {
	char *callee;
	int ns;
};

/**
 * struct function - a function or macro
 * @name: its name, without parentheses
 * @start: byte offset
 * @end: one past its last byte
 * @line: its line
 * @lines: for each namespace, the first line that names it, or 0
 * @members: namespaces of the members that it uses
 * @takes: namespaces that functions such as get_uts_ns() are called for
 * @counts: namespaces whose members are arguments of refcount_inc() and the like
 * @all: what it and those that it calls take, once that is known
 * @about: it names an nsproxy
 * @copies: it copies a whole nsproxy
 * @operates: it calls some function of reference counting
 * @known: @all is known, or is being found out
 * @callees: the functions that it calls
 * @passes: struct pass
 * @pointers: set of its parameters and variables that point to an nsproxy
 */
struct function {
	char *name;
	size_t start, end;
	int line;
	int lines[NS_MAX];
	guint64 members, takes, counts, all;
	bool about, copies, operates, known;
	GPtrArray *callees;
	GArray *passes;
	GHashTable *pointers;
};

/**
 * struct references - the functions of a file
 * @reader: the file
 * @functions: struct function
 * @now: the function that is being read, or NULL
 * @open: the names before the parentheses that are open; "" for none
 * @declares: since "struct nsproxy", no statement has ended
 * @before: the tokens before the current one, nearest first
 */
struct references {
	struct reader *reader;
	GPtrArray *functions;
	struct function *now;
	GPtrArray *open;
	bool declares;
	struct token before[3];
};

static void clear_pass(gpointer data)
{
	g_free(((struct pass *)data)->callee);
}

static void function_free(gpointer data)
{
	struct function *function = data;

	g_free(function->name);
	g_ptr_array_unref(function->callees);
	g_array_unref(function->passes);
	g_hash_table_unref(function->pointers);
	g_free(function);
}

/**
 * references_new() - begin a file
 * @reader: the file
 */
struct references *references_new(struct reader *reader)
{
	struct references *references = g_new0(struct references, 1);

	references->reader = reader;
	references->functions = g_ptr_array_new_with_free_func(function_free);
	references->open = g_ptr_array_new_with_free_func(g_free);
	return references;
}

/**
 * references_free() - free them
 * @references: may be NULL
 */
void references_free(struct references *references)
{
	if (!references)
		return;
	g_ptr_array_unref(references->functions);
	g_ptr_array_unref(references->open);
	g_free(references);
}

/* The parameters "struct nsproxy *ns" of a header without blanks around signs. */
static void read_parameters(struct function *function, const char *header)
{
	g_autoptr(GRegex) regex =
		g_regex_new("struct nsproxy\\* ?(?:const )?(\\w+)", G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	for (g_regex_match(regex, header, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL))
		g_hash_table_add(function->pointers, g_match_info_fetch(match, 1));
	function->about = strstr(header, "nsproxy");
}

/**
 * references_begin() - a function or macro begins
 * @references: the file
 * @name: its name
 * @header: what precedes its body, blanks only between words
 */
void references_begin(struct references *references, const char *name, const char *header)
{
	struct function *function = g_new0(struct function, 1);

	function->name = g_strdup(name);
	function->callees = g_ptr_array_new_with_free_func(g_free);
	function->passes = g_array_new(FALSE, FALSE, sizeof(struct pass));
	g_array_set_clear_func(function->passes, clear_pass);
	function->pointers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	read_parameters(function, header);
	g_ptr_array_add(references->functions, function);
	references->now = function;
	references->declares = false;
	g_ptr_array_set_size(references->open, 0);
	memset(references->before, 0, sizeof(references->before));
}

/* Does a name say that the function counts references: refcount_inc(), kref_get(), ns_ref_put()? */
static bool is_operation(const char *name)
{
	static const char *const words[] = { "get",    "put",  "grab", "hold",	  "inc",
					     "dec",    "kref", "ref",  "refcount", "pin",
					     "unhold", "drop", "take", "release",  "acquire" };
	g_auto(GStrv) parts = g_strsplit(name, "_", -1);

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_strv_contains((const char *const *)parts, words[i]))
			return true;
	return false;
}

static void opened(struct references *references)
{
	const struct token *before = &references->before[0];
	struct function *now = references->now;
	char *name = before->type == TOKEN_WORD ? g_strndup(before->at, before->len) :
						  g_strdup("");

	g_ptr_array_add(references->open, name);
	if (!*name)
		return;
	g_ptr_array_add(now->callees, g_strdup(name));
	now->operates = now->operates || is_operation(name);
}

/* "->uts_ns": an argument of each function whose parentheses are open. */
static void member(struct references *references, int ns)
{
	struct function *now = references->now;

	now->members |= 1ULL << ns;
	for (guint i = 0; i < references->open->len; i++) {
		const char *name = references->open->pdata[i];
		struct word word = reader_classify(references->reader, name, strlen(name));
		struct pass pass = { NULL, ns };

		if (word.ns < 0 && is_operation(name))
			now->counts |= 1ULL << ns;
		if (!*name)
			continue;
		pass.callee = g_strdup(name);
		g_array_append_val(now->passes, pass);
	}
}

static bool is_sign(const struct token *token, char sign)
{
	return token->type == TOKEN_SIGN && token->sign == sign;
}

static bool is_word(const struct token *token, const char *word)
{
	return token->type == TOKEN_WORD && token->len == strlen(word) &&
	       !memcmp(token->at, word, token->len);
}

static bool is_pointer(const struct references *references, const struct token *token)
{
	g_autofree char *name = token->type == TOKEN_WORD ? g_strndup(token->at, token->len) : NULL;

	return name && g_hash_table_contains(references->now->pointers, name);
}

/* Is an argument of memcpy() or the like open? */
static bool in_copy(const struct references *references)
{
	for (guint i = 0; i < references->open->len; i++)
		if (g_regex_match_simple("mem(cpy|dup|move)", references->open->pdata[i],
					 G_REGEX_RAW, 0))
			return true;
	return false;
}

/* "*new = …", "… = *old;", and "sizeof(struct nsproxy)" or "sizeof(*new)" in memcpy(). */
static bool copies_all(const struct references *references, const struct token *token)
{
	const struct token *before = references->before;

	if (is_sign(token, '='))
		return is_sign(&before[1], '*') && is_pointer(references, &before[0]) &&
		       before[2].type != TOKEN_WORD && strchr(";{})", before[2].sign);
	if (is_sign(token, ';'))
		return is_sign(&before[1], '*') && is_pointer(references, &before[0]) &&
		       is_sign(&before[2], '=');
	if (!is_word(&before[2], "sizeof") || !is_sign(&before[1], '(') || !in_copy(references))
		return false;
	return is_word(&before[0], "struct") ? is_word(token, "nsproxy") :
					       is_sign(&before[0], '*') &&
						       is_pointer(references, token);
}

/* "struct nsproxy *a, *b;" */
static void declared(struct references *references, const struct token *token)
{
	const struct token *before = references->before;

	if (is_word(token, "nsproxy") && is_word(&before[0], "struct"))
		references->declares = true;
	else if (is_sign(token, ';') || is_sign(token, '{') || is_sign(token, ')') ||
		 is_sign(token, '='))
		references->declares = false;
	else if (references->declares && token->type == TOKEN_WORD && is_sign(&before[0], '*'))
		g_hash_table_add(references->now->pointers, g_strndup(token->at, token->len));
}

static bool names_nsproxy(const struct token *token)
{
	return token->type == TOKEN_WORD && memmem(token->at, token->len, "nsproxy", 7);
}

/* get_uts_ns(), put_net() and what else a namespace has for this. */
static bool is_taker(struct word word)
{
	return word.ns >= 0 && (g_str_has_prefix(word.form, "get_@") ||
				g_str_has_prefix(word.form, "put_@") ||
				g_regex_match_simple("(get|put|grab|hold|free)_@_ns$", word.form,
						     G_REGEX_RAW, 0));
}

/**
 * references_token() - read a token of the function
 * @references: the file
 * @token: the token
 */
void references_token(struct references *references, const struct token *token)
{
	struct function *now = references->now;
	const struct token *before = references->before;
	struct word word = { -1, NULL };

	if (!now)
		return;
	if (token->type == TOKEN_WORD)
		word = reader_classify(references->reader, token->at, token->len);
	now->about = now->about || names_nsproxy(token);
	declared(references, token);
	now->copies = now->copies || copies_all(references, token);
	if (is_sign(token, '('))
		opened(references);
	else if (is_sign(token, ')') && references->open->len)
		g_ptr_array_set_size(references->open, references->open->len - 1);
	else if (is_sign(token, ';') || is_sign(token, '{') || is_sign(token, '}'))
		g_ptr_array_set_size(references->open, 0);
	if (word.ns >= 0 && !now->lines[word.ns])
		now->lines[word.ns] = token->line;
	if (word.ns >= 0 && names_is_member(references->reader->names, token->at, token->len) &&
	    ((is_sign(&before[0], '>') && before[0].len == 2) || is_sign(&before[0], '.')))
		member(references, word.ns);
	if (is_taker(word))
		now->takes |= 1ULL << word.ns;
	memmove(references->before + 1, references->before,
		sizeof(references->before) - sizeof(references->before[0]));
	references->before[0] = *token;
}

/**
 * references_end() - the function ends
 * @references: the file
 * @node: the function
 * @end: one past its last byte
 */
void references_end(struct references *references, const struct node *node, size_t end)
{
	struct function *now = references->now;

	if (!now)
		return;
	now->start = node->start;
	now->line = node->line;
	now->end = end;
	references->now = NULL;
}

static struct function *find(const struct references *references, const char *name)
{
	for (guint i = 0; i < references->functions->len; i++) {
		struct function *function = references->functions->pdata[i];

		if (!strcmp(function->name, name))
			return function;
	}
	return NULL;
}

/* Two namespaces, or one beside a copy of the whole. */
static bool is_site(const struct function *function)
{
	return function->about && function->all &&
	       (function->copies || function->all & (function->all - 1));
}

static guint64 find_all(const struct references *references, struct function *function)
{
	if (function->known)
		return is_site(function) ? 0 : function->all;
	function->known = true;
	function->all = (function->members & function->takes) | function->counts;
	for (guint i = 0; i < function->passes->len; i++) {
		const struct pass *pass = &g_array_index(function->passes, struct pass, i);
		const struct function *callee = find(references, pass->callee);

		if (callee && callee->operates)
			function->all |= 1ULL << pass->ns;
	}
	for (guint i = 0; i < function->callees->len; i++) {
		struct function *callee = find(references, function->callees->pdata[i]);

		if (callee)
			function->all |= find_all(references, callee);
	}
	return is_site(function) ? 0 : function->all;
}

/* Is it a site anyway, or does it take one of them in each case of a switch that is one? */
static bool is_known(const struct reader *reader, const struct function *function)
{
	for (guint i = reader->sites; i < reader->finds->sites->len; i++) {
		const struct site *site = reader->finds->sites->pdata[i];

		if (!strcmp(site->kind, "function") && site->start == function->start)
			return true;
		if (!strcmp(site->kind, "switch") && site->start >= function->start &&
		    site->end <= function->end && !(function->all & ~site_set(site)))
			return true;
	}
	return false;
}

/**
 * references_sites() - add the functions that are sites because of the references that they take
 * @references: the file
 */
void references_sites(struct references *references)
{
	struct reader *reader = references->reader;

	for (guint i = 0; i < references->functions->len; i++) {
		struct function *function = references->functions->pdata[i];
		struct site *site;

		find_all(references, function);
		if (!is_site(function) || is_known(reader, function))
			continue;
		site = site_new(reader->file, g_strdup_printf("%s()", function->name), "function",
				REFERENCES);
		site->start = function->start;
		site->end = function->end;
		site->line = function->line;
		site->exception = true;
		/* It need not name those that it leaves to a helper. */
		for (int n = 0; n < NS_MAX; n++)
			site->lines[n] = function->lines[n]    ? function->lines[n] :
					 function->all >> n & 1 ? function->line :
								  0;
		g_ptr_array_add(reader->finds->sites, site);
	}
}
