#ifndef _LINUX_NSPROXY_H
#define _LINUX_NSPROXY_H

struct nsproxy {
	struct uts_namespace *uts_ns;
};
extern struct nsproxy init_nsproxy;


#endif /* _LINUX_NS_COMMON_TYPES_H */
