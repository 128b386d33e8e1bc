// SPDX-License-Identifier: GPL-2.0-only
/*
 * Members that our lines use: the struct has to have them in this tree.
 *
 * The type of what stands in front of "->" or "." is known where it is declared as "struct x" in
 * the same file; what else there is, is not looked at.
 */
#include "proof/proof.h"

#include <string.h>

static bool is_chain(const struct reading *r, int at)
{
	return reading_is(r, at, "->") || reading_is(r, at, ".");
}

/*
 * The tag in "struct TAG *name" or "struct TAG name", the last one before @at; NULL: none, or it
 * does not go with @by, "->" or ".", as in kfree_rcu(ns, ns.rcu), which names a member.
 */
static char *declared_as(const struct reading *r, int at, const char *name, const char *by)
{
	const struct function *function = reading_function_at(r, at);

	for (int i = at - 1; i > 2; i--) {
		int type = i - 1;

		/* A name of another function is another name. */
		if (!reading_is(r, i, name) ||
		    (reading_function_at(r, i) && reading_function_at(r, i) != function) ||
		    (function && i < function->params && reading_opener(r, i, '(') >= 0))
			continue;
		while (reading_is(r, type, "*") || reading_is(r, type, "const"))
			type--;
		if (reading_is_word(r, type) && reading_is(r, type - 1, "struct"))
			return reading_is(r, i - 1, "*") == !strcmp(by, "->") ?
				       reading_text(r, type) :
				       NULL;
	}
	return NULL;
}

/* A search for a member. */
struct member {
	const char *tag, *name;
	bool complete;	/* the struct's members were seen */
	bool there;	/* the member was */
	char *type;	/* the tag of its type, or NULL */
};

static void member_clear(struct member *member)
{
	g_clear_pointer(&member->type, g_free);
}

typedef struct member Member;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Member, member_clear)

static char *tag_before(const struct reading *r, int at, int open)
{
	int type = at - 1;

	while (type > open && (reading_is(r, type, "*") || reading_is(r, type, "const")))
		type--;
	/* "struct tag { ... } name" declares both. */
	if (reading_is(r, type, "}"))
		type = reading_partner(r, type) - 1;
	return reading_is_word(r, type) && reading_is(r, type - 1, "struct") ?
		       reading_text(r, type) :
		       NULL;
}

/* Does the body of the struct, from @open on, have the member? */
static void look_into(const struct reading *r, int open, struct member *member)
{
	int close = reading_partner(r, open);

	for (int i = open + 1; i < close; i++) {
		if (!reading_is(r, i, member->name))
			continue;
		if (reading_is(r, i + 1, ";") || reading_is(r, i + 1, ",") ||
		    reading_is(r, i + 1, "[") || reading_is(r, i + 1, ":") ||
		    (reading_is(r, i + 1, ")") && reading_is(r, i - 1, "*")) ||
		    (reading_is_word(r, i + 1) && reading_opener(r, i, 0) == open)) {
			member->there = true;
			member->type = tag_before(r, i, open);
			return;
		}
		/* Members that a macro declares, as in __struct_group() or DECLARE_BITMAP(). */
		if (reading_is(r, i - 1, "(") || reading_is(r, i - 1, ",")) {
			member->there = true;
			return;
		}
	}
}

static bool find_member(const struct reading *r, const char *path G_GNUC_UNUSED, void *data)
{
	struct member *member = data;

	for (int i = 1; i < reading_count(r) && !member->there; i++) {
		if (!reading_is(r, i, member->tag) || !reading_is(r, i - 1, "struct") ||
		    !reading_is(r, i + 1, "{") || reading_partner(r, i + 1) < 0)
			continue;
		member->complete = true;
		look_into(r, i + 1, member);
	}
	return member->there;
}

/* Follows "b.c" of "a->b.c", where a's type is known. */
static bool follow(const struct proof *proof, const struct changed *changed, int at,
		   const char *first, GError **err)
{
	const struct reading *r = changed->after;
	g_autofree char *tag = g_strdup(first);

	for (; tag && reading_is_word(r, at); at += 2) {
		g_autofree char *name = reading_text(r, at);
		g_auto(Member) member = { .tag = tag, .name = name };
		bool found;

		if (!headers_search(proof->headers, changed->path, tag, find_member, &member,
				    &found, err))
			return false;
		if (!member.complete)
			return true;
		if (!member.there)
			return changed_fail(
				changed, at, err,
				"struct %s has no member '%s' in Linux %s, which is not supported here",
				tag, name, proof->tree->release);
		g_free(tag);
		tag = g_steal_pointer(&member.type);
		if (!is_chain(r, at + 1))
			break;
	}
	return true;
}

/* The tag of the variable that a designated initialiser is for: "struct TAG name = {". */
static char *initialised(const struct reading *r, int at)
{
	int open = reading_opener(r, at, 0);

	if (!reading_is(r, open, "{") || !reading_is(r, open - 1, "=") ||
	    !reading_is_word(r, open - 2) || !reading_is_word(r, open - 3) ||
	    !reading_is(r, open - 4, "struct"))
		return NULL;
	return reading_text(r, open - 3);
}

/*
 * The tag of the struct whose member is named after a comma: container_of(p, struct TAG, member),
 * kfree_rcu(p, member).
 */
static char *named_in_call(const struct reading *r, int comma)
{
	int open = reading_opener(r, comma, 0);

	if (!reading_is(r, open, "("))
		return NULL;
	if (reading_is(r, comma - 2, "struct") &&
	    (reading_is(r, open - 1, "container_of") || reading_is(r, open - 1, "offsetof")))
		return reading_text(r, comma - 1);
	if (reading_is(r, open - 1, "kfree_rcu") && comma == open + 2) {
		g_autofree char *name = reading_text(r, comma - 1);

		return declared_as(r, comma - 1, name, "->");
	}
	return NULL;
}

static bool check_at(const struct proof *proof, const struct changed *changed, int at,
		     GError **err)
{
	const struct reading *r = changed->after;
	g_autofree char *tag = NULL;

	if (reading_is(r, at, ".") && (reading_is(r, at - 1, "{") || reading_is(r, at - 1, ","))) {
		tag = initialised(r, at);
	} else if (reading_is(r, at, ",")) {
		tag = named_in_call(r, at);
	} else if (is_chain(r, at) && reading_is_word(r, at - 1) && !is_chain(r, at - 2)) {
		g_autofree char *name = reading_text(r, at - 1);

		tag = declared_as(r, at - 1, name, reading_is(r, at, "->") ? "->" : ".");
	}
	return !tag || follow(proof, changed, at + 1, tag, err);
}

/**
 * proof_members() - do structs have the members that our lines use?
 * @proof: what the series makes
 * @changed: a file
 * @err: STATUS_TREE: one has not
 */
bool proof_members(const struct proof *proof, const struct changed *changed, GError **err)
{
	for (int i = 0; i < reading_count(changed->after); i++)
		if (changed_added(changed, i) && !check_at(proof, changed, i, err))
			return false;
	return true;
}
