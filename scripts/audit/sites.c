// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sites: constructs that name at least three namespaces in the same form.
 *
 * Three namespaces near each other mean little: a networking function that looks at a task's user
 * and pid namespaces is not a list. Three words of the same form (CLONE_NEWUTS, CLONE_NEWIPC,
 * CLONE_NEWPID) are. If each namespace has a construct of its own (a line of a Makefile, a macro,
 * an object), those of the same form are a group.
 */
#include "audit/sites.h"
#include "lib/text.h"

#include <string.h>

#define ENOUGH 3

/* "user" and "time" occur in many unrelated tables, so more names are needed. */
#define ENOUGH_STRINGS 5

/**
 * node_new() - begin a construct
 * @kind: not copied
 * @name: freed with the construct
 * @start: byte offset
 * @line: line
 * @depth: brace depth
 */
struct node *node_new(const char *kind, char *name, size_t start, int line, int depth)
{
	struct node *node = g_new0(struct node, 1);

	*node = (struct node){
		.kind = kind, .name = name, .start = start, .line = line, .depth = depth
	};
	node->uses = g_array_new(FALSE, FALSE, sizeof(struct use));
	return node;
}

/**
 * node_free() - free a construct
 * @node: may be NULL
 */
void node_free(struct node *node)
{
	if (!node)
		return;
	g_free(node->name);
	g_array_unref(node->uses);
	g_free(node);
}

/**
 * site_new() - create a site without cells
 * @file: copied
 * @name: freed with the site
 * @kind: not copied
 * @form: not copied
 */
struct site *site_new(const char *file, char *name, const char *kind, const char *form)
{
	struct site *site = g_new0(struct site, 1);

	site->file = g_strdup(file);
	site->name = name;
	site->kind = kind;
	site->form = form;
	site->hooks = g_ptr_array_new();
	site->cover = "uncovered";
	return site;
}

static void site_free(gpointer data)
{
	struct site *site = data;

	g_free(site->file);
	g_free(site->name);
	for (int i = 0; site->files && i < NS_MAX; i++)
		g_free(site->files[i]);
	g_free(site->files);
	if (site->spans)
		g_array_unref(site->spans);
	g_ptr_array_unref(site->hooks);
	g_free(site);
}

static void member_free(gpointer data)
{
	struct member *member = data;

	g_free(member->key);
	g_free(member->file);
	g_free(member);
}

/**
 * finds_new() - create empty finds
 */
struct finds *finds_new(void)
{
	struct finds *finds = g_new0(struct finds, 1);

	finds->sites = g_ptr_array_new_with_free_func(site_free);
	finds->members = g_ptr_array_new_with_free_func(member_free);
	return finds;
}

/**
 * finds_free() - free finds
 * @finds: may be NULL
 */
void finds_free(struct finds *finds)
{
	if (!finds)
		return;
	if (finds->sites)
		g_ptr_array_unref(finds->sites);
	if (finds->members)
		g_ptr_array_unref(finds->members);
	g_free(finds);
}

/**
 * reader_classify() - names_classify() with a cache, as the same identifiers come up repeatedly
 * @reader: the file
 * @word: the identifier
 * @len: its length
 */
struct word reader_classify(struct reader *reader, const char *word, size_t len)
{
	char key[128];
	struct word *known;

	/* No word for a namespace is that long. */
	if (len >= sizeof(key))
		return (struct word){ -1, NULL };
	memcpy(key, word, len);
	key[len] = '\0';
	known = g_hash_table_lookup(reader->memo, key);
	if (!known) {
		known = g_new0(struct word, 1);
		*known = names_classify(reader->names, word, len);
		g_hash_table_insert(reader->memo, g_strdup(key), known);
	}
	return *known;
}

static void add_use(struct node *node, struct word word, int line)
{
	struct use use = { word.ns, word.form, line };

	if (word.ns >= 0)
		g_array_append_val(node->uses, use);
}

/**
 * reader_use() - note an identifier in a construct
 * @reader: the file
 * @node: the construct
 * @word: the identifier
 * @len: its length
 * @line: its line
 */
void reader_use(struct reader *reader, struct node *node, const char *word, size_t len, int line)
{
	add_use(node, reader_classify(reader, word, len), line);
}

/* A string that is exactly a namespace's name, or a path to its file. */
static void whole_string(struct reader *reader, struct node *node, const char *text, size_t len,
			 int line)
{
	static const char dir[] = "ns/";
	bool path = false;

	for (size_t i = len; i >= strlen(dir); i--) {
		if (!memcmp(text + i - strlen(dir), dir, strlen(dir))) {
			text += i;
			len -= i;
			path = true;
			break;
		}
	}
	for (guint i = 0; i < reader->names->list->len; i++) {
		const struct ns *ns = reader->names->list->pdata[i];

		if (strlen(ns->stem) == len && !memcmp(ns->stem, text, len))
			add_use(node,
				(struct word){ i, g_intern_static_string(path ? "ns/@" : "\"@\"") },
				line);
	}
}

