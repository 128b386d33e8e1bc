#ifndef _LINUX_NS_COMMON_H
#define _LINUX_NS_COMMON_H

struct proc_ns_operations;

struct cgroup_namespace;
struct ipc_namespace;
struct net;
struct uts_namespace;

struct ns_common {
	const struct proc_ns_operations *ops;
};

#endif
