int copy_namespaces(u64 flags, struct task_struct *tsk)
{
	if (likely(!(flags & (CLONE_NS_ALL & ~CLONE_NEWUSER))))
		return 0;
	return -EINVAL;
}
