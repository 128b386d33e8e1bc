/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/init_task.h>. */
#ifndef _LINUX__INIT_TASK_H
#define _LINUX__INIT_TASK_H

#include <linux/utsname.h>
#include <linux/ipc_namespace.h>
#include <linux/pid_namespace.h>
#include <net/net_namespace.h>

extern struct nsproxy init_nsproxy;
#define INIT_NSPROXY(nsproxy) {						\
	.pid_ns		= &init_pid_ns,					\
	.count		= ATOMIC_INIT(1),				\
	.uts_ns		= &init_uts_ns,					\
	.mnt_ns		= NULL,						\
	.net_ns		= &init_net,					\
	INIT_IPC_NS(ipc_ns)						\
}

#endif
