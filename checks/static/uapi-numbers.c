// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check the numbers that user space sees, and tables that must match: each number is unique, within
 * its range, and the same wherever it is repeated.
 */
#include "static.h"
#include "lib/text.h"

#include <string.h>

#define SCHED "include/uapi/linux/sched.h"
#define NSFS "include/uapi/linux/nsfs.h"
#define PROC_NS "include/linux/proc_ns.h"
#define PIDFD "include/uapi/linux/pidfd.h"

/* Each number, and the names that may have it. */
enum kind { FLAG, INUM, ID, NR };

static const char *const headers[] = { SCHED, "include/linux/sched.h", "include/linux/sched/task.h",
				       NSFS, PROC_NS, PIDFD, NULL };

/**
 * number_named() - find a number by its name
 * @list: struct number
 * @path: its header, or NULL for any
 * @name: its name
 *
 * Return: the first one, not owned; NULL if there is none.
 */
const struct number *number_named(const GPtrArray *list, const char *path, const char *name)
{
	for (guint i = 0; i < list->len; i++) {
		const struct number *number = list->pdata[i];

		if (!strcmp(number->name, name) && (!path || !strcmp(number->path, path)))
			return number;
	}
	return NULL;
}

/**
 * numbers_of_headers() - the numbers of the headers that number namespaces
 * @patched: the series
 *
 * Return: an array of struct number that owns its elements.
 */
GPtrArray *numbers_of_headers(struct patched *patched)
{
	return numbers_of(patched, headers);
}

static guint64 planned(const struct patched *patched, enum kind kind)
{
	static const char *const keys[] = { "flag_value", "inum", "id", "nr" };

	return g_ascii_strtoull(patched_spec(patched, keys[kind]), NULL, 0);
}

/* A number that a maintainer assigned is free, also beside one that cannot be worked out. */
static bool assigned(const struct patched *patched)
{
	JsonNode *node = json_object_get_member(patched->report, "options");

	return node && JSON_NODE_HOLDS_OBJECT(node) &&
	       json_object_get_boolean_member_with_default(json_node_get_object(node), "assigned",
							   FALSE);
}

/* Does an enum have a name that matches? */
static bool enum_has(const GPtrArray *list, int enumeration, const char *pattern)
{
	for (guint i = 0; enumeration && i < list->len; i++) {
		const struct number *number = list->pdata[i];

		if (number->enumeration == enumeration && text_has(number->name, pattern))
			return true;
	}
	return false;
}

/* Is a name one of those that have such numbers, by its own name or by those around it? */
static bool is_listed(const GPtrArray *list, enum kind kind, const struct number *number)
{
	static const char flags[] = "^(CLONE_(?!ARGS_)|UNSHARE_)", types[] = "^(UTS|IPC|TIME)_NS$",
			  inums[] = "_(INO|INUM)$", ids[] = "_INIT_ID";
	bool nsfs = !strcmp(number->path, NSFS);

	switch (kind) {
	case FLAG:
		if (nsfs)
			return enum_has(list, number->enumeration, types);
		return text_has(number->name, flags) || enum_has(list, number->enumeration, flags);
	case INUM:
		return (nsfs || !strcmp(number->path, PROC_NS)) &&
		       (text_has(number->name, inums) ||
			enum_has(list, number->enumeration, inums));
	case ID:
		return nsfs && (text_has(number->name, ids) ||
				enum_has(list, number->enumeration, ids));
	default:
		return !strcmp(number->path, PIDFD) &&
		       text_has(number->text, "\\b_IO[WRC]*\\b|\\bPIDFS_IOCTL_MAGIC\\b");
	}
}

/*
 * Does a name have the number? A flag has a bit of its own, but a mask with all of CSIGNAL is none;
 * an ioctl is one of a pidfd by its type.
 */
static bool is_taken(const GPtrArray *list, enum kind kind, const struct number *number,
		     guint64 value)
{
	const struct number *magic = number_named(list, PIDFD, "PIDFS_IOCTL_MAGIC");
	bool sched = !strcmp(number->path, SCHED) && !number->enumeration &&
		     !text_has(number->name, "^(SCHED_|CLONE_ARGS_)");

	for (int i = 0; i < number->count; i++) {
		guint64 is = number->values[i];

		if (kind == FLAG && (sched || is_listed(list, kind, number)) && is & value &&
		    (is & 0xff) != 0xff)
			return true;
		if (kind == INUM && (guint32)is == value &&
		    (!strcmp(number->path, NSFS) || !strcmp(number->path, PROC_NS)))
			return true;
		if (kind == ID && is == value && is_listed(list, kind, number))
			return true;
		if (kind == NR && magic && magic->count && !strcmp(number->path, PIDFD) &&
		    (is >> 8 & 0xff) == (magic->values[0] & 0xff) && (is & 0xff) == value)
			return true;
	}
	return false;
}

/*
 * Ours must have the number, and no other name may: @also is the other name of ours, @last that of
 * whatever is the last.
 */
static void check_alone(struct patched *patched, const GPtrArray *list, enum kind kind,
			const char *path, const char *name, const char *also, const char *last)
{
	const struct number *ours = number_named(list, path, name);
	guint64 value = planned(patched, kind);

	if (!ours) {
		found(patched, "%s: %s not found", path, name);
		return;
	}
	if (!is_taken(list, kind, ours, value) || ours->count < 1)
		found(patched,
		      "%s:%d: %s differs from the value in report.json, 0x%" G_GINT64_MODIFIER "x",
		      path, ours->line, name, value);
	for (guint i = 0; i < list->len; i++) {
		const struct number *other = list->pdata[i];

		if (!strcmp(other->name, name) || !g_strcmp0(other->name, also) ||
		    !g_strcmp0(other->name, last))
			continue;
		if (is_taken(list, kind, other, value))
			found(patched,
			      "%s:%d: %s is 0x%" G_GINT64_MODIFIER
			      "x, which %s at %s:%d already uses",
			      path, ours->line, name, value, other->name, other->path,
			      other->line);
		else if (!other->count && is_listed(list, kind, other) &&
			 !strchr(other->text, '"') && !assigned(patched))
			found(patched,
			      "%s:%d: %s cannot be worked out, so it may be 0x%" G_GINT64_MODIFIER
			      "x, as %s is",
			      other->path, other->line, other->name, value, name);
	}
}

