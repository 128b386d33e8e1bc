// SPDX-License-Identifier: GPL-2.0-only
//
// The same numbers written otherwise, and numbers that somebody else has taken.

import { inBlock, inFunction } from '../make/c.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('numbers');
export default all;

const FORMS = { shift: '(1 << 6)', bit: 'BIT(6)', decimal: '64', long: '0x40UL', octal: '0100',
	sum: '(0x20 + 0x20)', cast: '((__u32)0x40)', alias: '(CLONE_NEWTIME >> 1)',
	ull: '0x0000000000000040ULL', upper: '0X40', unit: '_BITUL(6)', padded: '0x000040' };
for (const [name, form] of Object.entries(FORMS))
	op(`flag-taken-${name}`, false, (t) => t.sub(at.SCHED, /^#define CLONE_NEWTIME.*\n/m,
		`$&#define CLONE_NEWVND	${form}	/* New vendor namespace */\n`));
op('flag-taken-elsewhere', false, (t) => t.sub('include/linux/sched/task.h',
	/\nstruct task_struct;/,
	'\n#define CLONE_NEWVND 0x00000040\n$&'));
op('flag-taken-in-enum', false, (t) => t.sub(at.SCHED,
	/^#ifndef __ASSEMBLY__\n|#ifndef __ASSEMBLER__\n/m,
	'$&enum clone_vendor {\n\tCLONE_VND_A = 0x20,\n\tCLONE_VND_B = 0x40,\n};\n'));
op('flag-taken-before-it', false, (t) => t.sub(at.SCHED, /^#define CLONE_VM\b/m,
	'#define CLONE_NEWVND (CSIGNAL & 0x40)\n$&'));
