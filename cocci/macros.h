/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Macros that spatch cannot parse, for its --macro-file. Each run of spatch gets them.
 *
 * Each has the parser's complaint, with where it occurs in Linux 7.2, and what part of the file
 * spatch read before (spatch --parse-c FILE). A function with such a complaint is none for spatch:
 * no rule matches in it.
 *
 * No macro helps against three others: a macro whose body is "[x] = …" (NAMED_ARRAY_INDEX in
 * kernel/fork.c), DEFINE_PER_CPU(), which is wrong in spatch's own standard.h, and _Generic in a
 * macro (to_ns_common() and others); there a hook is a .list.
 */

/*
 * parse error, around = '{', whole content = scoped_guard(rcu) {
 * fs/nsfs.c 83 %, fs/pidfs.c 82 %, kernel/fork.c 98 %; with it 100, 100 and 99.5.
 */
#define scoped_guard(...) YACFE_ITERATOR
