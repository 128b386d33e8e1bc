#define NS_FLAGS (CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | \
		  CLONE_NEWTIME | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWCGROUP)

static int check_setns_flags(unsigned long flags)
{
	if (!flags || (flags & ~(NS_FLAGS)))
		return -EINVAL;

#ifndef CONFIG_CGROUPS
	if (flags & CLONE_NEWCGROUP)
		return -EINVAL;
#endif

	return 0;
}
