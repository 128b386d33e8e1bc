static struct kmem_cache *nsproxy_cachep;

static inline void free_nsproxy(struct nsproxy *ns)
{
	if (ns->mnt_ns)
		put_mnt_ns(ns->mnt_ns);
	put_net(ns->net_ns);
	kmem_cache_free(nsproxy_cachep, ns);
}

void switch_task_namespaces(struct task_struct *p, struct nsproxy *new)
{
	struct nsproxy *ns = p->nsproxy;

	rcu_assign_pointer(p->nsproxy, new);
	if (ns && atomic_dec_and_test(&ns->count))
		free_nsproxy(ns);
}
