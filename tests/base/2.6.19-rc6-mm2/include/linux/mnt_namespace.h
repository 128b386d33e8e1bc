/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/mnt_namespace.h>: the oldest, without CONFIG_ or kref. */
#ifndef _NAMESPACE_H_
#define _NAMESPACE_H_

#include <linux/sched.h>
#include <linux/nsproxy.h>

struct mnt_namespace {
	atomic_t count;
};

extern int copy_mnt_ns(int flags, struct task_struct *tsk);
extern void __put_mnt_ns(struct mnt_namespace *ns);

static inline void get_mnt_ns(struct mnt_namespace *ns)
{
	atomic_inc(&ns->count);
}

static inline void put_mnt_ns(struct mnt_namespace *ns)
{
	if (atomic_dec_and_test(&ns->count))
		__put_mnt_ns(ns);
}

#endif
