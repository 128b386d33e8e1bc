// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that are not C: Kconfig, Makefiles, documents, scripts. The first word of a line tells what
 * it is; headings divide a document into sections.
 */
#include "audit/sites.h"
#include "lib/text.h"

#include <string.h>

struct line {
	const char *at;
	size_t len;
	int number;
};

static bool next_line(const struct reader *reader, struct line *line)
{
	const char *end = reader->text + reader->len;
	const char *at = line->at ? line->at + line->len + 1 : reader->text;
	const char *stop;

	if (at >= end)
		return false;
	stop = memchr(at, '\n', end - at);
	line->at = at;
	line->len = (stop ? stop : end) - at;
	line->number++;
	return true;
}

static const char *base(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

/* "=====" below a title. */
static bool underlines(const struct line *line)
{
	if (line->len < 3 || !strchr("=-~^\"*#+", *line->at))
		return false;
	for (size_t i = 0; i < line->len; i++)
		if (line->at[i] != *line->at && line->at[i] != '\r')
			return false;
	return true;
}

/* "CONFIG_UTS_NS=y" and "# CONFIG_UTS_NS is not set": a configuration is not a list. */
static bool chooses(const struct line *line)
{
	const char *p = line->at, *end = line->at + line->len;

	if (end - p > 2 && !memcmp(p, "# ", 2))
		p += 2;
	if (end - p < 7 || memcmp(p, "CONFIG_", 7))
		return false;
	while (p < end && text_is_word(*p))
		p++;
	return p < end && (*p == '=' || (end - p >= 11 && !memcmp(p, " is not set", 11)));
}

static bool is(const char *at, size_t len, const char *word)
{
	return len == strlen(word) && !memcmp(at, word, len);
}

static const char *key_of(const char *file, const char *first, size_t len, const struct line *line)
{
	const char *name = base(file);

	/* In Kconfig only the line that begins a symbol counts; the rest is prose. */
	if (g_str_has_prefix(name, "Kconfig"))
		return is(first, len, "config") || is(first, len, "menuconfig") ? "config" : NULL;
	/* In a document only a word alone on its line is an entry. */
	if (g_str_has_suffix(name, ".rst") || g_str_has_suffix(name, ".txt"))
		return first == line->at && len == line->len ? "" : NULL;
	return "first";
}

/*
 * The key is the line's first word and the form of the first namespace that it names, which lines
 * of other namespaces share: "config @_NS", "obj-$ CONFIG_@_NS", "max_@_namespaces".
 */
static void read_line(struct reader *reader, struct node *node, const struct line *line)
{
	const char *end = line->at + line->len;
	const char *first = line->at, *stop, *how;
	struct word word = { -1, NULL };
	g_autofree char *key = NULL;

	for (const char *p = line->at; p < end;) {
		const char *start = p;
		struct word found;

		while (p < end && text_is_word(*p))
			p++;
		if (p == start) {
			p++;
			continue;
		}
		reader_use(reader, node, start, p - start, line->number);
		found = reader_classify(reader, start, p - start);
		if (word.ns < 0)
			word = found;
	}
	if (word.ns < 0)
		return;
	while (first < end && g_ascii_isspace(*first))
		first++;
	for (stop = first;
	     stop < end && !g_ascii_isspace(*stop) && *stop != '(' && stop - first < 40; stop++)
		;
	how = key_of(reader->file, first, stop - first, line);
	if (!how)
		return;
	if (!*how || reader_classify(reader, first, stop - first).ns >= 0)
		key = g_strdup(word.form);
	else
		key = g_strdup_printf("%.*s %s", (int)(stop - first), first, word.form);
	reader_member(reader, key, word.ns, line->at - reader->text, end - reader->text,
		      line->number);
}

static void section_end(struct reader *reader, struct node *section, size_t end)
{
	reader_close(reader, section, NULL, end);
	node_free(section);
}

/**
 * read_lines() - find the constructs of a file that is not C
 * @reader: the file
 */
void read_lines(struct reader *reader)
{
	struct line line = { NULL, 0, 0 }, before = { NULL, 0, 0 };
	struct node *section = node_new("file", g_strdup("file"), 0, 1, 0);

	while (next_line(reader, &line)) {
		if (before.len && underlines(&line)) {
			char *name = g_strdup_printf("section %.*s", (int)MIN(before.len, 60),
						     before.at);
			struct node *next = node_new("section", name, before.at - reader->text,
						     before.number, 0);

			section_end(reader, section, before.at - reader->text);
			section = next;
			for (size_t i = 0; i < strlen(section->name); i++)
				if (section->name[i] == '\t' || section->name[i] == '\r')
					section->name[i] = ' ';
		}
		if (!chooses(&line))
			read_line(reader, section, &line);
		before = line;
	}
	section_end(reader, section, reader->len);
}
