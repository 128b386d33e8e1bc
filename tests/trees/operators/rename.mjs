// SPDX-License-Identifier: GPL-2.0-only
//
// Other names for parameters, locals, labels, fields and static functions, in each place where the
// name is used.

import { inFunction, inMacro, rename } from '../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('rename');
export default all;

// A parameter or local of one function.
function local(file, name, from, to) {
	op(`${name.replace(/\W/g, '').slice(0, 24)}-${from}-${to}`, true,
		(t) => inFunction(t, file, name, (text) => rename(text, from, to)));
}

local(at.NSPROXY, at.CREATE, 'user_ns', 'owner');
local(at.NSPROXY, at.CREATE, 'flags', 'clone_flags');
local(at.NSPROXY, at.CREATE, 'tsk', 'task');
local(at.NSPROXY, at.CREATE, 'tsk', 'p');
local(at.NSPROXY, at.CREATE, 'new_nsp', 'nsp');
local(at.NSPROXY, at.CREATE, 'new_nsp', 'new');
local(at.NSPROXY, at.CREATE, 'err', 'ret');
local(at.NSPROXY, at.CREATE, 'new_fs', 'fs');
local(at.NSPROXY, at.CREATE, 'out_time', 'fail_time');
local(at.NSPROXY, at.CREATE, 'out_net', 'put_cgroup');
local(at.NSPROXY, at.CREATE, 'out_ns', 'out_free');
local(at.NSPROXY, at.FREE, 'ns', 'nsproxy');
local(at.NSPROXY, at.FREE, 'ns', 'nsp');
local(at.NSPROXY, 'copy_namespaces', 'flags', 'clone_flags');
local(at.NSPROXY, 'copy_namespaces', 'tsk', 'child');
local(at.NSPROXY, 'copy_namespaces', 'user_ns', 'owner');
local(at.NSPROXY, 'copy_namespaces', 'old_ns', 'old');
local(at.NSPROXY, 'unshare_nsproxy_namespaces', 'unshare_flags', 'what');
local(at.NSPROXY, 'unshare_nsproxy_namespaces', 'user_ns', 'ns');
local(at.NSPROXY, 'check_setns_flags', 'flags', 'types');
local(at.NSPROXY, 'validate_nsset', 'flags', 'wanted');
local(at.NSPROXY, 'validate_nsset', 'nsp', 'nsproxy');
local(at.NSPROXY, 'validate_nsset', 'nsset', 'set');
local(at.NSPROXY, 'validate_nsset', 'ret', 'err');
local(at.NSPROXY, 'validate_nsset', 'tsk', 'target');
local(at.NSPROXY, 'validate_nsset', 'out', 'put');
local(at.NSPROXY, 'commit_nsset', 'flags', 'wanted');
local(at.FORK, 'clone3_args_valid', 'kargs', 'args');
local(at.FORK, 'check_unshare_flags', 'unshare_flags', 'flags');
local(at.PIDFS, 'pidfd_ioctl', 'nsp', 'nsproxy');
local(at.PIDFS, 'pidfd_ioctl', 'task', 'tsk');
local(at.PIDFS, 'pidfd_ioctl', 'ns_common', 'ns');
local(at.PIDFS, 'pidfd_ioctl', 'cmd', 'request');
local(at.NSFS, 'is_current_namespace', 'ns', 'common');
local(at.NSFS, 'nsproxy_ns_active_get', 'ns', 'nsp');
local(at.NSFS, 'nsproxy_ns_active_put', 'ns', 'nsp');
local(at.NSFS, 'nsfs_fh_to_dentry', 'ns', 'common');
local(at.NSFS, 'nsfs_fh_to_dentry', 'owning_ns', 'owner');
local(at.NSTREE, 'ns_tree_from_type', 'ns_type', 'type');
local(at.NSCOMMON, 'ns_debug', 'ops', 'operations');
local(at.NSCOMMON, 'ns_debug', 'ns', 'common');

