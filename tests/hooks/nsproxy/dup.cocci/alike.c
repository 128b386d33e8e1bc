/* The pointers only; the caller counts them. */
static inline struct nsproxy *clone_namespaces(struct nsproxy *orig)
{
	struct nsproxy *ns;

	ns = kmemdup(orig, sizeof(*ns), GFP_KERNEL);
	if (ns)
		atomic_set(&ns->count, 1);
	return ns;
}

struct nsproxy *dup_namespaces(struct nsproxy *orig)
{
	struct nsproxy *ns = clone_namespaces(orig);

	if (ns) {
		if (ns->mnt_ns)
			get_mnt_ns(ns->mnt_ns);
		if (ns->uts_ns)
			get_uts_ns(ns->uts_ns);
		if (ns->foob_ns)
			get_foob_ns(ns->foob_ns);
	}

	return ns;
}

void get_task_namespaces(struct task_struct *tsk)
{
	struct nsproxy *ns = tsk->nsproxy;

	if (ns)
		get_nsproxy(ns);
}
