/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <asm/atomic.h>: counting, by the compiler's own means. */
#ifndef _ASM_ATOMIC_H
#define _ASM_ATOMIC_H

typedef struct { int counter; } atomic_t;

#define ATOMIC_INIT(i)	{ (i) }

static inline int atomic_read(atomic_t *v)
{
	return __sync_add_and_fetch(&v->counter, 0);
}

static inline void atomic_set(atomic_t *v, int i)
{
	v->counter = i;
}

static inline void atomic_inc(atomic_t *v)
{
	__sync_add_and_fetch(&v->counter, 1);
}

static inline int atomic_dec_and_test(atomic_t *v)
{
	return __sync_sub_and_fetch(&v->counter, 1) == 0;
}

#endif
