#ifndef _LINUX_NS_COMMON_TYPES_H
#define _LINUX_NS_COMMON_TYPES_H

struct ns_common;

#define __current_namespace_from_type(__ns)				\
	_Generic((__ns),						\
		struct cgroup_namespace *: current->nsproxy->cgroup_ns,	\
		struct ipc_namespace *:    current->nsproxy->ipc_ns,	\
		struct net *:              current->nsproxy->net_ns,	\
		struct pid_namespace *:    task_active_pid_ns(current),	\
		struct mnt_namespace *:    current->nsproxy->mnt_ns,	\
		struct time_namespace *:   current->nsproxy->time_ns,	\
		struct user_namespace *:   current_user_ns(),		\
		struct uts_namespace *:    current->nsproxy->uts_ns,	\
		struct xyz_namespace *:    current->nsproxy->xyz_ns)

int last(void);

#endif /* _LINUX_NS_COMMON_TYPES_H */
