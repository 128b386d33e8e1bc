const struct proc_ns_operations foons_operations = {
	.name		= "foo",
	.get		= foons_get,
	.put		= foons_put,
	.install	= foons_install,
};
