// SPDX-License-Identifier: GPL-2.0-only
//
// Trees that are broken, that have our names already, or that are not what they seem.

import { findFunction, inBlock, inFunction, re } from '../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('hostile');
export default all;

const C = [at.NSPROXY, at.FORK, at.UCOUNT, at.ENTRIES];
const H = [at.NSPROXY_H, at.PROC_NS_H, at.USER_NS_H, at.SCHED];

op('brace-missing', 'refuse', (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\t\}\n/, '')));
op('brace-too-many', 'refuse', (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\t\}\n/, '\t}}\n')));
op('comment-open', 'refuse', (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\n/, '\n\t/* not closed\n').replace(/\*\//g, '')));
op('comment-open-in-table', false, (t) => inBlock(t, at.UCOUNT, at.TABLE, (text) =>
	text.replace(/^#ifdef/m, '/* from here\n#ifdef')));
op('string-open', false, (t) => t.sub(at.UCOUNT, '"max_time_namespaces"', '"max_time_namespaces'));
op('conflict-markers', 'refuse', (t) => inFunction(t, at.NSPROXY, at.FREE, (text) => text.replace(
	/(\t(?:if \(ns->time_ns\)\n\t\t)?put_time_ns\(ns->time_ns\);\n)/,
	'<<<<<<< HEAD\n$1=======\n$1>>>>>>> vendor\n')));
op('conflict-in-enum', 'refuse', (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,\n/m,
	'<<<<<<< HEAD\n$&=======\n\tUCOUNT_VND_NAMESPACES,\n>>>>>>> vendor\n'));
op('nul-byte', false, (t, r) => t.edit(r.pick([...C, ...H]), (text) => {
	const i = text.indexOf('\n\n');
	return `${text.slice(0, i)}\n/* \0 */${text.slice(i)}`;
}));
op('nul-at-end', false, (t, r) => t.append(r.pick([...C, ...H]), '\0'));
op('latin1', true, (t, r) => t.edit(r.pick([...C, ...H]), (text) =>
	text.replace('\n\n', '\n/* Andr\xe9 */\n\n')));
op('utf8', true, (t, r) => t.edit(r.pick([...C, ...H]), (text) =>
	text.replace('\n\n', `\n/* ${Buffer.from('André ☃').toString('latin1')} */\n\n`)));
op('byte-order-mark', false, (t, r) => t.edit(r.pick([...C, ...H]), (text) =>
	`\xef\xbb\xbf${text}`));
op('carriage-returns', false, (t, r) => t.edit(r.pick([...C, ...H]), (text) =>
	text.replace(/\n/g, '\r\n')));
op('carriage-returns-in-part', false, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\n/g, '\r\n')));
op('form-feeds', true, (t) => t.edit(at.NSPROXY, (text) => text.replace(/\n\n/g, '\n\f\n')));
op('long-line', true, (t, r) => t.edit(r.pick(C), (text) => text.replace('\n\n',
	`\n/* ${'x'.repeat(200000)} */\n\n`)));
op('many-lines', true, (t) => t.append(at.NSPROXY, '\n'.repeat(100000)));
op('empty-file', 'refuse', (t, r) => t.set(r.pick([at.NSPROXY, at.NSPROXY_H, at.KCONFIG]), ''));
op('empty-optional', false, (t, r) => {
	const file = r.pick([at.UCOUNT, at.ENTRIES, at.SCHED, at.USER_NS_H, at.PROC_NS_H,
		at.PIDFD]);
	t.get(file);
	t.set(file, '');
});
op('directory-for-file', 'refuse', (t, r) => {
	const file = r.pick([at.NSPROXY, at.NSPROXY_H, at.UCOUNT, at.SCHED]);
	t.get(file);
	t.set(file, { directory: true });
});
op('link-to-nothing', 'refuse', (t, r) => {
	const file = r.pick([at.NSPROXY, at.NSPROXY_H, at.KCONFIG]);
	t.get(file);
	t.set(file, { link: 'nothing-there' });
});
op('link-outside', false, (t, r) => {
	const file = r.pick([at.NSPROXY, at.NSPROXY_H, at.UCOUNT]);
	t.get(file);
	t.set(file, { link: '/etc/passwd' });
});
op('file-halved', 'refuse', (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.CREATE) ?? skip();
	return text.slice(0, (f.start + f.end) >> 1);
}));
op('table-halved', false, (t) => t.edit(at.UCOUNT, (text) => {
	const i = text.indexOf('max_net_namespaces');
	return i < 0 ? skip() : text.slice(0, i);
}));
op('create-twice', 'refuse', (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.CREATE) ?? skip();
	return `${text.slice(0, f.end)}\n\n${text.slice(f.start)}`;
}));
op('create-gone', 'refuse', (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.CREATE) ?? skip();
	return text.slice(0, f.start) + text.slice(f.end);
}));
op('free-gone', 'refuse', (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.FREE) ?? skip();
	return text.slice(0, f.start) + text.slice(f.end);
}));
op('create-in-macro', 'refuse', (t) => t.edit(at.NSPROXY, (text) => text.replace(
	/^static struct nsproxy \*create_new_namespaces\(/m,
	'#define DEFINE_CREATE(...) static struct nsproxy *create_new_namespaces(__VA_ARGS__)\n' +
		'DEFINE_CREATE(')));
op('create-attribute', true, (t) => t.sub(at.NSPROXY, /^static struct nsproxy \*create_new/m,
	'static noinline __must_check struct nsproxy *create_new'));
op('create-attribute-unknown', true, (t) => t.sub(at.NSPROXY,
	/^static struct nsproxy \*create_new/m,
	'#define VENDOR_HOT __attribute__((hot))\nstatic VENDOR_HOT struct nsproxy *create_new'));
op('create-cleanup', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	'\tint err;\n', '\tint err;\n\n\tguard(rcu)();\n')));
op('create-old-c', false, (t) => t.edit(at.NSPROXY, (text) => text.replace(
	re('', /create_new_namespaces\((u64|unsigned long) flags,\n\tstruct task_struct \*tsk, st/,
		/ruct user_namespace \*user_ns,\n\tstruct fs_struct \*new_fs\)\n/),
	'create_new_namespaces(flags, tsk, user_ns, new_fs)\n\t$1 flags;\n\tstruct task_struct ' +
		'*tsk;\n' +
	'\tstruct user_namespace *user_ns;\n\tstruct fs_struct *new_fs;\n')));
