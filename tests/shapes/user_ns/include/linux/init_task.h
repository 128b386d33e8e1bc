/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/init_task.h>: init_nsproxy is in kernel/nsproxy.c. */
#ifndef _LINUX__INIT_TASK_H
#define _LINUX__INIT_TASK_H

extern struct nsproxy init_nsproxy;

#endif
