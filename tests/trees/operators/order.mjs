// SPDX-License-Identifier: GPL-2.0-only
//
// The same things in another order.

import { exchange, findFunction, inBlock, inFunction, inMacro, inside, pieces } from
	'../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('order');
export default all;

// Other order for the pieces that match, in the places that they have.
function reorder(text, random, matches, disorder = random.disorder) {
	const list = pieces(text);
	const which = list.map((each, i) => matches(each) ? i : -1).filter((i) => i >= 0);
	const mixed = disorder(which.map((i) => list[i]));
	which.forEach((i, k) => {
		list[i] = mixed[k];
	});
	return list.join('');
}

// The same for single lines, in a header: there everything is in one #if.
function relines(text, random, pattern) {
	const list = text.match(pattern);
	if (!list || list.length < 2)
		skip();
	const mixed = random.disorder(list);
	let i = 0;
	return text.replace(pattern, () => mixed[i++]);
}

const reverse = (list) => [...list].reverse();

op('ucount-both', true, (t, r) => {
	// The same order in both: rows and enumerators are a pair.
	const order = r.disorder(['USER', 'PID', 'UTS', 'IPC', 'NET', 'MNT', 'CGROUP', 'TIME']);
	const put = (text, form) => {
		let i = 0;
		return text.replace(form('(\\w+?)'), () =>
			form(order[i++]).source.replace(/\\/g, ''));
	};
	inBlock(t, at.USER_NS_H, at.ENUM, (text) => put(text,
		(name) => new RegExp(`UCOUNT_${name}_NAMESPACES`, 'g')));
	let i = 0;
	inBlock(t, at.UCOUNT, at.TABLE, (text) => text.replace(/"max_\w+_namespaces"/g,
		() => `"max_${order[i++].toLowerCase()}_namespaces"`));
});
op('ucount-time-first', true, (t) => {
	const first = (text, one) => inside(text, (part) => {
		const list = pieces(part);
		const i = list.findIndex((each) => one.test(each));
		return i < 0 ? skip() : ['\n', ...list.splice(i, 1), ...list.slice(1)].join('');
	});
	inBlock(t, at.USER_NS_H, at.ENUM, (text) => first(text, /UCOUNT_TIME/));
	inBlock(t, at.UCOUNT, at.TABLE, (text) => first(text, /max_time/));
});
op('ucount-inotify-first', true, (t) => {
	const first = (text) => inside(text, (part) => {
		const list = pieces(part);
		const i = list.findIndex((each) => /CONFIG_INOTIFY_USER/.test(each));
		return i < 0 ? skip() : ['\n', ...list.splice(i, 1), ...list.slice(1)].join('');
	});
	inBlock(t, at.USER_NS_H, at.ENUM, first);
	inBlock(t, at.UCOUNT, at.TABLE, first);
});
op('ucount-table-only', false, (t, r) => inBlock(t, at.UCOUNT, at.TABLE, (text) =>
	inside(text, (part) => reorder(part, r, (each) => /_namespaces/.test(each)))));
op('struct-nsproxy', true, (t, r) => inBlock(t, at.NSPROXY_H, at.STRUCT, (text) =>
	inside(text, (part) => reorder(part, r, (each) => /struct/.test(each)))));
op('init-nsproxy', true, (t, r) => inBlock(t, at.NSPROXY, at.INIT, (text) =>
	inside(text, (part) => reorder(part, r, (each) => /\.\w+_ns/.test(each)))));
