static int check_setns_flags(unsigned long flags)
{
	const unsigned long known = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET |
		CLONE_NEWTIME | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWCGROUP;
	if (!flags || (flags & ~known))
		return -EINVAL;

#ifndef CONFIG_CGROUPS
	if (flags & CLONE_NEWCGROUP)
		return -EINVAL;
#endif

	return 0;
}
