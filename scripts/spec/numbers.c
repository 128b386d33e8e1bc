// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers that user space will see: clone flag, inode number and id of the initial namespace,
 * pidfd ioctl.
 *
 * They are ABI, so they follow a rule, and each can be pinned. All are provisional until a
 * maintainer assigns them.
 *
 * - The flag is one bit below 2^31: ns_type is 32 bits wide, and setns() takes an int. Everything
 *   above CSIGNAL has been taken since 5.2, so it is one of CSIGNAL's bits, as CLONE_NEWTIME is:
 *   for unshare, setns and clone3. The first choice is 0x40. Never 0x01 or 0x10: SIGCHLD is 0x11,
 *   and clone3 must keep rejecting it.
 * - The inode number counts down from 0xEFFFFFF6 on every tree: 7.x has assigned all above it, and
 *   systemd has them hard-coded.
 * - The id is the next one, in trees that have ids.
 * - The ioctl is 12 or above: 11 is PIDFD_GET_INFO since 6.13, so it would mean something else in
 *   another release.
 */
#include "spec/numbers.h"
#include "lib/error.h"
#include "lib/text.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define SCHED "include/uapi/linux/sched.h"
#define NSFS "include/uapi/linux/nsfs.h"
#define PROC_NS "include/linux/proc_ns.h"
#define PIDFD "include/uapi/linux/pidfd.h"

#define FIRST_INUM 0xEFFFFFF6ULL
#define FIRST_NR 12

/* The limit for any inode number: those of namespaces created later begin at 0xF0000000. */
#define LAST_INUM 0xEFFFFFFFULL

const struct number_words number_words[NUMBERS] = {
	[NUMBER_FLAG] = { "flag", "flag_value" },
	[NUMBER_INUM] = { "inum", "inum" },
	[NUMBER_ID] = { "id", "id" },
	[NUMBER_NR] = { "nr", "nr" },
};

/* Return: a new string, empty for a tree without the file; NULL on error. */
static char *file_or_nothing(const struct tree *tree, const char *file, GError **err)
{
	char *text;

	if (!tree_read_if_there(tree, file, &text, err))
		return NULL;
	return text ? text : g_strdup("");
}

/*
 * The name that has a value: the pattern's first group, in the first match whose second group is
 * that number.
 */
static char *holder(const char *text, const char *pattern, guint64 value)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		g_autofree char *number = g_match_info_fetch(match, 2);

		if (g_ascii_strtoull(number, NULL, 0) == value)
			return g_match_info_fetch(match, 1);
	}
	return NULL;
}

static bool parse(int number, const char *text, guint64 *value, GError **err)
{
	char *end;

	errno = 0;
	*value = g_ascii_strtoull(text, &end, 0);
	if (errno || end == text || *end || !g_ascii_isdigit(*text))
		return fail(err, STATUS_USAGE, "--%s=%s: invalid number; use one like 64 or 0x40",
			    number_words[number].option, text);
	/* Octal in C, and decimal to everybody else. */
	if (*text == '0' && g_ascii_isdigit(text[1]))
		return fail(err, STATUS_USAGE,
			    "--%s=%s: ambiguous, octal or decimal; write 0x%" G_GINT64_MODIFIER
			    "x, or omit the leading 0",
			    number_words[number].option, text, *value);
	return true;
}

static bool taken(int number, const char *pinned, const char *file, char *by, GError **err)
{
	g_autofree char *name = by;

	if (!name)
		return false;
	fail(err, STATUS_USAGE, "--%s=%s: already used by %s in %s; choose another",
	     number_words[number].option, pinned, name, file);
	return true;
}