op('includes', true, (t, r) => t.edit(r.pick([at.NSPROXY, at.UCOUNT, at.FORK]), (text) =>
	reorder(text, r, (each) => /^#include <linux/.test(each), (list) => [...list].sort())));
op('includes-mixed', true, (t, r) => t.edit(at.NSPROXY, (text) =>
	reorder(text, r, (each) => /^#include/.test(each))));
op('ns-entries-reversed', true, (t, r) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) =>
	inside(text, (part) => reorder(part, r, (each) => /&/.test(each), reverse))));
op('ns-entries-mixed', true, (t, r) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) =>
	inside(text, (part) => reorder(part, r, (each) => /&/.test(each)))));
op('check-setns-flags', true, (t, r) => inFunction(t, at.NSPROXY, 'check_setns_flags', (text) =>
	inside(text, (part) => reorder(part, r, (each) => /^#ifndef/.test(each)))));
op('free', true, (t, r) => inFunction(t, at.NSPROXY, at.FREE, (text) => {
	const units = text.match(/\tif \(ns->\w+\)\n\t\tput_\w+\(.*\n|\tput_\w+\(ns->.*\n/g);
	if (!units || units.length < 3)
		skip();
	const mixed = r.disorder(units);
	let i = 0;
	return text.replace(/\tif \(ns->\w+\)\n\t\tput_\w+\(.*\n|\tput_\w+\(ns->.*\n/g, () =>
		mixed[i++]);
}));
const PAIRS = [
	['uts-ipc', [['uts_ns', 'ipc_ns'], ['copy_utsname', 'copy_ipcs'],
		['put_uts_ns', 'put_ipc_ns'],
		['out_uts', 'out_ipc']]],
	['cgroup-net', [['cgroup_ns', 'net_ns'], ['copy_cgroup_ns', 'copy_net_ns'],
		['put_cgroup_ns', 'put_net'], ['out_cgroup', 'out_net']]],
	['pid-uts', [['pid_ns_for_children', 'uts_ns'], ['copy_pid_ns', 'copy_utsname'],
		['put_pid_ns', 'put_uts_ns'], ['out_pid', 'out_uts']]],
];
for (const [name, pairs] of PAIRS)
	op(`copies-${name}`, true, (t) => inFunction(t, at.NSPROXY, at.CREATE,
		(text) => exchange(text, pairs)));
op('copies-time-before-net', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => {
	const net = /\tnew_nsp->net_ns = [^]*?\n\t\}\n\n/.exec(text) ?? skip();
	const time = /\tnew_nsp->time_ns_for_children = [^]*?get_time_ns[^\n]*\n\n/.exec(text) ??
		skip();
	// net is last now; what fails in it puts the time namespaces, too.
	return text.replace(net[0], '').replace(time[0], time[0] + net[0])
		.replace(/^out_time:\n[^]*?(?=out_cgroup:)/m,
			'out_net:\n\tput_time_ns(new_nsp->time_ns);\n' +
			'\tput_time_ns(new_nsp->time_ns_for_children);\nout_time:\n' +
			'\tput_cgroup_ns(new_nsp->cgroup_ns);\n');
}));
op('functions', true, (t, r) => {
	// A definition goes to the end of the file; its prototype stays in its place.
	const name = r.pick([at.CREATE, 'check_setns_flags', 'validate_nsset', 'prepare_nsset']);
	t.edit(at.NSPROXY, (text) => {
		const f = findFunction(text, name) ?? skip();
		return `${text.slice(0, f.start)}${text.slice(f.start, f.params[1])});\n` +
			`${text.slice(f.end)}\n${text.slice(f.start, f.end)}\n`;
	});
});
op('free-after-create', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.FREE) ?? skip();
	const before = text.slice(0, f.start) + text.slice(f.end + 1);
	const c = findFunction(before, 'copy_namespaces') ?? skip();
	return f.start < c.start ? `${before.slice(0, c.end)}\n\n${text.slice(f.start, f.end)}\n` +
		before.slice(c.end + 1) :
		`${before.slice(0, c.start)}${text.slice(f.start, f.end)}\n\n` +
			`${before.slice(c.start)}`;
}));
op('externs', true, (t, r) => t.edit(r.pick([at.PROC_NS_H, at.TYPES_H]), (text) =>
	relines(text, r, /^extern const struct proc_ns_operations.*\n/gm)));
op('forward-declarations', true, (t, r) => t.edit(r.pick([at.NSPROXY_H, at.TYPES_H]), (text) =>
	relines(text, r, /^struct \w+;\n/gm)));
op('flag-sorted-by-value', true, (t) => t.edit(at.SCHED, (text) => {
	const line = /^#define CLONE_NEWTIME.*\n/m.exec(text) ?? skip();
	return text.replace(line[0], '').replace(/^#define CLONE_VM/m, `${line[0]}$&`);
}));
op('flags-mixed', true, (t, r) => t.edit(at.SCHED, (text) =>
	relines(text, r, /^#define CLONE_NEW(?!TIME).*\n/gm)));
op('mask-operands', true, (t, r) => t.edit(r.pick([at.NSPROXY, at.FORK]), (text) =>
	text.replace(/CLONE_\w+(?:\s*\|\s*CLONE_\w+){4,}/g, (found) => {
		const names = r.disorder(found.match(/CLONE_\w+/g));
		let i = 0;
		return found.replace(/CLONE_\w+/g, () => names[i++]);
	})));
op('listns-mask-operands', true, (t, r) => inMacro(t, at.NSTREE, 'NS_ALL', (text) => {
	const names = r.disorder(text.match(/\b[A-Z]+_NS\b/g));
	let i = 0;
	return text.replace(/\b[A-Z]+_NS\b/g, () => names[i++]);
}));
op('kconfig', true, (t) => t.edit(at.KCONFIG, (text) => {
	const net = /^config NET_NS\n(?:\t.*\n|\n(?=\t))*\n/m.exec(text) ?? skip();
	return text.replace(net[0], '').replace(/^config UTS_NS$/m, `${net[0]}$&`);
}));
op('kernel-makefile', true, (t) => t.edit(at.KERNEL_MAKE, (text) => {
	const pid = /^obj-\$\(CONFIG_PID_NS\).*\n/m.exec(text) ?? skip();
	return text.replace(pid[0], '') + pid[0];
}));
for (const [file, name] of [[at.TYPES_H, 'to_ns_common'], [at.TYPES_H, 'ns_init_inum'],
	[at.TYPES_H, 'to_ns_operations'], [at.TYPES_H, 'ns_init_id'],
	[at.NSPROXY_H, 'to_ns_common'],
	[at.NSTREE_H, 'to_ns_tree'], [at.NSFS_H, '__current_namespace_from_type']])
	op(`rows-${name}-${file.includes('nsproxy') ? 'nsproxy.h' : 'ns'}`, true,
		(t, r) => inMacro(t, file, name, (text) => {
			const lines = text.match(/^\t\t(?:const )?struct[^\n]*$/gm) ?? skip();
			// The row before the last goes first; only it and the first change places.
			const [a, b] = [lines[0], lines[lines.length - 2]];
			return text.replace(a, '\u0001').replace(b, a).replace('\u0001', b);
		}));
op('for-each-ns-type', true, (t) => inMacro(t, at.TYPES_H, 'FOR_EACH_NS_TYPE', (text) => {
	const lines = text.match(/^\tX\(.*\\$/gm) ?? skip();
	return text.replace(lines[0], '\u0001').replace(lines[3], lines[0])
		.replace('\u0001', lines[3]);
}));
const CASES = [[at.PIDFS, 'pidfd_ioctl', /\tcase PIDFD_GET_\w+_NAMESPACE:\n[^]*?\n\t\tbreak;\n/g],
	[at.NSTREE, 'ns_tree_from_type', /\tcase CLONE_NEW\w+:\n\t\treturn [^\n]*\n/g],
	[at.PIDFS, 'pidfs_ioctl_valid', /\tcase PIDFD_GET_\w+_NAMESPACE:\n/g],
	[at.NSCOMMON, 'ns_debug', /#ifdef CONFIG_\w+\n\tcase [^]*?#endif\n/g],
	[at.NSFS, 'is_current_namespace', /#ifdef CONFIG_\w+\n\tcase [^]*?#endif\n/g]];
for (const [file, name, unit] of CASES)
	op(`cases-${name}`, true, (t, r) => inFunction(t, file, name, (text) => {
		const list = text.match(unit);
		if (!list || list.length < 3)
			skip();
		// The last one keeps its place: its return may fall out of the switch.
		const mixed = [...r.disorder(list.slice(0, -1)), list[list.length - 1]];
		let i = 0;
		return text.replace(unit, () => mixed[i++]);
	}));
op('default-first', true, (t) => inFunction(t, at.PIDFS, 'pidfd_ioctl', (text) => {
	const last = /\tdefault:\n\t\terror = -ENOIOCTLCMD;\n/.exec(text) ?? skip();
	return text.replace(last[0], '').replace(/\tswitch \(cmd\) \{\n/,
		`$&\tdefault:\n\t\terror = -ENOIOCTLCMD;\n\t\tbreak;\n`);
}));
op('inums-reversed', true, (t, r) => {
	const [file, head] = r.pick([[at.UAPI_NSFS, 'enum init_ns_ino'], [at.PROC_NS_H, 'enum ']]);
	inBlock(t, file, head, (text) => inside(text, (part) => reorder(part, r,
		(each) => /_INIT_INO/.test(each), reverse)));
});
op('ns-type-enum', true, (t, r) => inBlock(t, at.UAPI_NSFS, 'enum ns_type', (text) =>
	inside(text, (part) => reorder(part, r, (each) => /_NS /.test(each)))));
op('validate-nsset', true, (t, r) => inFunction(t, at.NSPROXY, 'validate_nsset', (text) => {
	const unit =
		/#ifdef CONFIG_\w+\n\tif \(flags & \w+\) \{\n\t\tret = validate_ns[^]*?#endif\n/g;
	const list = text.match(unit) ?? skip();
	const mixed = [list[0], ...r.disorder(list.slice(1))];
	let i = 0;
	return text.replace(unit, () => mixed[i++]);
}));
op('active-references', true, (t, r) => inFunction(t, at.NSFS, r.pick(['nsproxy_ns_active_get',
	'nsproxy_ns_active_put']), (text) => inside(text, (part) => reorder(part, r,
	(each) => /ns_ref_active/.test(each)))));
op('selftests', true, (t) => t.edit(at.SELFTESTS, (text) => {
	const line = /^TARGETS \+= timens\n/m.exec(text) ?? skip();
	return text.replace(line[0], '').replace(/^TARGETS/m, `${line[0]}$&`);
}));
op('user-rst', true, (t) => t.edit(at.USER_RST, (text) => {
	const time = /^max_time_namespaces\n[^]*?(?=^max_user)/m.exec(text) ?? skip();
	return text.replace(time[0], '').replace(/^max_cgroup_namespaces\n/m, `${time[0]}$&`);
}));
