// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function as a list of steps, each of which goes on to the next or to another one.
 */
#include "steps.h"

#include <string.h>

/* No function of the kernel nests so deeply, and the reader calls itself. */
#define DEEPEST 60

struct builder {
	const struct parsed *parsed;
	struct flow *flow;
	int at, depth, switches;
	/* Names of labels and their steps; jumps whose step is not known yet. */
	GHashTable *labels;
	GPtrArray *jumps;
	/* Steps that "break" and "continue" made, inside the innermost switch or loop. */
	GArray *breaks, *continues;
	/* The labels of the innermost switch. */
	GArray *cases;
};

/* A goto. */
struct jump {
	int step;
	char *label;
};

static void jump_free(gpointer data)
{
	struct jump *jump = data;

	g_free(jump->label);
	g_free(jump);
}

static int add(struct builder *b, enum step_kind kind, int first, int end)
{
	struct step step = { .kind = kind, .first = first, .end = end, .depth = b->depth };

	g_array_append_val(b->flow->steps, step);
	return b->flow->steps->len - 1;
}

static int next_step(const struct builder *b)
{
	return b->flow->steps->len;
}

static void lead(struct builder *b, int step, int to)
{
	g_array_index(b->flow->steps, struct step, step).to = to;
}

static void lead_all(struct builder *b, const GArray *steps, int to)
{
	for (guint i = 0; i < steps->len; i++)
		lead(b, g_array_index(steps, int, i), to);
}

static bool is(const struct builder *b, int i, const char *word)
{
	return parsed_is(b->parsed, i, word);
}

static int mate(const struct builder *b, int i)
{
	return parsed_at(b->parsed, i)->mate;
}

static void lose(struct builder *b, int i)
{
	if (!b->flow->lost)
		b->flow->lost = i ? i : 1;
}

static void statement(struct builder *b);

/* A statement that runs only sometimes. */
static void inner(struct builder *b)
{
	b->depth++;
	statement(b);
	b->depth--;
}

static void block(struct builder *b)
{
	int close = mate(b, b->at);

	if (close < 0) {
		lose(b, b->at);
		return;
	}
	b->at++;
	while (b->at < close && !b->flow->lost)
		statement(b);
	b->at = close + 1;
}

/* Goes to the token after a condition in brackets; returns the first token in it. */
static int condition(struct builder *b, int open)
{
	if (!is(b, open, "(") || mate(b, open) < 0) {
		lose(b, open);
		return open;
	}
	b->at = mate(b, open) + 1;
	return open + 1;
}

static void branch(struct builder *b)
{
	int first = condition(b, b->at + 1), test = add(b, TEST, first, b->at - 1), over;

	inner(b);
	if (!is(b, b->at, "else")) {
		lead(b, test, next_step(b));
		return;
	}
	over = add(b, JUMP, b->at, b->at + 1);
	lead(b, test, next_step(b));
	b->at++;
	inner(b);
	lead(b, over, next_step(b));
}

static void loop(struct builder *b)
{
	g_autoptr(GArray) breaks = g_array_new(FALSE, FALSE, sizeof(int)),
			  continues = g_array_new(FALSE, FALSE, sizeof(int));
	GArray *outer_breaks = b->breaks, *outer_continues = b->continues;
	bool does = is(b, b->at, "do"), endless = false;
	int test = -1;

	b->breaks = breaks;
	b->continues = continues;
	if (does) {
		b->at++;
	} else {
		bool is_while = is(b, b->at, "while");
		int first = condition(b, b->at + 1);
		g_autofree char *text = parsed_join(b->parsed, first, b->at - 1);

		endless = !strcmp(text, ";;") || (is_while && !strcmp(text, "1"));
		if (!endless)
			test = add(b, is_while ? TEST : PICK, first, b->at - 1);
	}
	inner(b);
	lead_all(b, continues, next_step(b));
	if (does) {
		condition(b, b->at + 1);
		b->at++;
	}
	if (endless)
		add(b, STOP, b->at - 1, b->at);
	if (test >= 0)
		lead(b, test, next_step(b));
	lead_all(b, breaks, next_step(b));
	b->breaks = outer_breaks;
	b->continues = outer_continues;
}

/* The steps that pick a label come after the body, when all labels are known. */
static void choice(struct builder *b)
{
	g_autoptr(GArray) breaks = g_array_new(FALSE, FALSE, sizeof(int)),
			  cases = g_array_new(FALSE, FALSE, sizeof(int));
	GArray *outer_breaks = b->breaks, *outer_cases = b->cases;
	int first = condition(b, b->at + 1), dispatch, over, otherwise = -1;
	int number = b->switches++;

	add(b, DO, first, b->at - 1);
	dispatch = add(b, JUMP, first, first);
	b->breaks = breaks;
	b->cases = cases;
	inner(b);
	over = add(b, JUMP, b->at - 1, b->at);
	lead(b, dispatch, next_step(b));
	for (guint i = 0; i < cases->len; i++) {
		int at = g_array_index(cases, int, i);
		int token = flow_step(b->flow, at)->first;

		lead(b, at, number);
		if (is(b, token, "default"))
			otherwise = at;
		else
			lead(b, add(b, PICK, token, token), at);
	}
	if (otherwise >= 0)
		lead(b, add(b, JUMP, first, first), otherwise);
	lead(b, over, next_step(b));
	lead_all(b, breaks, next_step(b));
	b->breaks = outer_breaks;
	b->cases = outer_cases;
}

