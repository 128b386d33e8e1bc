// SPDX-License-Identifier: GPL-2.0-only
/*
 * The numbers that a tree has given away, evaluated, however they are written.
 *
 * Whatever has the number counts, whatever it is called. A value that cannot be evaluated is an
 * error only where it may be such a number: if the name is like those of a list, or stands in it.
 */
#include "spec/taken.h"
#include "lib/error.h"

#include <sched.h>
#include <string.h>

#define SCHED "include/uapi/linux/sched.h"
#define NSFS "include/uapi/linux/nsfs.h"

const struct number_words number_words[NUMBERS] = {
	[NUMBER_FLAG] = { "flag", "flag_value" },
	[NUMBER_INUM] = { "inum", "inum" },
	[NUMBER_ID] = { "id", "id" },
	[NUMBER_NR] = { "nr", "nr" },
};

/* Where each number is given away; names in these files may use each other. */
static const struct {
	const char *file;
	bool has[NUMBERS];
} files[] = {
	{ SCHED, { [NUMBER_FLAG] = true } },
	{ "include/linux/sched.h", { [NUMBER_FLAG] = true } },
	{ "include/linux/sched/task.h", { [NUMBER_FLAG] = true } },
	{ NSFS, { [NUMBER_FLAG] = true, [NUMBER_INUM] = true, [NUMBER_ID] = true } },
	{ "include/linux/proc_ns.h", { [NUMBER_INUM] = true } },
	{ "include/uapi/linux/pidfd.h", { [NUMBER_NR] = true } },
	{ "include/linux/pidfs.h", { [NUMBER_NR] = true } },
};

/**
 * struct taken - the names of these files
 * @names: all of them
 * @magic: of the ioctls of a pidfd; none in trees without such ioctls
 * @lists: for each number, the names that are like those of its list or stand in it
 */
struct taken {
	struct constants *names;
	struct c_values magic;
	GHashTable *lists[NUMBERS];
};

/**
 * taken_free() - free what taken_read() returned
 * @taken: may be NULL
 */
void taken_free(struct taken *taken)
{
	if (!taken)
		return;
	for (int i = 0; i < NUMBERS; i++)
		g_clear_pointer(&taken->lists[i], g_hash_table_unref);
	constants_free(taken->names);
	g_free(taken);
}

static bool in_file_of(const struct constant *name, int number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		if (files[i].has[number] && !strcmp(name->file, files[i].file))
			return true;
	return false;
}

/* Sizes, policies and flags of other calls in the files with clone3()'s flags. */
static bool is_other(const struct constant *name)
{
	return g_str_has_prefix(name->name, "CLONE_ARGS_") ||
	       g_str_has_prefix(name->name, "SCHED_");
}

/* Is a name like those of the list, wherever it stands? */
static bool is_like(const struct taken *taken, int number, const struct constant *name)
{
	switch (number) {
	case NUMBER_FLAG:
		/* clone3()'s flags, unshare()'s, which are the same bits, and enum ns_type. */
		if (!strcmp(name->file, NSFS))
			return name->list &&
			       (!g_strcmp0(name->tag, "ns_type") || !strcmp(name->name, "UTS_NS"));
		return (g_str_has_prefix(name->name, "CLONE_") && !is_other(name)) ||
		       g_str_has_prefix(name->name, "UNSHARE_");
	case NUMBER_INUM:
		return g_str_has_suffix(name->name, "_INO") ||
		       g_str_has_suffix(name->name, "_INUM");
	case NUMBER_ID:
		return strstr(name->name, "_INIT_ID");
	default:
		return !strcmp(name->name, "PIDFS_IOCTL_MAGIC") ||
		       constants_mention(taken->names, name, "PIDFS_IOCTL_MAGIC") ||
		       constants_mention(taken->names, name, "_IO");
	}
}

/* A string is no number. */
static bool may_be_number(const struct constant *name)
{
	return !name->text || *name->text != '"';
}

/* The names of a list are those that are like its names, and what stands in an enum with one. */
static void find_list(struct taken *taken, int number)
{
	const GPtrArray *all = constants_all(taken->names);
	g_autoptr(GHashTable) enums = g_hash_table_new(NULL, NULL);
	GHashTable *list = g_hash_table_new(NULL, NULL);

	taken->lists[number] = list;
	for (guint i = 0; i < all->len; i++) {
		struct constant *name = all->pdata[i];

		if (!in_file_of(name, number) || !is_like(taken, number, name))
			continue;
		g_hash_table_add(list, name);
		if (name->list)
			g_hash_table_add(enums, GUINT_TO_POINTER(name->list));
	}
	for (guint i = 0; i < all->len; i++) {
		struct constant *name = all->pdata[i];

		if (name->list && g_hash_table_contains(enums, GUINT_TO_POINTER(name->list)))
			g_hash_table_add(list, name);
	}
}

/**
 * taken_read() - read the numbers of a tree
 * @tree: the tree
 * @texts: files that are not as the tree has them, by path; may be NULL
 * @err: STATUS_TREE: a file cannot be read
 *
 * Return: the numbers for taken_free(), or NULL.
 */
