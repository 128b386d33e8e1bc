static struct foo_namespace *clone_foo_ns(struct user_namespace *user_ns)
{
	struct foo_namespace *ns;
	int err;

	ns = kzalloc_obj(*ns, GFP_KERNEL_ACCOUNT);
	if (!ns)
		return ERR_PTR(-ENOMEM);

	err = ns_common_init(ns);
	if (err) {
		kfree(ns);
		return ERR_PTR(err);
	}

	ns_tree_add(ns);
	ns->user_ns = get_user_ns(user_ns);
	return ns;
}

void free_foo_ns(struct foo_namespace *ns)
{
	put_user_ns(ns->user_ns);
	ns_common_free(ns);
	kfree_rcu(ns, ns.ns_rcu);
}
