// SPDX-License-Identifier: GPL-2.0-only
//
// What looks like the place but is not: in comments, strings, dead code, or a second function.

import { find, findFunction, inBlock, inFunction, inMacro } from '../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('decoys');
export default all;

const PLACES = {
	create: [at.NSPROXY, 'function', at.CREATE],
	free: [at.NSPROXY, 'function', at.FREE],
	setns: [at.NSPROXY, 'function', 'check_setns_flags'],
	validate: [at.NSPROXY, 'function', 'validate_nsset'],
	copy: [at.NSPROXY, 'function', 'copy_namespaces'],
	init: [at.NSPROXY, 'block', at.INIT],
	struct: [at.NSPROXY_H, 'block', at.STRUCT],
	table: [at.UCOUNT, 'block', at.TABLE],
	enum: [at.USER_NS_H, 'block', at.ENUM],
	entries: [at.ENTRIES, 'block', at.NS_ENTRIES],
	clone3: [at.FORK, 'function', 'clone3_args_valid'],
	unshare: [at.FORK, 'function', 'check_unshare_flags'],
	pidfd: [at.PIDFS, 'function', 'pidfd_ioctl'],
	tree: [at.NSTREE, 'function', 'ns_tree_from_type'],
	current: [at.NSFS, 'function', 'is_current_namespace'],
	active: [at.NSFS, 'function', 'nsproxy_ns_active_get'],
};

function before(t, [file, kind, name], made) {
	t.edit(file, (text) => {
		const place = find(text, kind, name) ?? skip();
		const own = text.slice(place.start, place.end);
		return text.slice(0, place.start) + made(own) + text.slice(place.start);
	});
}

const nested = (text) => text.replace(/\/\*[^]*?\*\//g, '');

for (const [name, place] of Object.entries(PLACES)) {
	op(`comment-${name}`, true, (t) => before(t, place, (own) => `/*\n${nested(own)}\n */\n`));
	op(`if-0-${name}`, true, (t) => before(t, place, (own) => `#if 0\n${own}\n#endif\n\n`));
}
op('comment-lines', true, (t, r) => before(t, PLACES[r.pick(['table', 'enum', 'entries',
	'struct'])],
	(own) => own.replace(/^/gm, '// ') + '\n'));
op('if-0-else', true, (t, r) => {
	const place = PLACES[r.pick(['create', 'table', 'enum', 'setns', 'entries'])];
	t.edit(place[0], (text) => {
		const at_place = find(text, place[1], place[2]) ?? skip();
		const own = text.slice(at_place.start, at_place.end);
		return `${text.slice(0, at_place.start)}#if 0\n${own}\n#else\n${own}\n#endif` +
			text.slice(at_place.end);
	});
});
op('comment-row-of-table', true, (t) => inBlock(t, at.UCOUNT, at.TABLE, (text) => text.replace(
	/^\tUCOUNT_ENTRY\("max_time/m, '\t/* UCOUNT_ENTRY("max_time_namespaces"), */\n$&')));
op('comment-row-of-enum', true, (t) => inBlock(t, at.USER_NS_H, at.ENUM, (text) => text.replace(
	/^\tUCOUNT_TIME/m, '\t/*\n\tUCOUNT_TIME_NAMESPACES,\n\t */\n$&')));
op('comment-row-at-end', true, (t) => inBlock(t, at.USER_NS_H, at.ENUM, (text) => text.replace(
	/^\tUCOUNT_TIME_NAMESPACES,\n/m, '$&\t/* UCOUNT_VND_NAMESPACES, */\n')));
op('if-0-row-of-table', true, (t) => inBlock(t, at.UCOUNT, at.TABLE, (text) => text.replace(
	/^\tUCOUNT_ENTRY\("max_time.*\n/m, '$&#if 0\n\tUCOUNT_ENTRY("max_vnd_namespaces"),\n' +
		'#endif\n')));
op('if-0-operations', true, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) => text.replace(
	/\};$/, '#if 0\n\t&vndns_operations,\n#endif\n};')));
op('comment-label', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	/^out_time:/m, '\t/*\nout_time:\n\t */\n$&')));
op('comment-define', true, (t) => t.sub(at.SCHED, /^#define CLONE_NEWTIME.*\n/m,
	'/* #define CLONE_NEWTIME\t0x00000040 */\n$&'));
op('comment-flag-number', true, (t) => t.sub(at.SCHED, /^#define CLONE_NEWTIME.*\n/m,
	'$&/* 0x00000040 was CLONE_NEWVND once */\n'));
op('if-0-define', true, (t) => t.sub(at.SCHED, /^#define CLONE_NEWTIME.*\n/m,
	'$&#if 0\n#define CLONE_NEWVND\t0x00000040\n#endif\n'));
op('undef', true, (t) => t.sub(at.SCHED, /^#define CLONE_NEWTIME.*\n/m,
	'#undef CLONE_NEWTIME\n$&'));
op('string-mask', true, (t) => t.append(at.NSPROXY, '\nstatic const char nsproxy_help[] ' +
	'__maybe_unused =\n' +
	'\t"flags & (CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWTIME)";\n'));
op('string-put', true, (t) => inFunction(t, at.NSPROXY, at.FREE, (text) => text.replace(/\n\}$/,
	'\n\tpr_debug("put_time_ns(ns->time_ns); put_cgroup_ns(ns->cgroup_ns);\\n");\n}')));
