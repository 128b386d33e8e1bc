/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/rcupdate.h>: the head in a table of files. */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <linux/types.h>

struct rcu_head {
	struct rcu_head *next;
};

#define RCU_HEAD_INIT	{ NULL }

#endif
