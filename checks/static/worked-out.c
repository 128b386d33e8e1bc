// SPDX-License-Identifier: GPL-2.0-only
/*
 * The numbers that a header gives names, as a reader would work them out: replace each name by its
 * text until only numbers are left, then calculate.
 *
 * This is not how the engines do it (scripts/c), so that a mistake there is seen here. All is done
 * in 64 bits, which is enough to compare the 32 that matter.
 */
#include "static.h"
#include "lib/text.h"

#include <string.h>

/* Names within names, and the longest text that they are worth. */
#define DEEPEST 24
#define LONGEST 20000

static void number_free(gpointer data)
{
	struct number *number = data;

	g_free(number->name);
	g_free(number->text);
	g_free(number);
}

/* The kernel's own macros, as text. What an ioctl copies does not matter. */
static const char *const common[] = {
	"BIT(n) (1 << (n))",
	"BIT_ULL(n) (1 << (n))",
	"_BITUL(n) (1 << (n))",
	"_BITULL(n) (1 << (n))",
	"UL(n) (n)",
	"ULL(n) (n)",
	"_UL(n) (n)",
	"_ULL(n) (n)",
	"U32_C(n) (n)",
	"U64_C(n) (n)",
	"_AC(n,t) (n)",
	"GENMASK(h,l) ((2 << (h)) - (1 << (l)))",
	"GENMASK_ULL(h,l) ((2 << (h)) - (1 << (l)))",
	"_IO(t,n) ((t) << 8 | (n))",
	"_IOR(t,n,s) ((t) << 8 | (n))",
	"_IOW(t,n,s) ((t) << 8 | (n))",
	"_IOWR(t,n,s) ((t) << 8 | (n))",
	"_IOC(d,t,n,s) ((t) << 8 | (n))",
};

static int escaped(const char *p, const char **end)
{
	static const char letters[] = "abefnrtv\\'\"", codes[] = "\a\b\033\f\n\r\t\v\\'\"";
	const char *letter;

	if (*p != '\\') {
		*end = p + 1;
		return (guchar)*p;
	}
	p++;
	if (*p == 'x')
		return g_ascii_strtoull(p + 1, (char **)end, 16);
	if (*p >= '0' && *p <= '7')
		return g_ascii_strtoull(p, (char **)end, 8);
	letter = *p ? strchr(letters, *p) : NULL;
	*end = p + !!*p;
	return letter ? codes[letter - letters] : 0;
}

/*
 * Code on logical lines: comments and strings are blanks, a character is its number, and a line
 * that goes on is one line; the line feeds it had come after it.
 */
static char *logical(const char *text)
{
	GString *code = g_string_new(NULL);
	const char *end;
	int owed = 0;

	for (const char *p = text; *p; p = end) {
		end = p + 1;
		if (p[0] == '/' && p[1] == '*') {
			end = strstr(p + 2, "*/");
			end = end ? end + 2 : strchr(p, '\0');
			for (; p < end; p++)
				owed += *p == '\n';
			g_string_append_c(code, ' ');
		} else if (p[0] == '/' && p[1] == '/') {
			end = strchrnul(p, '\n');
		} else if (p[0] == '\\' && (p[1] == '\n' || (p[1] == '\r' && p[2] == '\n'))) {
			end = strchr(p, '\n') + 1;
			owed++;
			g_string_append_c(code, ' ');
		} else if (*p == '"') {
			while (*end && *end != '"' && *end != '\n')
				end += *end == '\\' && end[1] ? 2 : 1;
			end += *end == '"';
			g_string_append(code, " \"\" ");
		} else if (*p == '\'' && p[1] && p[1] != '\n') {
			int character = escaped(p + 1, &end);

			if (*end == '\'') {
				g_string_append_printf(code, " %d ", character);
				end++;
			} else {
				end = strchrnul(p, '\n');
			}
		} else {
			g_string_append_c(code, *p);
			for (; *p == '\n' && owed; owed--)
				g_string_append_c(code, '\n');
		}
	}
	return g_string_free(code, FALSE);
}

struct header {
	const char *path;
	GPtrArray *list;
	GHashTable *functions;
	int enums;
};

static struct number *add(struct header *header, const char *name, const char *text, int line)
{
	struct number *number = g_new0(struct number, 1);

	number->name = g_strdup(name);
	number->path = header->path;
	number->line = line;
	number->text = g_strdup(text);
	g_ptr_array_add(header->list, number);
	return number;
}

