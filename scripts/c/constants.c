// SPDX-License-Identifier: GPL-2.0-only
/*
 * The numbers that C files give names: macros and enumerators.
 *
 * Comments, strings and "#if 0" have none. Of any other condition nobody knows here whether it
 * holds, so both arms count, and a name may have several values.
 */
#include "c/constants.h"
#include "c/expression.h"
#include "c/tokens.h"

#include <string.h>

/**
 * struct constants - the names of some files, which may use each other's
 * @scope: must be the first member, because expressions know no more of it
 * @all: struct constant, in the order of the files
 * @by_name: a name's definitions, a GPtrArray of struct constant
 * @functions: macros with parameters, struct c_function
 * @strings: the names of files and tags
 * @lists: how many enums there were
 * @settled: has everything been evaluated?
 */
struct constants {
	struct c_scope scope;
	GPtrArray *all;
	GHashTable *by_name;
	GHashTable *functions;
	GStringChunk *strings;
	guint lists;
	bool settled;
};

/* An #if: is it known whether its arms are compiled? */
struct condition {
	/* nothing in it is, because it is in "#if 0" itself */
	bool hidden;
	/* this arm is not */
	bool skip;
	/* an earlier arm is, so that the later ones are not */
	bool done;
	/* what came before it, and at the end of the arms so far */
	GPtrArray *start, *ends;
	bool has_else;
};

struct reader {
	struct constants *names;
	const char *file;
	struct lex lex;
	GArray *conditions;
	/* the enumerators that the next one may count on from; NULL: not in an enum */
	GPtrArray *before;
	const char *tag;
};

static void name_free(gpointer data)
{
	struct constant *name = data;

	g_free(name->name);
	g_free(name->text);
	g_clear_pointer(&name->before, g_ptr_array_unref);
	g_free(name);
}

static void function_free(gpointer data)
{
	struct c_function *function = data;

	g_strfreev(function->params);
	g_free(function->body);
	g_free(function);
}

/**
 * constants_free() - free names
 * @names: may be NULL
 */
void constants_free(struct constants *names)
{
	if (!names)
		return;
	g_hash_table_unref(names->by_name);
	g_hash_table_unref(names->functions);
	g_ptr_array_unref(names->all);
	g_string_chunk_free(names->strings);
	g_free(names);
}

static bool evaluate_name(struct constants *names, struct constant *name);

static GPtrArray *definitions(struct c_scope *scope, const char *word, size_t len)
{
	struct constants *names = (struct constants *)scope;
	g_autofree char *key = g_strndup(word, len);

	return g_hash_table_lookup(names->by_name, key);
}

/* What a word can be: each of its definitions counts. */
static bool word_value(struct c_scope *scope, const char *word, size_t len, struct c_values *values)
{
	const GPtrArray *defined = definitions(scope, word, len);

	*values = (struct c_values){ .n = 0 };
	for (guint i = 0; defined && i < defined->len; i++) {
		struct constant *name = defined->pdata[i];

		if (!evaluate_name((struct constants *)scope, name) ||
		    !c_values_merge(values, &name->values))
			return false;
	}
	return values->n;
}

static const struct c_function *word_function(struct c_scope *scope, const char *word, size_t len)
{
	struct constants *names = (struct constants *)scope;
	g_autofree char *key = g_strndup(word, len);

	return g_hash_table_lookup(names->functions, key);
}

/**
 * constants_new() - no names yet
 *
 * Return: names for constants_free().
 */
struct constants *constants_new(void)
{
	struct constants *names = g_new0(struct constants, 1);

	names->scope = (struct c_scope){ .value = word_value, .function = word_function };
	names->all = g_ptr_array_new_with_free_func(name_free);
	names->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					       (GDestroyNotify)g_ptr_array_unref);
	names->functions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, function_free);
	names->strings = g_string_chunk_new(1024);
	return names;
}

static bool is(const struct token *token, const char *text)
{
	return token->type != TOKEN_END && token->len == strlen(text) &&
	       !memcmp(token->at, text, token->len);
}

static struct constant *add(struct reader *reader, const struct token *word, char *text)
{
	struct constants *names = reader->names;
	struct constant *name = g_new0(struct constant, 1);
	GPtrArray *same;

	name->name = g_strndup(word->at, word->len);
	name->file = reader->file;
	name->line = word->line;
	name->text = text;
	g_ptr_array_add(names->all, name);
	same = g_hash_table_lookup(names->by_name, name->name);
	if (!same) {
		same = g_ptr_array_new();
		g_hash_table_insert(names->by_name, name->name, same);
	}
	g_ptr_array_add(same, name);
	return name;
}

