// SPDX-License-Identifier: GPL-2.0-only
/*
 * Call the stubs that a namespace's header has while the namespace is off. Copying must refuse the
 * flag of this namespace and no other: otherwise unshare() would succeed and do nothing, or fail
 * for everybody. get and put must leave the namespace alone.
 *
 * No libc and no kernel headers are used: included headers are empty. TAG, COPY, GET, PUT, FLAG and
 * ARGUMENTS come from the command line; so does POINTER or STATUS, which is what the copy returns.
 */
#define NULL ((void *)0)
#define EINVAL 22
#define ERR_PTR(error) ((void *)(long)(error))
#define container_of(pointer, type, member) \
	((type *)((char *)(pointer) - __builtin_offsetof(type, member)))
#define __must_check
#define __init

typedef _Bool bool;
typedef unsigned int u32, __u32;
typedef unsigned long long u64, __u64;
typedef struct {
	int counter;
} atomic_t, refcount_t;

struct kref {
	refcount_t refcount;
};

struct ns_common {
	refcount_t count;
};

struct user_namespace;
struct task_struct;
struct nsproxy;

int puts(const char *);
int printf(const char *, ...);
int memcmp(const void *, const void *, unsigned long);

#include "flags.h"
#include "others.h"
#include "header.h"

#define ANY ((void *)0x1000)

#if ARGUMENTS == 3
#define CALL(flags, old) COPY(flags, ANY, old)
#else
#define CALL(flags, old) COPY(flags, old)
#endif

#ifdef POINTER
#define DONE(old) ((long)(old))
#else
/* The copy takes the old namespace from the task, and a stub has no reason to look at it. */
#define DONE(old) 0L
#endif

static int wrong;

static void expect(const char *what, unsigned long long flags, long got, long want)
{
	if (got == want)
		return;
	printf("%s: flags 0x%llx returned %ld, expected %ld\n", what, flags, got, want);
	wrong = 1;
}

int main(void)
{
	static struct TAG old, same;

	for (int bit = -1; bit < 32; bit++) {
		unsigned long long flags = bit < 0 ? 0 : 1ULL << bit;

		expect("copy", flags, (long)CALL(flags, (void *)&old),
		       flags & FLAG ? -EINVAL : DONE(&old));
		expect("copy with all other flags", flags,
		       (long)CALL(flags | (0xffffffffULL & ~FLAG), (void *)&old),
		       flags & FLAG ? -EINVAL : DONE(&old));
	}
	GET(&old);
	PUT(&old);
	if (memcmp(&old, &same, sizeof(old))) {
		puts("get or put changes the namespace");
		wrong = 1;
	}
	return wrong;
}
