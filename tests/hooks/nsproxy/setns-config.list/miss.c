static int check_setns_flags(unsigned long flags)
{
	if (!flags || (flags & ~(CLONE_NEWNS | CLONE_NEWTIME)))
		return -EINVAL;


	return 0;
}

#ifdef CONFIG_PROC_FS
int other;
#endif