struct taken *taken_read(const struct tree *tree, GHashTable *texts, GError **err)
{
	g_autoptr(Taken) taken = g_new0(struct taken, 1);

	taken->names = constants_new();
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		const char *changed = texts ? g_hash_table_lookup(texts, files[i].file) : NULL;
		g_autofree char *text = NULL;

		if (!changed && !tree_read_if_there(tree, files[i].file, &text, err))
			return NULL;
		if (changed || text)
			constants_read(taken->names, files[i].file, changed ? changed : text);
	}
	constants_value(taken->names, "PIDFS_IOCTL_MAGIC", &taken->magic);
	for (int i = 0; i < NUMBERS; i++)
		find_list(taken, i);
	return g_steal_pointer(&taken);
}

/**
 * taken_names() - all names of the files with numbers
 * @taken: the numbers
 *
 * Return: an array of struct constant, owned by @taken.
 */
const GPtrArray *taken_names(const struct taken *taken)
{
	return constants_all(taken->names);
}

/**
 * taken_has() - has this tree any such numbers?
 * @taken: the numbers
 * @number: which
 */
bool taken_has(const struct taken *taken, int number)
{
	const GPtrArray *all = taken_names(taken);

	for (guint i = 0; i < all->len; i++)
		if (g_hash_table_contains(taken->lists[number], all->pdata[i]) &&
		    (number != NUMBER_NR ||
		     constants_mention(taken->names, all->pdata[i], "PIDFS_IOCTL_MAGIC")))
			return true;
	return false;
}

/**
 * taken_evaluated() - is each number of a list known?
 * @taken: the numbers
 * @number: which
 * @err: STATUS_TREE: the first that is not
 */
bool taken_evaluated(const struct taken *taken, int number, GError **err)
{
	const GPtrArray *all = taken_names(taken);

	for (guint i = 0; i < all->len; i++) {
		const struct constant *name = all->pdata[i];

		if (name->values.n || !g_hash_table_contains(taken->lists[number], name) ||
		    !may_be_number(name))
			continue;
		return fail(
			err, STATUS_TREE,
			"%s:%d: %s: value cannot be evaluated, so it may be any; write it as a number, or give one that is free with --%s= and --assigned",
			name->file, name->line, name->name, number_words[number].option);
	}
	return true;
}

/*
 * A flag has a bit of its own, but a mask with all of CSIGNAL is none; an ioctl's size and
 * direction do not matter.
 */
static bool is_taken(const struct taken *taken, int number, guint64 bits, guint64 value)
{
	switch (number) {
	case NUMBER_FLAG:
		return bits & value && (bits & CSIGNAL) != CSIGNAL;
	case NUMBER_INUM:
		return (guint32)bits == value;
	case NUMBER_ID:
		return bits == value;
	default:
		for (guint i = 0; i < taken->magic.n; i++)
			if ((bits >> 8 & 0xff) == (taken->magic.of[i].bits & 0xff) &&
			    (bits & 0xff) == value)
				return true;
		return false;
	}
}

/* May a name have such a number? Any may that could not be mistaken for one. */
static bool may_have(const struct taken *taken, int number, const struct constant *name)
{
	if (g_hash_table_contains(taken->lists[number], name))
		return true;
	if (number == NUMBER_FLAG)
		return !strcmp(name->file, SCHED) && !name->list && !is_other(name);
	return number != NUMBER_ID && in_file_of(name, number);
}

/**
 * taken_is() - does a name have this number?
 * @taken: the numbers
 * @number: which
 * @name: one of taken_names()
 * @value: the number
 */
bool taken_is(const struct taken *taken, int number, const struct constant *name, guint64 value)
{
	if (!may_have(taken, number, name))
		return false;
	for (guint i = 0; i < name->values.n; i++)
		if (is_taken(taken, number, name->values.of[i].bits, value))
			return true;
	return false;
}

/**
 * taken_by() - who has a number?
 * @taken: the numbers
 * @number: which
 * @value: the number
 *
 * Return: the first name that has it, or NULL.
 */
const struct constant *taken_by(const struct taken *taken, int number, guint64 value)
{
	const GPtrArray *all = taken_names(taken);

	for (guint i = 0; i < all->len; i++)
		if (taken_is(taken, number, all->pdata[i], value))
			return all->pdata[i];
	return NULL;
}

/**
 * taken_last() - the highest number of a list
 * @taken: the numbers
 * @number: which
 * @value: set to it; 0 for an empty list
 *
 * Return: the first name that has it, or NULL.
 */
const struct constant *taken_last(const struct taken *taken, int number, guint64 *value)
{
	const GPtrArray *all = taken_names(taken);
	const struct constant *last = NULL;

	*value = 0;
	for (guint i = 0; i < all->len; i++) {
		const struct constant *name = all->pdata[i];

		if (!g_hash_table_contains(taken->lists[number], name))
			continue;
		for (guint n = 0; n < name->values.n; n++) {
			if (name->values.of[n].bits <= *value)
				continue;
			*value = name->values.of[n].bits;
			last = name;
		}
	}
	return last;
}
