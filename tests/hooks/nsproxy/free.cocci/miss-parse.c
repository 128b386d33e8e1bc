static struct kmem_cache *nsproxy_cachep;

void free_nsproxy(struct nsproxy *ns)
{
	guarded (rcu) with
		forget(ns));
	put_net(ns->net_ns);
	kmem_cache_free(nsproxy_cachep, ns);
}
