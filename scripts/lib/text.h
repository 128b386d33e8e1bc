/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_TEXT_H
#define NSGEN_TEXT_H

#include <glib.h>
#include <stdbool.h>

bool text_has(const char *text, const char *pattern);
char *text_match(const char *text, const char *pattern, int group);
int text_find(const char *text, const char *pattern);
int text_line(const char *text, int offset);
char *text_line_at(const char *text, int offset);
GPtrArray *text_lines(const char *text);
void text_insert(GPtrArray *lines, guint at, const GPtrArray *new);
bool text_goes_on(const char *line);
char *text_join(const GPtrArray *lines);
void text_underline(GPtrArray *lines);
int text_column(const char *line, int bytes);
int text_end(const char *line);
void text_tab_to(GString *line, int column);
char *text_wrap(const char *text, const char *indent, int width);
char *text_code(const char *text, bool directives);
bool text_is_hidden(gunichar c);
char *text_shown(const char *text, size_t most);
bool text_is_word(char c);
int text_find_word(const char *text, const char *word);
bool text_has_word(const char *text, const char *word);

#endif
