// SPDX-License-Identifier: GPL-2.0-only
//
// Half of a backport: a piece of a later release in this one, or one that was left as it was in an
// earlier release. Stable and vendor trees are made of these.

import { find, re } from '../make/c.mjs';
import { applied, grouped, hunks, lines } from '../make/diff.mjs';
import { skip, usedReleases } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('backport');
export default all;

const MNT_H = 'include/linux/mnt_namespace.h';

const PIECES = [
	[at.NSPROXY, 'function', at.CREATE], [at.NSPROXY, 'function', at.FREE],
	[at.NSPROXY, 'function', 'copy_namespaces'],
	[at.NSPROXY, 'function', 'unshare_nsproxy_namespaces'],
	[at.NSPROXY, 'function', 'check_setns_flags'], [at.NSPROXY, 'function', 'validate_nsset'],
	[at.NSPROXY, 'function', 'switch_task_namespaces'], [at.NSPROXY, 'block', at.INIT],
	[at.NSPROXY_H, 'block', at.STRUCT], [at.NSPROXY_H, 'macro', 'to_ns_common'],
	[at.NSPROXY_H, 'function', 'put_nsproxy'],
	[at.NS_COMMON_H, 'block', 'struct ns_common'],
	[at.PROC_NS_H, 'block', 'struct proc_ns_operations'], [at.PROC_NS_H, 'block', 'enum'],
	[at.PROC_NS_H, 'function', 'ns_alloc_inum'],
	[at.USER_NS_H, 'block', at.ENUM], [at.USER_NS_H, 'block', 'struct user_namespace'],
	[at.USER_NS_H, 'block', 'struct ucounts'],
	[at.UCOUNT, 'block', at.TABLE], [at.UCOUNT, 'macro', 'UCOUNT_ENTRY'],
	[at.UCOUNT, 'function', 'setup_userns_sysctls'], [at.UCOUNT, 'function', 'inc_ucount'],
	[at.UCOUNT, 'function', 'dec_ucount'],
	[at.FORK, 'function', 'clone3_args_valid'], [at.FORK, 'function', 'check_unshare_flags'],
	[at.FORK, 'function', 'ksys_unshare'],
	[at.ENTRIES, 'block', at.NS_ENTRIES],
	[at.PIDFS, 'function', 'pidfd_ioctl'], [at.PIDFS, 'function', 'pidfs_ioctl_valid'],
	[at.NSFS, 'function', 'ns_ioctl'], [at.NSFS, 'function', 'open_namespace'],
	[at.TIME_NS_H, 'function', 'copy_time_ns'], [at.TIME_NS_H, 'function', 'put_time_ns'],
	[at.TIME_NS_H, 'function', 'get_time_ns'], [at.TIME_NS_H, 'function', 'timens_on_fork'],
	[at.TIME_NS_H, 'block', 'struct time_namespace'],
	[at.TYPES_H, 'block', 'struct ns_common'],
	[at.UAPI_NSFS, 'block', 'enum ns_type'],
];

const WHOLE = [at.NSPROXY, at.UCOUNT, at.ENTRIES, at.NSFS, at.PIDFS, at.NSPROXY_H, at.NS_COMMON_H,
	at.PROC_NS_H, at.USER_NS_H, at.TIME_NS_H, at.SCHED, at.UAPI_NSFS, at.PIDFD, at.USER_RST,
	at.NS_INDEX, at.SELFTESTS, at.KERNEL_MAKE, at.KCONFIG, MNT_H, 'kernel/time/namespace.c'];

const HUNKS = [at.NSPROXY, at.NSPROXY_H, at.NS_COMMON_H, at.PROC_NS_H, at.USER_NS_H, at.TIME_NS_H,
	at.UCOUNT, at.ENTRIES, at.NSFS, at.PIDFS, at.SCHED, at.TYPES_H, at.PIDFD, at.UAPI_NSFS,
	at.KCONFIG, at.FORK];

// Files that are about much else, and what is about namespaces in them.
const WIDE = [at.FORK, at.PIDFS, at.KCONFIG];
const OURS = /_ns\b|_NS\b|namespace|NAMESPACE|nsproxy|CLONE_NEW|PIDFD_GET/;

// Later releases, or earlier ones, the nearest first.
function sources(t, later) {
	const all = usedReleases();
	const here = all.indexOf(t.release);
	return later ? all.slice(here + 1) : all.slice(0, here).reverse();
}

// The nearest release in which it differs, now and then the one after that.
function source(t, random, later, differs) {
	const list = sources(t, later).filter(differs);
	if (!list.length)
		skip();
	return list.length > 1 && random.below(4) === 0 ? list[1] : list[0];
}

