static const struct proc_ns_operations foons_operations = {
	.name		= "foo",
	.get		= foons_get,
	.owner		= foons_owner,
};
