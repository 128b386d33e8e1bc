/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/kernel.h>: from a member to what holds it. */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/types.h>

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))

#endif
