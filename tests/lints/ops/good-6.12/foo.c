const struct proc_ns_operations foons_operations = {
	.name		= "foo",
	.type		= CLONE_NEWFOO,
	.get		= foons_get,
	.put		= foons_put,
	.install	= foons_install,
	.owner		= foons_owner,
};

const struct proc_ns_operations foons_for_children_operations = {
	.name		= "foo_for_children",
	.real_ns_name	= "foo",
	.type		= CLONE_NEWFOO,
	.get		= foons_for_children_get,
	.put		= foons_put,
	.install	= foons_install,
	.owner		= foons_owner,
};