op('all-labels', true, (t, r) => {
	const by = r.pick(['err_', 'fail_', 'put_']);
	inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(/\bout_(\w+)/g, `${by}$1`));
});
op('labels-numbered', true, (t) => {
	const number = ['ns', 'uts', 'ipc', 'pid', 'cgroup', 'net', 'time'];
	inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(/\bout_(\w+)/g,
		(_, name) => `err${number.indexOf(name)}`));
});
op('all-locals', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	[['user_ns', 'owner'], ['flags', 'how'], ['tsk', 'task'], ['new_nsp', 'nsp'], ['err', 'rc']]
		.reduce((now, [from, to]) => rename(now, from, to), text)));

// Static names, which one file uses.
function inFile(file, from, to) {
	op(`${from}`, true, (t) => t.edit(file, (text) => rename(text, from, to, true)));
}
inFile(at.NSPROXY, at.CREATE, 'new_namespaces');
inFile(at.NSPROXY, 'check_setns_flags', 'setns_flags_valid');
inFile(at.NSPROXY, 'validate_nsset', 'install_nsset');
inFile(at.NSPROXY, 'validate_ns', 'install_ns');
inFile(at.NSPROXY, 'nsproxy_cachep', 'nsproxy_cache');
inFile(at.UCOUNT, 'user_table', 'ucount_table');
inFile(at.UCOUNT, 'UCOUNT_ENTRY', 'UCOUNT_ROW');
inFile(at.ENTRIES, 'ns_entries', 'proc_ns_entries');
inFile(at.FORK, 'clone3_args_valid', 'kernel_clone_args_valid');
inFile(at.FORK, 'check_unshare_flags', 'unshare_flags_valid');
inFile(at.NSTREE, 'ns_tree_from_type', 'tree_of_type');
inFile(at.NSTREE, 'NS_ALL', 'LISTNS_TYPES');
inFile(at.NSCOMMON, 'ns_debug', 'ns_warn');
inFile(at.PIDFS, 'pidfs_ioctl_valid', 'pidfs_ioctl_known');

op('free-function', true, (t) => {
	const [from, to] = t.get(at.NSPROXY_H).includes('free_nsproxy(') ?
		['free_nsproxy', 'destroy_nsproxy'] : ['nsproxy_free', 'free_nsproxy'];
	let users = 0;
	for (const file of [at.NSPROXY, at.NSPROXY_H, at.FORK])
		if (t.read(file)?.includes(from) && ++users)
			t.edit(file, (text) => rename(text, from, to, true));
	if (!users)
		skip();
});
// Members: their users are in the files that wire a namespace and in the namespaces themselves.
const USERS = [at.NSPROXY, at.NSPROXY_H, at.PIDFS, at.NSFS, at.NSFS_H, 'kernel/cgroup/namespace.c',
	'kernel/cgroup/cgroup.c', 'kernel/time/namespace.c', 'net/core/net_namespace.c',
	'kernel/utsname.c', 'ipc/namespace.c', 'fs/namespace.c', 'fs/pnode.c', 'init/version.c',
	'ipc/msgutil.c', 'kernel/pid_namespace.c', 'include/linux/cgroup.h',
	'include/linux/ipc_namespace.h', 'include/linux/utsname.h', 'include/linux/pid_namespace.h',
	'include/linux/cgroup_namespace.h', 'include/linux/user_namespace.h',
	'include/linux/time_namespace.h', 'include/net/net_namespace.h', 'kernel/user.c',
	'kernel/user_namespace.c', 'kernel/pid.c', 'init/main.c', 'init/init_task.c', 'ipc/shm.c',
	'ipc/sem.c', 'ipc/msg.c', 'ipc/mqueue.c', 'ipc/ipc_sysctl.c', 'ipc/mq_sysctl.c',
	at.NS_COMMON_H, at.NSCOMMON, at.NSTREE, 'include/linux/nstree.h', at.TYPES_H];
