// SPDX-License-Identifier: GPL-2.0-only
//
// The same condition written otherwise, more of them, or none.

import { findFunction, inBlock, inFunction, re } from '../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('ifdef');
export default all;

const FILES = [at.NSPROXY, at.ENTRIES, at.USER_NS_H, at.UCOUNT, at.NSFS, at.NSCOMMON];

function rewrite(name, ifdef, ifndef) {
	// At once: what one of them writes may look like what the other looks for.
	op(name, true, (t, r) => t.edit(r.pick(FILES), (text) => text.replace(
		/^#if(n?)def (CONFIG_\w+)$/gm, (_, not, symbol) =>
			(not ? ifndef : ifdef).replaceAll('$1', symbol))));
}
rewrite('if-defined', '#if defined($1)', '#if !defined($1)');
rewrite('if-defined-blank', '#if defined $1', '#if !defined $1');
rewrite('if-enabled', '#if IS_ENABLED($1)', '#if !IS_ENABLED($1)');
rewrite('with-namespaces', '#if defined(CONFIG_NAMESPACES) && defined($1)',
	'#if !defined(CONFIG_NAMESPACES) || !defined($1)');
rewrite('negated', '#ifndef $1\n#else', '#ifdef $1\n#else');
rewrite('commented', '#ifdef $1 /* optional */', '#ifndef $1 /* optional */');
op('setns-time-negated', true, (t) => inFunction(t, at.NSPROXY, 'check_setns_flags', (text) =>
	text.replace(/#ifndef CONFIG_TIME_NS\n/, '#if !defined(CONFIG_TIME_NS)\n')));
op('setns-by-enabled', true, (t) => inFunction(t, at.NSPROXY, 'check_setns_flags', (text) =>
	text.replace(/#ifndef (CONFIG_\w+)\n\tif \(flags & (\w+)\)\n\t\treturn -EINVAL;\n#endif\n/g,
		'\tif (!IS_ENABLED($1) && (flags & $2))\n\t\treturn -EINVAL;\n')));
op('setns-time-by-enabled', true, (t) => inFunction(t, at.NSPROXY, 'check_setns_flags', (text) =>
	text.replace(
		/#ifndef (CONFIG_TIME_NS)\n\tif \(flags & (\w+)\)\n\t\treturn -EINVAL;\n#endif\n/,
		'\tif (!IS_ENABLED($1) && (flags & $2))\n\t\treturn -EINVAL;\n')));
op('validate-by-enabled', true, (t) => inFunction(t, at.NSPROXY, 'validate_nsset', (text) => {
	const at_install = text.indexOf('Install requested');
	return text.slice(0, at_install) + text.slice(at_install).replace(
		/#ifdef (CONFIG_\w+)\n\tif \(flags & (\w+)\) \{\n([^]*?)\t\}\n#endif\n/g,
		'\tif (IS_ENABLED($1) && (flags & $2)) {\n$3\t}\n');
}));
op('validate-time-by-enabled', true, (t) => inFunction(t, at.NSPROXY, 'validate_nsset', (text) =>
	text.replace(/#ifdef (CONFIG_TIME_NS)\n\tif \(flags & (\w+)\) \{\n([^]*?)\t\}\n#endif\n/,
		'\tif (IS_ENABLED($1) && (flags & $2)) {\n$3\t}\n')));
op('validate-one-condition', true, (t) => inFunction(t, at.NSPROXY, 'validate_nsset', (text) =>
	text.replace(
		re('g', /#ifdef CONFIG_(?:CGROUPS|NET_NS|TIME_NS)\n/,
			/(\tif \(flags & \w+\) \{\n[^]*?\t\}\n)#endif\n/),
		'$1')));
op('commit-by-enabled', true, (t) => inFunction(t, at.NSPROXY, 'commit_nsset', (text) =>
	text.replace(/#ifdef (CONFIG_TIME_NS)\n\tif \(flags & (\w+)\)\n/,
		'#ifdef CONFIG_TIME_NS\n\tif (IS_ENABLED($1) && flags & $2)\n')));
op('init-all-in-one', true, (t) => inBlock(t, at.NSPROXY, at.INIT, (text) => text
	.replace(/#endif\n#ifdef CONFIG_TIME_NS\n/, '#endif\n#if defined(CONFIG_TIME_NS)\n')));
op('init-nested', true, (t) => inBlock(t, at.NSPROXY, at.INIT, (text) => text.replace(
	/(#ifdef CONFIG_CGROUPS\n[^]*?)#endif\n(#ifdef CONFIG_TIME_NS\n[^]*?#endif\n)/,
	'$1#ifdef CONFIG_TIME_NS\n#define HAVE_BOTH_NS 1\n#endif\n#endif\n$2')));
op('init-else', true, (t) => inBlock(t, at.NSPROXY, at.INIT, (text) => text.replace(
	/(\t\.cgroup_ns\s*= &init_cgroup_ns,\n)#endif/,
		'$1#else\n\t.cgroup_ns\t\t= NULL,\n#endif')));
op('entries-else', true, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) => text.replace(
	/(\t&cgroupns_operations,\n)#endif/, '$1#else\n\t/* none */\n#endif')));
op('entries-guards-joined', true, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) =>
	text.replace(/#ifdef CONFIG_UTS_NS\n(\t&utsns[^\n]*\n)#endif\n/, '$1')));
op('entries-in-proc-fs', true, (t) => t.edit(at.ENTRIES, (text) => {
	const table = /^static const struct proc_ns_operations [^]*?^\};\n/m.exec(text) ?? skip();
	return text.replace(table[0], `#ifdef CONFIG_PROC_FS\n${table[0]}#endif\n`);
}));
op('table-in-sysctl', true, (t) => t.edit(at.UCOUNT, (text) => {
	const table = /^static (?:const )?struct ctl_table user_table[^]*?^\};\n/m.exec(text) ??
		skip();
	return text.replace(table[0], `#if 1 /* always */\n${table[0]}#endif\n`);
}));
op('struct-members-guarded', true, (t) => t.sub(at.NSPROXY_H,
	/^\tstruct time_namespace \*time_ns;\n\tstruct time_namespace \*time_ns_for_children;\n/m,
	'#ifndef __GENKSYMS__\n$&#endif\n'));
op('struct-last-member-guarded', true, (t) => t.sub(at.NSPROXY_H,
	/^\tstruct cgroup_namespace \*cgroup_ns;\n/m, '#ifndef __GENKSYMS__\n$&#endif\n'));
// What distributions do to keep a structure's layout.
function reserved(name, define, member) {
	op(`struct-${name}`, true, (t) => {
		t.sub(at.NSPROXY_H, /^\tstruct cgroup_namespace \*cgroup_ns;\n/m, member);
		t.sub(at.NSPROXY_H, /\nstruct mnt_namespace;/, `\n${define}\n$&`);
	});
}
reserved('kabi-reserve', '#define RH_KABI_RESERVE(n) unsigned long rh_reserved##n;',
	'$&\n\tRH_KABI_RESERVE(1)\n\tRH_KABI_RESERVE(2)\n');
reserved('kabi-extend', '#define RH_KABI_EXTEND(_new) _new;',
	'\tRH_KABI_EXTEND(struct cgroup_namespace *cgroup_ns)\n');
reserved('kabi-use', '#define KABI_USE(n, _new) _new',
	'$&\tKABI_USE(1, unsigned long vendor_state);\n');
reserved('android-data', '#define ANDROID_VENDOR_DATA(n) unsigned long android_vendor_data##n',
	'$&\tANDROID_VENDOR_DATA(1);\n');
op('enum-genksyms', true, (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,\n/m,
	'#ifndef __GENKSYMS__\n$&#endif\n'));
op('create-time-guarded', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	/\tnew_nsp->time_ns_for_children = [^]*?get_time_ns[^\n]*\n/,
		'#ifdef CONFIG_TIME_NS\n$&#endif\n')
	.replace(/^out_time:\n\tput_net\(new_nsp->net_ns\);\n/m,
		'#ifdef CONFIG_TIME_NS\n$&#endif\n')));
op('create-cgroup-guarded', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(
	/\tnew_nsp->cgroup_ns = [^]*?\n\t\}\n/, '#ifdef CONFIG_CGROUPS\n$&#endif\n')));
op('free-time-guarded', true, (t) => inFunction(t, at.NSPROXY, at.FREE, (text) => text.replace(
	re('', /(?:\tif \(ns->time_ns\)\n\t)?\tput_time_ns\(ns->time_ns\);\n/,
		/(?:\tif \(ns->time_ns_for_children\)\n\t)?\tput_time_ns[^\n]*\n/),
	'#ifdef CONFIG_TIME_NS\n$&#endif\n')));
op('free-tests-dropped', true, (t) => inFunction(t, at.NSPROXY, at.FREE, (text) =>
	text.replace(/\tif \(ns->(?:uts_ns|ipc_ns|time_ns|time_ns_for_children)\)\n\t(\tput_)/g,
		'$1')));
op('free-tests-added', true, (t) => inFunction(t, at.NSPROXY, at.FREE, (text) =>
	text.replace(/^\t(put_\w+\((ns->\w+)\);)/gm, '\tif ($2)\n\t\t$1')));
op('create-two-versions', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.CREATE) ?? skip();
	const own = text.slice(f.start, f.end);
	return text.replace(own, `#ifdef CONFIG_NAMESPACES\n${own}\n#else\n` +
		`${own.slice(0, own.indexOf('{'))}{\n\treturn ERR_PTR(-EINVAL);\n}\n#endif`);
}));
op('create-two-versions-else', false, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.CREATE) ?? skip();
	const own = text.slice(f.start, f.end);
	return text.replace(own, `#ifdef CONFIG_VND_FAST_CLONE\n${own}\n#else\n${own}\n#endif`);
}));
op('mask-two-versions', false, (t) => inFunction(t, at.NSPROXY, 'check_setns_flags', (text) =>
	text.replace(/(\tif \(!flags \|\| [^]*?\)\n)(\t\treturn -EINVAL;\n)/,
		'#ifdef CONFIG_VND_STRICT\n$1#else\n$1#endif\n$2')));
