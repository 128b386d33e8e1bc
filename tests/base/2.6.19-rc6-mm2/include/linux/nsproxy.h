/* Written for nsgen; see README. */
#ifndef _LINUX_NSPROXY_H
#define _LINUX_NSPROXY_H

#include <linux/sched.h>

struct mnt_namespace;
struct uts_namespace;
struct ipc_namespace;
struct pid_namespace;

/*
 * A structure to contain pointers to all per-process
 * namespaces.  Most tasks have the same ones, so they have
 * them in common, through one nsproxy.
 *
 * Two kinds of references must not be confused: a task holds
 * one to its nsproxy ('count'), an nsproxy holds one to each
 * of its namespaces.
 *
 * A task that wants but one namespace for itself needs a new
 * nsproxy, in which all the others are the old ones.
 */
struct nsproxy {
	atomic_t count;
	spinlock_t nslock;
	unsigned long id;
	struct uts_namespace *uts_ns;
	struct ipc_namespace *ipc_ns;
	struct mnt_namespace *mnt_ns;
	struct pid_namespace *pid_ns;
};
extern struct nsproxy init_nsproxy;

struct nsproxy *dup_namespaces(struct nsproxy *orig);
int copy_namespaces(int flags, struct task_struct *tsk);
void get_task_namespaces(struct task_struct *tsk);
void free_nsproxy(struct nsproxy *ns);

static inline void put_nsproxy(struct nsproxy *ns)
{
	if (atomic_dec_and_test(&ns->count))
		free_nsproxy(ns);
}
#endif
