int unshare_nsproxy_namespaces(unsigned long flags)
{
	if (likely(!(flags & (CLONE_NS_ALL & ~CLONE_NEWUSER))))
		return 0;
	return -EINVAL;
}
