// SPDX-License-Identifier: GPL-2.0-only
//
// The place is in another file, or the file is gone.

import { find } from '../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('moved');
export default all;

const SPDX = '/* SPDX-License-Identifier: GPL-2.0 */\n';

// A piece of a file goes to a new file that the old one includes.
function extract(name, same, [file, kind, head], to, include) {
	op(name, same, (t) => {
		let own;
		t.edit(file, (text) => {
			const place = find(text, kind, head) ?? skip();
			own = text.slice(place.start, place.end);
			return `${text.slice(0, place.start)}#include ${include}\n` +
				`${text.slice(place.end)}`;
		});
		t.set(to, `${SPDX}${own}\n`);
	});
}
extract('table-included', true, [at.UCOUNT, 'block', at.TABLE], 'kernel/ucount_table.h',
	'"ucount_table.h"');
extract('entries-included', true, [at.ENTRIES, 'block', at.NS_ENTRIES], 'fs/proc/ns_entries.h',
	'"ns_entries.h"');
extract('create-included', true, [at.NSPROXY, 'function', at.CREATE], 'kernel/nsproxy_create.h',
	'"nsproxy_create.h"');
extract('free-included', true, [at.NSPROXY, 'function', at.FREE], 'kernel/nsproxy_free.h',
	'"nsproxy_free.h"');
extract('setns-included', true, [at.NSPROXY, 'function', 'check_setns_flags'],
	'kernel/setns_flags.h', '"setns_flags.h"');
extract('validate-included', true, [at.NSPROXY, 'function', 'validate_nsset'],
	'kernel/setns_validate.h', '"setns_validate.h"');
extract('init-included', true, [at.NSPROXY, 'block', at.INIT], 'kernel/nsproxy_init.h',
	'"nsproxy_init.h"');
extract('enum-included', true, [at.USER_NS_H, 'block', at.ENUM], 'include/linux/ucount_types.h',
	'<linux/ucount_types.h>');
extract('struct-included', true, [at.NSPROXY_H, 'block', at.STRUCT],
	'include/linux/nsproxy_types.h', '<linux/nsproxy_types.h>');
extract('ops-included', true, [at.PROC_NS_H, 'block', 'struct proc_ns_operations'],
	'include/linux/proc_ns_ops.h', '<linux/proc_ns_ops.h>');
extract('inums-included', true, [at.PROC_NS_H, 'block', 'enum'],
	'include/linux/proc_inum.h', '<linux/proc_inum.h>');
extract('uapi-inums-included', true, [at.UAPI_NSFS, 'block', 'enum init_ns_ino'],
	'include/uapi/linux/nsfs_inum.h', '<linux/nsfs_inum.h>');
extract('ns_type-included', true, [at.UAPI_NSFS, 'block', 'enum ns_type'],
	'include/uapi/linux/ns_type.h', '<linux/ns_type.h>');
extract('ns_common-included', true, [at.NS_COMMON_H, 'block', 'struct ns_common'],
	'include/linux/ns_common_struct.h', '<linux/ns_common_struct.h>');
extract('clone3-included', true, [at.FORK, 'function', 'clone3_args_valid'], 'kernel/clone3.h',
	'"clone3.h"');
extract('unshare-included', true, [at.FORK, 'function', 'check_unshare_flags'],
	'kernel/unshare_flags.h', '"unshare_flags.h"');
extract('generic-included', true, [at.TYPES_H, 'macro', 'to_ns_common'],
	'include/linux/ns/to_ns_common.h', '<linux/ns/to_ns_common.h>');
extract('x-macro-included', true, [at.TYPES_H, 'macro', 'FOR_EACH_NS_TYPE'],
	'include/linux/ns/each.h', '<linux/ns/each.h>');
extract('tree-included', true, [at.NSTREE, 'function', 'ns_tree_from_type'],
	'kernel/nstree_types.h', '"nstree_types.h"');
extract('pidfd-ioctl-included', true, [at.PIDFS, 'function', 'pidfd_ioctl'], 'fs/pidfs_ioctl.h',
	'"pidfs_ioctl.h"');
op('flags-included', true, (t) => {
	let own;
	t.edit(at.SCHED, (text) => {
		own = /^#define CLONE_NEWCGROUP[^]*?(?=^#define CLONE_IO)/m.exec(text)?.[0] ??
			skip();
		return text.replace(own, '#include <linux/ns_flags.h>\n');
	});
	t.set('include/uapi/linux/ns_flags.h', `${SPDX}${own}`);
});
op('time-flag-included', true, (t) => {
	let own;
	t.edit(at.SCHED, (text) => {
		own = /^#define CLONE_NEWTIME.*\n/m.exec(text)?.[0] ?? skip();
		return text.replace(own, '#include <linux/clone_time.h>\n');
	});
	t.set('include/uapi/linux/clone_time.h', `${SPDX}${own}`);
});
op('pidfd-numbers-included', true, (t) => {
	let own;
	t.edit(at.PIDFD, (text) => {
		own = /^#define PIDFD_GET_CGROUP[^]*?^#define PIDFD_GET_UTS.*\n/m.exec(text)?.[0] ??
			skip();
		return text.replace(own, '#include <linux/pidfd_ns.h>\n');
	});
	t.set('include/uapi/linux/pidfd_ns.h', `${SPDX}${own}`);
});
op('externs-included', true, (t) => {
	let own;
	t.edit(at.PROC_NS_H, (text) => {
		own = /^(?:extern const struct proc_ns_operations \w+;\n)+/m.exec(text)?.[0] ??
			skip();
		return text.replace(own, '#include <linux/ns_operations.h>\n');
	});
	t.set('include/linux/ns_operations.h', `${SPDX}${own}`);
});
op('kconfig-sourced', true, (t) => {
	let own;
	t.edit(at.KCONFIG, (text) => {
		own = /^menuconfig NAMESPACES\n[^]*?^endif # NAMESPACES\n/m.exec(text)?.[0] ??
			skip();
		return text.replace(own, 'source "kernel/Kconfig.namespaces"\n');
	});
	t.set('kernel/Kconfig.namespaces', `# SPDX-License-Identifier: GPL-2.0-only\n${own}`);
});
op('makefile-sourced', true, (t) => {
	t.sub(at.KERNEL_MAKE, /^obj-\$\(CONFIG_(?:USER|PID)_NS\).*\n/gm, '');
	t.append(at.KERNEL_MAKE, 'include $(srctree)/kernel/Makefile.ns\n');
	t.set('kernel/Makefile.ns', 'obj-$(CONFIG_USER_NS) += user_namespace.o\n' +
		'obj-$(CONFIG_PID_NS) += pid_namespace.o\n');
});

