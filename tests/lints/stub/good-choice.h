#ifdef CONFIG_FOO_NS
struct foo_namespace *copy_foo_ns(u64 flags, struct foo_namespace *old_ns);
int copy_bar_ns(unsigned long flags, struct task_struct *tsk);
#else
static inline struct foo_namespace *copy_foo_ns(u64 flags, struct foo_namespace *old_ns)
{
	return flags & CLONE_NEWFOO ? ERR_PTR(-EINVAL) : old_ns;
}

static inline int copy_bar_ns(unsigned long flags, struct task_struct *tsk)
{
	return (flags & CLONE_NEWBAR) ? -EINVAL : 0;
}
#endif
