// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of a C file is compiled: not its comments, and not what "#if 0" takes out.
 *
 * An old version of a place, kept in a comment or in "#if 0" next to the new one, looks just like
 * the place.
 */
#include "c/code.h"

#include "lib/text.h"

#include <string.h>

/**
 * code_is_c() - is this a file of C?
 * @file: its name
 */
bool code_is_c(const char *file)
{
	return g_str_has_suffix(file, ".c") || g_str_has_suffix(file, ".h");
}

static void blank(char *from, const char *to)
{
	for (; from < to; from++)
		if (*from != '\n')
			*from = ' ';
}

/* The end of a string, or of its line if it is not closed there. */
static char *string_end(char *p)
{
	char *end = p + 1;

	while (*end && *end != *p && *end != '\n')
		end += *end == '\\' && end[1] ? 2 : 1;
	return end + (*end == *p);
}

static void hide_comments(char *text)
{
	for (char *p = text, *end; *p; p = end) {
		if (p[0] == '/' && p[1] == '*') {
			end = strstr(p + 2, "*/");
			end = end ? end + 2 : strchr(p, '\0');
			blank(p, end);
		} else if (p[0] == '/' && p[1] == '/') {
			end = strchrnul(p, '\n');
			blank(p, end);
		} else {
			end = *p == '"' || *p == '\'' ? string_end(p) : p + 1;
		}
	}
}

/* The end of a line, or of the lines that backslashes join to it. */
static char *line_end(char *p)
{
	bool joined = false;

	for (; *p && (*p != '\n' || joined); p++)
		joined = *p == '\\';
	return p;
}

/*
 * A conditional whose condition is a number.
 * @constant: "#if 0" or "#if 1"; the others are left as they are
 * @dead: the current arm is not compiled
 * @taken: an earlier arm is compiled, so the later ones are not
 */
struct arm {
	bool constant, dead, taken;
};

static bool directive(const char *line, const char *name, const char **rest)
{
	line += strspn(line, " \t");
	if (*line++ != '#')
		return false;
	line += strspn(line, " \t");
	if (!g_str_has_prefix(line, name))
		return false;
	*rest = line + strlen(name);
	return !g_ascii_isalnum(**rest) && **rest != '_';
}

/* Is a condition just 0 or 1? */
static bool is_constant(const char *rest, bool *value)
{
	size_t len;

	rest += strspn(rest, " \t");
	*value = *rest == '1';
	if (*rest != '0' && *rest != '1')
		return false;
	len = strspn(rest + 1, " \t\r");
	return !rest[1 + len] || rest[1 + len] == '\n';
}

/*
 * Moves to the arm that a directive begins.
 * @around: gets the number of conditionals around the directive, without its own
 *
 * Return: is the directive itself hidden?
 */
static bool turn(GArray *arms, char *line, guint *around)
{
	struct arm *arm = arms->len ? &g_array_index(arms, struct arm, arms->len - 1) : NULL;
	const char *rest;
	bool value;

	*around = arms->len;
	if (directive(line, "if", &rest) || directive(line, "ifdef", &rest) ||
	    directive(line, "ifndef", &rest)) {
		struct arm new = { .constant = directive(line, "if", &rest) &&
					       is_constant(rest, &value) };

		new.dead = new.constant && !value;
		new.taken = new.constant && value;
		g_array_append_val(arms, new);
		return new.constant;
	}
	if (!arm)
		return false;
	if (directive(line, "else", &rest)) {
		*around = arms->len - 1;
		arm->dead = arm->constant && arm->taken;
		return arm->constant;
	}
	if (directive(line, "elif", &rest)) {
		*around = arms->len - 1;
		arm->dead = arm->taken;
		if (!arm->constant || arm->taken)
			return arm->dead;
		/* "#elif X" after "#if 0" is where a real condition begins. */
		arm->constant = false;
		memcpy(strstr(line, "elif"), "if  ", strlen("elif"));
		return false;
	}
	if (directive(line, "endif", &rest)) {
		bool constant = arm->constant;

		g_array_set_size(arms, arms->len - 1);
		*around = arms->len;
		return constant;
	}
	return false;
}

static bool any_dead(const GArray *arms, guint count)
{
	for (guint i = 0; i < MIN(count, arms->len); i++)
		if (g_array_index(arms, struct arm, i).dead)
			return true;
	return false;
}

static void hide_dead(char *text)
{
	g_autoptr(GArray) arms = g_array_new(FALSE, FALSE, sizeof(struct arm));

	for (char *line = text, *end; *line; line = *end ? end + 1 : end) {
		bool hidden;

		end = line_end(line);
		if (line[strspn(line, " \t")] == '#') {
			guint around;

			hidden = turn(arms, line, &around) || any_dead(arms, around);
		} else {
			hidden = any_dead(arms, arms->len);
		}
		if (hidden)
			blank(line, end);
	}
}

/**
 * code_only() - a file without what is not compiled
 * @file: its name; only C is changed
 * @text: the file
 *
 * Comments, and what "#if 0" or the other arm of "#if 1" hides, become blanks, so that offsets
 * and line numbers stay the same. Strings stay.
 *
 * Return: a new string.
 */
char *code_only(const char *file, const char *text)
{
	char *code = g_strdup(text);

	if (code_is_c(file)) {
		hide_comments(code);
		hide_dead(code);
	}
	return code;
}

/**
 * code_shows() - can a pattern match in the result of code_only()?
 * @pattern: a regular expression
 *
 * Return: false if it looks for a comment: it has the beginning of one, or begins with the " * " of
 * a line in the middle of one.
 */
bool code_shows(const char *pattern)
{
	return !strstr(pattern, "/\\*") && !strstr(pattern, "// ") &&
	       !g_str_has_prefix(pattern, "^ \\* ");
}

/**
 * code_for() - which text a pattern is meant for
 * @pattern: a regular expression
 * @text: the file
 * @code: the result of code_only()
 *
 * Return: @text for a pattern that looks for a comment, or else @code.
 */
const char *code_for(const char *pattern, const char *text, const char *code)
{
	return code_shows(pattern) ? code : text;
}

/**
 * code_lines() - the lines of code_only(), each without blanks at its end
 * @file: its name
 * @text: the file
 *
 * A line that is only a comment is not an empty one: it becomes a blank.
 *
 * Return: an array of strings that owns them, as many as text_lines() has.
 */
GPtrArray *code_lines(const char *file, const char *text)
{
	g_autofree char *code = code_only(file, text);
	GPtrArray *lines = text_lines(code);

	for (guint i = 0; code_is_c(file) && i < lines->len; i++) {
		char *line = lines->pdata[i];
		bool any = *line;

		g_strchomp(line);
		if (any && !*line)
			strcpy(line, " ");
	}
	return lines;
}
