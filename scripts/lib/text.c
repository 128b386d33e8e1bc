// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text of source files: patterns, lines, columns. Kernel sources need not be UTF-8, so patterns
 * see bytes.
 */
#include "lib/text.h"

#include <string.h>

#define KEPT 512		/* compiled patterns; most are of hooks, and used for each file */

/*
 * Hooks' patterns were compiled when the hook was loaded, so an invalid one does not get here.
 *
 * Return: the pattern compiled, for g_regex_unref().
 */
static GRegex *compile(const char *pattern)
{
	static GHashTable *kept;
	static GMutex mutex;
	GRegex *regex;

	g_mutex_lock(&mutex);
	if (!kept)
		kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					     (GDestroyNotify)g_regex_unref);
	regex = g_hash_table_lookup(kept, pattern);
	if (!regex) {
		if (g_hash_table_size(kept) >= KEPT)
			g_hash_table_remove_all(kept);
		regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
		g_hash_table_insert(kept, g_strdup(pattern), regex);
	}
	g_regex_ref(regex);
	g_mutex_unlock(&mutex);
	return regex;
}

/**
 * text_match() - get the first match of a pattern's group
 * @text: where
 * @pattern: a Perl regular expression; ^ and $ match at lines
 * @group: its number, 0 for the whole match
 *
 * Return: a new string, or NULL if nothing matches.
 */
char *text_match(const char *text, const char *pattern, int group)
{
	g_autoptr(GRegex) regex = compile(pattern);
	g_autoptr(GMatchInfo) match = NULL;

	if (!regex || !g_regex_match(regex, text, 0, &match))
		return NULL;
	return g_match_info_fetch(match, group);
}

/**
 * text_find() - find the first match of a pattern
 * @text: where
 * @pattern: as for text_match()
 *
 * Return: the byte offset, or -1.
 */
int text_find(const char *text, const char *pattern)
{
	g_autoptr(GRegex) regex = compile(pattern);
	g_autoptr(GMatchInfo) match = NULL;
	int at = -1;

	if (regex && g_regex_match(regex, text, 0, &match))
		g_match_info_fetch_pos(match, 0, &at, NULL);
	return at;
}

/**
 * text_has() - does a pattern match?
 * @text: where
 * @pattern: as for text_match()
 */
bool text_has(const char *text, const char *pattern)
{
	return text_find(text, pattern) >= 0;
}

/**
 * text_is_word() - can this be in an identifier?
 * @c: a byte
 */
bool text_is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/**
 * text_find_word() - find a word that is not part of a longer one
 * @text: where
 * @word: an identifier
 *
 * Return: the byte offset, or -1.
 */
int text_find_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = text; len && (p = strstr(p, word)); p++) {
		if ((p == text || !text_is_word(p[-1])) && !text_is_word(p[len]))
			return p - text;
	}
	return -1;
}

/**
 * text_has_word() - does a text have a word that is not part of a longer one?
 * @text: where
 * @word: an identifier
 */
bool text_has_word(const char *text, const char *word)
{
	return text_find_word(text, word) >= 0;
}

/**
 * text_code() - remove comments and strings from C
 * @text: the file
 * @directives: keep preprocessor directives
 *
 * What is removed becomes blanks, so that offsets and line numbers stay the same.
 *
 * Return: a new string.
 */
char *text_code(const char *text, bool directives)
{
	char *code = g_strdup(text);
	bool fresh = true;

	for (char *p = code, *end; *p; p = end) {
		end = p + 1;
		if (p[0] == '/' && p[1] == '*') {
			end = strstr(p + 2, "*/");
			end = end ? end + 2 : strchr(p, '\0');
		} else if (g_str_has_prefix(p, "//")) {
			end = strchrnul(p, '\n');
		} else if (*p == '"' || *p == '\'') {
			while (*end && *end != *p && *end != '\n')
				end += *end == '\\' && end[1] ? 2 : 1;
			end += *end == *p;
		} else if (*p == '#' && fresh && !directives) {
			while (*end && *end != '\n' && !g_str_has_prefix(end, "/*"))
				end += *end == '\\' && end[1] ? 2 : 1;
		} else {
			fresh = *p == '\n' || (fresh && g_ascii_isspace(*p));
			continue;
		}
		for (; p < end; p++)
			if (*p != '\n')
				*p = ' ';
	}
	return code;
}

