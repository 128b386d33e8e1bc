int copy_namespaces(unsigned long flags, struct task_struct *tsk)
{
	if (likely(!(flags & (CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWTIME))))
		return 0;
	return make(flags, tsk);
}

int unshare_nsproxy_namespaces(unsigned long unshare_flags, struct nsproxy **new_nsp)
{
	if (!(unshare_flags & (CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWTIME)))
		return 0;
	return make(unshare_flags, new_nsp);
}

static int check_setns_flags(unsigned long flags)
{
	if (!flags || (flags & ~(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWTIME | CLONE_NEWUSER)))
		return -EINVAL;

#ifndef CONFIG_USER_NS
	if (flags & CLONE_NEWUSER)
		return -EINVAL;
#endif
#ifndef CONFIG_UTS_NS
	if (flags & CLONE_NEWUTS)
		return -EINVAL;
#endif
#ifndef CONFIG_IPC_NS
	if (flags & CLONE_NEWIPC)
		return -EINVAL;
#endif
#ifndef CONFIG_TIME_NS
	if (flags & CLONE_NEWTIME)
		return -EINVAL;
#endif
	return 0;
}

static int validate_nsset(struct nsset *nsset, struct nsproxy *nsp)
{
	unsigned flags = nsset->flags;
	int ret = 0;

	if (flags & CLONE_NEWUSER)
		ret = validate_ns(nsset, nsp->user_ns);
	if (flags & CLONE_NEWNS)
		ret = validate_ns(nsset, nsp->mnt_ns);
	if (flags & CLONE_NEWUTS)
		ret = validate_ns(nsset, nsp->uts_ns);
	if (flags & CLONE_NEWIPC)
		ret = validate_ns(nsset, nsp->ipc_ns);
	if (flags & CLONE_NEWTIME)
		ret = validate_ns(nsset, nsp->time_ns);
	return ret;
}
