#ifndef _LINUX__INIT_TASK_H
#define _LINUX__INIT_TASK_H

#include <linux/utsname.h>
#include <linux/ipc.h>

extern struct nsproxy init_nsproxy;
#define INIT_NSPROXY(nsproxy) {						\
	.pid_ns		= &init_pid_ns,					\
	.count		= ATOMIC_INIT(1),				\
	.uts_ns		= &init_uts_ns,					\
	.mnt_ns		= NULL,						\
	INIT_IPC_NS(ipc_ns) \
}

#define INIT_TASK(tsk) {						\
	.files		= &init_files,					\
	.nsproxy	= &init_nsproxy,				\
}

#endif
