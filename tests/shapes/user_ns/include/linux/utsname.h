/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/utsname.h>. */
#ifndef _LINUX_UTSNAME_H
#define _LINUX_UTSNAME_H

#include <linux/err.h>
#include <linux/kref.h>
#include <linux/sched.h>

struct user_namespace;
struct uts_namespace {
	struct kref kref;
};

extern struct uts_namespace init_uts_ns;

static inline struct uts_namespace *get_uts_ns(struct uts_namespace *ns)
{
	kref_get(&ns->kref);
	return ns;
}

extern struct uts_namespace *copy_utsname(unsigned long flags,
		struct user_namespace *user_ns, struct uts_namespace *old_ns);
extern void free_uts_namespace(struct kref *kref);

static inline void put_uts_ns(struct uts_namespace *ns)
{
	kref_put(&ns->kref, free_uts_namespace);
}

#endif
