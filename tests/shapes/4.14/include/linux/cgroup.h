/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/cgroup.h>. */
#ifndef _LINUX_CGROUP_H
#define _LINUX_CGROUP_H

#include <linux/kref.h>
#include <linux/user_namespace.h>

struct cgroup_namespace {
	struct kref kref;
};

extern struct cgroup_namespace init_cgroup_ns;
extern struct cgroup_namespace *copy_cgroup_ns(unsigned long flags,
		struct user_namespace *user_ns, struct cgroup_namespace *old_ns);
extern void put_cgroup_ns(struct cgroup_namespace *ns);

#endif
