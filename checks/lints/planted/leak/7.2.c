static struct foo_namespace *create_foo_ns(struct user_namespace *user_ns)
{
	struct foo_namespace *ns;
	struct ucounts *ucounts;
	int err;

	err = -ENOSPC;
	ucounts = inc_foo_namespaces(user_ns);
	if (!ucounts)
		goto fail;

	err = -ENOMEM;
	ns = kzalloc_obj(*ns, GFP_KERNEL_ACCOUNT);
	if (ns == NULL)
		goto fail_dec;

	err = ns_common_init(ns);
	if (err)
		goto fail_dec;

	ns->user_ns = get_user_ns(user_ns);
	ns->ucounts = ucounts;

	err = setup_foo(ns);
	if (err)
		goto fail_put;
	return ns;

fail_put:
	put_user_ns(ns->user_ns);
fail_free:
	kfree(ns);
fail_dec:
	dec_foo_namespaces(ucounts);
fail:
	return ERR_PTR(err);
}
