#ifndef _LINUX__INIT_TASK_H
#define _LINUX__INIT_TASK_H

#include <linux/file.h>
#include <linux/utsname.h>
#include <linux/ipc.h>

#define INIT_FILES \
{							\
	.count		= ATOMIC_INIT(1),		\
	.fdt		= &init_files.fdtab,		\
}

extern struct nsproxy init_nsproxy;
#define INIT_PROXY(nsproxy) {						\
	.count		= ATOMIC_INIT(1),				\
	.uts_ns		= &init_uts_ns,					\
	INIT_IPC_NS(ipc_ns)						\
}

#endif
