#ifndef _LINUX_NS_COMMON_TYPES_H
#define _LINUX_NS_COMMON_TYPES_H

struct ns_common;

#define FOR_EACH_NS_TYPE(X)                  \
	X(cgroup_namespace, CLONE_NEWCGROUP) \
	X(foob_namespace, CLONE_NEWFOOB)     \
	X(ipc_namespace, CLONE_NEWIPC)       \
	X(mnt_namespace, CLONE_NEWNS)        \
	X(net, CLONE_NEWNET)                 \
	X(pid_namespace, CLONE_NEWPID)       \
	X(time_namespace, CLONE_NEWTIME)     \
	X(user_namespace, CLONE_NEWUSER)     \
	X(uts_namespace, CLONE_NEWUTS)

int last(void);

#endif /* _LINUX_NS_COMMON_TYPES_H */
