static struct foo_namespace *alloc_foo_ns(void)
{
	struct foo_namespace *new_ns;

	new_ns = kzalloc_obj(*new_ns, GFP_KERNEL_ACCOUNT);
	if (!new_ns)
		return NULL;
	ns_tree_add(new_ns);
	return new_ns;
}

struct foo_namespace *copy_foo_ns(u64 flags, struct user_namespace *user_ns)
{
	struct foo_namespace *new_ns = alloc_foo_ns();

	if (!new_ns)
		return ERR_PTR(-ENOMEM);
	new_ns->user_ns = get_user_ns(user_ns);
	return new_ns;
}

static void __init foo_ns_init(void)
{
	ns_tree_add(&init_foo_ns);
}
