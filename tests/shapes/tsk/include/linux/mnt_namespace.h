/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/mnt_namespace.h>. */
#ifndef _NAMESPACE_H_
#define _NAMESPACE_H_

struct fs_struct;
struct mnt_namespace;

extern struct mnt_namespace *copy_mnt_ns(unsigned long flags, struct mnt_namespace *ns,
		struct fs_struct *new_fs);
extern void put_mnt_ns(struct mnt_namespace *ns);

#endif
