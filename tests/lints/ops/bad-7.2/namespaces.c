static const struct proc_ns_operations *const ns_entries[] = {
	&foons_operations,
};
