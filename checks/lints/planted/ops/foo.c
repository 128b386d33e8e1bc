const struct proc_ns_operations foons_operations = {
	.name		= "foo",
	.get		= foons_get,
	.put		= foons_put,
	.install	= foons_install,
	.owner		= foons_owner,
};

const struct proc_ns_operations foons_for_children_operations = {
	.name		= "foo_for_children",
	.get		= foons_for_children_get,
	.put		= foons_put,
	.install	= foons_install,
	.owner		= foons_owner,
};
