static struct ns_tree_root *ns_tree_from_type(int ns_type)
{
	switch (ns_type) {
	case CLONE_NEWCGROUP:
		return &cgroup_ns_tree;
	case CLONE_NEWNS:
		return &mnt_ns_tree;
	case CLONE_NEWTIME:
		return &time_ns_tree;
	case CLONE_NEWUTS:
		return &uts_ns_tree;
	case CLONE_NEWBAR:
		return &bar_ns_tree;
	}

	return NULL;
}

int last(int ns_type)
{
	switch (ns_type) {
	case 1:
		return 1;
	}
}
