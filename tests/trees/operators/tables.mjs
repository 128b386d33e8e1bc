// SPDX-License-Identifier: GPL-2.0-only
//
// Lists with other ends, other rows, or other forms of a row.

import { inBlock, inFunction, inMacro, inside, re } from '../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('tables');
export default all;

op('ns-entries-null', false, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) =>
	text.replace(/\};$/, '\tNULL\n};')));
op('ns-entries-null-comma', false, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) =>
	text.replace(/\};$/, '\tNULL,\n};')));
op('ns-entries-designated', true, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) => {
	let i = 0;
	return text.replace(/^\t&/gm, () => `\t[${i++}] = &`);
}));
op('ns-entries-no-last-comma', true, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) =>
	text.replace(/,(\n#endif\n\};)$/, '$1')));
op('ns-entries-vendor-last', true, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) =>
	text.replace(/\};$/, '#ifdef CONFIG_VND_NS\n\t&vndns_operations,\n#endif\n};')));
op('ns-entries-macro', true, (t) => t.edit(at.ENTRIES, (text) => text
	.replace(/^\t&(\w+)_operations,/gm, '\tNS_OPS($1),')
	.replace(/^static const struct proc_ns_operations/m,
		'#define NS_OPS(x) &x##_operations\n\n$&')));
op('ucount-sentinel-gone', true, (t) => {
	inBlock(t, at.UCOUNT, at.TABLE, (text) => text.replace('\t{ }\n', ''));
	t.sub(at.UCOUNT, 'UCOUNT_COUNTS + 1', 'UCOUNT_COUNTS');
});
op('ucount-sentinel-added', true, (t) => {
	inBlock(t, at.UCOUNT, at.TABLE, (text) => text.includes('{ }') ? skip() :
		text.replace(/\};$/, '\t{ }\n};'));
	t.sub(at.UCOUNT, '!= UCOUNT_COUNTS)', '!= UCOUNT_COUNTS + 1)');
});
op('ucount-sentinel-form', true, (t) => inBlock(t, at.UCOUNT, at.TABLE, (text) =>
	text.replace('\t{ }\n', '\t{},\n')));
op('ucount-designated', true, (t) => inBlock(t, at.UCOUNT, at.TABLE, (text) => text.replace(
	/^\tUCOUNT_ENTRY\("max_(\w+)"\)/gm,
	(row, name) => `\t[UCOUNT_${name.toUpperCase()}] = ${row.trim()}`)));
