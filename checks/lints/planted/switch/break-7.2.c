static struct ns_tree_root *ns_tree_from_type(int ns_type)
{
	switch (ns_type) {
	case CLONE_NEWCGROUP:
		return &cgroup_ns_tree;
	case CLONE_NEWIPC:
		return &ipc_ns_tree;
	case CLONE_NEWNS:
		return &mnt_ns_tree;
	case CLONE_NEWUTS:
		return &uts_ns_tree;
	}
	return NULL;
}

static struct dentry *to_dentry(struct ns_common *ns)
{
	struct user_namespace *owner = NULL;

	scoped_guard(rcu) {
		if (!lookup(ns))
			return NULL;
	}

	switch (ns->ns_type) {
	case CLONE_NEWIPC:
		owner = to_ipc_ns(ns)->user_ns;
		break;
	case CLONE_NEWNS:
		owner = to_mnt_ns(ns)->user_ns;
		break;
	case CLONE_NEWUTS:
		owner = to_uts_ns(ns)->user_ns;
		break;
	default:
		return NULL;
	}
	return of(owner);
}
