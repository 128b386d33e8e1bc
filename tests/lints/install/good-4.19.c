static int foons_install(struct nsproxy *nsproxy, struct ns_common *new)
{
	struct foo_namespace *ns = to_foo_ns(new);

	if (!ns_capable(ns->user_ns, CAP_SYS_ADMIN) ||
	    !ns_capable(current_user_ns(), CAP_SYS_ADMIN))
		return -EPERM;

	get_foo_ns(ns);
	put_foo_ns(nsproxy->foo_ns);
	nsproxy->foo_ns = ns;
	return 0;
}

const struct proc_ns_operations foons_operations = {
	.name		= "foo",
	.install	= foons_install,
};