op('string-case', true, (t) => inFunction(t, at.PIDFS, 'pidfd_ioctl', (text) => text.replace(
	/\tdefault:\n/, '$&\t\tpr_debug("case PIDFD_GET_TIME_NAMESPACE: break;");\n')));
op('document-with-code', true, (t) => before(t, PLACES.create, () => '/**\n * Example::\n *\n' +
	' *	new_nsp->time_ns_for_children = copy_time_ns(flags, user_ns, NULL);\n' +
	' *	if (IS_ERR(new_nsp->time_ns_for_children)) {\n *		goto ' +
		'out_time;\n *	}\n */\n'));

const NAMES = ['NS', 'UTS', 'IPC', 'NET', 'PID', 'CGROUP', 'TIME'];
const MASK = NAMES.map((name) => `CLONE_NEW${name}`).join(' | ');
op('second-mask', false, (t) => t.append(at.NSPROXY,
	`\nbool vendor_ns_flags(unsigned long flags)\n{\n\treturn flags & (${MASK});\n}\n`));
op('second-mask-in-fork', false, (t) => t.append(at.FORK,
	`\nbool vendor_may_clone(u64 flags)\n{\n\tif (flags & (${MASK}))\n\t\treturn false;\n` +
		`\treturn true;\n}\n`));
op('second-mask-macro', false, (t) => t.sub(at.NSPROXY_H, /\nstruct mnt_namespace;/,
	`\n#define VENDOR_NS_FLAGS (${MASK})\n$&`));
op('second-mask-in-header', false, (t) => t.sub(at.NSPROXY_H, /\n#endif\n?$/,
	`\nstatic inline bool vendor_ns(u64 flags)\n{\n\treturn !!(flags & (${MASK}));\n}\n\n` +
		`#endif\n`));
op('second-put-all', false, (t) => t.append(at.NSPROXY, '\nvoid vendor_put_all(struct nsproxy ' +
	'*ns)\n{\n' +
	'\tput_mnt_ns(ns->mnt_ns);\n\tput_uts_ns(ns->uts_ns);\n\tput_ipc_ns(ns->ipc_ns);\n' +
	'\tput_pid_ns(ns->pid_ns_for_children);\n\tput_time_ns(ns->time_ns);\n' +
	'\tput_time_ns(ns->time_ns_for_children);\n\tput_cgroup_ns(ns->cgroup_ns);\n' +
	'\tput_net(ns->net_ns);\n\tkmem_cache_free(nsproxy_cachep, ns);\n}\n'));
