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
	default:
		VFS_WARN_ON_ONCE(true);
		return false;
	}
}

static struct dentry *nsfs_fh_to_dentry(struct super_block *sb, struct fid *fh,
					int fh_len, int fh_type)
{
	struct user_namespace *owning_ns = NULL;
	struct ns_common *ns;

	switch (fh_type) {
	case FILEID_NSFS:
		break;
	default:
		return NULL;
	}

	scoped_guard(rcu) {
		ns = ns_tree_lookup_rcu(fid->ns_id, fid->ns_type);
	}

	switch (ns->ns_type) {
#ifdef CONFIG_CGROUPS
	case CLONE_NEWCGROUP:
		if (!current_in_namespace(to_cgroup_ns(ns)))
			owning_ns = to_cgroup_ns(ns)->user_ns;
		break;
#endif
	case CLONE_NEWNS:
		if (!current_in_namespace(to_mnt_ns(ns)))
			owning_ns = to_mnt_ns(ns)->user_ns;
		break;
#ifdef CONFIG_TIME_NS
	case CLONE_NEWTIME:
		if (!current_in_namespace(to_time_ns(ns)))
			owning_ns = to_time_ns(ns)->user_ns;
		break;
#endif
#ifdef CONFIG_UTS_NS
	case CLONE_NEWUTS:
		if (!current_in_namespace(to_uts_ns(ns)))
			owning_ns = to_uts_ns(ns)->user_ns;
		break;
#endif
	default:
		return ERR_PTR(-EOPNOTSUPP);
	}

	return no_free_ptr(path.dentry);
}

void nsproxy_ns_active_get(struct nsproxy *ns)
{
	ns_ref_active_get(ns->mnt_ns);
	ns_ref_active_get(ns->uts_ns);
	ns_ref_active_get(ns->time_ns);
	ns_ref_active_get(ns->time_ns_for_children);
}

void nsproxy_ns_active_put(struct nsproxy *ns)
{
	mnt_unref(ns);
	uts_ref(ns);
	time_unref(ns);
	time_unref(ns);
}
