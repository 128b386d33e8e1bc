static bool clone3_args_valid(struct kernel_clone_args *kargs)
{
	if (kargs->flags & (CLONE_DETACHED | (CSIGNAL & (~CLONE_NEWTIME))))
		return false;
	return true;
}

static int check_unshare_flags(unsigned long unshare_flags)
{
	if (unshare_flags & ~(CLONE_FS|CLONE_NEWNS|CLONE_NEWUTS|CLONE_NEWIPC|CLONE_NEWUSER|CLONE_NEWTIME))
		return -EINVAL;
	return 0;
}
