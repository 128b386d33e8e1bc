#include <linux/nsproxy.h>

struct nsproxy init_nsproxy = INIT_NSPROXY(init_nsproxy);

static struct nsproxy *create_new_namespaces(int flags, struct task_struct *tsk,
			struct fs_struct *new_fs)
{
	return ERR_PTR(-ENOMEM);
}
