// SPDX-License-Identifier: GPL-2.0-only
#include <linux/nsproxy.h>

static struct nsproxy *create_new_namespaces(unsigned long flags,
	struct task_struct *tsk, struct user_namespace *user_ns,
	struct fs_struct *new_fs)
{
	return ERR_PTR(-ENOMEM);
}

int copy_namespaces(unsigned long flags, struct task_struct *tsk)
{
	struct nsproxy *new_ns;
	int ret;

	ret = timens_on_fork(new_ns, tsk);
	if (ret) {
		free_nsproxy(new_ns);
		return ret;
	}
	return 0;
}

SYSCALL_DEFINE2(setns, int, fd, int, nstype)
{
	return 0;
}
