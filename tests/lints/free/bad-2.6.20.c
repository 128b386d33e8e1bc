struct nsproxy *dup_namespaces(struct nsproxy *orig)
{
	struct nsproxy *ns = clone_namespaces(orig);

	if (ns) {
		if (ns->uts_ns)
			get_uts_ns(ns->uts_ns);
		if (ns->foo_ns)
			get_foo_ns(ns->foo_ns);
	}
	return ns;
}

void free_nsproxy(struct nsproxy *ns)
{
	if (ns->uts_ns)
		put_uts_ns(ns->uts_ns);
	kfree(ns);
}
