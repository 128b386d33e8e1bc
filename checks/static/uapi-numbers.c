// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check the numbers that user space sees, and tables that must match: each number is unique, within
 * its range, and the same wherever it is repeated.
 */
#include "static.h"
#include "lib/text.h"

#include <string.h>

struct number {
	char *name;
	guint64 value;
};

static void number_free(gpointer data)
{
	struct number *number = data;

	g_free(number->name);
	g_free(number);
}

/* All matches of a pattern in a file; its groups are name and value. */
static GPtrArray *numbers(struct patched *patched, const char *path, const char *pattern)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_autofree char *text = patched_new(patched, path);
	GPtrArray *list = g_ptr_array_new_with_free_func(number_free);

	if (!text)
		return list;
	for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *value = g_match_info_fetch(match, 2);
		struct number *number = g_new0(struct number, 1);

		number->name = g_match_info_fetch(match, 1);
		number->value = g_ascii_strtoull(value, NULL, 0);
		g_ptr_array_add(list, number);
	}
	return list;
}

static const struct number *named(const GPtrArray *list, const char *name)
{
	for (guint i = 0; i < list->len; i++) {
		const struct number *number = list->pdata[i];

		if (!strcmp(number->name, name))
			return number;
	}
	return NULL;
}

/* No other entry may have the same value, or any of its bits. */
static void check_alone(struct patched *patched, const char *path, const GPtrArray *list,
			const char *name, bool bits)
{
	const struct number *ours = named(list, name);

	if (!ours) {
		found(patched, "%s: %s not found", path, name);
		return;
	}
	for (guint i = 0; i < list->len; i++) {
		const struct number *other = list->pdata[i];

		if (other != ours &&
		    (bits ? other->value & ours->value : other->value == ours->value))
			found(patched, "%s: %s is 0x%" G_GINT64_MODIFIER "x, which %s already uses",
			      path, name, ours->value, other->name);
	}
}

static void check_flag(struct patched *patched)
{
	const char *path = "include/uapi/linux/sched.h";
	const char *flag = patched_spec(patched, "clone_flag");
	g_autofree char *text = patched_new(patched, path);
	g_autoptr(GPtrArray) flags = NULL;
	const struct number *ours;
	guint64 planned = g_ascii_strtoull(patched_spec(patched, "flag_value"), NULL, 0);

	if (!text)
		path = "include/linux/sched.h";
	flags = numbers(patched, path,
			"^#define[ \t]+((?:UN)?(?:CLONE|SHARE)_\\w+)[ \t]+\\(?(0x[0-9a-fA-F]+)");
	check_alone(patched, path, flags, flag, true);
	ours = named(flags, flag);
	if (!ours)
		return;
	if (!ours->value || ours->value & (ours->value - 1) || ours->value >= (1ULL << 31))
		found(patched,
		      "%s: %s is not a single bit below 2^31, the most that setns() and ns_type take",
		      path, flag);
	if (ours->value & 0x11)
		found(patched, "%s: %s overlaps SIGCHLD, which clone3() must reject",
		      path, flag);
	if (ours->value != planned)
		found(patched, "%s: %s differs from the value in report.json and the texts, %s",
		      path, flag, patched_spec(patched, "flag_value"));
}

static void check_inum(struct patched *patched)
{
	static const char pattern[] = "^\t(\\w+_INO)[ \t]*=[ \t]*(0x[0-9a-fA-F]+)U?,";
	const char *path = "include/uapi/linux/nsfs.h", *proc = "include/linux/proc_ns.h";
	g_autofree char *name = g_strdup(patched_spec(patched, "inum_name"));
	g_autoptr(GPtrArray) list = numbers(patched, path, pattern);
	const struct number *ours;

	if (!list->len) {
		g_ptr_array_unref(list);
		list = numbers(patched, path = proc, pattern);
		g_free(name);
		name = g_strdup_printf("PROC_%s_INIT_INO", patched_spec(patched, "NAME"));
	}
	check_alone(patched, path, list, name, false);
	ours = named(list, name);
	/*
	 * Dynamic inode numbers begin at 0xF0000000, and those from 0xEFFFFFF7 up are all in use in
	 * some kernel.
	 */
	if (ours && (ours->value > 0xEFFFFFF6 || ours->value < 0xEFFFFF00))
		found(patched,
		      "%s: %s is 0x%" G_GINT64_MODIFIER
		      "x; it must be from 0xEFFFFF00 to 0xEFFFFFF6",
		      path, name, ours->value);
	if (ours && ours->value != g_ascii_strtoull(patched_spec(patched, "inum"), NULL, 0))
		found(patched, "%s: %s differs from the value in report.json, %s", path, name,
		      patched_spec(patched, "inum"));
}

