/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/slab.h>: memory, given and taken back. */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/types.h>

#define GFP_KERNEL	((gfp_t)0xd0)

extern void *kmalloc(size_t size, gfp_t flags);
extern void *kmemdup(const void *src, size_t len, gfp_t flags);
extern void kfree(const void *obj);

#endif
