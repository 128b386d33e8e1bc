static const struct proc_ns_operations *ns_entries[] = {
	&foons_operations,
	&foons_for_children_operations,
};
