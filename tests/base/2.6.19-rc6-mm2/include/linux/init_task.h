/* Written for nsgen; see README. */
#ifndef _LINUX__INIT_TASK_H
#define _LINUX__INIT_TASK_H

#include <linux/file.h>
#include <linux/rcupdate.h>
#include <linux/utsname.h>
#include <linux/lockdep.h>
#include <linux/ipc.h>
#include <linux/pid_namespace.h>

#define INIT_FDTABLE \
{							\
	.max_fds	= NR_OPEN_DEFAULT,		\
	.fd		= init_files.fd_array,		\
	.rcu		= RCU_HEAD_INIT,		\
	.next		= NULL,				\
}

/*
 * The first task has no file open, and starts with the smallest
 * table there is: the one inside of the structure.
 */
#define INIT_FILES \
{							\
	.count		= ATOMIC_INIT(1),		\
	.fdt		= &init_files.fdtab,		\
	.fdtab		= INIT_FDTABLE,			\
	.file_lock	= __SPIN_LOCK_UNLOCKED(init_files.file_lock),\
}

/*
 * The first task is not made by clone(): all that it has is laid
 * out by the compiler.  These macros are the initialisers.
 *
 * The namespaces it starts in are those of the machine, and they
 * come in three forms:
 *
 *   - A namespace that every kernel has is named as it is.  This
 *     goes for pids, and for uts: CONFIG_UTS_NS decides whether
 *     there can be a second one, never whether there is a first.
 *
 *   - Mounts are not there yet when this is compiled in.  Their
 *     namespace is made together with the root file system, and
 *     until then the pointer is NULL.  Whoever takes or drops a
 *     reference has to look first; dup_namespaces() and
 *     free_nsproxy() do so for all of them.
 *
 *   - A namespace that a configuration may lack has a macro of
 *     its own, in its own header.  It yields the whole entry, the
 *     comma included, or nothing at all.  That is why no comma
 *     follows it below, and why the argument is the name of the
 *     field and not a value.
 *
 * Entries are named, so their order means nothing to the compiler.
 * But all of this is one line to it, and there are three things
 * that the end of each line must keep to:
 *
 *   - the backslash is its last character, with not even a space
 *     behind it, and none is needed after the closing brace;
 *
 *   - there can be no #ifdef in between, which is the other reason
 *     for the macros in the headers of the namespaces;
 *
 *   - a comment would have to be closed in front of the backslash.
 *
 * 'count' is 1 for the task itself.  The references that the
 * nsproxy holds are counted where each namespace is defined.
 *
 * The lock is initialised by the name of what it lies in; this is
 * what the argument of INIT_NSPROXY is for.
 */
extern struct nsproxy init_nsproxy;
#define INIT_NSPROXY(nsproxy) {						\
	.pid_ns		= &init_pid_ns,					\
	.count		= ATOMIC_INIT(1),				\
	.nslock		= __SPIN_LOCK_UNLOCKED(nsproxy.nslock),		\
	.id		= 0,						\
	.uts_ns		= &init_uts_ns,					\
	.mnt_ns		= NULL,						\
	INIT_IPC_NS(ipc_ns)						\
}

#define INIT_TASK(tsk) {						\
	.files		= &init_files,					\
	.nsproxy	= &init_nsproxy,				\
	.alloc_lock	= __SPIN_LOCK_UNLOCKED(tsk.alloc_lock),		\
	INIT_LOCKDEP							\
}

#endif
