static const struct proc_ns_operations *ns_entries[] = {
#ifdef CONFIG_UTS_NS
	&utsns_operations,
#endif
	&mntns_operations,
#ifdef CONFIG_TIME_NS
	&timens_operations,
	&timens_for_children_operations
#endif
};

static const struct dentry_operations ops = {
	.d_delete	= always_delete_dentry,
};