/* A text without the blanks around it. */
static char *text_between(const char *from, const char *to)
{
	return g_strstrip(g_strndup(from, to - from));
}

/* The parameters of a macro, "(a, b)"; NULL for any others. */
static char **parameters(struct lex *lex)
{
	g_autoptr(GPtrArray) params = g_ptr_array_new_with_free_func(g_free);
	struct token token;

	if (!lex_next(lex, &token) || !lex_next(lex, &token))
		return NULL;
	while (token.type == TOKEN_WORD) {
		g_ptr_array_add(params, g_strndup(token.at, token.len));
		if (!lex_next(lex, &token))
			return NULL;
		if (is(&token, ",") && !lex_next(lex, &token))
			return NULL;
	}
	if (!is(&token, ")"))
		return NULL;
	g_ptr_array_add(params, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&params), FALSE);
}

/* "NAME text" after "#define". */
static void define(struct reader *reader, struct lex *lex)
{
	struct token name, token;
	struct lex rest;
	char *text;

	if (!lex_next(lex, &name) || name.type != TOKEN_WORD)
		return;
	if (lex->p < lex->end && *lex->p == '(') {
		struct c_function *function = g_new0(struct c_function, 1);

		function->params = parameters(lex);
		/* With other parameters it cannot be evaluated. */
		function->body = function->params ? text_between(lex->p, lex->end) : g_strdup("");
		if (!function->params)
			function->params = g_new0(char *, 1);
		g_hash_table_replace(reader->names->functions, g_strndup(name.at, name.len),
				     function);
		return;
	}
	rest = *lex;
	/* Include guards have no text; and "#define A A" says that the enumerator A is there. */
	if (!lex_next(&rest, &token))
		return;
	if (token.len == name.len && !memcmp(token.at, name.at, name.len) &&
	    !lex_next(&rest, &token))
		return;
	text = text_between(lex->p, lex->end);
	add(reader, &name, text);
}

/* Is a condition known? Only one without a name is: "#if 0", "#if (1)". */
static bool known(const struct lex *lex, bool *holds)
{
	struct c_scope nothing = { .value = NULL };
	struct c_values values;

	if (!c_evaluate(&nothing, lex->p, lex->end - lex->p, &values))
		return false;
	*holds = values.of[0].bits;
	return true;
}

static GPtrArray *copy(const GPtrArray *before)
{
	GPtrArray *new;

	if (!before)
		return NULL;
	new = g_ptr_array_new();
	for (guint i = 0; i < before->len; i++)
		g_ptr_array_add(new, before->pdata[i]);
	return new;
}

static void merge(GPtrArray *into, const GPtrArray *from)
{
	for (guint i = 0; from && i < from->len; i++)
		if (!g_ptr_array_find(into, from->pdata[i], NULL))
			g_ptr_array_add(into, from->pdata[i]);
}

static void condition_clear(gpointer data)
{
	struct condition *condition = data;

	g_clear_pointer(&condition->start, g_ptr_array_unref);
	g_clear_pointer(&condition->ends, g_ptr_array_unref);
}

static struct condition *innermost(const struct reader *reader)
{
	return reader->conditions->len ? &g_array_index(reader->conditions, struct condition,
							reader->conditions->len - 1) :
					 NULL;
}

static bool hidden(const struct reader *reader)
{
	const struct condition *in = innermost(reader);

	return in && (in->hidden || in->skip);
}

/* A new arm: @is_known, and then @holds, or nobody knows. */
static void arm(struct condition *condition, bool is_known, bool holds)
{
	condition->skip = condition->done || (is_known && !holds);
	condition->done |= is_known && holds;
}

static void arm_end(struct reader *reader, struct condition *condition)
{
	if (reader->before && condition->ends && !condition->skip)
		merge(condition->ends, reader->before);
	if (reader->before && condition->start) {
		g_ptr_array_unref(reader->before);
		reader->before = copy(condition->start);
	}
}

static void condition_begin(struct reader *reader, bool is_known, bool holds)
{
	struct condition new = { .hidden = hidden(reader) };

	new.start = copy(reader->before);
	new.ends = reader->before ? g_ptr_array_new() : NULL;
	arm(&new, is_known, holds);
	g_array_append_val(reader->conditions, new);
}

static void condition_end(struct reader *reader)
{
	struct condition *condition = innermost(reader);

	arm_end(reader, condition);
	if (reader->before && condition->ends) {
		/* Without an #else all arms may be missing, unless one is known to be there. */
		if (!condition->has_else && !condition->done)
			merge(condition->ends, condition->start);
		g_ptr_array_unref(reader->before);
		reader->before = g_steal_pointer(&condition->ends);
	}
	g_array_set_size(reader->conditions, reader->conditions->len - 1);
}