/*
 * 7.x: the id, after which the ids of dynamic namespaces begin; and the type, which repeats the
 * flag.
 */
static void check_id(struct patched *patched)
{
	const char *path = "include/uapi/linux/nsfs.h", *name = patched_spec(patched, "id_name");
	const char *type = patched_spec(patched, "type_name");
	g_autoptr(GPtrArray) ids =
		numbers(patched, path, "^\t(\\w+_INIT_ID)[ \t]*=[ \t]*([0-9]+)ULL,");
	g_autoptr(GPtrArray) types =
		numbers(patched, path, "^\t(\\w+_NS)[ \t]*=[ \t]*\\(1ULL << ([0-9]+)\\)");
	g_autofree char *text = patched_new(patched, path);
	g_autofree char *last =
		text ? text_match(text, "\\bNS_LAST_INIT_ID[ \t]*=?[ \t]*(\\w+)", 1) : NULL;
	const struct number *ours, *kind, *moved;

	if (ids->len) {
		check_alone(patched, path, ids, name, false);
		ours = named(ids, name);
		moved = last ? named(ids, last) : NULL;
		for (guint i = 0; moved && i < ids->len; i++) {
			const struct number *id = ids->pdata[i];

			if (id->value > moved->value)
				found(patched, "%s: %s comes after NS_LAST_INIT_ID, %s", path,
				      id->name, last);
		}
		if (ours && last && !moved)
			found(patched, "%s: NS_LAST_INIT_ID is %s, which is not one of the ids",
			      path, last);
	}
	if (types->len) {
		check_alone(patched, path, types, type, false);
		kind = named(types, type);
		if (kind && 1ULL << kind->value !=
				    g_ascii_strtoull(patched_spec(patched, "flag_value"), NULL, 0))
			found(patched, "%s: %s differs from the bit of the clone flag", path, type);
	}
}

/*
 * Extending this range to a new number would include 0xEFFFFFF7, the number of all anonymous mount
 * namespaces.
 */
static void check_range(struct patched *patched)
{
	static const char *const path = "include/linux/ns_common.h";
	static const char pattern[] = "\\bis_ns_init_inum\\([^;{]*\\{[^}]*\\}";
	g_autofree char *old = patched_old(patched, path), *new = patched_new(patched, path);
	g_autofree char *was = old ? text_match(old, pattern, 0) : NULL,
			*is = new ? text_match(new, pattern, 0) : NULL;

	if (g_strcmp0(was, is))
		found(patched, "%s: is_ns_init_inum() was changed, but must stay as it was",
		      path);
}

/*
 * A handle can only be opened by a process that is in the namespace, or has a capability in its
 * owner, so every type must name its owner.
 */
static void check_handle(struct patched *patched)
{
	static const char *const path = "fs/nsfs.c";
	g_autofree char *text = patched_new(patched, path);
	g_autofree char *pattern =
		g_strdup_printf("case %s:(?:(?!case |default:)[^}])*owning_ns = %s\\(",
				patched_spec(patched, "clone_flag"), patched_spec(patched, "to"));

	if (text &&
	    text_has(text,
		     "case CLONE_NEWUTS:(?:(?!case |default:)[^}])*owning_ns = to_uts_ns\\(") &&
	    !text_has(text, pattern))
		found(patched, "%s: a file handle of type %s has no owner", path,
		      patched_spec(patched, "clone_flag"));
}