static void check_flag(struct patched *patched, const GPtrArray *list)
{
	const char *flag = patched_spec(patched, "clone_flag");
	const struct number *ours = number_named(list, NULL, flag);
	const char *path = ours ? ours->path : SCHED;
	guint64 value;

	check_alone(patched, list, FLAG, path, flag, patched_spec(patched, "type_name"), NULL);
	if (!ours || !ours->count)
		return;
	value = ours->values[0];
	if (!value || value & (value - 1) || value >= (1ULL << 31))
		found(patched,
		      "%s: %s is not a single bit below 2^31, the most that setns() and ns_type take",
		      path, flag);
	if (value & 0x11)
		found(patched, "%s: %s overlaps SIGCHLD, which clone3() must reject", path, flag);
	if (value != planned(patched, FLAG))
		found(patched, "%s: %s differs from the value in report.json and the texts, %s",
		      path, flag, patched_spec(patched, "flag_value"));
}

static void check_inum(struct patched *patched, const GPtrArray *list)
{
	g_autofree char *alias =
		g_strdup_printf("PROC_%s_INIT_INO", patched_spec(patched, "NAME"));
	const char *name = patched_spec(patched, "inum_name");
	/* Up to 6.17 there is only the list of proc_ns.h. */
	bool nsfs = number_named(list, NSFS, "UTS_NS_INIT_INO") ||
		    number_named(list, NSFS, "IPC_NS_INIT_INO");
	const char *path = nsfs ? NSFS : PROC_NS;
	guint64 value = planned(patched, INUM);

	check_alone(patched, list, INUM, path, nsfs ? name : alias, nsfs ? alias : NULL, NULL);
	/*
	 * Dynamic inode numbers begin at 0xF0000000, and those from 0xEFFFFFF7 up are all in use in
	 * some kernel.
	 */
	if (value > 0xEFFFFFF6 || value < 0xEFFFFF00)
		found(patched,
		      "%s: %s is 0x%" G_GINT64_MODIFIER
		      "x; it must be from 0xEFFFFF00 to 0xEFFFFFF6",
		      path, nsfs ? name : alias, value);
}

/*
 * 7.x: the id, after which the ids of dynamic namespaces begin; and the type, which repeats the
 * flag.
 */
static void check_id(struct patched *patched, const GPtrArray *list)
{
	const char *name = patched_spec(patched, "id_name");
	const char *type = patched_spec(patched, "type_name");
	const struct number *last = number_named(list, NSFS, "NS_LAST_INIT_ID"), *kind;

	if (number_named(list, NSFS, "IPC_NS_INIT_ID") || last) {
		check_alone(patched, list, ID, NSFS, name, NULL, "NS_LAST_INIT_ID");
		for (guint i = 0; last && last->count && i < list->len; i++) {
			const struct number *id = list->pdata[i];

			if (is_listed(list, ID, id) && id->count &&
			    id->values[0] > last->values[0])
				found(patched,
				      "%s:%d: %s comes after NS_LAST_INIT_ID, %" G_GUINT64_FORMAT,
				      NSFS, id->line, id->name, last->values[0]);
		}
		if (last && !last->count)
			found(patched, "%s:%d: NS_LAST_INIT_ID cannot be worked out", NSFS,
			      last->line);
	}
	kind = number_named(list, NSFS, type);
	if (number_named(list, NSFS, "UTS_NS") && !kind)
		found(patched, "%s: %s not found", NSFS, type);
	if (kind && (kind->count < 1 || kind->values[0] != planned(patched, FLAG)))
		found(patched, "%s: %s differs from the bit of the clone flag", NSFS, type);
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

static void check_ioctl(struct patched *patched, const GPtrArray *list)
{
	g_autofree char *name =
		g_strdup_printf("PIDFD_GET_%s_NAMESPACE", patched_spec(patched, "NAME"));
	const struct number *ours;

	if (!number_named(list, PIDFD, "PIDFS_IOCTL_MAGIC"))
		return;
	check_alone(patched, list, NR, PIDFD, name, NULL, NULL);
	ours = number_named(list, PIDFD, name);
	if (ours && ours->count && (ours->values[0] & 0xff) == 11)
		found(patched, "%s: %s is 11, which is PIDFD_GET_INFO in later kernels", PIDFD,
		      name);
}

/**
 * check_numbers() - check flag, inode number, id and ioctl
 * @patched: the series
 */
void check_numbers(struct patched *patched)
{
	g_autoptr(GPtrArray) list = NULL;

	if (!patched_full(patched)) {
		patched->summary = g_strdup("numbers: none at level framework");
		return;
	}
	list = numbers_of_headers(patched);
	check_flag(patched, list);
	check_inum(patched, list);
	check_id(patched, list);
	check_ioctl(patched, list);
	check_range(patched);
	check_handle(patched);
	patched->summary = g_strdup_printf("numbers: flag %s, inum %s, not used elsewhere",
					   patched_spec(patched, "flag_value"),
					   patched_spec(patched, "inum"));
}
