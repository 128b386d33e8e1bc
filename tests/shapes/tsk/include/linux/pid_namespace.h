/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/pid_namespace.h>. */
#ifndef _LINUX_PID_NS_H
#define _LINUX_PID_NS_H

#include <linux/err.h>
#include <linux/kref.h>
#include <linux/sched.h>

struct pid_namespace {
	struct kref kref;
};

extern struct pid_namespace init_pid_ns;

static inline struct pid_namespace *get_pid_ns(struct pid_namespace *ns)
{
	kref_get(&ns->kref);
	return ns;
}

extern struct pid_namespace *copy_pid_ns(unsigned long flags, struct pid_namespace *ns);
extern void free_pid_namespace(struct kref *kref);

static inline void put_pid_ns(struct pid_namespace *ns)
{
	kref_put(&ns->kref, free_pid_namespace);
}

#endif