/* The cells of "a, (b, c), d", up to a bracket that closes; @end is set to that. */
static GPtrArray *cells(const char *p, const char **end)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	const char *from = p;
	int depth = 0;

	for (;; p++) {
		if (!*p || (!depth && strchr(",)}", *p))) {
			g_ptr_array_add(list, g_strndup(from, p - from));
			from = p + 1;
			if (*p != ',')
				break;
		}
		depth += *p && strchr("([{", *p);
		depth -= *p && strchr(")]}", *p);
	}
	*end = p;
	return list;
}

/* "NAME text" and "NAME(a, b) text" after "#define". */
static void define(struct header *header, const char *rest, int line)
{
	g_autofree char *name = text_match(rest, "^(\\w+)", 1);
	const char *after = name ? rest + strlen(name) : rest;

	if (!name)
		return;
	if (*after == '(')
		g_hash_table_replace(header->functions, g_strdup(name), g_strdup(after));
	/* "#define A A" says that the enumerator A is there. */
	else if (after[strspn(after, " \t\r")] && strcmp(after + strspn(after, " \t\r"), name))
		add(header, name, after, line);
}

/*
 * The enumerators of all enums. A 1 is a condition: an enumerator that counts on from before it is
 * not known.
 */
static void enumerators(struct header *header, const char *code)
{
	g_autoptr(GRegex) regex = g_regex_new(
		"\\benum\\b([\\w\\s:]|__attribute__\\s*\\(\\([^{}]*\\)\\))*\\{", G_REGEX_RAW, 0,
		NULL);
	g_autoptr(GMatchInfo) match = NULL;

	for (g_regex_match(regex, code, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *head = g_match_info_fetch(match, 0);
		g_autofree char *tag = text_match(head, "\\b(?!__)(?!enum\\b)([a-z]\\w*)", 1);
		g_autoptr(GPtrArray) each = NULL;
		g_autofree char *last = g_strdup("0");
		const char *end, *from;
		int start, stop, after = 0;

		g_match_info_fetch_pos(match, 0, &start, &stop);
		from = code + stop;
		each = cells(from, &end);
		header->enums++;
		for (guint i = 0; i < each->len; i++) {
			const char *cell = each->pdata[i];
			g_autofree char *name = text_match(cell, "([A-Za-z_]\\w*)", 1);
			g_autofree char *value = text_match(cell, "=([^=](?s:.*))$", 1);
			bool odd = !value && text_has(cell, "[A-Za-z_]\\w*\\s*[^\\s\\001\\w]");
			struct number *number;

			if (odd || (!value && strchr(cell, 1)))
				value = g_strdup("?");
			if (value) {
				g_free(last);
				last = g_strdup(g_strdelimit(value, "\001", ' '));
				after = 0;
			}
			if (name) {
				int at = strstr(cell, name) - cell + (from - code);
				g_autofree char *text = g_strdup_printf("(%s) + %d", last, after++);

				number = add(header, name, text, text_line(code, at));
				number->enumeration = header->enums;
				g_strlcpy(number->tag, tag ? tag : "", sizeof(number->tag));
			}
			from += strlen(cell) + 1;
		}
	}
}

/* Reads a header: its macros, and then its enums without what "#if 0" hides. */
static void read_header(struct header *header, const char *text)
{
	g_autofree char *code = logical(text);
	g_auto(GStrv) lines = g_strsplit(code, "\n", -1);
	g_autoptr(GString) rest = g_string_new(NULL);
	/* for each condition: '0' hides, '1' shows and hides the others, '?' is not known */
	g_autoptr(GString) open = g_string_new(NULL);

	for (int i = 0; lines[i]; i++) {
		g_autofree char *word = text_match(lines[i], "^\\s*#\\s*(\\w+)", 1);
		g_autofree char *more =
			text_match(lines[i], "^\\s*#\\s*\\w+\\s*(.*?)\\s*$", 1);
		bool hidden = strpbrk(open->str, "0x");

		if (word && g_str_has_prefix(word, "if")) {
			bool sure = !strcmp(word, "if") && text_has(more, "^\\(*[01]\\)*$");

			g_string_append_c(open, sure ? (strchr(more, '0') ? '0' : '1') : '?');
		} else if (word && g_str_has_prefix(word, "el") && open->len) {
			char *last = &open->str[open->len - 1];

			/* After one that shows, the others hide. */
			*last = *last == '1' || *last == 'x' ? 'x' : '?';
		} else if (word && !strcmp(word, "endif") && open->len) {
			g_string_truncate(open, open->len - 1);
		} else if (word && !hidden && !strcmp(word, "define")) {
			define(header, more, i + 1);
		} else if (!word && !hidden) {
			g_string_append(rest, lines[i]);
		}
		if (word && strcmp(word, "define"))
			g_string_append_c(rest, 1);
		g_string_append_c(rest, '\n');
	}
	enumerators(header, rest->str);
}

/* The text of a name in a variant: the first definition, the second … */
static const char *text_of(const GPtrArray *list, const char *name, int variant)
{
	const char *text = NULL;

	for (guint i = 0; i < list->len && variant >= 0; i++) {
		const struct number *number = list->pdata[i];

		if (strcmp(number->name, name))
			continue;
		text = number->text;
		variant--;
	}
	return text;
}

/* A macro's body with its arguments; NULL if they do not fit. */
static char *fill(const char *function, const GPtrArray *arguments)
{
	const char *end;
	g_autoptr(GPtrArray) params = cells(function + 1, &end);
	GString *body = g_string_new(NULL);

	for (const char *p = end + !!*end; *p;) {
		size_t len = 0;
		guint i;

		while (text_is_word(p[len]))
			len++;
		for (i = 0; len && i < params->len; i++) {
			g_autofree char *param = g_strstrip(g_strdup(params->pdata[i]));

			if (strlen(param) == len && !memcmp(p, param, len) && i < arguments->len)
				break;
		}
		if (len && i < params->len)
			g_string_append(body, arguments->pdata[i]);
		else
			g_string_append_len(body, p, len ? len : 1);
		p += len ? len : 1;
	}
	return g_string_free(body, FALSE);
}

/* Replaces each name once; false if one has no text. */
static bool replace(const struct header *header, const char *text, int variant, GString *result,
		    bool *again)
{
	for (const char *p = text; *p;) {
		g_autofree char *word = NULL, *body = NULL;
		const char *function, *open, *end;
		size_t len = 0;

		while (text_is_word(p[len]))
			len++;
		if (!len || g_ascii_isdigit(*p)) {
			g_string_append_len(result, p, len ? len : 1);
			p += len ? len : 1;
			continue;
		}
		word = g_strndup(p, len);
		open = p + len + strspn(p + len, " \t\n");
		function = *open == '(' ? g_hash_table_lookup(header->functions, word) : NULL;
		if (function) {
			g_autoptr(GPtrArray) arguments = cells(open + 1, &end);

			body = fill(function, arguments);
			g_string_append(result, body);
			p = end + !!*end;
		} else {
			const char *is = text_of(header->list, word, variant);

			if (!is)
				return false;
			g_string_append_printf(result, " %s ", is);
			p += len;
		}
		*again = true;
		if (result->len > LONGEST)
			return false;
	}
	return true;
}

static bool either(const char **p, guint64 *value);

static bool skip_to(const char **p, const char *sign)
{
	*p += strspn(*p, " \t\r\n");
	if (!g_str_has_prefix(*p, sign))
		return false;
	*p += strlen(sign);
	return true;
}

/* A number, or something in brackets, or one of these after signs. */
static bool operand(const char **p, guint64 *value)
{
	char *end;

	*p += strspn(*p, " \t\r\n");
	if (**p && strchr("-+~!", **p)) {
		char sign = *(*p)++;

		if (!operand(p, value))
			return false;
		if (sign == '-')
			*value = -*value;
		else if (sign == '~')
			*value = ~*value;
		else if (sign == '!')
			*value = !*value;
		return true;
	}
	if (skip_to(p, "("))
		return either(p, value) && skip_to(p, ")");
	if (!g_ascii_isdigit(**p))
		return false;
	if (g_str_has_prefix(*p, "0b"))
		*value = g_ascii_strtoull(*p + 2, &end, 2);
	else
		*value = g_ascii_strtoull(*p, &end, 0);
	*p = end + strspn(end, "uUlL");
	return !text_is_word(**p);
}

static bool calculate(const char *sign, guint64 right, guint64 *value)
{
	gint64 a = *value, b = right;

	switch (*sign) {
	case '*':
		*value *= right;
		return true;
	case '/':
	case '%':
		if (!b || b == -1)
			return false;
		*value = *sign == '/' ? a / b : a % b;
		return true;
	case '+':
		*value += right;
		return true;
	case '-':
		*value -= right;
		return true;
	case '^':
		*value ^= right;
		return true;
	case '=':
		*value = a == b;
		return true;
	case '!':
		*value = a != b;
		return true;
	case '&':
		*value = sign[1] ? *value && right : *value & right;
		return true;
	case '|':
		*value = sign[1] ? *value || right : *value | right;
		return true;
	case '<':
		if (sign[1] != '<')
			*value = sign[1] ? a <= b : a < b;
		else
			*value = right < 64 ? *value << right : 0;
		return right < 64 || sign[1] != '<';
	default:
		if (sign[1] != '>')
			*value = sign[1] ? a >= b : a > b;
		else
			*value = right < 64 ? *value >> right : 0;
		return right < 64 || sign[1] != '>';
	}
}

/* The operators of C from the weakest to the strongest. */
static bool level(const char **p, int strength, guint64 *value)
{
	static const char *const signs[][4] = {
		{ "||" }, { "&&" },	   { "|" },	     { "^" },	   { "&" },
		{ "==", "!=" }, { "<=", ">=", "<", ">" }, { "<<", ">>" }, { "+", "-" },
		{ "*", "/", "%" },
	};
	guint64 right;

	if (strength == G_N_ELEMENTS(signs))
		return operand(p, value);
	if (!level(p, strength + 1, value))
		return false;
	for (size_t i = 0; i < 4 && signs[strength][i]; i++) {
		const char *sign = signs[strength][i], *at = *p + strspn(*p, " \t\r\n");
		size_t len = strlen(sign);

		/* "|" is not the beginning of "||", nor "<" that of "<<". */
		if (strncmp(at, sign, len) || (len == 1 && at[1] && strchr("|&<>=", at[1]) &&
					       strchr("|&<>", *sign)))
			continue;
		*p = at + len;
		if (!level(p, strength + 1, &right) || !calculate(sign, right, value))
			return false;
		i = -1;
	}
	return true;
}

static bool either(const char **p, guint64 *value)
{
	guint64 yes, no;

	if (!level(p, 0, value))
		return false;
	if (!skip_to(p, "?"))
		return true;
	if (!either(p, &yes) || !skip_to(p, ":") || !either(p, &no))
		return false;
	*value = *value ? yes : no;
	return true;
}

/* What a text is in a variant. */
static bool work_out(const struct header *header, const char *text, int variant, guint64 *value)
{
	static const char cast[] = "\\(\\s*(?:(?:const|unsigned|signed|int|long|short|char|__force|"
				   "_*[us](?:8|16|32|64)|u?int(?:8|16|32|64)_t)\\s*)+\\)";
	g_autoptr(GString) left = g_string_new(text);
	g_autoptr(GRegex) casts = g_regex_new(cast, G_REGEX_RAW, 0, NULL);
	g_autofree char *bare = NULL;
	bool again = true;
	const char *p;

	for (int depth = 0; again; depth++) {
		g_autoptr(GString) next = g_string_new(NULL);
		g_autofree char *plain =
			g_regex_replace_literal(casts, left->str, -1, 0, " ", 0, NULL);

		again = false;
		if (depth == DEEPEST || !plain || !replace(header, plain, variant, next, &again))
			return false;
		g_string_assign(left, next->str);
	}
	/* So many brackets are no number. */
	for (p = left->str; *p; p++)
		if (g_str_has_prefix(p, "(((((((((((((((((((((((((((((((("))
			return false;
	p = left->str;
	return either(&p, value) && !p[strspn(p, " \t\r\n")];
}

/**
 * numbers_of() - the numbers that headers give names
 * @patched: the series
 * @paths: the headers, whose names may use each other's; NULL-terminated
 *
 * Return: an array of struct number that owns its elements.
 */
GPtrArray *numbers_of(struct patched *patched, const char *const *paths)
{
	struct header header = { .list = g_ptr_array_new_with_free_func(number_free) };

	header.functions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (size_t i = 0; i < G_N_ELEMENTS(common); i++)
		define(&header, common[i], 0);
	for (; *paths; paths++) {
		g_autofree char *text = patched_new(patched, *paths);

		header.path = *paths;
		if (text)
			read_header(&header, text);
	}
	for (guint i = 0; i < header.list->len; i++) {
		struct number *number = header.list->pdata[i];

		for (size_t variant = 0; variant < G_N_ELEMENTS(number->values); variant++) {
			guint64 value;

			if (!work_out(&header, number->text, variant, &value)) {
				number->count = 0;
				break;
			}
			number->values[number->count++] = value;
		}
	}
	g_hash_table_unref(header.functions);
	return header.list;
}
