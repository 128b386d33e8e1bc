static int foons_install(struct nsset *nsset, struct ns_common *new)
{
	struct nsproxy *nsproxy = nsset->nsproxy;
	struct foo_namespace *ns = to_foo_ns(new);

	get_foo_ns(ns);
	put_foo_ns(nsproxy->foo_ns);
	nsproxy->foo_ns = ns;
	return 0;
}

const struct proc_ns_operations foons_operations = {
	.name		= "foo",
	.install	= foons_install,
};
