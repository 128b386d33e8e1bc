#ifdef CONFIG_NAMESPACES
#include <linux/slab.h>
#include <linux/nsproxy.h>
#include <linux/utsname.h>

static struct kmem_cache *nsproxy_cachep;

int __init nsproxy_cache_init(void)
{
	nsproxy_cachep = KMEM_CACHE(nsproxy, SLAB_PANIC);
	return 0;
}
#endif