static void label_of_switch(struct builder *b)
{
	int step = add(b, CASE, b->at, b->at + 1);

	while (!is(b, b->at, ":") && !b->flow->lost) {
		if (is(b, b->at, ";") || !parsed_at(b->parsed, b->at)->len)
			lose(b, b->at);
		b->at = mate(b, b->at) > b->at ? mate(b, b->at) + 1 : b->at + 1;
	}
	g_array_index(b->flow->steps, struct step, step).end = b->at++;
	if (b->cases)
		g_array_append_val(b->cases, step);
	else
		lose(b, b->at);
}

static void leave(struct builder *b, GArray *steps)
{
	int step = add(b, JUMP, b->at, b->at + 1);

	if (steps)
		g_array_append_val(steps, step);
	else
		lose(b, b->at);
	b->at += 2;
}

/* Up to the semicolon. Statements inside an expression, and asm goto, would be missed. */
static int simple_end(struct builder *b)
{
	for (int i = b->at;; i++) {
		int close = mate(b, i);

		if (is(b, i, ";") || is(b, i, "}"))
			return i;
		if (!parsed_at(b->parsed, i)->len || (is(b, i, "goto") && i > b->at)) {
			lose(b, b->at);
			return i;
		}
		for (int n = i; n < close; n++)
			if (is(b, n, "goto") || is(b, n, "return"))
				lose(b, b->at);
		if (close > i)
			i = close;
	}
}

static void simple(struct builder *b)
{
	static const char *const last[] = { "BUG", "panic", "unreachable", "do_exit" };
	int first = b->at, end = simple_end(b), step;
	enum step_kind kind = is(b, first, "return") ? RETURN : DO;

	for (size_t i = 0; i < G_N_ELEMENTS(last); i++)
		if (is(b, first, last[i]) && is(b, first + 1, "("))
			kind = STOP;
	b->at = is(b, end, ";") ? end + 1 : end;
	if (is(b, first, "goto")) {
		struct jump *jump = g_new0(struct jump, 1);

		step = add(b, JUMP, first, end);
		jump->step = step;
		jump->label = parsed_join(b->parsed, first + 1, end);
		g_ptr_array_add(b->jumps, jump);
	} else if (end > first) {
		add(b, kind, first, end);
	}
}

static void label(struct builder *b)
{
	int step = add(b, LABEL, b->at, b->at + 1);

	if (!g_hash_table_insert(b->labels, parsed_join(b->parsed, b->at, b->at + 1),
				 GINT_TO_POINTER(step)))
		lose(b, b->at);
	b->at += 2;
}

/* for_each_x(a, b) is a loop, too: a statement follows it, and not a semicolon. */
static bool is_loop(const struct builder *b)
{
	int after;

	if (is(b, b->at, "for") || is(b, b->at, "while") || is(b, b->at, "do"))
		return true;
	if (!parsed_is_name(b->parsed, b->at) || !is(b, b->at + 1, "(") || is(b, b->at, "return") ||
	    is(b, b->at, "goto"))
		return false;
	after = mate(b, b->at + 1) + 1;
	return after > 0 && (is(b, after, "{") || parsed_is_name(b->parsed, after));
}

static void statement(struct builder *b)
{
	if (b->depth > DEEPEST || !parsed_at(b->parsed, b->at)->len || is(b, b->at, "else")) {
		lose(b, b->at);
		return;
	}
	if (b->flow->lost)
		return;
	if (is(b, b->at, "{"))
		block(b);
	else if (is(b, b->at, "if"))
		branch(b);
	else if (is(b, b->at, "switch"))
		choice(b);
	else if (is(b, b->at, "case") || is(b, b->at, "default"))
		label_of_switch(b);
	else if (is(b, b->at, "break"))
		leave(b, b->breaks);
	else if (is(b, b->at, "continue"))
		leave(b, b->continues);
	else if (parsed_is_name(b->parsed, b->at) && is(b, b->at + 1, ":"))
		label(b);
	else if (is_loop(b))
		loop(b);
	else
		simple(b);
}

/**
 * flow_new() - read a function
 * @parsed: the file
 * @function: the function
 *
 * Return: its steps; the last one is a RETURN.
 */
struct flow *flow_new(const struct parsed *parsed, const struct function *function)
{
	struct flow *flow = g_new0(struct flow, 1);
	struct builder b = { .parsed = parsed, .flow = flow, .at = function->open };

	flow->steps = g_array_new(FALSE, TRUE, sizeof(struct step));
	b.labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	b.jumps = g_ptr_array_new_with_free_func(jump_free);
	block(&b);
	add(&b, RETURN, function->close, function->close);
	for (guint i = 0; i < b.jumps->len; i++) {
		const struct jump *jump = b.jumps->pdata[i];

		if (g_hash_table_contains(b.labels, jump->label))
			lead(&b, jump->step,
			     GPOINTER_TO_INT(g_hash_table_lookup(b.labels, jump->label)));
		else
			lose(&b, flow_step(flow, jump->step)->first);
	}
	g_hash_table_unref(b.labels);
	g_ptr_array_unref(b.jumps);
	return flow;
}

/**
 * flow_free() - free a function's steps
 * @flow: NULL is allowed
 */
void flow_free(struct flow *flow)
{
	if (!flow)
		return;
	g_array_unref(flow->steps);
	g_free(flow);
}

/**
 * flow_step() - a step
 * @flow: the function
 * @i: its index
 */
const struct step *flow_step(const struct flow *flow, int i)
{
	return &g_array_index(flow->steps, struct step, i);
}
