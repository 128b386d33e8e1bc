// SPDX-License-Identifier: GPL-2.0-only
//
// Other types and prototypes, changed in each place that needs it: what a vendor's tree may have.

import { inBlock, inFunction, inMacro, re } from '../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('types');
export default all;

const TIME_C = 'kernel/time/namespace.c';
const COPIES = [at.NSPROXY, at.NSPROXY_H, at.TIME_NS_H, TIME_C, 'kernel/utsname.c',
	'include/linux/utsname.h', 'ipc/namespace.c', 'include/linux/ipc_namespace.h',
	'kernel/pid_namespace.c', 'include/linux/pid_namespace.h', 'kernel/cgroup/namespace.c',
	'include/linux/cgroup.h', 'include/linux/cgroup_namespace.h', 'net/core/net_namespace.c',
	'include/net/net_namespace.h', 'fs/namespace.c', 'include/linux/mnt_namespace.h'];
const COPY = 'copy_(?:\\w+_ns|utsname|ipcs)|create_new_namespaces|copy_namespaces';

// The type of "flags" in each function that copies a namespace.
function flagsType(t, files, to, which = COPY) {
	let found = 0;
	for (const file of files)
		if (t.has(file))
			t.set(file, t.get(file).replace(
				new RegExp(`\\b((?:${which})\\()(?:unsigned long|u64|int)( ` +
					`flags)?(?=,)`, 'g'),
				(_, head, name) => {
					found++;
					return head + to + (name ?? '');
				}));
	if (!found)
		skip();
}
for (const to of ['u64', 'unsigned long', 'unsigned int', '__u64', 'clone_flags_t']) {
	const name = to.replace(/\W/g, '-');
	op(`flags-${name}`, true, (t) => {
		if (to === 'clone_flags_t')
			t.sub(at.NSPROXY_H, /\nstruct mnt_namespace;/,
				'\ntypedef unsigned long clone_flags_t;\n$&');
		flagsType(t, to === 'clone_flags_t' ? [at.NSPROXY, at.NSPROXY_H] : COPIES, to,
			to === 'clone_flags_t' ? 'create_new_namespaces|copy_namespaces' : COPY);
	});
	op(`flags-time-${name}`, true, (t) => {
		if (to === 'clone_flags_t')
			t.sub(at.TIME_NS_H, /\nextern struct time_namespace init_time_ns;/,
				'\ntypedef unsigned long clone_flags_t;\n$&');
		flagsType(t, [at.TIME_NS_H, TIME_C], to, 'copy_time_ns');
	});
	op(`flags-create-${name}`, true, (t) => {
		if (to === 'clone_flags_t')
			t.sub(at.NSPROXY, /\nstatic struct kmem_cache/,
				'\ntypedef unsigned long clone_flags_t;\n$&');
		flagsType(t, [at.NSPROXY], to, 'create_new_namespaces');
	});
}
op('flags-setns-int', true, (t) => t.sub(at.NSPROXY,
	/check_setns_flags\(unsigned long flags\)/, 'check_setns_flags(unsigned int flags)'));
op('flags-unshare-u64', true, (t) => t.sub(at.FORK,
	/check_unshare_flags\(unsigned long unshare_flags\)/,
		'check_unshare_flags(u64 unshare_flags)'));
