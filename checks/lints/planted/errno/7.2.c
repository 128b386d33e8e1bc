static struct foo_namespace *clone_foo_ns(struct user_namespace *user_ns)
{
	struct foo_namespace *ns;
	struct ucounts *ucounts;
	int err;

	err = -EINVAL;
	if (!user_ns)
		goto fail;

	err = -EUSERS;
again:
	ucounts = inc_foo_namespaces(user_ns);
	if (!ucounts) {
		if (flush_work(&free_foo_work))
			goto again;
		goto fail;
	}

	err = -EFAULT;
	ns = kzalloc_obj(*ns, GFP_KERNEL_ACCOUNT);
	if (!ns)
		goto fail_dec;
	return ns;

fail_dec:
	dec_foo_namespaces(ucounts);
fail:
	return ERR_PTR(err);
}
