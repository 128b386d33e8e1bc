/*
 *  Sharing, copying and dropping the namespaces of a task.
 */

#include <linux/slab.h>
#include <linux/export.h>
#include <linux/nsproxy.h>
#include <linux/mnt_namespace.h>
#include <linux/utsname.h>
#ifdef CONFIG_CGROUPS
#include <linux/cgroup.h>
#endif

static struct kmem_cache *nsproxy_cachep;

int __init nsproxy_cache_init(void)
{
	nsproxy_cachep = KMEM_CACHE(nsproxy, SLAB_PANIC);
	return 0;
}
