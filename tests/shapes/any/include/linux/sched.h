/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/sched.h>. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define CLONE_FS	0x00000200
#define CLONE_NEWNS	0x00020000
#define CLONE_NEWCGROUP	0x02000000
#define CLONE_NEWUTS	0x04000000
#define CLONE_NEWIPC	0x08000000
#define CLONE_NEWPID	0x20000000
#define CLONE_NEWNET	0x40000000

struct files_struct;
struct fs_struct;
struct nsproxy;

struct task_struct {
	struct files_struct *files;
	struct fs_struct *fs;
	struct nsproxy *nsproxy;
	spinlock_t alloc_lock;
};

#endif
