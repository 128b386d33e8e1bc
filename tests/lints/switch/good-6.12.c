static long ns_ioctl(struct ns_common *ns, unsigned int cmd)
{
	switch (ns->ops->type) {
	case CLONE_NEWNS:
		return 1;
	case CLONE_NEWPID:
		return 2;
	}
	return -ENOTTY;
}
