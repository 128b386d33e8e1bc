#ifdef CONFIG_FOO_NS
struct foo_namespace *copy_foo_ns(unsigned long flags, struct user_namespace *user_ns, struct foo_namespace *old_ns);
#else
static inline
struct foo_namespace *copy_foo_ns(unsigned long flags,
				  struct user_namespace *user_ns,
				  struct foo_namespace *old_ns)
{
	return old_ns;
}

static inline struct bar_namespace *copy_bar_ns(unsigned long flags,
	struct user_namespace *user_ns, struct bar_namespace *ns)
{
	if (flags & CLONE_NEWPID)
		ns = ERR_PTR(-EINVAL);
	return ns;
}

static inline int unshare_foo(unsigned long unshare_flags, struct cred **new_cred)
{
	return 0;
}
#endif
