/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/pid_namespace.h>: process numbers, no CONFIG_ yet. */
#ifndef _LINUX_PID_NS_H
#define _LINUX_PID_NS_H

#include <linux/sched.h>
#include <linux/nsproxy.h>
#include <linux/kref.h>

struct pid_namespace {
	struct kref kref;
	int last_pid;
	struct task_struct *child_reaper;
};

extern struct pid_namespace init_pid_ns;

static inline void get_pid_ns(struct pid_namespace *ns)
{
	kref_get(&ns->kref);
}

extern int copy_pid_ns(int flags, struct task_struct *tsk);
extern void free_pid_ns(struct kref *kref);

static inline void put_pid_ns(struct pid_namespace *ns)
{
	kref_put(&ns->kref, free_pid_ns);
}

#endif
