static struct ucounts *inc_foo_namespaces(struct user_namespace *ns)
{
	return inc_ucount(ns, current_euid(), UCOUNT_BAR_NAMESPACES);
}

static void dec_foo_namespaces(struct ucounts *ucounts)
{
	dec_ucount(ucounts, UCOUNT_FOO_NAMESPACES);
}

static struct foo_namespace *create_foo_ns(struct user_namespace *user_ns)
{
	struct foo_namespace *ns;
	struct ucounts *ucounts = NULL;

	ucounts = inc_foo_namespaces(user_ns);
	if (!ucounts)
		return ERR_PTR(-ENOSPC);

	ns = alloc_foo();
	if (!ns) {
		dec_foo_namespaces(ucounts);
		return ERR_PTR(-ENOMEM);
	}
	return ns;
}
