// SPDX-License-Identifier: GPL-2.0-only
//
// White space, line ends and comments. None of this means anything to a compiler.

import { inBlock, inFunction, inMacro, inside, mask, pieces, re } from '../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('layout');
export default all;

const blanks = (text) => text.replace(/^\t+/gm, (tabs) => ' '.repeat(8 * tabs.length));
const rows = (text, change) => inside(text, (part) => part.replace(/^(?!#).*\S.*$/gm, change));
// A list of flags: (CLONE_A | CLONE_B | ...), on however many lines.
const LIST = /CLONE_NEW\w+(?:\s*\|\s*CLONE_\w+){3,}/;

op('blanks-ucount-table', true, (t) => inBlock(t, at.UCOUNT, at.TABLE, blanks));
op('blanks-ucount-enum', true, (t) => inBlock(t, at.USER_NS_H, at.ENUM, blanks));
op('blanks-init-nsproxy', true, (t) => inBlock(t, at.NSPROXY, at.INIT, blanks));
op('blanks-struct-nsproxy', true, (t) => inBlock(t, at.NSPROXY_H, at.STRUCT, blanks));
op('blanks-ns-entries', true, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, blanks));
op('blanks-create', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, blanks));
op('blanks-all-of-nsproxy', true, (t) => t.edit(at.NSPROXY, blanks));
op('blanks-pidfd-ioctl', true, (t) => inFunction(t, at.PIDFS, 'pidfd_ioctl', blanks));
op('blanks-one-row', true, (t, r) => {
	const [file, row] = r.pick([[at.UCOUNT, /^\t(?=UCOUNT_ENTRY\("max_time)/m],
		[at.USER_NS_H, /^\t(?=UCOUNT_TIME_NAMESPACES)/m],
		[at.ENTRIES, /^\t(?=&timens_for)/m],
		[at.NSPROXY_H, /^\t(?=struct cgroup_namespace \*)/m],
		[at.NSPROXY, /^\t(?=\.time_ns_for)/m]]);
	t.sub(file, row, '        ');
});
op('four-blanks', true, (t, r) => {
	t.edit(r.pick([at.UCOUNT, at.ENTRIES, at.NSPROXY_H]),
		(text) => text.replace(/^\t+/gm, (tabs) => ' '.repeat(4 * tabs.length)));
});
op('empty-lines-in-table', true, (t) => inBlock(t, at.UCOUNT, at.TABLE,
	(text) => rows(text, '$&\n')));
op('empty-lines-in-enum', true, (t) => inBlock(t, at.USER_NS_H, at.ENUM,
	(text) => rows(text, '$&\n')));
op('empty-lines-in-struct', true, (t) => inBlock(t, at.NSPROXY_H, at.STRUCT,
	(text) => rows(text, '$&\n')));
op('comment-after-each-enumerator', true, (t) => inBlock(t, at.USER_NS_H, at.ENUM,
	(text) => rows(text, '$&\t/* charged to the creator */')));
op('comment-after-each-member', true, (t) => inBlock(t, at.NSPROXY_H, at.STRUCT,
	(text) => rows(text, '$&\t/* referenced */')));
op('comment-after-each-row', true, (t) => inBlock(t, at.UCOUNT, at.TABLE,
	(text) => rows(text, '$& /* sysctl */')));
op('comment-before-each-row', true, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES,
	(text) => rows(text, '\t/* one more */\n$&')));
op('kernel-doc-in-struct', true, (t) => inBlock(t, at.NSPROXY_H, at.STRUCT,
	(text) => rows(text, '\t/**\n\t * Counted by the nsproxy.\n\t */\n$&')));
op('brace-on-next-line', true, (t) => inBlock(t, at.NSPROXY_H, at.STRUCT,
	(text) => text.replace(' {', '\n{')));
op('table-brace-on-next-line', true, (t) => inBlock(t, at.UCOUNT, at.TABLE,
	(text) => text.replace('= {', '=\n{')));
op('flags-on-one-line', true, (t, r) => t.edit(r.pick([at.NSPROXY, at.FORK]), (text) =>
	text.replace(new RegExp(LIST, 'g'), (found) => found.replace(/\s*\|\s*/g, ' | '))));
op('one-flag-a-line', true, (t, r) => t.edit(r.pick([at.NSPROXY, at.FORK]), (text) =>
	text.replace(new RegExp(LIST, 'g'), (found) => found.replace(/\s*\|\s*/g, ' |\n\t\t\t'))));
op('or-before-each-flag', true, (t, r) => t.edit(r.pick([at.NSPROXY, at.FORK]), (text) =>
	text.replace(new RegExp(LIST, 'g'), (found) => found.replace(/\s*\|\s*/g, '\n\t\t\t| '))));
op('flags-without-blanks', true, (t) => t.edit(at.NSPROXY, (text) =>
	text.replace(new RegExp(LIST, 'g'), (found) => found.replace(/ *\| */g, '|'))));
op('enumerators-on-one-line', true, (t) => inBlock(t, at.USER_NS_H, at.ENUM, (text) =>
	text.replace(/,\n\t(?=UCOUNT_\w+_NAMESPACES)/g, ', ')));
op('operations-on-one-line', true, (t) => inBlock(t, at.ENTRIES, at.NS_ENTRIES, (text) =>
	text.replace(/(&\w+,)\n\t(?=&)/g, '$1 ')));
op('initialiser-single-blank', true, (t) => inBlock(t, at.NSPROXY, at.INIT, (text) =>
	text.replace(/[ \t]+= &/g, ' = &')));
op('error-path-on-one-line', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\{\n\t\t(err = [^\n]*)\n\t\t(goto \w+;)\n\t\}/g, '{ $1 $2 }')));
op('empty-line-before-goto', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\n(\t\tgoto)/g, '\n\n$1')));
op('labels-indented-by-a-blank', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/^(out_\w+:)/gm, ' $1')));
op('statement-after-label', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/^(out_\w+:)\n\t+/gm, '$1 ')));
op('empty-line-before-labels', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/^(out_\w+:)/gm, '\n$1')));
op('no-newline-at-end', true, (t, r) => t.edit(
	r.pick([at.NSPROXY, at.UCOUNT, at.SCHED, at.NSPROXY_H, at.ENTRIES, at.PIDFD, at.KCONFIG]),
	(text) => text.replace(/\n$/, '')));
