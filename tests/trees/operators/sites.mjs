// SPDX-License-Identifier: GPL-2.0-only
//
// The files and heads that operators name, and how an operator is declared.

export const NSPROXY = 'kernel/nsproxy.c';
export const FORK = 'kernel/fork.c';
export const UCOUNT = 'kernel/ucount.c';
export const NSCOMMON = 'kernel/nscommon.c';
export const NSTREE = 'kernel/nstree.c';
export const NSFS = 'fs/nsfs.c';
export const PIDFS = 'fs/pidfs.c';
export const ENTRIES = 'fs/proc/namespaces.c';
export const NSPROXY_H = 'include/linux/nsproxy.h';
export const TYPES_H = 'include/linux/ns/ns_common_types.h';
export const NS_COMMON_H = 'include/linux/ns_common.h';
export const PROC_NS_H = 'include/linux/proc_ns.h';
export const USER_NS_H = 'include/linux/user_namespace.h';
export const TIME_NS_H = 'include/linux/time_namespace.h';
export const NSTREE_H = 'include/linux/nstree.h';
export const NSFS_H = 'include/linux/nsfs.h';
export const SCHED = 'include/uapi/linux/sched.h';
export const UAPI_NSFS = 'include/uapi/linux/nsfs.h';
export const PIDFD = 'include/uapi/linux/pidfd.h';
export const KCONFIG = 'init/Kconfig';
export const KERNEL_MAKE = 'kernel/Makefile';
export const USER_RST = 'Documentation/admin-guide/sysctl/user.rst';
export const NS_INDEX = 'Documentation/admin-guide/namespaces/index.rst';
export const SELFTESTS = 'tools/testing/selftests/Makefile';

export const CREATE = 'create_new_namespaces';
export const FREE = '(?:free_nsproxy|nsproxy_free)';
export const INIT = 'struct nsproxy init_nsproxy =';
export const STRUCT = 'struct nsproxy ';
export const TABLE = 'static (?:const )?struct ctl_table user_table';
export const ENUM = 'enum ucount_type';
export const NS_ENTRIES = 'static const struct proc_ns_operations \\*(?:const )?ns_entries';

// same: true where the tree means what it meant, false where it does not or may not, "refuse"
// where nothing but a refusal is right.
export function collector(kind) {
	const all = [];
	const op = (name, same, change) => all.push({ name: `${kind}/${name}`, kind, same,
		change });
	return { all, op };
}