static bool choose_flag(struct spec *spec, const struct tree *tree, const struct numbers *numbers,
			GError **err)
{
	const char *pinned = numbers->of[NUMBER_FLAG].text;
	static const unsigned int order[] = { 0x40, 0x20, 0x08, 0x04, 0x02 };
	static const char pattern[] = "^#define (CLONE_\\w+)[ \t]+(0x[0-9a-fA-F]+)";
	g_autofree char *text = file_or_nothing(tree, SCHED, err);
	g_autofree char *value = NULL, *bit = NULL;
	guint64 flag = 0;

	if (!text)
		return false;
	if (pinned) {
		if (!parse(NUMBER_FLAG, pinned, &flag, err))
			return false;
		if (!flag || flag & (flag - 1) || flag > 0x40000000)
			return fail(
				err, STATUS_USAGE,
				"--flag=%s: must be one bit below 0x80000000; ns_type and setns() take no more",
				pinned);
		if (flag & 0x11)
			return fail(
				err, STATUS_USAGE,
				"--flag=%s: overlaps SIGCHLD, which clone3() must reject; choose another",
				pinned);
		if (taken(NUMBER_FLAG, pinned, SCHED, holder(text, pattern, flag), err))
			return false;
	} else {
		for (size_t i = 0; i < G_N_ELEMENTS(order) && !flag; i++) {
			g_autofree char *by = holder(text, pattern, order[i]);

			if (!by)
				flag = order[i];
		}
		if (!flag)
			return fail(err, STATUS_TREE, SCHED ": no free bit left for a clone flag");
	}
	value = g_strdup_printf("0x%08x", (unsigned int)flag);
	bit = g_strdup_printf("%d", g_bit_nth_lsf(flag, -1));
	spec_set(spec, "flag_value", value);
	spec_set(spec, "flag_bit", bit);
	/* clone(2) cannot take such a flag: it reads CSIGNAL's bits as the signal. */
	spec_set(spec, "signal_flag", flag & CSIGNAL ? "y" : "");
	return true;
}

static bool choose_inum(struct spec *spec, const struct tree *tree, const struct numbers *numbers,
			GError **err)
{
	const char *pinned = numbers->of[NUMBER_INUM].text;
	static const char pattern[] = "^\t(\\w+_INO)[ \t]*=[ \t]*(0x[0-9a-fA-F]+)U?,";
	g_autofree char *nsfs = file_or_nothing(tree, NSFS, err);
	g_autofree char *proc_ns = nsfs ? file_or_nothing(tree, PROC_NS, err) : NULL;
	g_autofree char *both = proc_ns ? g_strconcat(nsfs, proc_ns, NULL) : NULL;
	g_autofree char *value = NULL;
	guint64 inum = FIRST_INUM;

	if (!both)
		return false;
	if (pinned) {
		if (!parse(NUMBER_INUM, pinned, &inum, err))
			return false;
		if (inum > (numbers->assigned ? LAST_INUM : FIRST_INUM) || inum < 0xEFFFFF00)
			return fail(
				err, STATUS_USAGE,
				"--inum=%s: must be from 0xEFFFFF00 to 0x%X; those above are the kernel's",
				pinned, (unsigned int)(numbers->assigned ? LAST_INUM : FIRST_INUM));
		if (taken(NUMBER_INUM, pinned, *nsfs ? NSFS : PROC_NS, holder(both, pattern, inum),
			  err))
			return false;
	} else {
		char *by;

		while ((by = holder(both, pattern, inum))) {
			g_free(by);
			inum--;
		}
	}
	value = g_strdup_printf("0x%08XU", (unsigned int)inum);
	spec_set(spec, "inum", value);
	return true;
}

static bool choose_id(struct spec *spec, const struct tree *tree, const struct numbers *numbers,
		      GError **err)
{
	const char *pinned = numbers->of[NUMBER_ID].text;
	static const char pattern[] = "^\t(\\w+_INIT_ID)[ \t]*=[ \t]*([0-9]+)ULL,";
	g_autofree char *text = file_or_nothing(tree, NSFS, err);
	g_autofree char *value = NULL;
	guint64 id = 0, last = 0;

	if (!text)
		return false;
	if (!text_has(text, pattern)) {
		if (pinned && !numbers->kept)
			return fail(err, STATUS_USAGE,
				    "--id=%s: Linux %s does not support namespace ids; omit it",
				    pinned, tree->release);
		spec_set(spec, "id", "");
		return true;
	}
	/* Ids are dense: the first free one is after the last one. */
	for (guint64 n = 1; n < 1000; n++) {
		g_autofree char *by = holder(text, pattern, n);

		if (by)
			last = n;
	}
	id = last + 1;
	if (pinned) {
		if (!parse(NUMBER_ID, pinned, &id, err))
			return false;
		if (id <= last || id > 999)
			return fail(err, STATUS_USAGE,
				    "--id=%s: must be above %u, the last one in " NSFS
				    ", and below 1000",
				    pinned, (unsigned int)last);
	}
	value = g_strdup_printf("%u", (unsigned int)id);
	spec_set(spec, "id", value);
	return true;
}

