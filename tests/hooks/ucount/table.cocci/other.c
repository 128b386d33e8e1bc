#ifdef CONFIG_SYSCTL
#define UCOUNT_ENTRY(name) { .procname = name }
static struct ctl_table table[] = {
	UCOUNT_ENTRY("max_user_namespaces"),
	UCOUNT_ENTRY("max_time_namespaces"),
#ifdef CONFIG_INOTIFY_USER
	UCOUNT_ENTRY("max_inotify_instances"),
#endif
};
#endif /* CONFIG_SYSCTL */