op('ucount-designated-last', true, (t) => inBlock(t, at.UCOUNT, at.TABLE, (text) => text.replace(
	/^\tUCOUNT_ENTRY\("max_time/m, '\t[UCOUNT_TIME_NAMESPACES] = UCOUNT_ENTRY("max_time')));
op('ucount-row-by-hand', true, (t) => {
	const row = /#define UCOUNT_ENTRY\(name\)[^{]*(\{[^}]*\})/.exec(t.get(at.UCOUNT)) ?? skip();
	const text = row[1].replace(/\s*\\\n\s*/g, ' ').replace(/\bname\b/,
		'"max_time_namespaces"');
	t.sub(at.UCOUNT, /UCOUNT_ENTRY\("max_time_namespaces"\)/, text);
});
op('ucount-name-of-neighbour', true, (t) => t.sub(at.UCOUNT, '"max_time_namespaces"',
	'"max_timens"'));
op('ucount-name-split', true, (t) => t.sub(at.UCOUNT, '"max_time_namespaces"',
	'"max_" "time" "_namespaces"'));
op('ucount-name-macro', true, (t) => {
	t.sub(at.UCOUNT, 'UCOUNT_ENTRY("max_time_namespaces")', 'UCOUNT_ENTRY(MAX_TIME)');
	t.sub(at.UCOUNT, /^#define UCOUNT_ENTRY/m, '#define MAX_TIME "max_time_namespaces"\n$&');
});
op('ucount-macro-stringifies', true, (t) => t.edit(at.UCOUNT, (text) => text
	.replace(/(\.procname\s*= )name,/, '$1"max_" #name,')
	.replace(/UCOUNT_ENTRY\("max_(\w+)"\)/g, 'UCOUNT_ENTRY($1)')));
op('ucount-vendor-row', true, (t) => {
	t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,\n/m, '$&\tUCOUNT_VND_NAMESPACES,\n');
	t.sub(at.UCOUNT, /^\tUCOUNT_ENTRY\("max_time_namespaces"\),\n/m,
		'$&\tUCOUNT_ENTRY("max_vnd_namespaces"),\n');
});
op('ucount-vendor-row-guarded', true, (t) => {
	t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,\n/m,
		'$&#ifdef CONFIG_VND_NS\n\tUCOUNT_VND_NAMESPACES,\n#endif\n');
	t.sub(at.UCOUNT, /^\tUCOUNT_ENTRY\("max_time_namespaces"\),\n/m,
		'$&#ifdef CONFIG_VND_NS\n\tUCOUNT_ENTRY("max_vnd_namespaces"),\n#endif\n');
});
op('ucount-vendor-enumerator-only', false, (t) => t.sub(at.USER_NS_H,
	/^\tUCOUNT_TIME_NAMESPACES,\n/m, '$&\tUCOUNT_VND_NAMESPACES,\n'));
op('ucount-vendor-row-only', false, (t) => t.sub(at.UCOUNT,
	/^\tUCOUNT_ENTRY\("max_time_namespaces"\),\n/m,
		'$&\tUCOUNT_ENTRY("max_vnd_namespaces"),\n'));
op('ucount-time-in-ifdef', true, (t) => {
	t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,\n/m, '#ifdef CONFIG_TIME_NS\n$&#endif\n');
	t.sub(at.UCOUNT, /^\tUCOUNT_ENTRY\("max_time_namespaces"\),\n/m,
		'#ifdef CONFIG_TIME_NS\n$&#endif\n');
});
op('ucount-time-after-inotify', true, (t) => {
	for (const [file, head, line] of [[at.USER_NS_H, at.ENUM, /^\tUCOUNT_TIME_NAMESPACES,\n/m],
		[at.UCOUNT, at.TABLE, /^\tUCOUNT_ENTRY\("max_time_namespaces"\),\n/m]])
		inBlock(t, file, head, (text) => {
			const own = line.exec(text) ?? skip();
			return text.replace(own[0], '')
				.replace(/(\tUCOUNT_COUNTS,\n|\t\{ \}\n)?\};?$/,
				`${own[0]}$&`);
		});
});
op('ucount-last-without-comma', true, (t) => inBlock(t, at.USER_NS_H, at.ENUM, (text) =>
	text.replace('UCOUNT_COUNTS,', 'UCOUNT_COUNTS')));
op('ucount-counts-macro', true, (t) => t.edit(at.USER_NS_H, (text) => text
	.replace(/^\tUCOUNT_COUNTS,\n(\};\n)/m, '\t__UCOUNT_COUNTS,\n$1\n#define UCOUNT_COUNTS ' +
		'__UCOUNT_COUNTS\n')));
op('ucount-without-time', false, (t) => {
	t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,\n/m, '');
	t.sub(at.UCOUNT, /^\tUCOUNT_ENTRY\("max_time_namespaces"\),\n/m, '');
});
op('ucount-table-without-time', false, (t) => t.sub(at.UCOUNT,
	/^\tUCOUNT_ENTRY\("max_time_namespaces"\),\n/m, ''));

op('last-case-without-break', false, (t) => inFunction(t, at.PIDFS, 'pidfd_ioctl', (text) =>
	text.replace(/\t\tbreak;\n(\tdefault:)/, '$1')));
op('fallthrough-before-default', false, (t) => inFunction(t, at.PIDFS, 'pidfd_ioctl', (text) =>
	text.replace(/\t\tbreak;\n(\tdefault:)/, '\t\tfallthrough;\n$1')));
