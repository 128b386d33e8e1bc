static int validate_nsset(struct nsset *nsset, struct pid *pid)
{
	int ret = 0;
	unsigned flags = nsset->flags;

	if (flags & CLONE_NEWNS) {
		ret = validate_ns(nsset, from_mnt_ns(nsp->mnt_ns));
		if (ret)
			goto out;
	}

#ifdef CONFIG_TIME_NS
	if (flags & CLONE_NEWTIME) {
		ret = validate_ns(nsset, &nsp->time_ns->ns);
		if (ret)
			goto out;
	}
#endif

#ifdef CONFIG_FOO_NS
	if (flags & CLONE_NEWFOO) {
		ret = validate_ns(nsset, &nsp->foo_ns->ns);
		if (ret)
			goto out;
	}
#endif

out:
	return ret;
}

#ifdef CONFIG_IPC_NS
int other;
#endif
