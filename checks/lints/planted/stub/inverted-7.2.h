#ifdef CONFIG_FOO_NS
struct foo_namespace *copy_foo_ns(u64 flags, struct user_namespace *user_ns, struct foo_namespace *old_ns);
#else
static inline
struct foo_namespace *copy_foo_ns(u64 flags,
				  struct user_namespace *user_ns,
				  struct foo_namespace *old_ns)
{
	if (!(flags & CLONE_NEWFOO))
		return ERR_PTR(-EINVAL);

	return old_ns;
}

static inline struct bar_namespace *copy_bar_ns(u64 flags,
	struct user_namespace *user_ns, struct bar_namespace *ns)
{
	if (flags & CLONE_NEWBAR)
		ns = ERR_PTR(-EINVAL);
	return ns;
}

static inline int unshare_foo(unsigned long unshare_flags, struct cred **new_cred)
{
	return 0;
}
#endif