op('duplicate-nsproxy', false, (t) => t.append(at.NSPROXY,
	'\n/* As OpenVZ does it. */\nstruct nsproxy *duplicate_nsproxy(struct nsproxy *old)\n{\n' +
	'\tstruct nsproxy *new = create_nsproxy();\n\n\tif (!new)\n\t\treturn NULL;\n' +
	['mnt', 'uts', 'ipc', 'net', 'cgroup', 'time'].map((n) =>
		`\tnew->${n}_ns = old->${n}_ns;\n`)
		.join('') + '\tnew->pid_ns_for_children = old->pid_ns_for_children;\n' +
	'\tnew->time_ns_for_children = old->time_ns_for_children;\n\tget_mnt_ns(new->mnt_ns);\n' +
	'\tget_uts_ns(new->uts_ns);\n\tget_ipc_ns(new->ipc_ns);\n\tget_net(new->net_ns);\n' +
	'\tget_cgroup_ns(new->cgroup_ns);\n\tget_pid_ns(new->pid_ns_for_children);\n' +
	'\tget_time_ns(new->time_ns);\n\tget_time_ns(new->time_ns_for_children);\n\treturn ' +
		'new;\n}\n'));
op('structure-copy', false, (t) => t.append(at.NSPROXY,
	'\nvoid vendor_snapshot(struct nsproxy *to, const struct nsproxy *from)\n{\n\t*to = ' +
		'*from;\n' +
	'\tget_mnt_ns(to->mnt_ns);\n\tget_uts_ns(to->uts_ns);\n\tget_net(to->net_ns);\n' +
	'\tget_time_ns(to->time_ns);\n}\n'));
op('second-create', false, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.CREATE) ?? skip();
	return `${text.slice(0, f.end)}\n\n` + text.slice(f.start, f.end)
		.replace(/create_new_namespaces/, 'create_vendor_namespaces')
		.replace('static ', 'static __maybe_unused ') + text.slice(f.end);
}));
op('second-free', false, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.FREE) ?? skip();
	return `${text.slice(0, f.end)}\n\n` + text.slice(f.start, f.end)
		.replace(/void \w+/, 'void vendor_free_namespaces') + text.slice(f.end);
}));
op('second-entries', false, (t) => t.edit(at.ENTRIES, (text) => {
	const own = /^static const struct proc_ns_operations [^]*?^\};\n/m.exec(text) ?? skip();
	return text.replace(own[0], `${own[0]}\n${own[0].replace('ns_entries', 'ns_task_entries')
		.replace('static', 'static __maybe_unused')}`);
}));
op('second-table', false, (t) => t.edit(at.UCOUNT, (text) => {
	const own = /^static (?:const )?struct ctl_table user_table[^]*?^\};\n/m.exec(text) ??
		skip();
	return text.replace(own[0], `${own[0]}\n${own[0].replace('user_table', 'vendor_table')
		.replace('static', 'static __maybe_unused')}`);
}));
op('second-enum', false, (t) => t.edit(at.USER_NS_H, (text) => {
	const own = /^enum ucount_type \{[^]*?^\};\n/m.exec(text) ?? skip();
	const second = own[0].replace('ucount_type', 'vendor_ucount_type')
		.replace(/UCOUNT_/g, 'VND_UCOUNT_');
	return text.replace(own[0], `${own[0]}\n${second}`);
}));
op('second-switch', false, (t) => t.edit(at.NSTREE, (text) => {
	const f = findFunction(text, 'ns_tree_from_type') ?? skip();
	return `${text.slice(0, f.end)}\n\n${text.slice(f.start, f.end)
		.replace('ns_tree_from_type', 'vendor_tree_from_type')
		.replace('static ', 'static __maybe_unused ')}${text.slice(f.end)}`;
}));
op('second-switch-in-nsfs', false, (t) => t.edit(at.NSFS, (text) => {
	const f = findFunction(text, 'is_current_namespace') ?? skip();
	const second = text.slice(f.start, f.end)
		.replace('is_current_namespace', 'vendor_is_current_namespace');
	return `${text.slice(0, f.end)}\n\n${second}${text.slice(f.end)}`;
}));
op('second-switch-by-name', false, (t) => t.append(at.NSPROXY,
	'\nconst char *vendor_ns_name(int type)\n{\n\tswitch (type) {\n' + NAMES.map((name) =>
		`\tcase CLONE_NEW${name}:\n\t\treturn "${name.toLowerCase()}";\n`).join('') +
	'\t}\n\treturn NULL;\n}\n'));