function named(file, name) {
	return `${file.split('/').pop()}-${name.replace(/^\(\?:(\w+).*/, '$1')
		.replace(/\(.*?\)|\W+/g, '-').replace(/^-|-$/g, '')}`;
}

function piece(later, file, kind, name) {
	op(`${later ? 'later' : 'earlier'}-${named(file, name)}`, false, (t, random) => {
		const text = t.get(file);
		const own = find(text, kind, name) ?? skip();
		const theirs = (release) => {
			const other = t.other(release, file);
			const place = other && find(other, kind, name);
			return place ? other.slice(place.start, place.end) : null;
		};
		const here = text.slice(own.start, own.end);
		const from = source(t, random, later, (each) => (theirs(each) ?? here) !== here);
		t.set(file, text.slice(0, own.start) + theirs(from) + text.slice(own.end));
	});
}

for (const each of PIECES) {
	piece(true, ...each);
	piece(false, ...each);
}

for (const later of [true, false]) {
	const word = later ? 'later' : 'earlier';
	for (const file of WHOLE)
		op(`${word}-file-${file.split('/').slice(-2).join('-')}`, false, (t, random) => {
			const now = t.read(file);
			const from = source(t, random, later, (each) => {
				const other = t.other(each, file);
				return other !== null && other !== now;
			});
			t.set(file, t.other(from, file));
		});
	for (const file of HUNKS)
		for (const share of ['one', 'half', 'most'])
			op(`${word}-${share}-${file.split('/').slice(-2).join('-')}`, false,
				(t, random) => {
				const now = lines(t.get(file));
				const from = source(t, random, later, (each) => {
					const other = t.other(each, file);
					return other !== null && other !== now.join('');
				});
				const other = lines(t.other(from, file));
				// Another operator may have made it very long.
				if (now.length > 10 * other.length + 1000)
					skip();
				const about = WIDE.includes(file) ? OURS : /./;
				const groups = grouped(hunks(now, other))
					.filter((group) => group.some((hunk) =>
					about.test(now.slice(hunk.start, hunk.end).join('') +
						other.slice(hunk.start2, hunk.end2).join(''))));
				if (!groups.length)
					skip();
				const chosen = share === 'one' ? [random.pick(groups)] :
					groups.filter(() =>
					random.next() < (share === 'half' ? 0.5 : 0.85));
				if (!chosen.length)
					skip();
				t.set(file, applied(now, other, chosen.flat()));
			});
}