function member(name, heads, from, to) {
	op(name, true, (t) => {
		inStruct(t, heads, from, to);
		for (const file of USERS)
			if (t.has(file))
				t.set(file, rename(t.get(file), from, to, 'only'));
	});
}
function inStruct(t, [file, head], from, to) {
	t.edit(file, (text) => {
		const place = new RegExp(`^struct ${head} \\{[^]*?^\\};`, 'm').exec(text) ?? skip();
		return text.replace(place[0], rename(place[0], from, to));
	});
}
member('member-cgroup_ns', [at.NSPROXY_H, 'nsproxy'], 'cgroup_ns', 'cgrp_ns');
member('member-time_ns', [at.NSPROXY_H, 'nsproxy'], 'time_ns', 'timens');
member('member-net_ns', [at.NSPROXY_H, 'nsproxy'], 'net_ns', 'net');
member('member-ns-type', [at.TYPES_H, 'ns_common'], 'ns_type', 'type');
member('member-__ns_ref', [at.TYPES_H, 'ns_common'], '__ns_ref', '__ref');
op('member-nsproxy-count', true, (t) => {
	t.edit(at.NSPROXY_H, (text) => text.replace(/\b(\w+_t) count;/, '$1 refs;')
		.replace(/&ns->count/g, '&ns->refs'));
	t.edit(at.NSPROXY, (text) => text.replace(/\.count\b/, '.refs')
		.replace(/nsproxy->count/g, 'nsproxy->refs'));
});
op('member-ns_common-count', true, (t) => {
	t.sub(at.NS_COMMON_H, /refcount_t count;/, 'refcount_t refs;');
	for (const file of USERS)
		if (t.has(file))
			t.set(file, t.get(file).replace(/\bns\.count\b/g, 'ns.refs'));
});
op('member-stashed', true, (t) => {
	t.sub(at.NS_COMMON_H, /\bstashed;/, 'dentry;');
	for (const file of [at.PROC_NS_H, at.NSFS, 'fs/namespace.c'])
		t.maybe(file, /\bns->stashed\b/g, 'ns->dentry');
});
op('ops-owner', true, (t) => {
	t.sub(at.PROC_NS_H, /\(\*owner\)/, '(*owning_user_ns)');
	for (const file of [...USERS, 'kernel/time/namespace.c'])
		if (t.has(file))
			t.set(file, t.get(file).replace(/\bops->owner\b/g, 'ops->owning_user_ns')
				.replace(/^\t\.owner(?=\s*=\s*\w+_(?:owner|get_owner))/gm,
					'\t.owning_user_ns'));
});
op('generic-parameter', true, (t, r) => {
	const [file, name] = r.pick([[at.TYPES_H, 'to_ns_common'], [at.NSPROXY_H, 'to_ns_common'],
		[at.NSTREE_H, 'to_ns_tree'], [at.TYPES_H, 'ns_init_inum'],
			[at.TYPES_H, 'ns_init_id']]);
	inMacro(t, file, name, (text) => text.replace(/\b__ns\b/g, '_n'));
});
op('x-macro-parameter', true, (t) => inMacro(t, at.TYPES_H, 'FOR_EACH_NS_TYPE', (text) =>
	text.replace(/\bX\b/g, 'TYPE')));
op('clone-all-macro', true, (t) => {
	t.sub(at.TYPES_H, /\bCLONE_NS_ALL\b/g, 'CLONE_ALL_NAMESPACES');
	for (const file of [at.NSPROXY, at.FORK])
		t.maybe(file, /\bCLONE_NS_ALL\b/g, 'CLONE_ALL_NAMESPACES');
});
op('time-helpers', true, (t) => {
	for (const file of [at.NSPROXY, at.TIME_NS_H, 'kernel/time/namespace.c', at.PIDFS])
		t.maybe(file, /\b(get|put|copy)_time_ns\b/g, 'timens_$1');
});
op('ops-neighbour', true, (t) => {
	for (const file of [at.ENTRIES, at.PROC_NS_H, at.TYPES_H, at.NSCOMMON,
		'kernel/time/namespace.c'])
		t.maybe(file, /\btimens_operations\b/g, 'time_ns_operations');
});
// A parameter called as the neighbour's member.
local(at.NSPROXY, at.CREATE, 'user_ns', 'time_ns');
