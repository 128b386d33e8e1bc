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

#define FIRST_INUM 0xEFFFFFF6ULL
#define LEAST_INUM 0xEFFFFF00ULL
#define FIRST_NR 12
#define LAST_NR 255
#define MOST_ID 999

/* The limit for any inode number: those of namespaces created later begin at 0xF0000000. */
#define LAST_INUM 0xEFFFFFFFULL

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

/* Does the tree have this number already? */
static bool is_free(const struct taken *taken, int number, const char *pinned, guint64 value,
		    GError **err)
{
	const struct constant *by = taken_by(taken, number, value);

	return !by ||
	       fail(err, STATUS_USAGE, "--%s=%s: already used by %s in %s:%d; choose another",
		    number_words[number].option, pinned, by->name, by->file, by->line);
}

/*
 * A number that a maintainer assigned is free, also in a list with a value that cannot be
 * evaluated.
 */
static bool evaluated(const struct taken *taken, int number, const struct numbers *numbers,
		      GError **err)
{
	return (numbers->assigned && numbers->of[number].text) ||
	       taken_evaluated(taken, number, err);
}

static bool choose_flag(struct spec *spec, const struct taken *taken,
			const struct numbers *numbers, GError **err)
{
	const char *pinned = numbers->of[NUMBER_FLAG].text;
	static const unsigned int order[] = { 0x40, 0x20, 0x08, 0x04, 0x02 };
	g_autofree char *value = NULL, *bit = NULL;
	const struct constant *by = NULL;
	guint64 flag = 0;

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
		if (!is_free(taken, NUMBER_FLAG, pinned, flag, err))
			return false;
	}
	if (!evaluated(taken, NUMBER_FLAG, numbers, err))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(order) && !flag; i++) {
		by = taken_by(taken, NUMBER_FLAG, order[i]);
		if (!by)
			flag = order[i];
	}
	if (!flag)
		return fail(err, STATUS_TREE,
			    "%s:%d: no free bit left for a clone flag; %s has the last one, 0x%02x",
			    by->file, by->line, by->name, order[G_N_ELEMENTS(order) - 1]);
	value = g_strdup_printf("0x%08x", (unsigned int)flag);
	bit = g_strdup_printf("%d", g_bit_nth_lsf(flag, -1));
	spec_set(spec, "flag_value", value);
	spec_set(spec, "flag_bit", bit);
	/* clone(2) cannot take such a flag: it reads CSIGNAL's bits as the signal. */
	spec_set(spec, "signal_flag", flag & CSIGNAL ? "y" : "");
	return true;
}

static bool choose_inum(struct spec *spec, const struct taken *taken,
			const struct numbers *numbers, GError **err)
{
	const char *pinned = numbers->of[NUMBER_INUM].text;
	g_autofree char *value = NULL;
	const struct constant *by;
	guint64 inum = FIRST_INUM;

	if (pinned) {
		if (!parse(NUMBER_INUM, pinned, &inum, err))
			return false;
		if (inum > (numbers->assigned ? LAST_INUM : FIRST_INUM) || inum < LEAST_INUM)
			return fail(
				err, STATUS_USAGE,
				"--inum=%s: must be from 0xEFFFFF00 to 0x%X; those above are the kernel's",
				pinned, (unsigned int)(numbers->assigned ? LAST_INUM : FIRST_INUM));
		if (!is_free(taken, NUMBER_INUM, pinned, inum, err))
			return false;
	}
	if (!evaluated(taken, NUMBER_INUM, numbers, err))
		return false;
	while ((by = taken_by(taken, NUMBER_INUM, inum)))
		if (--inum < LEAST_INUM)
			return fail(
				err, STATUS_TREE,
				"%s:%d: no inode number from 0xEFFFFF00 on is left; %s has the last one",
				by->file, by->line, by->name);
	value = g_strdup_printf("0x%08XU", (unsigned int)inum);
	spec_set(spec, "inum", value);
	return true;
}