op('all-flags-taken', 'refuse', (t) => t.sub(at.SCHED, /^#define CLONE_NEWTIME.*\n/m,
	`$&${[1, 2, 4, 8, 16, 32, 64].map((n) => `#define CLONE_NEWV${n} 0x${n.toString(16)}\n`)
		.join('')}`));
const TIME = { shift: '(1 << 7)', bit: '_BITUL(7)', decimal: '128', unsigned: '0x80U',
	short: '0x80' };
for (const [name, form] of Object.entries(TIME))
	op(`time-flag-${name}`, true, (t) => t.sub(at.SCHED, /^(#define CLONE_NEWTIME\s+)\w+/m,
		`$1${form}`));
op('all-flags-shifted', true, (t) => t.sub(at.SCHED,
	/^(#define CLONE_NEW\w+\s+)0x([0-9a-f]{8})\b/gm,
	(_, head, hex) => `${head}(1 << ${Math.log2(parseInt(hex, 16))})`));
op('all-flags-upper-case', true, (t) => t.sub(at.SCHED, /^(#define CLONE_\w+\s+)0x(\w{8})\b/gm,
	(_, head, hex) => `${head}0X${hex.toUpperCase()}`));
const INUMS = { minus: '(0xEFFFFFFFU - 9)', long: '0xEFFFFFF6UL', lower: '0xeffffff6u',
	decimal: '4026531830U', next: null, alias: null };
for (const [name, form] of Object.entries(INUMS))
	op(`inum-taken-${name}`, false, (t) => {
		const file = t.read(at.UAPI_NSFS)?.includes('enum init_ns_ino') ? at.UAPI_NSFS :
			at.PROC_NS_H;
		const by = form ? `VND_NS_INIT_INO = ${form},` : name === 'next' ?
			'VND_NS_BASE_INO = 0xEFFFFFF5U,\n\tVND_NS_INIT_INO,' :
			'VND_NS_END_INO = 0xEFFFFFF7U,\n\tVND_NS_INIT_INO = VND_NS_END_INO - 1,';
		t.sub(file, /^\t(?:PROC_TIME_INIT_INO|TIME_NS_INIT_INO)\s*=.*\n/m, `$&\t${by}\n`);
	});
op('inum-taken-by-macro', false, (t) => t.sub(at.PROC_NS_H, /\n#ifdef CONFIG_PROC_FS/,
	'\n#define PROC_VND_INIT_INO 0xEFFFFFF6U\n$&'));
op('inums-lower-case', true, (t, r) => t.sub(r.pick([at.UAPI_NSFS, at.PROC_NS_H]),
	/0xEFFFFFF\wU/g, (hex) => hex.toLowerCase()));
op('inums-counted-up', true, (t) => t.edit(at.PROC_NS_H, (text) => text.replace(
	/^\tPROC_IPC_INIT_INO\s*= 0x[^]*?^\};/m,
	['TIME', 'CGROUP', 'PID', 'USER', 'UTS', 'IPC'].map((name, i) =>
		`\tPROC_${name}_INIT_INO${i ? '' : ' = 0xEFFFFFFAU'},\n`).join('') + '};')));
op('inums-relative', true, (t, r) => t.sub(r.pick([at.UAPI_NSFS, at.PROC_NS_H]),
	/0xEFFFFFF([0-9A-E])U/g, (_, digit) => `(0xEFFFFFFFU - ${15 - parseInt(digit, 16)})`));
const NRS = { hex: '0x0c', octal: '014', sum: '(11 + 1)', decimal: '12', unsigned: '12U' };
for (const [name, form] of Object.entries(NRS))
	op(`ioctl-taken-${name}`, false, (t) => t.sub(at.PIDFD,
		/^#define PIDFD_GET_UTS_NAMESPACE.*\n/m,
		`$&#define PIDFD_GET_VND_NAMESPACE _IO(PIDFS_IOCTL_MAGIC, ${form})\n`));
op('ioctl-taken-by-struct', false, (t) => t.sub(at.PIDFD, /^#define PIDFD_GET_UTS_NAMESPACE.*\n/m,
	'$&#define PIDFD_SET_VND	_IOW(PIDFS_IOCTL_MAGIC, 12, int)\n' +
	'#define PIDFD_SET_VND2	_IOW(PIDFS_IOCTL_MAGIC, 11, int)\n'));
op('ioctl-taken-by-magic', false, (t) => t.sub(at.PIDFD, /^#define PIDFD_GET_UTS_NAMESPACE.*\n/m,
	'$&#define PIDFD_VND	_IO(0xFF, 12)\n'));
op('ioctls-hexadecimal', true, (t) => t.sub(at.PIDFD, /(_IO\(PIDFS_IOCTL_MAGIC, )(\d+)\)/g,
	(_, head, nr) => `${head}0x${Number(nr).toString(16)})`));
op('ucount-time-7', true, (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,/m,
	'\tUCOUNT_TIME_NAMESPACES = 7,'));
op('ucount-user-0', true, (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_USER_NAMESPACES,/m,
	'\tUCOUNT_USER_NAMESPACES = 0,'));
op('ucount-all-numbered', true, (t) => {
	let i = 0;
	inBlock(t, at.USER_NS_H, at.ENUM, (text) => text.replace(/(UCOUNT_\w+_NAMESPACES),/g,
		(_, name) => `${name} = ${i++},`));
});
op('ucount-time-relative', true, (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,/m,
	'\tUCOUNT_TIME_NAMESPACES = UCOUNT_CGROUP_NAMESPACES + 1,'));
op('ucount-alias', true, (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,\n/m,
	'$&\tUCOUNT_LAST_NAMESPACE = UCOUNT_TIME_NAMESPACES,\n'));
op('ucount-gap', false, (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_TIME_NAMESPACES,/m,
	'\tUCOUNT_TIME_NAMESPACES = 8,'));
op('ucount-inotify-numbered', true, (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_INOTIFY_INSTANCES,/m,
	'\tUCOUNT_INOTIFY_INSTANCES = 8,'));
op('ucount-counts-by-count', false, (t) => t.sub(at.USER_NS_H, /^\tUCOUNT_COUNTS,/m,
	'\tUCOUNT_COUNTS = 12,'));
op('last-init-id-number', true, (t) => t.sub(at.UAPI_NSFS, /NS_LAST_INIT_ID\s*= MNT_NS_INIT_ID/,
	'NS_LAST_INIT_ID		= 8ULL'));
op('init-id-taken', false, (t, r) => t.sub(at.UAPI_NSFS, /^\tMNT_NS_INIT_ID\s*= 8ULL,\n/m,
	`$&\tVND_NS_INIT_ID		${r.pick(['= 9ULL,', '= MNT_NS_INIT_ID + 1,', ','])}\n`));
op('init-ids-implicit', true, (t) => inBlock(t, at.UAPI_NSFS, 'enum init_ns_id', (text) =>
	text.replace(/^(\t(?!IPC)\w+_NS_INIT_ID)\s*= \dULL,/gm, '$1,')));
op('ns-types-hexadecimal', true, (t) => inBlock(t, at.UAPI_NSFS, 'enum ns_type', (text) =>
	text.replace(/\(1ULL << (\d+)\)/g, (_, bit) => `0x${(2 ** bit).toString(16)}ULL`)));
op('ns-types-by-flag', true, (t) => inBlock(t, at.UAPI_NSFS, 'enum ns_type', (text) =>
	text.replace(/\(1ULL << \d+\),(\s*\/\* (CLONE_\w+))/g, '$2,$1')));
op('ns-type-taken', false, (t) => t.sub(at.UAPI_NSFS, /^\tTIME_NS .*\n/m,
	'\tVND_NS     = (1ULL << 6),\n$&'));
op('csignal-smaller', true, (t) => t.sub(at.SCHED, /^(#define CSIGNAL\s+)0x000000ff/m, '$10xff'));
op('csignal-number-in-clone3', true, (t) => inFunction(t, at.FORK, 'clone3_args_valid', (text) =>
	text.replace('(CSIGNAL & (~CLONE_NEWTIME))', '0x7f')));
op('clone3-order', true, (t) => inFunction(t, at.FORK, 'clone3_args_valid', (text) =>
	text.replace('(CSIGNAL & (~CLONE_NEWTIME))', '(~CLONE_NEWTIME & CSIGNAL)')));
op('clone3-bare', false, (t) => inFunction(t, at.FORK, 'clone3_args_valid', (text) =>
	text.replace('(CSIGNAL & (~CLONE_NEWTIME))', 'CSIGNAL')));