/**
 * text_line() - get the line number of a byte
 * @text: where
 * @offset: the byte
 *
 * Return: 1 for the first line.
 */
int text_line(const char *text, int offset)
{
	int line = 1;

	for (int i = 0; i < offset; i++)
		line += text[i] == '\n';
	return line;
}

/**
 * text_line_at() - get the line of a byte for a message: no blanks at its ends, single ones inside
 * @text: where
 * @offset: the byte
 *
 * Return: a new string.
 */
char *text_line_at(const char *text, int offset)
{
	g_autoptr(GString) line = g_string_new(NULL);
	int start = offset;

	while (start > 0 && text[start - 1] != '\n')
		start--;
	for (const char *p = text + start; *p && *p != '\n'; p++) {
		bool blank = g_ascii_isspace(*p);

		if (!blank || (line->len && line->str[line->len - 1] != ' '))
			g_string_append_c(line, blank ? ' ' : *p);
	}
	return g_strchomp(g_string_free(g_steal_pointer(&line), FALSE));
}

/**
 * text_lines() - split a text into its lines
 * @text: a last line without a line break counts as one
 *
 * Return: an array that owns its strings, for g_ptr_array_unref().
 */
GPtrArray *text_lines(const char *text)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	while (*text) {
		size_t len = strcspn(text, "\n");

		g_ptr_array_add(lines, g_strndup(text, len));
		text += len + (text[len] == '\n');
	}
	return lines;
}

/**
 * text_insert() - insert lines
 * @lines: from text_lines()
 * @at: index of the first new line
 * @new: copied
 */
void text_insert(GPtrArray *lines, guint at, const GPtrArray *new)
{
	for (guint i = 0; i < new->len; i++)
		g_ptr_array_insert(lines, at + i, g_strdup(new->pdata[i]));
}

/**
 * text_goes_on() - does a line end in a backslash, as continued lines of macros and make do?
 * @line: without its line break
 */
bool text_goes_on(const char *line)
{
	return g_str_has_suffix(line, "\\");
}

/**
 * text_join() - join lines into a text
 * @lines: from text_lines()
 *
 * Return: a new string, each line with its line break.
 */
char *text_join(const GPtrArray *lines)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(text, "%s\n", (char *)lines->pdata[i]);
	return g_string_free(text, FALSE);
}

/**
 * text_underline() - make underlines of reStructuredText titles as long as the titles
 * @lines: a line of === becomes as long as the line above it
 */
void text_underline(GPtrArray *lines)
{
	for (guint i = 1; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (strspn(line, "=") < 3 || line[strspn(line, "=")])
			continue;
		g_free(lines->pdata[i]);
		lines->pdata[i] = g_strnfill(strlen(lines->pdata[i - 1]), '=');
	}
}

/**
 * text_column() - get the column on screen
 * @line: a line, tabs are 8 wide
 * @bytes: number of its bytes
 *
 * Return: the column after those bytes, 0 for none.
 */
int text_column(const char *line, int bytes)
{
	int column = 0;

	for (int i = 0; i < bytes && line[i]; i++)
		column = line[i] == '\t' ? (column / 8 + 1) * 8 : column + 1;
	return column;
}

/**
 * text_end() - find the end of an element of a list
 * @line: a line that has one element
 *
 * A parenthesis that closes one of the element, as of a call, is part of the element; one more
 * closes the list.
 *
 * Return: the offset of the comma, closing parentheses, blanks and the backslash that end the line.
 */
