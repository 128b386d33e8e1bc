/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_NSPROXY_H
#define _LINUX_NSPROXY_H

#include <linux/spinlock.h>
#include <linux/sched.h>

struct mnt_namespace;
struct uts_namespace;
struct ipc_namespace;
struct foo_namespace;
struct fs_struct;

/*
 * Pointers to all namespaces of a task.  'count' is the number of
 * tasks that hold a reference.
 */
struct nsproxy {
	atomic_t count;
	struct uts_namespace *uts_ns;
	struct ipc_namespace *ipc_ns;
	struct mnt_namespace *mnt_ns;
	struct net 	     *net_ns;
	/* keep last */
	unsigned long vendor;
};
extern struct nsproxy init_nsproxy;

struct nsset {
	unsigned flags;
	struct nsproxy *nsproxy;
};

int copy_namespaces(unsigned long flags, struct task_struct *tsk);

#endif
