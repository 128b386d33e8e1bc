static struct nsproxy *create_new_namespaces(unsigned long flags, struct task_struct *tsk)
{
	struct nsproxy *new_nsp = create_nsproxy();

	new_nsp->uts_ns = copy_utsname(flags, tsk->nsproxy->uts_ns);
	new_nsp->foo_ns = copy_foo_ns(flags, tsk->nsproxy->foo_ns);
	return new_nsp;
}

void free_nsproxy(struct nsproxy *ns)
{
	if (ns->uts_ns)
		put_uts_ns(ns->uts_ns);
	kmem_cache_free(nsproxy_cachep, ns);
}

void free_foo_ns(struct foo_namespace *ns)
{
	dec_ucount(ns->ucounts, UCOUNT_FOO_NAMESPACES);
	put_user_ns(ns->user_ns);
	ns_free_inum(&ns->ns);
}

void free_bar_ns(struct kref *kref)
{
	struct bar_namespace *ns;

	ns = container_of(kref, struct bar_namespace, kref);
	dec_bar_namespaces(ns->ucounts);
	put_user_ns(ns->user_ns);
	ns_free_inum(&ns->ns);
}