/* A directive, up to the end of its line; @lex is behind the '#'. */
static void directive(struct reader *reader)
{
	const char *end = lex_logical_end(&reader->lex);
	struct lex lex = reader->lex;
	struct condition *condition = innermost(reader);
	struct token word;
	bool holds = false, is_known;

	lex.end = end;
	for (; reader->lex.p < end; reader->lex.p++)
		reader->lex.line += *reader->lex.p == '\n';
	if (!lex_next(&lex, &word))
		return;
	if (is(&word, "define")) {
		if (!hidden(reader))
			define(reader, &lex);
	} else if (is(&word, "if")) {
		is_known = known(&lex, &holds);
		condition_begin(reader, is_known, holds);
	} else if (is(&word, "ifdef") || is(&word, "ifndef")) {
		condition_begin(reader, false, false);
	} else if (!condition) {
		return;
	} else if (is(&word, "elif")) {
		is_known = known(&lex, &holds);
		arm_end(reader, condition);
		arm(condition, is_known, holds);
	} else if (is(&word, "else") || is(&word, "elifdef") || is(&word, "elifndef")) {
		arm_end(reader, condition);
		condition->has_else |= is(&word, "else");
		arm(condition, false, false);
	} else if (is(&word, "endif")) {
		condition_end(reader);
	}
}

/* The next token that is compiled, in whatever configuration. */
static bool next(struct reader *reader, struct token *token)
{
	while (lex_next(&reader->lex, token)) {
		if (token->type == TOKEN_HASH)
			directive(reader);
		else if (!hidden(reader))
			return true;
	}
	token->type = TOKEN_END;
	return false;
}

/* 1 for a bracket that opens, -1 for one that closes. */
static int nesting(const struct token *token)
{
	if (token->type != TOKEN_SIGN || token->len != 1)
		return 0;
	return !!strchr("([{", token->sign) - !!strchr(")]}", token->sign);
}

/*
 * Reads an enumerator's text, up to the comma or brace that ends it. A directive in it stays there,
 * and then it cannot be evaluated. @depth: in how many brackets this is.
 */
static char *enumerator_text(struct reader *reader, struct token *token, int depth)
{
	const char *from = reader->lex.p, *end = from;

	while (next(reader, token) && (depth || (!is(token, ",") && !is(token, "}")))) {
		depth += nesting(token);
		end = token->at + token->len;
	}
	return text_between(from, end);
}

static void add_enumerator(struct reader *reader, const struct token *word, char *text)
{
	struct constant *name = add(reader, word, text);

	name->list = reader->names->lists;
	name->tag = reader->tag;
	name->before = reader->before;
	reader->before = g_ptr_array_new();
	g_ptr_array_add(reader->before, name);
}

/* The enumerators after "{", up to "}". */
static void enumerators(struct reader *reader)
{
	struct token token, word;

	reader->names->lists++;
	reader->before = g_ptr_array_new();
	g_ptr_array_add(reader->before, NULL);
	while (next(reader, &token) && !is(&token, "}")) {
		char *text = NULL;

		if (token.type != TOKEN_WORD)
			continue;
		word = token;
		if (!next(reader, &token))
			token.type = TOKEN_END;
		/* A macro or an attribute: what it makes of the enumerator is not known. */
		if (is(&token, "=")) {
			text = enumerator_text(reader, &token, 0);
		} else if (!is(&token, ",") && !is(&token, "}")) {
			g_free(enumerator_text(reader, &token, nesting(&token)));
			text = g_strdup("?");
		}
		add_enumerator(reader, &word, text);
		if (is(&token, "}") || token.type == TOKEN_END)
			break;
	}
	g_clear_pointer(&reader->before, g_ptr_array_unref);
}

/* After "enum": its tag, and its enumerators if it has any. */
static void enumeration(struct reader *reader)
{
	bool attribute = false, typed = false;
	struct token token;

	reader->tag = NULL;
	while (next(reader, &token) && !is(&token, "{")) {
		/* "enum tag", "enum tag : u32", with attributes; anything else only uses it. */
		if (token.type == TOKEN_WORD) {
			attribute = g_str_has_prefix(token.at, "__");
			if (!attribute && !typed)
				reader->tag = g_string_chunk_insert_len(reader->names->strings,
									token.at, token.len);
		} else if (is(&token, ":")) {
			typed = true;
		} else if (is(&token, "(") && attribute) {
			for (int depth = 1; depth && next(reader, &token);)
				depth += nesting(&token);
		} else {
			return;
		}
	}
	if (is(&token, "{"))
		enumerators(reader);
}

