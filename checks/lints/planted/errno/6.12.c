static struct foo_namespace *create_foo_ns(struct user_namespace *user_ns)
{
	struct foo_namespace *ns;
	struct ucounts *ucounts;
	int err;

	ucounts = inc_ucount(user_ns, current_euid(), UCOUNT_FOO_NAMESPACES);
	if (!ucounts)
		return ERR_PTR(-EINVAL);

	ns = kzalloc(sizeof(*ns), GFP_KERNEL_ACCOUNT);
	if (!ns) {
		err = -EAGAIN;
		goto fail_dec;
	}
	ns->ucounts = ucounts;
	return ns;

fail_dec:
	dec_ucount(ucounts, UCOUNT_FOO_NAMESPACES);
	return ERR_PTR(err);
}

/* Not of a namespace: there it is another errno. */
static int new_group(struct user_namespace *user_ns, struct group *group)
{
	group->ucounts = inc_ucount(user_ns, current_euid(), UCOUNT_INOTIFY_INSTANCES);
	if (!group->ucounts)
		return -EMFILE;
	return 0;
}