static void check_ioctl(struct patched *patched)
{
	const char *path = "include/uapi/linux/pidfd.h";
	g_autofree char *name =
		g_strdup_printf("PIDFD_GET_%s_NAMESPACE", patched_spec(patched, "NAME"));
	g_autoptr(GPtrArray) list =
		numbers(patched, path,
			"^#define[ \t]+(PIDFD_\\w+)[ \t]+_IO[WR]*\\(PIDFS_IOCTL_MAGIC, ([0-9]+)");
	const struct number *ours;

	if (!list->len)
		return;
	check_alone(patched, path, list, name, false);
	ours = named(list, name);
	if (ours && ours->value == 11)
		found(patched, "%s: %s is 11, which is PIDFD_GET_INFO in later kernels", path,
		      name);
}

/**
 * check_numbers() - check flag, inode number, id and ioctl
 * @patched: the series
 */
void check_numbers(struct patched *patched)
{
	if (!patched_full(patched)) {
		patched->summary = g_strdup("numbers: none at level framework");
		return;
	}
	check_flag(patched);
	check_inum(patched);
	check_id(patched);
	check_ioctl(patched);
	check_range(patched);
	check_handle(patched);
	patched->summary = g_strdup_printf("numbers: flag %s, inum %s, not used elsewhere",
					   patched_spec(patched, "flag_value"),
					   patched_spec(patched, "inum"));
}

/*
 * Rows that match a pattern between two lines of a file; preprocessor lines between them count as
 * rows too.
 */
static GPtrArray *rows(const char *text, const char *block, const char *row)
{
	g_autofree char *part = text ? text_match(text, block, 0) : NULL;
	g_autoptr(GRegex) regex = g_regex_new(row, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	for (g_regex_match(regex, part ? part : "", 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *name = g_match_info_fetch(match, 1);

		g_ptr_array_add(list, g_ascii_strdown(name, -1));
	}
	return list;
}

/**
 * check_ucounts() - check that enum ucount_type and user_table match
 * @patched: the series
 *
 * A row too many or too few shifts the limits of all later types.
 */
void check_ucounts(struct patched *patched)
{
	const char *types = "include/linux/user_namespace.h", *table = "kernel/ucount.c";
	g_autofree char *header = patched_new(patched, types),
			*source = patched_new(patched, table);
	g_autoptr(GPtrArray) names = rows(header, "^enum ucount_type \\{[^}]*\\}",
					  "^\tUCOUNT_(?!COUNTS|RLIMIT)(\\w+),|^(#.*)$");
	g_autoptr(GPtrArray) entries = rows(source, "user_table\\[\\] = \\{(?s:.*?)^\\};",
					    "^\tUCOUNT_ENTRY\\(\"max_(\\w+)\"\\),");
	g_autofree char *ours =
		g_ascii_strdown(patched_spec(patched, "ucount") + strlen("UCOUNT_"), -1);
	guint at = 0;

	if (!patched_full(patched)) {
		patched->summary = g_strdup("ucounts: none at level framework");
		return;
	}
	if (names->len < 8 || entries->len < 8)
		found(patched,
		      "%s, %s: enum ucount_type or user_table not found, or its form is not supported",
		      types, table);
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];

		if (!*name)
			continue;
		if (at == entries->len)
			break;
		if (strcmp(name, entries->pdata[at])) {
			found(patched,
			      "%s: row %u of user_table is %s, but enum ucount_type has %s there",
			      table, at + 1, (char *)entries->pdata[at], name);
			break;
		}
		at++;
	}
	if (!g_ptr_array_find_with_equal_func(entries, ours, g_str_equal, NULL))
		found(patched, "%s: missing row for %s in user_table", table, ours);
	patched->summary = g_strdup_printf(
		"ucounts: %u rows of user_table, in the order of enum ucount_type", entries->len);
}