/**
 * constants_read() - read the names that a file defines
 * @names: gets them
 * @file: the file's name
 * @text: the file
 */
void constants_read(struct constants *names, const char *file, const char *text)
{
	struct reader reader = { .names = names };
	struct token token;

	reader.file = g_string_chunk_insert(names->strings, file);
	reader.conditions = g_array_new(FALSE, FALSE, sizeof(struct condition));
	g_array_set_clear_func(reader.conditions, condition_clear);
	lex_init(&reader.lex, text, strlen(text));
	while (next(&reader, &token))
		if (is(&token, "enum"))
			enumeration(&reader);
	g_array_unref(reader.conditions);
	names->settled = false;
}

/* What an enumerator without a value can be: one more than the one before it. */
static bool count_on(struct constants *names, const struct constant *name, struct c_values *values)
{
	struct c_values one = { .of = { { 1, C_INT } }, .n = 1 };

	for (guint i = 0; i < name->before->len; i++) {
		struct c_values more = { .of = { { 0, C_INT } }, .n = 1 };
		struct constant *before = name->before->pdata[i];

		if (before && (!evaluate_name(names, before) ||
			       !c_operate(C_PLUS, &before->values, &one, &more)))
			return false;
		if (!c_values_merge(values, &more))
			return false;
	}
	return values->n;
}

static bool evaluate_name(struct constants *names, struct constant *name)
{
	struct c_values values = { .n = 0 };
	bool ok;

	if (name->state != CONSTANT_NEW)
		return name->values.n;
	/* Its own text finds a name without a value. */
	name->state = CONSTANT_BEGUN;
	names->scope.depth++;
	ok = names->scope.depth < C_DEEPEST &&
	     (name->text ? c_evaluate(&names->scope, name->text, strlen(name->text), &values) :
			   name->before && count_on(names, name, &values));
	names->scope.depth--;
	/* An enumerator is no text, so its operators are not open. */
	values.open = ok && values.open && !name->list;
	if (ok)
		name->values = values;
	name->state = CONSTANT_DONE;
	return ok;
}

/**
 * constants_all() - all definitions, evaluated
 * @names: the names
 *
 * Return: an array of struct constant, in the order of the files; owned by @names.
 */
const GPtrArray *constants_all(struct constants *names)
{
	/* An enumerator uses only what is before it, and a macro what is anywhere. */
	for (int macros = false; macros <= true && !names->settled; macros++) {
		for (guint i = 0; i < names->all->len; i++) {
			struct constant *name = names->all->pdata[i];

			if ((name->list == 0) == macros)
				evaluate_name(names, name);
		}
	}
	names->settled = true;
	return names->all;
}

/**
 * constants_value() - what a name can be
 * @names: the names
 * @name: one of them
 * @values: set to it
 *
 * Return: false if it has no definition, or one that cannot be evaluated.
 */
bool constants_value(struct constants *names, const char *name, struct c_values *values)
{
	constants_all(names);
	return word_value(&names->scope, name, strlen(name), values);
}

/*
 * Does a text have a word with this prefix, or a macro of these files whose text does? One that
 * takes too long may well have it.
 */
static bool mentions(struct constants *names, const char *text, const char *prefix, int *left)
{
	struct token token;
	struct lex lex;

	lex_init(&lex, text, strlen(text));
	while (lex_next(&lex, &token)) {
		const struct c_function *function;

		if (token.type != TOKEN_WORD)
			continue;
		if (token.len >= strlen(prefix) && !memcmp(token.at, prefix, strlen(prefix)))
			return true;
		function = word_function(&names->scope, token.at, token.len);
		if (function && (!--*left || mentions(names, function->body, prefix, left)))
			return true;
	}
	return false;
}

/**
 * constants_mention() - does a definition use a word that begins so?
 * @names: the names
 * @name: one of their definitions
 * @prefix: as "_IO"
 *
 * It may do so by a macro with parameters.
 */
bool constants_mention(struct constants *names, const struct constant *name, const char *prefix)
{
	int left = 100;

	return name->text && mentions(names, name->text, prefix, &left);
}

/**
 * constant_is() - can a name have this value?
 * @name: a name, evaluated
 * @value: a number
 */
bool constant_is(const struct constant *name, guint64 value)
{
	for (guint i = 0; i < name->values.n; i++)
		if (name->values.of[i].bits == value)
			return true;
	return false;
}
