static int check_setns_flags(unsigned long flags)
{
	if (!flags || (flags & ~CLONE_NS_ALL))
		return -EINVAL;
	return 0;
}