static bool choose_id(struct spec *spec, const struct taken *taken, const struct numbers *numbers,
		      GError **err)
{
	const char *pinned = numbers->of[NUMBER_ID].text;
	g_autofree char *value = NULL;
	const struct constant *by;
	guint64 id, last;

	if (!taken_evaluated(taken, NUMBER_ID, err))
		return false;
	/* Ids are dense: the first free one is after the last one. */
	by = taken_last(taken, NUMBER_ID, &last);
	if (by && last >= MOST_ID)
		return fail(err, STATUS_TREE,
			    "%s:%d: %s is %" G_GUINT64_FORMAT
			    ", after which no id below 1000 is left",
			    by->file, by->line, by->name, last);
	id = last + 1;
	if (pinned) {
		if (!parse(NUMBER_ID, pinned, &id, err))
			return false;
		if (id <= last || id > MOST_ID)
			return fail(err, STATUS_USAGE,
				    "--id=%s: must be above %u, the last one in %s, and below 1000",
				    pinned, (unsigned int)last, by ? by->file : "the tree");
	}
	value = g_strdup_printf("%u", (unsigned int)id);
	spec_set(spec, "id", value);
	return true;
}

static bool choose_nr(struct spec *spec, const struct taken *taken, const struct numbers *numbers,
		      GError **err)
{
	const char *pinned = numbers->of[NUMBER_NR].text;
	g_autofree char *value = NULL;
	const struct constant *by;
	guint64 nr = FIRST_NR;

	if (pinned) {
		if (!parse(NUMBER_NR, pinned, &nr, err))
			return false;
		if (nr < (numbers->assigned ? 1 : FIRST_NR) || nr > LAST_NR)
			return fail(
				err, STATUS_USAGE,
				"--nr=%s: must be from %d to 255; 11 is PIDFD_GET_INFO in later kernels",
				pinned, numbers->assigned ? 1 : FIRST_NR);
		if (!is_free(taken, NUMBER_NR, pinned, nr, err))
			return false;
	}
	if (!evaluated(taken, NUMBER_NR, numbers, err))
		return false;
	while ((by = taken_by(taken, NUMBER_NR, nr)))
		if (++nr > LAST_NR)
			return fail(err, STATUS_TREE,
				    "%s:%d: no ioctl up to 255 is left; %s has the last one",
				    by->file, by->line, by->name);
	value = g_strdup_printf("%u", (unsigned int)nr);
	spec_set(spec, "nr", value);
	return true;
}

/* Not every release has ids and ioctls: then there is nothing to choose, and nothing to pin. */
static bool choose_if_there(struct spec *spec, const struct tree *tree, const struct taken *taken,
			    const struct numbers *numbers, int number, GError **err)
{
	const char *pinned = numbers->of[number].text;

	if (taken_has(taken, number))
		return number == NUMBER_ID ? choose_id(spec, taken, numbers, err) :
					     choose_nr(spec, taken, numbers, err);
	if (pinned && !numbers->kept)
		return fail(err, STATUS_USAGE, "--%s=%s: Linux %s does not support %s; omit it",
			    number_words[number].option, pinned, tree->release,
			    number == NUMBER_ID ? "namespace ids" : "pidfd ioctls");
	spec_set(spec, number_words[number].key, "");
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
 * @err: STATUS_USAGE: a pinned number is not possible; STATUS_TREE: none is left, a number of the
 * tree cannot be evaluated, or a file with numbers cannot be read
 */
bool numbers_choose(struct spec *spec, const struct tree *tree, const struct numbers *numbers,
		    GError **err)
{
	g_autoptr(Taken) taken = NULL;

	if (!assigned_ok(numbers, err))
		return false;
	taken = taken_read(tree, NULL, err);
	return taken && choose_flag(spec, taken, numbers, err) &&
	       choose_inum(spec, taken, numbers, err) &&
	       choose_if_there(spec, tree, taken, numbers, NUMBER_ID, err) &&
	       choose_if_there(spec, tree, taken, numbers, NUMBER_NR, err);
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
