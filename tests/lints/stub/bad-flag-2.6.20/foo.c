int copy_foo_ns(int flags, struct task_struct *tsk)
{
	struct foo_namespace *old_ns = tsk->nsproxy->foo_ns;

	if (!(flags & CLONE_NEWFOO))
		return 0;

	get_foo_ns(old_ns);
	return 0;
}