/**
 * reader_string() - note a string in a construct: a string that is one word, or a path; other
 * strings are text for people, whatever they name
 * @reader: the file
 * @node: the construct
 * @text: with its quotes
 * @len: its length
 * @line: its line
 */
void reader_string(struct reader *reader, struct node *node, const char *text, size_t len, int line)
{
	if (len < 3 || text[len - 1] != *text)
		return;
	whole_string(reader, node, text + 1, len - 2, line);
	for (size_t i = 1; i < len - 1; i++)
		if (!text_is_word(text[i]))
			return;
	reader_use(reader, node, text + 1, len - 2, line);
}

/**
 * sites_in_kernel() - is a file part of the kernel itself?
 * @file: relative to the tree
 *
 * nsgen does not wire what tools and samples define for themselves.
 */
bool sites_in_kernel(const char *file)
{
	static const char *const outside[] = { "tools/", "Documentation/", "samples/", "scripts/",
					       "usr/" };

	for (size_t i = 0; i < G_N_ELEMENTS(outside); i++)
		if (g_str_has_prefix(file, outside[i]))
			return false;
	return true;
}

/*
 * Headers and structs that a file includes or declares to use them are not a site by themselves,
 * only in a file with other sites, and only if they cover most namespaces.
 */
static bool follows(const char *key)
{
	return !strcmp(key, "#include") || !strcmp(key, "struct @_namespace;");
}

static int most(const struct reader *reader)
{
	return MAX(ENOUGH, (int)reader->names->list->len / 2 + 1);
}

/* A test or tool may use a few namespaces for its own purpose; one that lists them has most. */
static int how_many(const struct reader *reader)
{
	return sites_in_kernel(reader->file) ? ENOUGH : most(reader);
}

/* The form that names the most namespaces. */
static const char *best_form(const struct reader *reader, const struct node *node, bool *enough)
{
	g_autoptr(GHashTable) sets = g_hash_table_new(g_direct_hash, g_direct_equal);
	const char *strings = g_intern_static_string("\"@\"");
	const char *best = NULL;
	int most = 0;

	*enough = false;
	for (guint i = 0; i < node->uses->len; i++) {
		const struct use *use = &g_array_index(node->uses, struct use, i);
		guint64 set = GPOINTER_TO_SIZE(g_hash_table_lookup(sets, use->form)) |
			      1ULL << use->ns;
		int count = __builtin_popcountll(set);

		g_hash_table_insert(sets, (gpointer)use->form, GSIZE_TO_POINTER(set));
		if (count > most) {
			most = count;
			best = use->form;
		}
		*enough = *enough ||
			  count >= (use->form == strings ? ENOUGH_STRINGS : how_many(reader));
	}
	return best;
}

static void fill(struct site *site, const struct node *node)
{
	for (guint i = 0; i < node->uses->len; i++) {
		const struct use *use = &g_array_index(node->uses, struct use, i);

		if (!site->lines[use->ns] || use->line < site->lines[use->ns])
			site->lines[use->ns] = use->line;
	}
}

/* An enum or table without a name is named after its contents. */
static char *full_name(const struct node *node, const struct node *parent, const char *form)
{
	if (!parent)
		return *node->name ? g_strdup(node->name) : g_strdup(form);
	/*
	 * A mask is named as a part even if its parent has nothing else, so that it keeps its name
	 * when the parent gets more.
	 */
	return g_strdup_printf("%s%s%s", parent->name, *parent->name ? " " : "", node->name);
}

/* If two sites in a file have the same name, the second becomes "… 2". */
static void tell_apart(struct reader *reader, struct site *site)
{
	int same = 1;

	for (guint i = reader->sites; i < reader->finds->sites->len; i++) {
		const struct site *other = reader->finds->sites->pdata[i];
		size_t len = strlen(site->name);

		same += !strncmp(other->name, site->name, len) &&
			(!other->name[len] ||
			 (other->name[len] == ' ' && g_ascii_isdigit(other->name[len + 1])));
	}
	if (same > 1) {
		char *name = g_strdup_printf("%s %d", site->name, same);

		g_free(site->name);
		site->name = name;
	}
}

/**
 * reader_close() - end a construct and add it if it is a site
 * @reader: the file
 * @node: the construct
 * @parent: the construct that it is part of, or NULL
 * @end: one past its last byte
 *
 * Return: true if it is a site; else the caller may pass its uses to the parent.
 */
