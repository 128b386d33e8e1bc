#ifdef CONFIG_SYSCTL
#define UCOUNT_ENTRY(name) { .procname = name }
static const struct ctl_table user_table[] = {
	[UCOUNT_USER_NAMESPACES] = UCOUNT_ENTRY("max_user_namespaces"),
	[UCOUNT_TIME_NAMESPACES] = UCOUNT_ENTRY("max_time_namespaces"),
#ifdef CONFIG_INOTIFY_USER
	UCOUNT_ENTRY("max_inotify_instances"),
#endif
};
#endif /* CONFIG_SYSCTL */
