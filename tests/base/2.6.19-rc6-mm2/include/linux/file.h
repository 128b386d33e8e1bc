/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/file.h>: just enough of a table of open files. */
#ifndef _LINUX_FILE_H
#define _LINUX_FILE_H

#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#define NR_OPEN_DEFAULT	32

struct file;

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
	struct rcu_head rcu;
	struct fdtable *next;
};

struct files_struct {
	atomic_t count;
	struct fdtable *fdt;
	struct fdtable fdtab;
	spinlock_t file_lock;
	struct file *fd_array[NR_OPEN_DEFAULT];
};

#endif
