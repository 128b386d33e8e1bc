int create_user_ns(struct cred *new)
{
	struct user_namespace *ns;
	struct ucounts *ucounts;
	int ret;

	ret = -ENOSPC;
	ucounts = inc_user_namespaces(new->user_ns);
	if (!ucounts)
		goto fail;

	ret = -EPERM;
	if (current_chrooted())
		goto fail;

	ret = -ENOMEM;
	ns = kmem_cache_zalloc(user_ns_cachep, GFP_KERNEL);
	if (!ns)
		goto fail_dec;

	ns->ucounts = ucounts;
	return 0;
fail_dec:
	dec_user_namespaces(ucounts);
fail:
	return ret;
}