int text_end(const char *line)
{
	int end = strcspn(line, "\n");
	int extra = 0;

	end -= end && line[end - 1] == '\\';
	while (end && (line[end - 1] == ' ' || line[end - 1] == '\t'))
		end--;

	for (int i = 0; i < end; i++)
		extra += (line[i] == ')') - (line[i] == '(');
	for (; end && (line[end - 1] == ',' || (line[end - 1] == ')' && extra > 0)); end--)
		extra -= line[end - 1] == ')';
	return end;
}

/**
 * text_tab_to() - append tabs, then spaces, up to a column
 * @line: gets at least one blank
 * @column: where the next character goes
 */
void text_tab_to(GString *line, int column)
{
	int now = text_column(line->str, line->len);

	if (now >= column) {
		g_string_append_c(line, ' ');
		return;
	}
	while ((now / 8 + 1) * 8 <= column) {
		g_string_append_c(line, '\t');
		now = (now / 8 + 1) * 8;
	}
	while (now++ < column)
		g_string_append_c(line, ' ');
}

/**
 * text_wrap() - wrap lines as prose
 * @text: lines that fit stay as they are; longer ones are broken at blanks
 * @indent: put before each line that is not empty
 * @width: columns, including the indent
 *
 * Return: a new string, each line with its line break.
 */
char *text_wrap(const char *text, const char *indent, int width)
{
	g_autoptr(GPtrArray) lines = text_lines(text);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		g_auto(GStrv) words = g_strsplit(lines->pdata[i], " ", -1);
		g_autoptr(GString) line = g_string_new(NULL);

		for (char **word = words; *word; word++) {
			if (line->len &&
			    text_column(line->str, line->len) + 1 + (int)strlen(*word) > width) {
				g_string_append_printf(out, "%s\n", line->str);
				g_string_truncate(line, 0);
			}
			if (!**word)
				continue;
			g_string_append_printf(line, "%s%s", line->len ? " " : indent, *word);
		}
		g_string_append_printf(out, "%s\n", line->str);
	}
	return g_string_free(out, FALSE);
}

/**
 * text_is_hidden() - is a character invisible, or does it make a text look like another?
 * @c: a character; control, bidirectional, zero-width and Unicode line-break characters are hidden
 */
bool text_is_hidden(gunichar c)
{
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_PRIVATE_USE:
	case G_UNICODE_UNASSIGNED:
		return true;
	default:
		/* A Hangul filler is hidden, but a variation selector, which is a mark, is not. */
		return g_unichar_iszerowidth(c) && !g_unichar_ismark(c);
	}
}

/* "\x1b" for invalid UTF-8 and for ASCII control characters, "\u202e" for other hidden ones. */
static const char *show(GString *out, const char *p, const char *end)
{
	gunichar c = g_utf8_get_char_validated(p, end - p);
	const char *next = c == (gunichar)-1 || c == (gunichar)-2 ? p + 1 : g_utf8_next_char(p);

	if (next == p + 1 && (*p & 0x80 || g_ascii_iscntrl(*p)))
		g_string_append_printf(out, "\\x%02x", (unsigned char)*p);
	else if (text_is_hidden(c))
		g_string_append_printf(out, "\\u%04x", (unsigned int)c);
	else
		g_string_append_len(out, p, next - p);
	return next;
}

/**
 * text_shown() - make a text safe to show, whoever wrote it
 * @text: untrusted
 * @most: bytes; the middle of a longer text is left out
 *
 * Return: a new string.
 */
char *text_shown(const char *text, size_t most)
{
	size_t len = strlen(text), half = most / 2;
	const char *end = text + len;
	GString *out = g_string_new(NULL);

	for (const char *p = text; p < end;) {
		if (len > most && p >= text + half) {
			g_string_append(out, " … ");
			p = MAX(p, end - half);
			/* Do not start in the middle of a character. */
			while (p < end && (*p & 0xc0) == 0x80)
				p++;
			len = 0;
			continue;
		}
		p = show(out, p, end);
	}
	return g_string_free(out, FALSE);
}