bool reader_close(struct reader *reader, struct node *node, const struct node *parent, size_t end)
{
	bool enough;
	const char *form = best_form(reader, node, &enough);
	struct site *site;

	if (!enough && !node->exempt)
		return false;
	site = site_new(reader->file, full_name(node, parent, form), node->kind, form);
	site->start = node->start;
	site->end = end;
	site->line = node->line;
	site->exception = node->exempt;
	fill(site, node);
	tell_apart(reader, site);
	g_ptr_array_add(reader->finds->sites, site);
	return true;
}

/**
 * reader_member() - add a construct of one namespace, which may belong to a group
 * @reader: the file
 * @key: what it has in common with such constructs of other namespaces
 * @ns: its namespace
 * @start: byte offset
 * @end: one past its last byte
 * @line: its line
 */
void reader_member(struct reader *reader, const char *key, int ns, size_t start, size_t end,
		   int line)
{
	GPtrArray *group = g_hash_table_lookup(reader->groups, key);
	struct member *member = g_new0(struct member, 1);

	*member = (struct member){ g_strdup(key), ns, g_strdup(reader->file), line, start, end };
	if (!group) {
		group = g_ptr_array_new_with_free_func(member_free);
		g_hash_table_insert(reader->groups, g_strdup(key), group);
	}
	g_ptr_array_add(group, member);
}

static void group_site(struct reader *reader, const char *key, const GPtrArray *group)
{
	const struct member *first = group->pdata[0];
	bool include = !strcmp(key, "#include");
	struct site *site = site_new(reader->file, g_strdup(key), include ? "include" : "group",
				     g_intern_string(key));

	site->spans = g_array_new(FALSE, FALSE, sizeof(size_t));
	site->start = first->start;
	site->line = first->line;
	for (guint i = 0; i < group->len; i++) {
		const struct member *member = group->pdata[i];

		if (!site->lines[member->ns])
			site->lines[member->ns] = member->line;
		site->end = MAX(site->end, member->end);
		g_array_append_val(site->spans, member->start);
		g_array_append_val(site->spans, member->end);
	}
	if (include) {
		site->start = reader->includes.start;
		site->end = reader->includes.end;
	}
	g_ptr_array_add(reader->finds->sites, site);
}

/*
 * A declaration or an entry of a list belongs to its place; a definition can be part of a family
 * that is spread over files.
 */
static bool defines(const char *key)
{
	return g_str_has_suffix(key, "()") || g_str_has_suffix(key, "{}") ||
	       g_str_has_suffix(key, "=") || g_str_has_suffix(key, "(&init_@_ns)");
}

/**
 * site_set() - the set of namespaces that a site names
 * @site: the site
 */
guint64 site_set(const struct site *site)
{
	guint64 set = 0;

	for (int i = 0; i < NS_MAX; i++)
		set |= (guint64)!!site->lines[i] << i;
	return set;
}

/* Drop a file or section whose namespaces are all in one group: the group is the site. */
static void drop_repeated(struct reader *reader)
{
	GPtrArray *sites = reader->finds->sites;

	for (guint i = reader->sites; i < sites->len; i++) {
		struct site *site = sites->pdata[i];
		bool repeated = false;

		if (strcmp(site->kind, "file") && strcmp(site->kind, "section"))
			continue;
		for (guint n = reader->sites; n < sites->len; n++) {
			const struct site *group = sites->pdata[n];

			repeated = repeated || (!strcmp(group->kind, "group") &&
						!(site_set(site) & ~site_set(group)));
		}
		if (repeated)
			g_ptr_array_remove_index(sites, i--);
	}
}

static int by_key(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/**
 * reader_groups() - turn the groups of a file that has been read into sites or members of families
 * @reader: the file
 */
void reader_groups(struct reader *reader)
{
	guint length;
	g_autofree char **keys = (char **)g_hash_table_get_keys_as_array(reader->groups, &length);
	bool others = reader->finds->sites->len > reader->sites;

	qsort(keys, length, sizeof(*keys), by_key);
	for (int last = 0; last < 2; last++) {
		for (guint i = 0; i < length; i++) {
			GPtrArray *group = g_hash_table_lookup(reader->groups, keys[i]);
			guint64 set = 0;

			if (follows(keys[i]) != last)
				continue;
			for (guint n = 0; n < group->len; n++)
				set |= 1ULL << ((struct member *)group->pdata[n])->ns;
			if (__builtin_popcountll(set) >= (last ? most(reader) : how_many(reader))) {
				if (!last || others)
					group_site(reader, keys[i], group);
				others = others || !last;
				continue;
			}
			if (!sites_in_kernel(reader->file) || !defines(keys[i]))
				continue;
			for (guint n = 0; n < group->len; n++)
				g_ptr_array_add(reader->finds->members,
						g_steal_pointer(&group->pdata[n]));
			g_ptr_array_set_free_func(group, NULL);
		}
	}
	drop_repeated(reader);
}