op('timens_on_fork-void', true, (t) => {
	t.sub(at.TIME_NS_H, /^int timens_on_fork/m, 'void timens_on_fork');
	t.sub(at.TIME_NS_H, /^(static inline )int (timens_on_fork\([^]*?\{\n)\treturn 0;\n/m,
		'$1void $2');
	inFunction(t, TIME_C, 'timens_on_fork', (text) => text.replace(/^int/, 'void')
		.replace(/return (?:0|err);/g, 'return;'));
	inFunction(t, at.NSPROXY, 'copy_namespaces', (text) => text
		.replace(/\tret = (timens_on_fork\(new_ns, tsk\);)\n[^]*?\n\t\}\n/, '\t$1\n')
		.replace(/\tint ret;\n/, ''));
});
op('timens_on_fork-int', true, (t) => {
	t.sub(at.TIME_NS_H, /^void timens_on_fork/m, 'int timens_on_fork');
	t.sub(at.TIME_NS_H, /^(static inline )void (timens_on_fork\([^]*?\{\n)\treturn;/m,
		'$1int $2\treturn 0;');
	inFunction(t, TIME_C, 'timens_on_fork', (text) => text.replace(/^void/, 'int')
		.replace(/return;/g, 'return 0;').replace(/\n\}$/, '\n\treturn 0;\n}'));
});
op('nsproxy-count-refcount', true, (t) => {
	t.sub(at.NSPROXY_H, /\batomic_t count;/, 'refcount_t count;');
	t.sub(at.NSPROXY_H, /atomic_dec_and_test\(&ns/, 'refcount_dec_and_test(&ns');
	t.sub(at.NSPROXY_H, /atomic_inc\(&ns/, 'refcount_inc(&ns');
	t.sub(at.NSPROXY, /ATOMIC_INIT\(1\)/, 'REFCOUNT_INIT(1)');
	t.sub(at.NSPROXY, /atomic_set\(&nsproxy/, 'refcount_set(&nsproxy');
});
op('nsproxy-count-atomic', true, (t) => {
	t.sub(at.NSPROXY_H, /\brefcount_t count;/, 'atomic_t count;');
	t.maybe(at.NSPROXY_H, /refcount_(dec_and_test|inc)\(&ns/g, 'atomic_$1(&ns');
	t.sub(at.NSPROXY, /\.count(\s*)= REFCOUNT_INIT\(1\)/, '.count$1= ATOMIC_INIT(1)');
	t.sub(at.NSPROXY, /refcount_set\(&nsproxy/, 'atomic_set(&nsproxy');
});
op('ns_common-count-atomic', false, (t) =>
	t.sub(at.NS_COMMON_H, /\brefcount_t count;/, 'atomic_t count;'));
op('ns_common-count-kref', false, (t) =>
	t.sub(at.NS_COMMON_H, /\brefcount_t count;/, 'struct kref count;'));
op('ns_common-count-gone', false, (t) => t.sub(at.NS_COMMON_H, /^\trefcount_t count;\n/m, ''));
op('ns_common-count-added', true, (t) => {
	t.sub(at.NS_COMMON_H, /^(\tunsigned int inum;\n)(\};)/m, '$1\trefcount_t count;\n$2');
	t.sub(at.NS_COMMON_H, /\nstruct proc_ns_operations;/, '\n#include <linux/refcount.h>\n$&');
});
op('ns_common-flags-added', true, (t, r) => t.sub(r.pick([at.NS_COMMON_H, at.TYPES_H]),
	/^\tunsigned int inum;\n/m, '$&\tunsigned long vendor_flags;\n'));
op('ns_common-inum-u32', true, (t, r) => t.sub(r.pick([at.NS_COMMON_H, at.TYPES_H]),
	/^\tunsigned int inum;/m, '\tu32 inum;'));
op('ns_common-stashed-dentry', false, (t) => {
	t.sub(at.NS_COMMON_H, /atomic_long_t stashed;/, 'struct dentry *stashed;');
	t.sub(at.PROC_NS_H, /atomic_long_set\(&ns->stashed, 0\)/, 'WRITE_ONCE(ns->stashed, NULL)');
});
op('ns_common-ns_rcu-apart', true, (t) => t.sub(at.TYPES_H,
	/\tunion \{\n\t\tstruct ns_tree;\n\t\tstruct rcu_head ns_rcu;\n\t\};/,
	'\tstruct ns_tree;\n\tstruct rcu_head ns_rcu;'));
op('ns_common-ns_rcu-gone', false, (t) => t.sub(at.TYPES_H,
	/\tunion \{\n\t\tstruct ns_tree;\n\t\tstruct rcu_head ns_rcu;\n\t\};/,
		'\tstruct ns_tree;'));
op('ns_common-ns_rcu-renamed', false, (t) => t.sub(at.TYPES_H, /struct rcu_head ns_rcu;/,
	'struct rcu_head rcu;'));
op('ns_common-ns_type-added', false, (t) => t.sub(at.NS_COMMON_H, /^\tunsigned int inum;\n/m,
	'\tu32 ns_type;\n$&'));
op('ns_common-typedef', true, (t) => t.sub(at.NS_COMMON_H, /\n#endif\n?$/,
	'\ntypedef struct ns_common ns_common_t;\n$&'));
op('ops-type-gone', false, (t) => {
	t.sub(at.PROC_NS_H, /^\tint type;\n/m, '');
	for (const file of [TIME_C, 'kernel/utsname.c', 'ipc/namespace.c', 'kernel/pid_namespace.c',
		'kernel/cgroup/namespace.c', 'net/core/net_namespace.c', 'fs/namespace.c',
		'kernel/user_namespace.c'])
		t.maybe(file, /^\t\.type\s*= CLONE_\w+,\n/gm, '');
});
op('ops-type-unsigned', true, (t) => t.sub(at.PROC_NS_H, /^\tint type;/m, '\tunsigned int type;'));
op('ops-type-u32-renamed', false, (t) => t.sub(at.PROC_NS_H, /^\tint type;/m, '\tu32 ns_type;'));
op('ops-type-added', false, (t) => t.sub(at.PROC_NS_H,
	/^(\tconst char \*real_ns_name;\n)(?!\tint)/m,
	'$1\tint type;\n'));
op('ops-install-const', false, (t) => t.sub(at.PROC_NS_H, /\(\*install\)\(struct nsset \*nsset/,
	'(*install)(const struct nsset *nsset'));
op('ops-put-returns', false, (t) => t.sub(at.PROC_NS_H, /\tvoid \(\*put\)/, '\tint (*put)'));
op('ops-owner-const', false, (t) => t.sub(at.PROC_NS_H,
	/\(\*owner\)\(struct ns_common/, '(*owner)(const struct ns_common'));
op('ops-owner-gone', false, (t) => t.sub(at.PROC_NS_H, /^.*\(\*owner\).*\n/m, ''));
op('ops-module-added', true, (t) => t.sub(at.PROC_NS_H, /^\tconst char \*real_ns_name;\n/m,
	'$&\tstruct module *module;\n'));
op('ops-get-parent-gone', true, (t) => t.sub(at.PROC_NS_H, /^.*\(\*get_parent\).*\n/m, ''));
op('table-const', true, (t) => t.sub(at.UCOUNT, /static struct ctl_table user_table/,
	'static const struct ctl_table user_table'));
op('table-not-const', true, (t) => t.sub(at.UCOUNT, /static const struct ctl_table user_table/,
	'static struct ctl_table user_table'));
op('table-sized', true, (t) => t.sub(at.UCOUNT, /user_table\[\] =/,
	() => t.get(at.UCOUNT).includes('UCOUNT_COUNTS + 1') ? 'user_table[UCOUNT_COUNTS + 1] =' :
		'user_table[UCOUNT_COUNTS] ='));
op('entries-const-pointers', true, (t) => t.sub(at.ENTRIES,
	/proc_ns_operations \*ns_entries/, 'proc_ns_operations *const ns_entries'));
op('entries-not-const-pointers', true, (t) => t.sub(at.ENTRIES,
	/proc_ns_operations \*const ns_entries/, 'proc_ns_operations *ns_entries'));
op('entries-ro-after-init', true, (t) => t.sub(at.ENTRIES, /ns_entries\[\] =/,
	'ns_entries[] __ro_after_init ='));
op('entries-sized', false, (t) => t.sub(at.ENTRIES, /ns_entries\[\] =/, 'ns_entries[10] ='));
op('inc_ucount-int', true, (t) => {
	for (const file of [at.USER_NS_H, at.UCOUNT])
		t.sub(file, /\b((?:inc|dec)_ucount\([^]*?)enum ucount_type type/g, '$1int type');
});
op('inc_ucount-argument', false, (t) => {
	t.sub(at.USER_NS_H, /(inc_ucount\([^;]*?ucount_type type)\)/, '$1, gfp_t gfp)');
	inFunction(t, at.UCOUNT, 'inc_ucount', (text) => text.replace(/(ucount_type type)\)/,
		'$1, gfp_t gfp)'));
});
op('dec_ucount-renamed', false, (t) => {
	for (const file of [at.USER_NS_H, at.UCOUNT])
		t.sub(file, /\bdec_ucount\(/g, 'ucount_dec(');
});
op('ns_alloc_inum-renamed', false, (t) => t.sub(at.PROC_NS_H, /\bns_alloc_inum\(/,
	'ns_common_init('));
op('ns_alloc_inum-argument', false, (t) => t.sub(at.PROC_NS_H,
	/ns_alloc_inum\(struct ns_common \*ns\)/,
		'ns_alloc_inum(struct ns_common *ns, bool tree)'));
op('ns_free_inum-function', true, (t) => t.sub(at.PROC_NS_H,
	/^#define ns_free_inum\(ns\).*\n/m,
	'static inline void ns_free_inum(struct ns_common *ns)\n{\n\tproc_free_inum(ns->inum);\n}\n'));
op('ns_common_init-function', false, (t) => inMacro(t, at.NS_COMMON_H, 'ns_common_init', () =>
	'int ns_common_init(struct ns_common *ns, const struct proc_ns_operations *ops);\n'));
op('ns_common_free-gone', false, (t) => t.sub(at.NS_COMMON_H, /^#define ns_common_free.*\n/m, ''));
op('ns_ref_put-renamed', false, (t) => t.sub(at.NS_COMMON_H, /\bns_ref_put\b/g, 'ns_ref_drop'));
op('ns_tree_add-argument', false, (t) => t.sub(at.NSTREE_H, /#define ns_tree_add\(__ns\)/,
	'#define ns_tree_add(__ns, __id)'));
op('copy-arguments-exchanged', true, (t) => {
	// copy_time_ns(flags, old, user_ns): like copy_mnt_ns().
	t.sub(at.TIME_NS_H,
		re('g', /(copy_time_ns\([^,]*,\s*)(struct user_namespace \*user_ns)(,\s*)/,
			/(struct time_namespace \*old_ns)/),
		'$1$4$3$2');
	t.sub(TIME_C,
		re('', /(copy_time_ns\([^,]*,\s*)(struct user_namespace \*user_ns)(,\s*)/,
			/(struct time_namespace \*old_ns)/),
		'$1$4$3$2');
	t.sub(at.NSPROXY,
		/(copy_time_ns\(flags, )user_ns,(\s*)(tsk->nsproxy->time_ns_for_children)\)/,
		'$1$3,$2user_ns)');
});
op('create-arguments-exchanged', true, (t) => {
	t.sub(at.NSPROXY,
		re('', /(create_new_namespaces\()((?:unsigned long|u64) flags,\n)/,
			/(\tstruct task_struct \*tsk, )(struct user_namespace \*user_ns),\s*/,
			/(struct fs_struct \*new_fs)/),
		'$1$2$3$5, $4');
	t.sub(at.NSPROXY,
		re('g', /(create_new_namespaces\()((?:flags|unshare_flags|0), \w+, )/,
			/([\w()]+),\s*([^,;]*?)\);/),
		'$1$2$4, $3);');
});
op('create-user-ns-dropped', true, (t) => t.edit(at.NSPROXY, (text) => text
	.replace(
		re('', /(create_new_namespaces\([^]*?struct task_struct \*tsk, )struct user_names/,
			/pace \*user_ns,\s*/),
		'$1')
	.replace(/(create_new_namespaces\([^]*?\{\n\tstruct nsproxy \*new_nsp;\n)/,
		'$1\tstruct user_namespace *user_ns = tsk->nsproxy ? current_user_ns() : ' +
			'&init_user_ns;\n')
	.replace(/(create_new_namespaces\((?:flags|unshare_flags|0), \w+, )[\w()]+,\s*/g, '$1')));
op('struct-attribute', true, (t) => t.sub(at.NSPROXY_H,
	/(\tstruct cgroup_namespace \*cgroup_ns;\n\})(;)/, '$1 __randomize_layout$2'));
op('struct-member-const', true, (t) => t.sub(at.NSPROXY_H,
	/^\tstruct net \s*\*net_ns;/m, '\tstruct net *net_ns ____cacheline_aligned;'));
op('struct-members-declared-together', true, (t) => t.sub(at.NSPROXY_H,
	/^\tstruct time_namespace \*time_ns;\n\tstruct time_namespace \*time_ns_for_children;/m,
	'\tstruct time_namespace *time_ns, *time_ns_for_children;'));
op('struct-anonymous', true, (t) => inBlock(t, at.NSPROXY_H, at.STRUCT, (text) => text.replace(
	/(\tstruct uts_namespace[^]*cgroup_ns;\n)/, '\tstruct {\n$1\t};\n')));
op('enum-typed', true, (t) => t.sub(at.PROC_NS_H, /^enum \{\n(\t(?:PROC_ROOT_INO|PROC_IPC))/m,
	'enum proc_init_ino {\n$1'));
op('unsigned-flags', true, (t) => inFunction(t, at.NSPROXY, 'validate_nsset', (text) =>
	text.replace('unsigned flags', 'const unsigned int flags')));
op('free-takes-const', false, (t) => {
	for (const file of [at.NSPROXY, at.NSPROXY_H])
		t.sub(file, /\b((?:free_nsproxy|nsproxy_free)\()struct nsproxy \*ns\)(?=[\n;])/,
			'$1const struct nsproxy *ns)');
});

// create_new_namespaces() with another head.
op('create-not-static', true, (t) => t.sub(at.NSPROXY,
	/^static (?=struct nsproxy \*create_new_namespaces)/m, ''));
op('create-noinline', true, (t) => t.sub(at.NSPROXY,
	/^static (?=struct nsproxy \*create_new_namespaces)/m, '$&noinline '));
op('create-type-on-a-line', true, (t) => t.sub(at.NSPROXY,
	/^(static struct nsproxy \*)(?=create_new_namespaces)/m, '$1\n'));
op('create-parameter-added', true, (t) => {
	inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(/(struct fs_struct \*new_fs)\)/,
		'$1, bool quick)'));
	t.sub(at.NSPROXY, /(?<=[ =])create_new_namespaces\((?!u64|unsigned)([^;]*)\);/g,
		'create_new_namespaces($1, false);');
});
