static struct ns_common *get_listed(struct ns_common *ns)
{
	guard(rcu)();
	if (!ns_get_unless_inactive(ns))
		return NULL;
	return ns;
}
