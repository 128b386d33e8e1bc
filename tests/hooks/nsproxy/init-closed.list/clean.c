static struct kmem_cache *nsproxy_cachep;

struct nsproxy init_nsproxy = {
	.count			= ATOMIC_INIT(1),
	.uts_ns			= &init_uts_ns,
	.ipc_ns			= &init_ipc_ns,
	.mnt_ns			= NULL,
	.pid_ns_for_children	= &init_pid_ns, };

static inline struct nsproxy *create_nsproxy(void)
{
	return kmem_cache_alloc(nsproxy_cachep, GFP_KERNEL);
}
