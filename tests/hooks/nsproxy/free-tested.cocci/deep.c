static struct kmem_cache *nsproxy_cachep;

void free_nsproxy(struct nsproxy *ns)
{
		if (ns->mnt_ns)
			put_mnt_ns(ns->mnt_ns);
		if (ns->pid_ns)
			put_pid_ns(ns->pid_ns);
		kfree(ns);
}

void switch_task_namespaces(struct task_struct *p, struct nsproxy *new)
{
	struct nsproxy *ns = p->nsproxy;

	rcu_assign_pointer(p->nsproxy, new);
	if (ns && atomic_dec_and_test(&ns->count))
		free_nsproxy(ns);
}