static bool choose_nr(struct spec *spec, const struct tree *tree, const struct numbers *numbers,
		      GError **err)
{
	const char *pinned = numbers->of[NUMBER_NR].text;
	static const char pattern[] =
		"^#define (PIDFD_\\w+)[ \t]+_IO[WR]*\\(PIDFS_IOCTL_MAGIC, ([0-9]+)";
	g_autofree char *text = file_or_nothing(tree, PIDFD, err);
	g_autofree char *value = NULL;
	guint64 nr = FIRST_NR;

	if (!text)
		return false;
	if (!text_has(text, pattern)) {
		if (pinned && !numbers->kept)
			return fail(err, STATUS_USAGE,
				    "--nr=%s: Linux %s does not support pidfd ioctls; omit it",
				    pinned, tree->release);
		spec_set(spec, "nr", "");
		return true;
	}
	if (pinned) {
		if (!parse(NUMBER_NR, pinned, &nr, err))
			return false;
		if (nr < (numbers->assigned ? 1 : FIRST_NR) || nr > 255)
			return fail(
				err, STATUS_USAGE,
				"--nr=%s: must be from %d to 255; 11 is PIDFD_GET_INFO in later kernels",
				pinned, numbers->assigned ? 1 : FIRST_NR);
		if (taken(NUMBER_NR, pinned, PIDFD, holder(text, pattern, nr), err))
			return false;
	} else {
		char *by;

		while ((by = holder(text, pattern, nr))) {
			g_free(by);
			nr++;
		}
	}
	value = g_strdup_printf("%u", (unsigned int)nr);
	spec_set(spec, "nr", value);
	return true;
}

/**
 * numbers_given() - is any number given, so that it need not be chosen?
 * @numbers: the numbers
 */
bool numbers_given(const struct numbers *numbers)
{
	for (int i = 0; i < NUMBERS; i++)
		if (numbers->of[i].text)
			return true;
	return false;
}

/*
 * An assigned number may be one that the rule never chooses: 0xEFFFFFF9 is free in 6.12, and is
 * net's in 7.x. This does not apply to the id, because the kernel counts on from the last one.
 */
static bool assigned_ok(const struct numbers *numbers, GError **err)
{
	if (!numbers->assigned || numbers_given(numbers))
		return true;
	return fail(
		err, STATUS_USAGE,
		"--assigned: no number given; give those that a maintainer assigned, as in --inum=0xEFFFFFF9");
}

/**
 * numbers_choose() - set flag_value, flag_bit, inum, id and nr in a spec
 * @spec: the namespace; id and nr are empty for a tree that has no such numbers
 * @tree: the tree, whose own numbers are not free
 * @numbers: what the user wants
 * @err: STATUS_USAGE: a pinned number is not possible; STATUS_TREE: none is left, or a file with
 * numbers cannot be read
 */
bool numbers_choose(struct spec *spec, const struct tree *tree, const struct numbers *numbers,
		    GError **err)
{
	return assigned_ok(numbers, err) && choose_flag(spec, tree, numbers, err) &&
	       choose_inum(spec, tree, numbers, err) && choose_id(spec, tree, numbers, err) &&
	       choose_nr(spec, tree, numbers, err);
}

/**
 * numbers_keep() - keep the numbers of an earlier series, unless the user wants others
 * @numbers: what the user wants; the others are filled in, and their texts still belong to @old
 * @old: those of the series, with their reasons
 *
 * --assigned applies to the numbers that are given with it; alone, to those that the series has.
 */
void numbers_keep(struct numbers *numbers, const struct numbers *old)
{
	bool given = numbers_given(numbers);

	for (int i = 0; i < NUMBERS; i++) {
		struct number *number = &numbers->of[i];

		if (number->text) {
			number->why = numbers->assigned ? REASON_ASSIGNED : REASON_PINNED;
		} else if (old->of[i].text) {
			*number = old->of[i];
			if (numbers->assigned && !given)
				number->why = REASON_ASSIGNED;
		}
	}
	numbers->assigned |= old->assigned;
}

/**
 * numbers_clear() - free the texts of numbers that own them
 * @numbers: empty afterwards
 */
void numbers_clear(struct numbers *numbers)
{
	for (int i = 0; i < NUMBERS; i++)
		g_clear_pointer(&numbers->of[i].text, g_free);
}