// Backports of one change with all that belongs to it, and the same without one of its parts.
function bundle(name, parts) {
	const take = (t, random, without) => {
		parts.forEach((part, i) => {
			if (i !== without)
				part(t, random);
		});
	};
	op(`whole-${name}`, false, (t, random) => take(t, random, -1));
	op(`part-${name}`, false, (t, random) => take(t, random, random.below(parts.length)));
}
bundle('pidfd-ioctls', [
	// 6.12's ioctls of a pidfd in a tree that has none.
	(t) => t.set(at.PIDFS, t.has(at.PIDFS) ? skip() : t.other('6.12', at.PIDFS)),
	(t) => t.set(at.PIDFD, t.other('6.12', at.PIDFD) ?? skip()),
	(t) => t.sub(at.NSPROXY_H, /^extern struct nsproxy init_nsproxy;\n/m, (line) => {
		const other = t.other('6.12', at.NSPROXY_H) ?? skip();
		const place = find(other, 'macro', 'to_ns_common') ?? skip();
		return `${line}\n${other.slice(place.start, place.end)}`;
	}),
	(t) => t.append(at.NSPROXY_H, '\n/* for fs/pidfs.c */\n'),
]);
bundle('generic-count', [
	// 5.11: the count of each namespace in ns_common.
	(t) => t.sub(at.NS_COMMON_H, /^(\tunsigned int inum;\n)(\};)/m,
		'$1\trefcount_t count;\n$2'),
	(t) => t.sub(at.NS_COMMON_H, /\nstruct proc_ns_operations;/,
		'\n#include <linux/refcount.h>\n$&'),
	(t) => t.maybe(at.TIME_NS_H, /kref_put\(&ns->kref, free_time_ns\);/,
		'if (refcount_dec_and_test(&ns->ns.count))\n\t\tfree_time_ns(ns);'),
	(t) => t.maybe('kernel/time/namespace.c', /kref_init\(&ns->kref\)/,
		'refcount_set(&ns->ns.count, 1)'),
]);
bundle('stashed-dentry', [
	(t) => t.sub(at.NS_COMMON_H, /atomic_long_t stashed;/, 'struct dentry *stashed;'),
	(t) => t.sub(at.PROC_NS_H, /atomic_long_set\(&ns->stashed, 0\)/,
		'WRITE_ONCE(ns->stashed, NULL)'),
	(t) => t.set(at.NSFS, t.other('6.12', at.NSFS) ?? skip()),
]);
bundle('timens-on-exec', [
	// 5.20: timens_on_fork() cannot fail, exec enters the time namespace.
	(t) => t.set(at.NSPROXY, t.release === '5.10' ? t.other('6.1', at.NSPROXY) ?? skip() :
		skip()),
	(t) => t.set(at.TIME_NS_H, t.other('6.1', at.TIME_NS_H) ?? skip()),
	(t) => t.set('kernel/time/namespace.c', t.other('6.1', 'kernel/time/namespace.c') ??
		skip()),
]);
bundle('namespace-headers', [
	(t) => t.set(at.NS_COMMON_H, t.release === '6.12' ? t.other('7.2', at.NS_COMMON_H) :
		skip()),
	(t) => t.set(at.TYPES_H, t.other('7.2', at.TYPES_H)),
	(t) => t.set(at.PROC_NS_H, t.other('7.2', at.PROC_NS_H)),
	(t) => t.set('include/linux/ns/nstree_types.h',
		t.other('7.2', 'include/linux/ns/nstree_types.h')),
]);
bundle('namespace-tree', [
	(t) => t.set(at.NSTREE, t.has(at.NSTREE) ? skip() : t.other('7.2', at.NSTREE)),
	(t) => t.set(at.NSTREE_H, t.other('7.2', at.NSTREE_H)),
	(t) => t.set(at.UAPI_NSFS, t.other('7.2', at.UAPI_NSFS)),
	(t) => t.set(at.TYPES_H, t.other('7.2', at.TYPES_H)),
	(t) => t.set('include/linux/ns/nstree_types.h',
		t.other('7.2', 'include/linux/ns/nstree_types.h')),
]);
bundle('const-tables', [
	(t) => t.sub(at.UCOUNT, /static struct ctl_table user_table/,
		'static const struct ctl_table user_table'),
	(t) => t.maybe(at.UCOUNT, /static struct ctl_table_root set_root/, '$&'),
	(t) => t.sub(at.ENTRIES, /proc_ns_operations \*ns_entries/,
		'proc_ns_operations *const ns_entries'),
]);
bundle('wide-flags', [
	(t) => t.sub(at.NSPROXY, /\b((?:create_new|copy)_namespaces\()unsigned long flags/g,
		'$1u64 flags'),
	(t) => t.sub(at.NSPROXY_H, /copy_namespaces\(unsigned long flags/,
		'copy_namespaces(u64 flags'),
	(t) => t.sub(at.TIME_NS_H, /copy_time_ns\(unsigned long flags/g, 'copy_time_ns(u64 flags'),
	(t) => t.maybe('kernel/time/namespace.c', /copy_time_ns\(unsigned long flags/,
		'copy_time_ns(u64 flags'),
]);
bundle('derived-masks', [
	// 7.1's CLONE_NS_ALL in a tree that has lists.
	(t) => t.sub(at.NSPROXY, /\(CLONE_NEWNS \| CLONE_NEWUTS \| CLONE_NEWIPC[^()]*\)/g,
		(list) => list.includes('CLONE_NEWUSER') ? 'CLONE_NS_ALL' :
			'(CLONE_NS_ALL & ~CLONE_NEWUSER)'),
	(t) => t.sub(at.NSPROXY_H, /\nstruct mnt_namespace;/, () => {
		const other = t.other('7.2', at.TYPES_H) ?? skip();
		const place = find(other, 'macro', 'FOR_EACH_NS_TYPE') ?? skip();
		return `\n${other.slice(place.start, place.end)}\n` +
			'#define _NS_TYPE_FLAG_OR(struct_name, flag) | (flag)\n' +
			'#define CLONE_NS_ALL (0 FOR_EACH_NS_TYPE(_NS_TYPE_FLAG_OR))\n\nstruct ' +
				'mnt_namespace;';
	}),
	(t) => t.sub(at.FORK,
		re('', /CLONE_NEWUTS\|CLONE_NEWIPC\|CLONE_NEWNET\|\s*CLONE_NEWUSER\|CLONE_NEWPID/,
			/\|CLONE_NEWCGROUP\|\s*CLONE_NEWTIME/),
		'CLONE_NS_ALL'),
]);
bundle('untested-puts', [
	(t) => t.sub(at.NSPROXY, /\tif \(ns->\w+\)\n\t(\tput_\w+\(ns->)/g, '$1'),
	(t) => t.sub(at.NSPROXY, /\tif \(new_nsp->\w+\)\n\t(\tput_\w+\(new_nsp->)/g, '$1'),
]);
