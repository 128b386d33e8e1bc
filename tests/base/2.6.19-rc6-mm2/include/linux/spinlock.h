/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/spinlock.h>: a lock to initialise, nobody takes it. */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <asm/atomic.h>

typedef struct { int locked; } spinlock_t;

#define __SPIN_LOCK_UNLOCKED(name)	{ 0 }

#endif
