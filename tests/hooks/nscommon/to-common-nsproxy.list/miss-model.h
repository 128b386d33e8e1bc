#ifndef _LINUX_NSPROXY_H
#define _LINUX_NSPROXY_H

struct nsproxy {
	struct uts_namespace *uts_ns;
};
extern struct nsproxy init_nsproxy;

#define to_ns_common(__ns)                              \
	_Generic((__ns),                                \
		struct cgroup_namespace *: &(__ns->ns), \
		struct net *:              &(__ns->ns), \
		struct pid_namespace *:    &(__ns->ns), \
		struct mnt_namespace *:    &(__ns->ns), \
		struct user_namespace *:   &(__ns->ns), \
		struct uts_namespace *:    &(__ns->ns))

struct nsset {
	unsigned flags;
};

#endif /* _LINUX_NSPROXY_H */
