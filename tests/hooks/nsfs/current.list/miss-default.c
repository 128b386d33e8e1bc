#include <linux/mount.h>
#include <linux/pseudo_fs.h>
#include <linux/pid_namespace.h>
#include <linux/nsfs.h>
#include <linux/time_namespace.h>
#include <linux/utsname.h>
#include <linux/nstree.h>
#include <net/net_namespace.h>

#include "mount.h"
#include "internal.h"

bool is_current_namespace(struct ns_common *ns)
{
	switch (ns->ns_type) {
#ifdef CONFIG_CGROUPS
	case CLONE_NEWCGROUP:
		return current_in_namespace(to_cgroup_ns(ns));
#endif
	case CLONE_NEWNS:
		return current_in_namespace(to_mnt_ns(ns));
#ifdef CONFIG_TIME_NS
	case CLONE_NEWTIME:
		return current_in_namespace(to_time_ns(ns));
#endif
#ifdef CONFIG_UTS_NS
	case CLONE_NEWUTS:
		return current_in_namespace(to_uts_ns(ns));
#endif
	case 0:
		VFS_WARN_ON_ONCE(true);
		return false;
	}
}

