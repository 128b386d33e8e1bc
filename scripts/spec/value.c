// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check names and the values of keys. Both are untrusted, and end up in identifiers, paths, C
 * comments, Kconfig and mails.
 */
#include "spec/value.h"
#include "lib/error.h"
#include "tree/safe-path.h"

#include <string.h>

/*
 * Words that cannot name a namespace: C's and C11's keywords, what gcc and the kernel reserve,
 * and SmPL's.
 */
static const char *const reserved[] = {
	"auto", "break", "case", "char", "const", "continue",
	"default", "do", "double", "else", "enum", "extern",
	"float", "for", "goto", "if", "inline", "int",
	"long", "register", "restrict", "return", "short", "signed",
	"sizeof", "static", "struct", "switch", "typedef", "typeof",
	"union", "unsigned", "void", "volatile", "while", "asm",
	"bool", "true", "false", "alignas", "alignof", "atomic",
	"complex", "constexpr", "generic", "imaginary", "noreturn", "nullptr",
	"linux", "unix", "attribute", "binary", "comments", "constant",
	"cast", "declaration", "declarer", "depends", "disable", "ever",
	"exists", "expression", "extends", "field", "finalize", "forall",
	"format", "fresh", "function", "idexpression", "identifier", "initialiser",
	"initialize", "initializer", "iterator", "list", "local", "metavariable",
	"name", "never", "on", "operator", "parameter", "position",
	"pragma", "pure", "script", "statement", "strict", "symbol",
	"type", "using", "virtual", "when", "word",
};

static bool is_reserved(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(reserved); i++)
		if (!strcmp(word, reserved[i]))
			return true;
	return false;
}

/**
 * spec_name_ok() - is this a valid name for a namespace?
 * @name: untrusted
 * @err: says what a valid name is
 */
bool spec_name_ok(const char *name, GError **err)
{
	if (!*name)
		return fail(err, STATUS_USAGE,
			    "empty namespace name; give one word, as in --name=ima");
	if (!g_regex_match_simple("^[a-z][a-z0-9]{0,14}$", name,
				  G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
		return fail(
			err, STATUS_USAGE,
			"'%s': invalid namespace name (expected [a-z][a-z0-9]{0,14}, as in --name=ima)",
			name);
	if (is_reserved(name))
		return fail(err, STATUS_USAGE,
			    "'%s' is a keyword of C or SmPL; choose another name", name);
	/* generated/reference/ has the reviewed series; it is not the directory of a name. */
	if (!strcmp(name, "reference"))
		return fail(err, STATUS_USAGE,
			    "'reference' is reserved for nsgen's own output; choose another name");
	return true;
}

static bool text_ok(const char *text, bool lines)
{
	if (!g_utf8_validate(text, -1, NULL))
		return false;
	for (const char *p = text; *p; p++)
		if ((g_ascii_iscntrl(*p) && !(lines && *p == '\n')) || *p == '"' || *p == '\\' ||
		    *p == '@' || *p == '$')
			return false;
	/*
	 * A text may end up in a C comment, and in a mail, where some lines start something other
	 * than prose.
	 */
	return text[strspn(text, " \n")] && !strstr(text, "*/") && !strstr(text, "/*") &&
	       !g_regex_match_simple("^(---|\\+\\+\\+|@@|diff |Index: |-- |From )", text,
				     G_REGEX_RAW | G_REGEX_MULTILINE, 0);
}

/**
 * value_wrong() - check a value against its kind
 * @kind: the key's
 * @value: untrusted
 *
 * Return: what is wrong, to follow its name in an error; NULL if it is valid.
 */
const char *value_wrong(enum kind kind, const char *value)
{
	switch (kind) {
	case WORD:
		if (!g_regex_match_simple("^[A-Za-z_][A-Za-z0-9_]{0,62}$", value,
					  G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0))
			return "expected a C identifier";
		return is_reserved(value) ? "a keyword of C or SmPL" : NULL;
	case CAPITALS:
		return g_regex_match_simple("^[A-Z_][A-Z0-9_]{0,62}$", value,
					    G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0) ?
			       NULL :
			       "expected a word in capitals";
	case PATH:
		return path_ok(value) ?
			       NULL :
			       "expected a path inside the tree: relative, of A-Z a-z 0-9 _ . - and /, without ..";
	case NUMBER:
		return g_regex_match_simple("^[0-9]$", value, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY,
					    0) ?
			       NULL :
			       "expected a number from 0 to 9";
	case TEXT:
	case LINES:
		return text_ok(value, kind == LINES) ?
			       NULL :
			       "empty, or with a control character, a quote, a backslash, a $, an @ or a comment mark, or with a line that starts like one of a diff";
	}
	return "unknown kind of value";
}