op('case-fallthrough-in-the-middle', false, (t, r) => {
	const which = r.pick(['UTS', 'NET', 'IPC']);
	inFunction(t, at.PIDFS, 'pidfd_ioctl', (text) => text.replace(
		new RegExp(`(PIDFD_GET_${which}_NAMESPACE:\\n[^]*?\\n)\\t\\tbreak;\\n`),
			'$1\t\tfallthrough;\n'));
});
op('debug-case-without-break', false, (t) => inFunction(t, at.NSCOMMON, 'ns_debug', (text) =>
	text.replace(/\t\tbreak;\n(#endif\n\t\}\n\})/, '$1')));
op('tree-default-added', true, (t) => inFunction(t, at.NSTREE, 'ns_tree_from_type', (text) =>
	text.replace(/\n\t\}\n\n\treturn NULL;/, '\n\tdefault:\n\t\treturn NULL;\n\t}')));
op('tree-break-last', true, (t) => inFunction(t, at.NSTREE, 'ns_tree_from_type', (text) =>
	text.replace(/(\t\treturn &time_ns_tree;\n)/, '$1\t\tbreak;\n')));
op('debug-default-added', true, (t) => inFunction(t, at.NSCOMMON, 'ns_debug', (text) =>
	text.replace(/(#endif\n)(\t\}\n\})/, '$1\tdefault:\n\t\tbreak;\n$2')));
op('case-range', true, (t) => inFunction(t, at.PIDFS, 'pidfs_ioctl_valid', (text) =>
	text.replace(/\tcase PIDFD_GET_CGROUP_NAMESPACE:\n[^]*?\tcase PIDFD_GET_PID_NAMESPACE:\n/,
		'\tcase PIDFD_GET_CGROUP_NAMESPACE ... PIDFD_GET_UTS_NAMESPACE:\n')));
op('cases-braced', true, (t) => inFunction(t, at.PIDFS, 'pidfd_ioctl', (text) => text.replace(
	/\tcase (PIDFD_GET_\w+_NAMESPACE):\n([^]*?)\t\tbreak;\n/g,
		'\tcase $1: {\n$2\t\tbreak;\n\t}\n')));
op('cases-inverted', true, (t) => inFunction(t, at.PIDFS, 'pidfd_ioctl', (text) => text.replace(
	/\t\tif \(IS_ENABLED\((\w+)\)\) \{\n([^]*?)\t\t\}\n\t\tbreak;/g,
	'\t\tif (!IS_ENABLED($1))\n\t\t\tbreak;\n$2\t\tbreak;')));
op('switch-as-ifs', true, (t) => inFunction(t, at.NSTREE, 'ns_tree_from_type', (text) => text
	.replace('\tswitch (ns_type) {\n', '').replace(/\tcase (\w+):\n\t\t/g,
		'\tif (ns_type == $1)\n\t\t').replace('\t}\n\n\treturn', '\n\treturn')));
op('switch-by-table', true, (t) => inFunction(t, at.NSTREE, 'ns_tree_from_type', (text) => {
	const rows = [...text.matchAll(/case (\w+):\n\t\treturn (&\w+);/g)].map(([, flag, tree]) =>
		`\t\t{ ${flag}, ${tree} },\n`).join('');
	return 'static struct ns_tree_root *ns_tree_from_type(int ns_type)\n{\n' +
		`\tstatic const struct { int type; struct ns_tree_root *root; } map[] = {\n` +
			`${rows}\t};\n` +
		'\tint i;\n\n\tfor (i = 0; i < ARRAY_SIZE(map); i++)\n\t\tif (map[i].type == ' +
			'ns_type)\n' +
		'\t\t\treturn map[i].root;\n\treturn NULL;\n}';
}));
const GENERIC = [[at.TYPES_H, 'to_ns_common'], [at.NSPROXY_H, 'to_ns_common'],
	[at.NSTREE_H, 'to_ns_tree'], [at.TYPES_H, 'to_ns_operations'],
		[at.TYPES_H, 'ns_init_inum']];
op('generic-default', true, (t, r) => {
	const [file, name] = r.pick(GENERIC);
	inMacro(t, file, name, (text) => text.replace(/\)\n$/, ', \\\n\t\tdefault: NULL)\n'));
});
op('generic-vendor-row', false, (t, r) => {
	const [file, name] = r.pick(GENERIC);
	inMacro(t, file, name, (text) => text.replace(/(\t\tstruct time_namespace \*:)([^\n]*)/,
		(row, head, rest) => `${row}\n` +
			`${head.replace('time_', 'vnd_')}${rest.replace(/time/g, 'vnd')}`));
});
op('x-macro-vendor', true, (t) => {
	t.sub(at.TYPES_H, /^\tX\(time_namespace.*\n/m, (row) => row +
		row.replace('time_namespace', 'vnd_namespace').replace('NEWTIME', 'NEWVND'));
	t.sub(at.SCHED, /^#define CLONE_NEWTIME.*\n/m, '$&#define CLONE_NEWVND\t0x00000020\n');
});
op('x-macro-commented', true, (t) => inMacro(t, at.TYPES_H, 'FOR_EACH_NS_TYPE', (text) =>
	text.replace(/[ \t]*\\$/m, ' \\').replace(/^(\tX\(time_\w+, \w+\))/m, '$1 /* 5.6 */')));
op('clone-all-by-hand', false, (t) => t.sub(at.TYPES_H, /^#define CLONE_NS_ALL.*\n/m,
	'#define CLONE_NS_ALL (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | \\\n' +
	'\t\t      CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWTIME)\n'));
op('common-type-by-hand', false, (t) => t.sub(at.TYPES_H, /^#define ns_common_type.*\n/m,
	'#define ns_common_type(__ns) _Generic((__ns), \\\n' +
		['cgroup_namespace *: CLONE_NEWCGROUP',
		'ipc_namespace *: CLONE_NEWIPC', 'mnt_namespace *: CLONE_NEWNS',
			'net *: CLONE_NEWNET',
		'pid_namespace *: CLONE_NEWPID', 'time_namespace *: CLONE_NEWTIME',
		'user_namespace *: CLONE_NEWUSER', 'uts_namespace *: CLONE_NEWUTS']
		.map((row) => `\tstruct ${row}`).join(', \\\n') + ')\n'));
op('listns-mask-in-two', false, (t) => t.sub(at.NSTREE, /^#define NS_ALL \(.*\)\n/m,
	'#define NS_OLD (PID_NS | USER_NS | MNT_NS | UTS_NS | IPC_NS | NET_NS)\n' +
	'#define NS_ALL (NS_OLD | CGROUP_NS | TIME_NS)\n'));
op('listns-mask-by-flags', true, (t) => t.sub(at.NSTREE, /^#define NS_ALL \(.*\)\n/m,
	'#define NS_ALL CLONE_NS_ALL\n'));
op('listns-mask-on-lines', true, (t) => t.sub(at.NSTREE, /^#define NS_ALL \(.*\)\n/m,
	'#define NS_ALL (PID_NS | USER_NS | MNT_NS | \\\n\t\tUTS_NS | IPC_NS | NET_NS | \\\n' +
	'\t\tCGROUP_NS | TIME_NS)\n'));
op('mask-plus', true, (t) => t.sub(at.NSPROXY, /CLONE_NEWCGROUP \| CLONE_NEWTIME/,
	'CLONE_NEWCGROUP + CLONE_NEWTIME'));
op('init-by-position', false, (t) => inBlock(t, at.NSPROXY, at.INIT, (text) => inside(text,
	(part) => part.replace(/^\t\.\w+\s*= /gm, '\t'))));
op('init-range-macro', true, (t) => t.edit(at.NSPROXY, (text) => text.replace(
	re('m', /^#ifdef CONFIG_TIME_NS\n\t\.time_ns\s*= &init_time_ns,\n\t\.time_ns_for_children/,
		/\s*= &init_time_ns,\n#endif\n/),
	'\tINIT_TIME_NS\n').replace(/^struct nsproxy init_nsproxy/m,
	'#ifdef CONFIG_TIME_NS\n#define INIT_TIME_NS .time_ns = &init_time_ns, ' +
	'.time_ns_for_children = &init_time_ns,\n#else\n#define INIT_TIME_NS\n#endif\n\n$&')));
op('selftests-one-list', true, (t) => t.edit(at.SELFTESTS, (text) => {
	const names = [...text.matchAll(/^TARGETS \+= (\S+)\n/gm)].map((each) => each[1]);
	return names.length ? text.replace(/^TARGETS \+= \S+\n/gm, '').replace(/^TARGETS = \S+\n/m,
		(line) => `${line.trimEnd()} ${names.join(' ')}\n`) : skip();
}));
op('index-glob', true, (t) => t.sub(at.NS_INDEX, /   :maxdepth: 1\n\n(?:   \S+\n)+/,
	'   :maxdepth: 1\n   :glob:\n\n   *\n'));
op('user-rst-table', true, (t) => t.edit(at.USER_RST, (text) =>
	text.replace(/^(max_\w+_namespaces)\n=+\n/gm, '``$1``\n')));