op('include-in-function', true, (t) => {
	inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(/\n\treturn new_nsp;/,
		'\n#include "vendor_hook.h"\n$&'));
	t.set('kernel/vendor_hook.h', '\tmight_sleep();\n');
});
op('assembler-in-function', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(
	/\n\treturn new_nsp;/, '\n\tasm volatile("" ::: "memory");\n$&')));
op('statement-expression', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	'new_nsp = create_nsproxy();',
		'new_nsp = ({ struct nsproxy *n = create_nsproxy(); n; });')));
op('line-continued-in-word', true, (t) => t.sub(at.NSPROXY, /copy_time_ns\(/, 'copy_\\\ntime_ns('));
op('digraph', true, (t) => inFunction(t, at.NSPROXY, at.FREE, (text) => text.replace('{', '<%')));
op('unicode-identifier', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	/\berr\b/g, Buffer.from('errø').toString('latin1'))));
op('macro-renames-struct', false, (t) => t.sub(at.NSPROXY_H, /\nstruct mnt_namespace;/,
	'\n#define vendor_nsproxy nsproxy\n$&'));
op('member-twice', 'refuse', (t) => t.sub(at.NSPROXY_H,
	/^\tstruct time_namespace \*time_ns;\n/m, '$&$&'));
op('enumerator-twice', 'refuse', (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,\n/m,
	'$&$&'));
op('config-there', 'refuse', (t) => t.sub(at.KCONFIG, /^config UTS_NS\n/m,
	'config IMA_NS\n\tbool "IMA namespace"\n\n$&'));
op('config-there-elsewhere', 'refuse', (t) => t.set('security/integrity/ima/Kconfig',
	`${t.read('security/integrity/ima/Kconfig') ?? ''}\n` +
	'config IMA_NS\n\tbool "IMA namespace"\n'));
op('header-there', 'refuse', (t) => t.set('include/linux/ima_namespace.h', '/* theirs */\n'));
op('source-there', 'refuse', (t) => t.set('kernel/ima_namespace.c', '/* theirs */\n'));
op('selftest-there', 'refuse', (t) => t.set('tools/testing/selftests/imans/Makefile', 'TEST :=\n'));
op('member-there', 'refuse', (t) => t.sub(at.NSPROXY_H,
	/^\tstruct cgroup_namespace \*cgroup_ns;\n/m,
	'$&\tstruct ima_namespace *ima_ns;\n'));
op('flag-there', 'refuse', (t) => t.sub(at.SCHED, /^#define CLONE_NEWTIME.*\n/m,
	'$&#define CLONE_NEWIMA	0x00000040\n'));
op('enumerator-there', 'refuse', (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,\n/m,
	'$&\tUCOUNT_IMA_NAMESPACES,\n'));
op('row-there', 'refuse', (t) => t.sub(at.UCOUNT, /^\tUCOUNT_ENTRY\("max_time_namespaces"\),\n/m,
	'$&\tUCOUNT_ENTRY("max_ima_namespaces"),\n'));
op('operations-there', 'refuse', (t) => t.append(at.ENTRIES,
	'\nconst struct proc_ns_operations imans_operations;\n'));
op('ioctl-there', 'refuse', (t) => t.sub(at.PIDFD, /^#define PIDFD_GET_UTS_NAMESPACE.*\n/m,
	'$&#define PIDFD_GET_IMA_NAMESPACE _IO(PIDFS_IOCTL_MAGIC, 20)\n'));
op('function-there', 'refuse', (t) => t.append(at.NSPROXY,
	'\nvoid put_ima_ns(struct ima_namespace *ns)\n{\n}\n'));
op('release-gone', 'refuse', (t) => t.sub('Makefile', /^VERSION = .*\n/m, ''));
op('release-otherwise', true, (t) => t.sub('Makefile', /^EXTRAVERSION =.*$/m,
	'EXTRAVERSION = -vendor.1'));
op('release-much-later', true, (t) => t.edit('Makefile', (text) => text
	.replace(/^VERSION = .*$/m, 'VERSION = 9').replace(/^PATCHLEVEL = .*$/m,
		'PATCHLEVEL = 0')));
op('release-much-earlier', true, (t) => t.edit('Makefile', (text) => text
	.replace(/^VERSION = .*$/m, 'VERSION = 2').replace(/^PATCHLEVEL = .*$/m,
		'PATCHLEVEL = 6')));
op('shell-in-release', false, (t) => t.sub('Makefile', /^EXTRAVERSION =.*$/m,
	'EXTRAVERSION = $(shell touch /tmp/nsgen-was-here)'));
op('markup-in-release', false, (t) => t.sub('Makefile', /^EXTRAVERSION =.*$/m,
	'EXTRAVERSION = -../../x'));