op('second-generic', false, (t, r) => {
	const [file, name] = r.pick([[at.TYPES_H, 'to_ns_common'], [at.NSPROXY_H, 'to_ns_common'],
		[at.NSTREE_H, 'to_ns_tree']]);
	inMacro(t, file, name, (text) => `${text}\n${text.replace(name, `vendor_${name}`)}`);
});
op('second-struct', true, (t) => t.edit(at.NSPROXY_H, (text) => {
	const own = /^struct nsproxy \{[^]*?^\};\n/m.exec(text) ?? skip();
	return text.replace(own[0],
		`${own[0].replace('struct nsproxy', 'struct vendor_nsproxy')}\n$&`);
}));
op('second-init', false, (t) => t.edit(at.NSPROXY, (text) => {
	const own = /^struct nsproxy init_nsproxy = \{[^]*?^\};\n/m.exec(text) ?? skip();
	return text.replace(own[0], `${own[0].replace('init_nsproxy', 'vendor_nsproxy')}\n$&`);
}));
op('prototype-repeated', true, (t) => t.sub(at.NSPROXY, /\nstatic struct kmem_cache/,
	'\nint copy_namespaces(' + (/copy_namespaces\((u64|unsigned long)/.exec(t.get(at.NSPROXY_H))
		?? skip())[1] + ' flags, struct task_struct *tsk);\n$&'));
op('local-called-as-member', true, (t) => inFunction(t, at.NSPROXY, 'copy_namespaces', (text) =>
	text.replace(/\tstruct nsproxy \*new_ns;\n/,
		'$&\tstruct time_namespace *time_ns __maybe_unused = old_ns->time_ns;\n')));
op('static-called-as-ours', 'refuse', (t) => t.append(at.NSPROXY,
	'\nstatic int __maybe_unused copy_ima_ns(int x)\n{\n\treturn x;\n}\n'));
op('macro-called-as-ours', 'refuse', (t) => t.sub(at.NSPROXY_H, /\nstruct mnt_namespace;/,
	'\n#define ima_ns vendor_ima\n$&'));
op('early-return-in-create', false, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\tnew_nsp->net_ns = copy_net_ns/, '\tif (flags & CLONE_IO) {\n' +
		'\t\terr = -EINVAL;\n\t\tgoto out_net;\n\t}\n\n$&')));
op('more-after-last-copy', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\n\treturn new_nsp;/, '\n\ttrace_printk("new nsproxy\\n");\n$&')));
op('failure-after-last-copy', false, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\n\treturn new_nsp;/, '\n\tif (fatal_signal_pending(tsk)) {\n' +
		'\t\tput_time_ns(new_nsp->time_ns);\n' +
			'\t\tput_time_ns(new_nsp->time_ns_for_children);\n' +
		'\t\terr = -EINTR;\n\t\tgoto out_time;\n\t}\n$&')));
op('failure-before-first-copy', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\n\tnew_nsp->mnt_ns = /, '\n\tif (fatal_signal_pending(tsk)) {\n' +
		'\t\terr = -EINTR;\n\t\tgoto out_ns;\n\t}\n$&')));
