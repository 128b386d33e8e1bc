/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/utsname.h>: host name and domain name. */
#ifndef _LINUX_UTSNAME_H
#define _LINUX_UTSNAME_H

#include <linux/sched.h>
#include <linux/kref.h>
#include <linux/nsproxy.h>

struct uts_namespace {
	struct kref kref;
	char nodename[65];
	char domainname[65];
};

extern struct uts_namespace init_uts_ns;

static inline void get_uts_ns(struct uts_namespace *ns)
{
	kref_get(&ns->kref);
}

#ifdef CONFIG_UTS_NS
extern int copy_utsname(int flags, struct task_struct *tsk);
extern void free_uts_ns(struct kref *kref);

static inline void put_uts_ns(struct uts_namespace *ns)
{
	kref_put(&ns->kref, free_uts_ns);
}
#else
static inline int copy_utsname(int flags, struct task_struct *tsk)
{
	return 0;
}

static inline void put_uts_ns(struct uts_namespace *ns)
{
}
#endif

#endif
