static struct foo_namespace *alloc_foo_ns(void)
{
	struct foo_namespace *new_ns __free(kfree) = NULL;
	int ret;

	new_ns = kzalloc_obj(struct foo_namespace, GFP_KERNEL_ACCOUNT);
	if (!new_ns)
		return ERR_PTR(-ENOMEM);
	ret = ns_common_init(new_ns);
	if (ret)
		return ERR_PTR(ret);
	return no_free_ptr(new_ns);
}