op('entries-two-versions', false, (t) => t.edit(at.ENTRIES, (text) => {
	const own = /^static const struct proc_ns_operations [^]*?^\};\n/m.exec(text) ?? skip();
	return text.replace(own[0],
		`#ifdef CONFIG_VND_NS_LINKS\n${own[0]}#else\n${own[0]}#endif\n`);
}));
op('table-two-versions', false, (t) => t.edit(at.UCOUNT, (text) => {
	const own = /^static (?:const )?struct ctl_table user_table[^]*?^\};\n/m.exec(text) ??
		skip();
	return text.replace(own[0], `#ifdef CONFIG_VND_LIMITS\n${own[0]}#else\n${own[0]}#endif\n`);
}));
op('define-guarded', true, (t) => t.sub(at.SCHED, /^#define CLONE_NEWTIME.*\n/m,
	'#ifndef CLONE_NEWTIME\n$&#endif\n'));
op('uapi-guarded', true, (t) => t.sub(at.SCHED,
	/^#define CLONE_NEWCGROUP[^]*?(?=^#define CLONE_IO)/m,
	'#ifdef __KERNEL__\n$&#endif\n'));
op('pragma-once', true, (t, r) => t.edit(r.pick([at.NSPROXY_H, at.PROC_NS_H, at.NS_COMMON_H]),
	(text) => text.replace(/^#ifndef \w+_H\n#define \w+_H\n/m, '#pragma once\n')
		.replace(/#endif[^\n]*\n*$/, '')));
op('header-guard-in-if', true, (t, r) => t.edit(r.pick([at.NSPROXY_H, at.PROC_NS_H, at.USER_NS_H]),
	(text) => text.replace(/^#ifndef (\w+_H)$/m, '#if !defined($1)')));
op('kconfig-nested', true, (t) => t.sub(at.KCONFIG, /^config TIME_NS\n(?:\t.*\n)*/m,
	'if POSIX_TIMERS\n$&endif\n'));
op('kconfig-depends', true, (t) => t.edit(at.KCONFIG, (text) => text
	.replace(/^if NAMESPACES\n/m, '').replace(/^endif # NAMESPACES\n/m, '')
	.replace(/^(config (?:UTS|TIME|IPC|USER|PID|NET)_NS\n\tbool.*\n)/gm,
		'$1\tdepends on NAMESPACES\n')));
op('makefile-ifdef', true, (t) => t.sub(at.KERNEL_MAKE, /^obj-\$\(CONFIG_PID_NS\).*\n/m,
	'ifdef CONFIG_PID_NS\nobj-y += pid_namespace.o\nendif\n'));
op('makefile-list', true, (t) => t.edit(at.KERNEL_MAKE, (text) => text
	.replace(/^obj-\$\(CONFIG_USER_NS\) \+= user_namespace.o\n/m, '')
	.replace(/^(obj-\$\(CONFIG_PID_NS\) \+= )pid_namespace.o$/m,
		'ns-y := pid_namespace.o\n$1$(ns-y)')));
