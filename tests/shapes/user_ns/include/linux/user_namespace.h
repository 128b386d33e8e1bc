/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/user_namespace.h>. */
#ifndef _LINUX_USER_NAMESPACE_H
#define _LINUX_USER_NAMESPACE_H

#include <linux/sched.h>

struct user_namespace {
	int level;
};

extern struct user_namespace *task_user_ns(struct task_struct *tsk);

#endif
