#include <linux/nsproxy.h>

struct nsproxy init_nsproxy = INIT_NSPROXY(init_nsproxy);

struct nsproxy *dup_namespaces(struct nsproxy *orig)
{
	struct nsproxy *ns = clone_namespaces(orig);

	if (ns)
		get_uts_ns(ns->uts_ns);
	return ns;
}
