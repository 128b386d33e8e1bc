/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/ipc_namespace.h>. */
#ifndef __IPC_NAMESPACE_H__
#define __IPC_NAMESPACE_H__

#include <linux/err.h>
#include <linux/kref.h>
#include <linux/sched.h>

struct ipc_namespace {
	struct kref kref;
};

extern struct ipc_namespace init_ipc_ns;

#ifdef CONFIG_SYSVIPC
#define INIT_IPC_NS(ns)		.ns		= &init_ipc_ns,
#else
#define INIT_IPC_NS(ns)
#endif

static inline struct ipc_namespace *get_ipc_ns(struct ipc_namespace *ns)
{
	kref_get(&ns->kref);
	return ns;
}

extern struct ipc_namespace *copy_ipcs(unsigned long flags, struct ipc_namespace *ns);
extern void free_ipc_namespace(struct kref *kref);

static inline void put_ipc_ns(struct ipc_namespace *ns)
{
	kref_put(&ns->kref, free_ipc_namespace);
}

#endif