op('blanks-at-line-ends', true, (t, r) => t.edit(r.pick([at.NSPROXY, at.UCOUNT, at.ENTRIES]),
	(text) => text.replace(/([;,{])\n/g, '$1 \n')));
op('blank-before-parenthesis', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\b((?:copy|put|get)_\w+)\(/g, '$1 (')));
op('blank-before-put', true, (t) => inFunction(t, at.NSPROXY, at.FREE, (text) =>
	text.replace(/\b(put_\w+)\(/g, '$1 (')));
op('directives-indented', true, (t, r) => t.edit(r.pick([at.NSPROXY, at.ENTRIES, at.USER_NS_H]),
	(text) => text.replace(/^#(ifdef|ifndef|if |endif)(?=.*CONFIG|\n\t)/gm, '# $1')));
op('endif-with-comment', true, (t, r) => t.edit(r.pick([at.NSPROXY, at.ENTRIES, at.UCOUNT]),
	(text) => text.replace(/^#endif$/gm, '#endif /* CONFIG */')));
op('comment-before-function', true, (t, r) => {
	const name = r.pick([at.CREATE, 'copy_namespaces', 'check_setns_flags', 'validate_nsset']);
	inFunction(t, at.NSPROXY, name, (text) => `/* Called with no lock held. */\n${text}`);
});
op('comment-in-call', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/\b(copy_\w+)\(flags, /g, '$1(flags /* of clone */, ')));
op('calls-broken', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/(copy_\w+\(flags,) /g, '$1\n\t\t\t')));
op('calls-joined', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/,\n\t+(?=(?:user_ns|tsk->))/g, ', ')));
op('case-indented', true, (t, r) => {
	const [file, name] = r.pick([[at.NSFS, 'is_current_namespace'], [at.NSTREE,
		'ns_tree_from_type'], [at.PIDFS, 'pidfd_ioctl']]);
	inFunction(t, file, name, (text) => text.replace(/^\tcase/gm, '\t\tcase'));
});
op('case-and-return-on-one-line', true, (t) => inFunction(t, at.NSTREE, 'ns_tree_from_type',
	(text) => text.replace(/(case \w+:)\n\t\t/g, '$1 ')));
op('type-on-a-line-of-its-own', true, (t) => {
	const pattern =
		re('gm', /^((?:static )?(?:int|void)) /,
			/((?:copy_namespaces|free_nsproxy|nsproxy_free|check_setns_flags|validate_nsset)\(.*\)\n\{)/);
	t.sub(at.NSPROXY, pattern, '$1\n$2');
});
op('parameters-on-one-line', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(/,\n\t(?=struct)/g, ', ')));
op('one-parameter-a-line', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => {
	const brace = text.indexOf('{');
	return text.slice(0, brace).replace(/,\s+/g, ',\n\t\t') + text.slice(brace);
}));
op('define-with-blanks', true, (t) => t.sub(at.SCHED, /^#define (CLONE_\w+)[ \t]+/gm,
	(_, name) => `#define ${name.padEnd(24)}`));
op('define-without-comment', true, (t) => t.sub(at.SCHED, /^(#define CLONE_NEW\w+\s+\w+).*$/gm,
	'$1'));
op('define-with-blank-after-hash', true, (t) => t.sub(at.SCHED, /^#define (CLONE_NEW)/gm,
	'# define $1'));
op('backslashes-elsewhere', true, (t, r) => {
	const [file, name] = r.pick([[at.TYPES_H, 'to_ns_common'], [at.NSPROXY_H, 'to_ns_common'],
		[at.NSTREE_H, 'to_ns_tree'], [at.TYPES_H, 'FOR_EACH_NS_TYPE'],
		[at.TYPES_H, 'to_ns_operations']]);
	inMacro(t, file, name, (text) => text.replace(/[ \t]+\\$/gm, ' \\'));
});
op('generic-rows-on-one-line', true, (t, r) => {
	const [file, name] = r.pick([[at.TYPES_H, 'ns_init_inum'], [at.NSPROXY_H, 'to_ns_common'],
		[at.NSFS_H, '__current_namespace_from_type']]);
	inMacro(t, file, name, (text) => text.replace(/,[ \t]*\\\n[ \t]*struct/, ', struct'));
});
op('kconfig-blanks', true, (t) => t.sub(at.KCONFIG, /^\t(?=bool|default|depends|help)/gm,
	'        '));
op('kconfig-old-help', true, (t) => t.sub(at.KCONFIG, /^\thelp$/gm, '\t---help---'));
op('kconfig-comment', true, (t) => t.sub(at.KCONFIG, /^endif # NAMESPACES$/m, 'endif'));
op('makefile-continued', true, (t) => t.sub(at.KERNEL_MAKE,
	/^obj-\$\(CONFIG_PID_NS\) \+= pid_namespace\.o$/m,
	'obj-$(CONFIG_PID_NS) += \\\n\tpid_namespace.o'));
op('makefile-tabs', true, (t) => t.sub(at.KERNEL_MAKE, /^(obj-\S+) \+= /gm, '$1\t+= '));
op('line-comments', true, (t) => t.edit(at.SCHED, (text) =>
	text.replace(/\/\* (.*?) \*\/$/gm, '// $1')));
op('continued-condition', true, (t) => t.sub(at.NSPROXY, /if \(flags & (CLONE_NEW\w+)\) \{/g,
	'if (flags &\n\t    $1) {'));
op('pieces-apart', true, (t) => inFunction(t, at.NSPROXY, 'check_setns_flags', (text) =>
	inside(text, (part) => pieces(part).join('\n'))));
op('only-comments-of-nsproxy', true, (t) => t.edit(at.NSPROXY, (text) => {
	const code = mask(text);
	// Every comment is gone; what literals the file has keep the file as it is.
	return /["']/.test(text.replace(/\/\*[^]*?\*\//g, '')) ? skip() :
		code.replace(/[ \t]+$/gm, '');
}));
