int copy_namespaces(int flags, struct task_struct *tsk)
{
	struct nsproxy *old_ns = tsk->nsproxy;
	struct nsproxy *new_ns;
	int err = 0;

	new_ns = clone_namespaces(old_ns);
	if (!new_ns)
		return -ENOMEM;

	tsk->nsproxy = new_ns;

	err = copy_namespace(flags, tsk);
	if (err)
		goto out_ns;

	err = copy_utsname(flags, tsk);
	if (err)
		goto out_uts;

	err = copy_ipcs(flags, tsk);
	if (err)
		goto out_ipc;

	err = copy_foo_ns(flags, tsk);
	if (err)
		goto out_foo;

out:
	put_nsproxy(old_ns);
	return err;

out_foo:
	if (new_ns->ipc_ns)
		put_ipc_ns(new_ns->ipc_ns);
out_ipc:
	if (new_ns->uts_ns)
		put_uts_ns(new_ns->uts_ns);
out_uts:
	if (new_ns->namespace)
		put_namespace(new_ns->namespace);
out_ns:
	tsk->nsproxy = old_ns;
	kfree(new_ns);
	goto out;
}
