static int check_unshare_flags(unsigned long unshare_flags)
{
	const unsigned long known = CLONE_THREAD | CLONE_FS | CLONE_NEWNS | CLONE_SIGHAND |
		CLONE_VM | CLONE_FILES | CLONE_SYSVSEM |
		CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUSER |
		CLONE_NEWPID | CLONE_NEWCGROUP | CLONE_NEWTIME;
	if (unshare_flags & ~known)
		return -EINVAL;
	if (unshare_flags & (CLONE_THREAD | CLONE_SIGHAND | CLONE_VM)) {
		if (!thread_group_empty(current))
			return -EINVAL;
	}

	return 0;
}
