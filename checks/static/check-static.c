// SPDX-License-Identifier: GPL-2.0-only
/*
 * check-static REPORT OLD NEW TREE WHAT: read the result of a series and report what is wrong with
 * it.
 * check-static names NAME TREE <FILES: read the names of a namespace that TREE has; FILES are those
 * that may be its own. Prints what a report.json has.
 *
 * This does not depend on the hooks. It uses what the tree itself shows: uts and ipc are in every
 * tree and are unrelated, so where both are, every namespace belongs. Prints one line per finding
 * and exits with 1; otherwise prints one line that says what was checked.
 */
#include "static.h"
#include "lib/error.h"
#include "lib/text.h"
#include "ways-out.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

static void list_files(GPtrArray *files, const char *dir, const char *prefix)
{
	g_autoptr(GDir) handle = g_dir_open(dir, 0, NULL);
	const char *name;

	while (handle && (name = g_dir_read_name(handle))) {
		g_autofree char *full = g_build_filename(dir, name, NULL);
		char *path = *prefix ? g_build_filename(prefix, name, NULL) : g_strdup(name);

		if (g_file_test(full, G_FILE_TEST_IS_DIR)) {
			list_files(files, full, path);
			g_free(path);
		} else {
			g_ptr_array_add(files, path);
		}
	}
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Count the added and removed lines in the report, at any depth, and collect their sites. */
static void count_lines(JsonNode *node, GHashTable *sites, int *adds, int *removes)
{
	g_autoptr(GList) members = NULL;

	if (JSON_NODE_HOLDS_ARRAY(node)) {
		JsonArray *array = json_node_get_array(node);

		for (guint i = 0; i < json_array_get_length(array); i++)
			count_lines(json_array_get_element(array, i), sites, adds, removes);
	} else if (JSON_NODE_HOLDS_OBJECT(node)) {
		JsonObject *object = json_node_get_object(node);

		if (json_object_has_member(object, "hook") &&
		    (json_object_has_member(object, "adds") ||
		     json_object_has_member(object, "removes"))) {
			*adds += json_object_has_member(object, "adds");
			*removes += json_object_has_member(object, "removes");
			g_hash_table_add(sites, (char *)json_object_get_string_member_with_default(
							object, "site", ""));
			return;
		}
		members = json_object_get_values(object);
		for (GList *m = members; m; m = m->next)
			count_lines(m->data, sites, adds, removes);
	}
}

/* Each wired site wrote something, and its file was changed. */
static void check_hooks(struct patched *patched)
{
	g_autoptr(GHashTable) sites = g_hash_table_new(g_str_hash, g_str_equal);
	JsonArray *list = json_object_has_member(patched->report, "sites") ?
				  json_object_get_array_member(patched->report, "sites") :
				  NULL;
	g_autoptr(JsonNode) root = json_node_init_object(json_node_alloc(), patched->report);
	int adds = 0, removes = 0, wired = 0;

	count_lines(root, sites, &adds, &removes);
	for (guint i = 0; list && i < json_array_get_length(list); i++) {
		JsonObject *site = json_array_get_object_element(list, i);
		const char *name = json_object_get_string_member_with_default(site, "site", "");
		const char *file = json_object_get_string_member_with_default(site, "file", "");
		g_autofree char *now = NULL;

		if (strcmp(json_object_get_string_member_with_default(site, "state", ""), "wired"))
			continue;
		wired++;
		now = patched_file(patched->new, file);
		if (!now)
			found(patched, "%s: site %s is wired in this file, but no patch touches it",
			      file, name);
		if (!g_hash_table_contains(sites, name))
			found(patched, "%s: site %s is wired, but no line belongs to it", file,
			      name);
	}
	if (!wired)
		found(patched, "report.json: no wired site found");
	patched->summary = g_strdup_printf(
		"hooks: %d sites wired, %d lines added and %d removed by their hooks", wired, adds,
		removes);
}

/* How often the code calls a function. */
static int calls(const char *code, const char *function)
{
	g_autofree char *pattern = g_strdup_printf("\\b%s\\(", function);
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	int n = 0;

	for (g_regex_match(regex, code, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL))
		n++;
	return n;
}

/*
 * Where the others keep the error that a copy returned, ours must be kept too: through PTR_ERR()
 * for its IS_ERR(), or by an assignment to err.
 */
static void check_error(struct patched *patched, const char *file, const char *function,
			const char *body, const char *copy)
{
	g_autofree char *kept = g_strdup_printf("\\berr\\s*=\\s*%s\\(", copy);
	g_autofree char *asked =
		g_strdup_printf("IS_ERR\\((\\w+->%s)\\)\\)\\s*\\{\\s*err = PTR_ERR\\(\\1\\);",
				patched_spec(patched, "member"));

	if (text_has(body, "=\\s*copy_utsname\\(") && text_has(body, "->uts_ns\\s*=") ?
		    calls(body, "PTR_ERR") > 0 && !text_has(body, asked) :
		    !text_has(body, kept))
		found(patched, "%s: %s() does not keep the error of %s()", file, function, copy);
}

/*
 * Check every exit of the function that copies; every other function must have as many gets and
 * puts of ours as of uts.
 */
static void check_unwind(struct patched *patched)
{
	const char *const file = "kernel/nsproxy.c";
	g_autofree char *text = patched_new(patched, file);
	g_autofree char *code = text ? text_code(text, false) : NULL;
	g_autoptr(GRegex) regex =
		g_regex_new("^[a-z][^;{}()]*\\b(\\w+)\\([^;{}]*\\)\\s*\\{(.*?)^\\}",
			    G_REGEX_RAW | G_REGEX_MULTILINE | G_REGEX_DOTALL, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_autoptr(Parsed) parsed = text ? parsed_text(file, text) : NULL;
	const char *copy = patched_spec(patched, "copy"), *get = patched_spec(patched, "get"),
		   *put = patched_spec(patched, "put");
	int functions = 0, copies = 0;

	if (!code) {
		found(patched, "%s: file not found", file);
		return;
	}
	for (g_regex_match(regex, code, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *function = g_match_info_fetch(match, 1),
				*body = g_match_info_fetch(match, 2);
		int start, line;

		g_match_info_fetch_pos(match, 1, &start, NULL);
		line = text_line(text, start);
		functions++;
		if (calls(body, copy)) {
			copies++;
			check_error(patched, file, function, body, copy);
			continue;
		}
		if (calls(body, "put_uts_ns") != calls(body, put))
			found(patched, "%s:%d: %s() puts uts %d times, but this namespace %d times",
			      file, line, function, calls(body, "put_uts_ns"), calls(body, put));
		if (calls(body, "get_uts_ns") != calls(body, get))
			found(patched, "%s:%d: %s() gets uts %d times, but this namespace %d times",
			      file, line, function, calls(body, "get_uts_ns"), calls(body, get));
	}
	for (guint i = 0; i < parsed->functions->len; i++) {
		const struct function *each =
			&g_array_index(parsed->functions, struct function, i);
		bool ours = false;

		for (int n = each->open; n < each->close; n++)
			ours |= parsed_is(parsed, n, copy) && parsed_is(parsed, n + 1, "(");
		if (ours)
			check_ways_out(patched, parsed, each);
	}
	if (copies != 1)
		found(patched, "%s: %d functions call %s(), expected one", file, copies, copy);
	patched->summary = g_strdup_printf(
		"unwind: %d functions of %s, with every exit of the one that copies", functions,
		file);
}

static const struct {
	const char *name;
	void (*run)(struct patched *patched);
} kinds[] = {
	{ "hooks", check_hooks },
	{ "unwind", check_unwind },
	{ "layout", check_layout },
	{ "neighbours", check_neighbours },
	{ "source", check_source },
	{ "numbers", check_numbers },
	{ "ucounts", check_ucounts },
	{ "places", check_places },
	{ "includes", check_includes },
	{ "kconfig", check_kconfig },
};

static bool print_names(char **argv, struct patched *patched, GError **err)
{
	g_autoptr(JsonGenerator) generator = json_generator_new();
	g_autoptr(JsonNode) root = json_node_new(JSON_NODE_OBJECT);
	g_autofree char *text = NULL;
	JsonObject *report;
	char path[4096];

	patched->old = patched->new = patched->tree = argv[3];
	while (fgets(path, sizeof(path), stdin)) {
		path[strcspn(path, "\n")] = '\0';
		g_ptr_array_add(patched->files, g_strdup(path));
	}
	g_ptr_array_sort(patched->files, by_name);
	report = read_names(patched, argv[2], patched->files, err);
	if (!report)
		return false;
	json_node_take_object(root, report);
	json_generator_set_root(generator, root);
	json_generator_set_pretty(generator, TRUE);
	text = json_generator_to_data(generator, NULL);
	patched->summary = g_steal_pointer(&text);
	return true;
}

static bool check(int argc, char **argv, struct patched *patched, GError **err)
{
	g_autoptr(JsonParser) parser = json_parser_new();
	JsonNode *root;

	if (argc == 4 && !strcmp(argv[1], "names"))
		return print_names(argv, patched, err);
	if (argc != 6)
		return fail(err, STATUS_USAGE, "usage: check-static REPORT OLD NEW TREE WHAT");
	if (!json_parser_load_from_file(parser, argv[1], err))
		return false;
	root = json_parser_get_root(parser);
	if (!root || !JSON_NODE_HOLDS_OBJECT(root) ||
	    !json_object_has_member(json_node_get_object(root), "spec"))
		return fail(err, STATUS_USAGE, "%s: not a report of nsgen", argv[1]);
	patched->report = json_node_get_object(root);
	patched->old = argv[2];
	patched->new = argv[3];
	patched->tree = argv[4];
	list_files(patched->files, argv[3], "");
	g_ptr_array_sort(patched->files, by_name);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(kinds[i].name, argv[5]))
			continue;
		kinds[i].run(patched);
		return true;
	}
	return fail(err, STATUS_USAGE, "'%.40s': unknown check", argv[5]);
}

int main(int argc, char **argv)
{
	struct patched patched = {
		.files = g_ptr_array_new_with_free_func(g_free),
		.said = g_ptr_array_new_with_free_func(g_free),
	};
	g_autoptr(GError) err = NULL;
	int status = STATUS_DONE;

	if (!check(argc, argv, &patched, &err)) {
		error_print(err);
		status = error_status(err);
	} else if (patched.said->len) {
		for (guint i = 0; i < patched.said->len; i++)
			puts(patched.said->pdata[i]);
		status = STATUS_FOUND;
	} else {
		puts(patched.summary);
	}
	g_ptr_array_unref(patched.files);
	g_ptr_array_unref(patched.said);
	g_free(patched.summary);
	return status;
}
