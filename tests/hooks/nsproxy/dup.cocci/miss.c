struct nsproxy *dup_namespaces(struct nsproxy *orig)
{
	struct nsproxy *ns = clone_namespaces(orig);

	if (!ns)
		return NULL;

	if (ns->mnt_ns)
		get_mnt_ns(ns->mnt_ns);
	if (ns->uts_ns)
		get_uts_ns(ns->uts_ns);

	return ns;
}
