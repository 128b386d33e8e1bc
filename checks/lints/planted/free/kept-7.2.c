static struct nsproxy *create_new_namespaces(u64 flags, struct task_struct *tsk)
{
	struct nsproxy *new_nsp = create_nsproxy();

	new_nsp->uts_ns = copy_utsname(flags, tsk->nsproxy->uts_ns);
	new_nsp->foo_ns = copy_foo_ns(flags, tsk->nsproxy->foo_ns);
	return new_nsp;
}

void nsproxy_free(struct nsproxy *ns)
{

	put_uts_ns(ns->uts_ns);
	put_uts_ns(ns->uts_ns);
	kmem_cache_free(nsproxy_cachep, ns);
}

void free_foo_ns(struct foo_namespace *ns)
{
	ns_common_free(ns);
	kfree_rcu(ns, ns.ns_rcu);
}

void free_bar_ns(struct kref *kref)
{
	struct bar_namespace *ns;

	ns = container_of(kref, struct bar_namespace, kref);
	ns_common_free(ns);
	kmem_cache_free(bar_ns_cache, ns);
}
