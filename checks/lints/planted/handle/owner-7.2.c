static struct dentry *to_dentry(struct fid *fid)
{
	struct user_namespace *owning_ns = NULL;
	struct ns_common *ns;
	int ret;

	scoped_guard(rcu) {
		ns = ns_tree_lookup_rcu(fid->ns_id, fid->ns_type);
		if (!ns)
			return NULL;
		if (fid->ns_type && (fid->ns_type != ns->ns_type))
			return NULL;
		if (!ns_get_unless_inactive(ns))
			return NULL;
	}

	switch (ns->ns_type) {
	case CLONE_NEWUTS:
		if (!current_in_namespace(to_uts_ns(ns)))
			owning_ns = to_uts_ns(ns)->user_ns;
		break;
	default:
		ns->ops->put(ns);
		return ERR_PTR(-EOPNOTSUPP);
	}

	if (owning_ns && !may_see_all_namespaces()) {
		return ERR_PTR(-EPERM);
	}

	ret = path_from_stashed(&ns->stashed, nsfs_mnt, ns, &path);
	if (ret)
		return ERR_PTR(ret);
	return path.dentry;
}