// The whole file goes elsewhere.
function move(name, same, file, to, more) {
	op(name, same, (t) => {
		const text = t.get(file);
		t.remove(file);
		t.set(to, text);
		more?.(t);
	});
}
move('nsproxy-c', true, at.NSPROXY, 'kernel/ns/nsproxy.c', (t) =>
	t.sub(at.KERNEL_MAKE, /\bnsproxy\.o/, 'ns/nsproxy.o'));
move('nsproxy-h', true, at.NSPROXY_H, 'include/linux/ns/nsproxy.h', (t) =>
	t.set(at.NSPROXY_H, '#include <linux/ns/nsproxy.h>\n'));
move('ucount-c', true, at.UCOUNT, 'kernel/user/ucount.c', (t) =>
	t.sub(at.KERNEL_MAKE, /\bucount\.o/, 'user/ucount.o'));
move('uapi-sched', false, at.SCHED, 'include/uapi/linux/clone.h', (t) =>
	t.set(at.SCHED, '#include <linux/clone.h>\n'));
move('uapi-sched-gone', false, at.SCHED, 'include/uapi/linux/clone.h');
move('proc-ns-h', true, at.PROC_NS_H, 'include/linux/ns/proc_ns.h', (t) =>
	t.set(at.PROC_NS_H, '#include <linux/ns/proc_ns.h>\n'));
move('ns-types-back', true, at.TYPES_H, 'include/linux/ns_types.h', (t) =>
	t.set(at.TYPES_H, '#include <linux/ns_types.h>\n'));
move('user-namespace-h', true, at.USER_NS_H, 'include/linux/ns/user.h', (t) =>
	t.set(at.USER_NS_H, '#include <linux/ns/user.h>\n'));
move('pidfs', false, at.PIDFS, 'fs/pidfd.c');
move('nsfs', false, at.NSFS, 'fs/nsfs/inode.c');
move('proc-namespaces', false, at.ENTRIES, 'fs/proc/ns.c');
move('nstree', false, at.NSTREE, 'kernel/ns/nstree.c');
move('nscommon', false, at.NSCOMMON, 'kernel/ns/nscommon.c');
move('time-namespace-h', true, at.TIME_NS_H, 'include/linux/ns/time.h', (t) =>
	t.set(at.TIME_NS_H, '#include <linux/ns/time.h>\n'));
move('user-rst', true, at.USER_RST, 'Documentation/admin-guide/sysctl/limits.rst');
move('uapi-pidfd', false, at.PIDFD, 'include/uapi/linux/pidfs.h', (t) =>
	t.set(at.PIDFD, '#include <linux/pidfs.h>\n'));
move('uapi-nsfs', false, at.UAPI_NSFS, 'include/uapi/linux/ns.h', (t) =>
	t.set(at.UAPI_NSFS, '#include <linux/ns.h>\n'));

// Gone altogether, as in trees that have only a part.
for (const [name, file] of [['user-rst', at.USER_RST], ['index', at.NS_INDEX],
	['selftests', at.SELFTESTS], ['nscommon', at.NSCOMMON], ['time-h', at.TIME_NS_H],
	['container_of', 'include/linux/container_of.h'], ['vfsdebug', 'include/linux/vfsdebug.h'],
	['nsfs-h', at.NSFS_H], ['cleanup-h', 'include/linux/cleanup.h']])
	op(`gone-${name}`, /rst|index|selftests/.test(name) ? true : false, (t) => t.remove(file));
op('gone-pidfs-number-kept', false, (t) => t.remove(at.PIDFS));
op('gone-pidfd-number', false, (t) => t.sub(at.PIDFD, /^#define PIDFD_GET_\w+_NAMESPACE.*\n/gm,
	''));
op('gone-ucount', false, (t) => {
	t.remove(at.UCOUNT);
	t.sub(at.KERNEL_MAKE, /\bucount\.o\b/, '');
});
op('gone-clone3', false, (t) => t.edit(at.FORK, (text) => {
	const place = find(text, 'function', 'clone3_args_valid') ?? skip();
	return `${text.slice(0, place.start)}bool clone3_args_valid(struct kernel_clone_args ` +
		`*kargs);\n` +
		text.slice(place.end);
}));
op('linked-file', true, (t, r) => {
	const file = r.pick([at.NSPROXY, at.NSPROXY_H, at.UCOUNT]);
	t.set(`${file}.real`, t.get(file));
	t.set(file, { link: `${file.split('/').pop()}.real` });
});
