// SPDX-License-Identifier: GPL-2.0-only
#include <linux/nsproxy.h>

void deactivate_nsproxy(struct nsproxy *ns)
{
	nsproxy_free(ns);
}

static struct nsproxy *create_new_namespaces(u64 flags,
	struct task_struct *tsk, struct user_namespace *user_ns,
	struct fs_struct *new_fs)
{
	return ERR_PTR(-ENOMEM);
}

int copy_namespaces(u64 flags, struct task_struct *tsk)
{
	struct nsproxy *new_ns;

	if (likely(!(flags & (CLONE_NS_ALL & ~CLONE_NEWUSER))))
		return 0;
	timens_on_fork(new_ns, tsk);
	return 0;
}

static int validate_ns(struct nsset *nsset, struct ns_common *ns)
{
	return ns->ops->install(nsset, ns);
}

static int validate_nsset(struct nsset *nsset, struct pid *pid)
{
	struct nsset other;

	return 0;
}

SYSCALL_DEFINE2(setns, int, fd, int, flags)
{
	return 0;
}
