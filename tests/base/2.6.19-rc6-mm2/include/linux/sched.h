/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/sched.h>: clone flags, and what is needed of a task. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define CLONE_NEWNS	0x00020000	/* new mount namespace */
#define CLONE_NEWUTS	0x04000000	/* new host and domain name */
#define CLONE_NEWIPC	0x08000000	/* new System V IPC objects */

struct files_struct;
struct nsproxy;

struct task_struct {
	struct files_struct *files;
	struct nsproxy *nsproxy;
	spinlock_t alloc_lock;		/* guards the two above */
};

#endif
