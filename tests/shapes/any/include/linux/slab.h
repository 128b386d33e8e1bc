/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/slab.h>. */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/types.h>

#define GFP_KERNEL	((gfp_t)0xd0)
#define SLAB_PANIC	0x40000UL

struct kmem_cache;

#define KMEM_CACHE(type, flags) kmem_cache_create(#type, sizeof(struct type), flags)

extern struct kmem_cache *kmem_cache_create(const char *name, size_t size, unsigned long flags);
extern void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags);
extern void kmem_cache_free(struct kmem_cache *cache, void *obj);
extern void *kmalloc(size_t size, gfp_t flags);
extern void *kmemdup(const void *src, size_t len, gfp_t flags);
extern void kfree(const void *obj);

#endif
