// SPDX-License-Identifier: GPL-2.0-only
//
// One place in two, or a place that takes a helper, in the same file. The meaning stays.

import { findFunction, inBlock, inFunction, re } from '../make/c.mjs';
import { skip } from '../make/tree.mjs';
import * as at from './sites.mjs';

const { all, op } = at.collector('split');
export default all;

const LIST = 'CLONE_NEW\\w+(?:\\s*\\|\\s*CLONE_NEW\\w+){3,}';

function helperBefore(text, name, helper) {
	const f = findFunction(text, name) ?? skip();
	return `${text.slice(0, f.start)}${helper}\n${text.slice(f.start)}`;
}

op('free-helper', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.FREE) ?? skip();
	const own = text.slice(f.start, f.end);
	const puts =
		/(?:\tif \(ns->mnt_ns\)\n\t)?\tput_mnt_ns[^]*?(?=\tkmem_cache_free)/.exec(own) ??
		skip();
	return text.replace(own, `static void put_namespaces(struct nsproxy *ns)\n{\n` +
		`${puts[0]}}\n\n` +
		own.replace(puts[0], '\tput_namespaces(ns);\n'));
}));
op('free-time-helper', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.FREE) ?? skip();
	const own = text.slice(f.start, f.end);
	const puts =
		/(?:\tif \(ns->time_ns\)\n\t)?\tput_time_ns[^]*?put_time_ns[^\n]*\n/.exec(own) ??
		skip();
	return text.replace(own, `static void put_times(struct nsproxy *ns)\n{\n${puts[0]}}\n\n` +
		own.replace(puts[0], '\tput_times(ns);\n'));
}));
op('free-in-two', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, at.FREE) ?? skip();
	const own = text.slice(f.start, f.end);
	const last = /\tput_cgroup_ns[^]*?(?=\tkmem_cache_free)/.exec(own) ?? skip();
	return text.replace(own, `static void put_rest(struct nsproxy *ns)\n{\n${last[0]}}\n\n` +
		own.replace(last[0], '\tput_rest(ns);\n'));
}));
op('create-helper-for-time', true, (t) => t.edit(at.NSPROXY, (text) => {
	const type = /create_new_namespaces\((u64|unsigned long)/.exec(text)?.[1] ?? skip();
	const block =
		re('', /\tnew_nsp->time_ns_for_children = copy_time_ns[^]*?\n\t\}\n\tnew_nsp->tim/,
			/e_ns = [^\n]*\n/)
		.exec(text) ?? skip();
	return helperBefore(text.replace(block[0],
		'\terr = copy_times(flags, tsk, user_ns, new_nsp);\n\tif (err)\n\t\tgoto ' +
			'out_time;\n'), at.CREATE,
	`static int copy_times(${type} flags, struct task_struct *tsk,\n\t\t      struct ` +
		`user_namespace *user_ns,` +
	` struct nsproxy *new_nsp)\n{\n\tstruct time_namespace *ns;\n\n\tns = ` +
		`copy_time_ns(flags, user_ns, ` +
	`tsk->nsproxy->time_ns_for_children);\n\tif (IS_ERR(ns))\n\t\treturn PTR_ERR(ns);\n` +
	`\tnew_nsp->time_ns_for_children = ns;\n\tnew_nsp->time_ns = ` +
		`get_time_ns(tsk->nsproxy->time_ns);\n` +
	`\treturn 0;\n}\n`);
}));
op('create-helper-for-unwinding', true, (t) => t.edit(at.NSPROXY, (text) => {
	const labels =
		re('m', /^out_uts:\n\t(?:if \(new_nsp->mnt_ns\)\n\t\t)?put_mnt_ns\(new_nsp->mnt_n/,
			/s\);\nout_ns:\n\tkmem_cache_free\(nsproxy_cachep, new_nsp\);\n/)
		.exec(text) ?? skip();
	return helperBefore(text.replace(labels[0], labels[0]
		.replace('kmem_cache_free(nsproxy_cachep, new_nsp)', 'drop_nsproxy(new_nsp)')),
			at.CREATE,
	'static void drop_nsproxy(struct nsproxy *nsp)\n{\n\tkmem_cache_free(nsproxy_cachep, ' +
		'nsp);\n}\n');
}));
op('create-error-macro', true, (t) => t.edit(at.NSPROXY, (text) => helperBefore(
	text.replace(
		re('g', /\tif \(IS_ERR\((new_nsp->\w+)\)\) \{\n\t\terr = PTR_ERR\(\1\);\n\t\tgoto/,
			/ (\w+);\n\t\}\n/),
		'\tGOTO_IF_ERR($1, $2);\n'), at.CREATE,
	'#define GOTO_IF_ERR(ns, label) \\\n\tdo { if (IS_ERR(ns)) { err = PTR_ERR(ns); goto ' +
		'label; } } while (0)\n')));
op('create-err-once', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	/\tif \(IS_ERR\((new_nsp->\w+)\)\) \{\n\t\terr = PTR_ERR\(\1\);\n\t\tgoto (\w+);\n\t\}\n/g,
	'\terr = PTR_ERR_OR_ZERO($1);\n\tif (err)\n\t\tgoto $2;\n')));
op('create-assign-in-condition', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) =>
	text.replace(
		re('', /\t(new_nsp->net_ns = copy_net_ns\([^;]*\));\n/,
			/\tif \(IS_ERR\(new_nsp->net_ns\)\) \{/),
		'\tif (IS_ERR($1)) {')));
op('create-local-pointer', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text
	.replace('\tstruct nsproxy *new_nsp;\n', '\tstruct nsproxy *old = tsk->nsproxy;\n$&')
	.replace(/tsk->nsproxy->/g, 'old->')));
op('create-puts-tested', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	/^(out_\w+:\n)\t(put_\w+\((new_nsp->\w+)\);)/gm, '$1\tif ($3)\n\t\t$2')));
op('create-puts-untested', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	/^(out_\w+:\n)\tif \((?:new_nsp->(?:uts|ipc|pid)\w+)\)\n\t(\tput_)/gm, '$1$2')));
op('create-one-label', false, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text
	.replace(/goto out_\w+;/g, 'goto out;')
		.replace(/^out_time:\n[^]*(?=\treturn ERR_PTR\(err\);)/m,
		'out:\n' + [['net_ns', 'put_net'], ['cgroup_ns', 'put_cgroup_ns'],
			['pid_ns_for_children', 'put_pid_ns'], ['ipc_ns', 'put_ipc_ns'],
				['uts_ns', 'put_uts_ns'],
			['mnt_ns', 'put_mnt_ns']].map(([member, put]) =>
			`\tif (!IS_ERR_OR_NULL(new_nsp->${member}))\n` +
				`\t\t${put}(new_nsp->${member});\n`).join('') +
		'\tkmem_cache_free(nsproxy_cachep, new_nsp);\n')));
op('create-nested', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	/(\tnew_nsp->time_ns = get_time_ns\(tsk->nsproxy->time_ns\);\n)\n\treturn new_nsp;/,
	'$1\tif (1)\n\t\treturn new_nsp;')));
op('create-allocates', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	'new_nsp = create_nsproxy();',
		'new_nsp = kmem_cache_zalloc(nsproxy_cachep, GFP_KERNEL);')));
op('create-kmemdup', false, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	'new_nsp = create_nsproxy();', 'new_nsp = kmemdup(tsk->nsproxy, sizeof(*new_nsp), ' +
		'GFP_KERNEL);')));
op('setns-mask-macro', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, 'check_setns_flags') ?? skip();
	const own = text.slice(f.start, f.end);
	const list = new RegExp(LIST).exec(own) ?? skip();
	return text.replace(own, `#define SETNS_FLAGS (${list[0].replace(/\s+/g, ' ')})\n\n` +
		own.replace(list[0], 'SETNS_FLAGS'));
}));
op('setns-mask-local', true, (t) => inFunction(t, at.NSPROXY, 'check_setns_flags', (text) => {
	const list = new RegExp(LIST).exec(text) ?? skip();
	return text.replace(list[0], 'known').replace('{\n',
		`{\n\tconst unsigned long known = ${list[0].replace(/\s+/g, ' ')};\n\n`);
}));
op('setns-mask-in-two', true, (t) => inFunction(t, at.NSPROXY, 'check_setns_flags', (text) =>
	text.replace(/\tif \(!flags \|\| /, '\tif (!flags)\n\t\treturn -EINVAL;\n\tif (')));
op('copy-mask-macro', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, 'copy_namespaces') ?? skip();
	const own = text.slice(f.start, f.end);
	const list = new RegExp(LIST).exec(own) ?? skip();
	return text.replace(own, own.replace(list[0], 'NS_FLAGS'))
		.replace(/\nstatic struct kmem_cache/,
		`\n#define NS_FLAGS (${list[0].replace(/\s+/g, ' ')})\n$&`);
}));
op('copy-mask-function', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, 'copy_namespaces') ?? skip();
	const own = text.slice(f.start, f.end);
	const list = new RegExp(`\\(flags & \\((${LIST})\\)\\)`).exec(own) ?? skip();
	return helperBefore(text.replace(own, own.replace(list[0], 'wants_namespaces(flags)')),
		at.CREATE, `static bool wants_namespaces(u64 flags)\n{\n\treturn flags & ` +
			`(${list[1]});\n}\n`);
}));
op('unshare-mask-in-two', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, 'unshare_nsproxy_namespaces') ?? skip();
	const own = text.slice(f.start, f.end);
	const list = new RegExp(`\\((\\w+) & \\((${LIST})\\)\\)`).exec(own) ?? skip();
	const names = list[2].match(/CLONE_\w+/g);
	return text.replace(own, own.replace(list[0], `(${list[1]} & ` +
		`(${names.slice(0, 4).join(' | ')})) &&\n` +
		`\t    !(${list[1]} & (${names.slice(4).join(' | ')}))`));
}));
op('fork-mask-macro', true, (t) => t.edit(at.FORK, (text) => {
	const f = findFunction(text, 'check_unshare_flags') ?? skip();
	const own = text.slice(f.start, f.end);
	const list = new RegExp(LIST).exec(own) ?? skip();
	return text.replace(own, `#define UNSHARE_NS (${list[0].replace(/\s+/g, ' ')})\n\n` +
		own.replace(list[0], 'UNSHARE_NS'));
}));
op('clone3-mask-macro', true, (t) => t.edit(at.FORK, (text) => helperBefore(
	text.replace('(CSIGNAL & (~CLONE_NEWTIME))', 'CLONE3_CSIGNAL'), 'clone3_args_valid',
	'#define CLONE3_CSIGNAL (CSIGNAL & (~CLONE_NEWTIME))\n')));
op('clone3-in-two', true, (t) => inFunction(t, at.FORK, 'clone3_args_valid', (text) => text.replace(
	'\tif (kargs->flags & (CLONE_DETACHED | (CSIGNAL & (~CLONE_NEWTIME))))\n',
	'\tif (kargs->flags & CLONE_DETACHED)\n\t\treturn false;\n' +
	'\tif (kargs->flags & CSIGNAL & ~CLONE_NEWTIME)\n')));
op('validate-helper', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, 'validate_nsset') ?? skip();
	const own = text.slice(f.start, f.end);
	const block =
		/#ifdef CONFIG_TIME_NS\n\tif \(flags & CLONE_NEWTIME\) \{[^]*?#endif\n/.exec(own) ??
		skip();
	return text.replace(own, 'static int validate_time(struct nsset *nsset, struct nsproxy ' +
		'*nsp)\n{\n' +
		'#ifdef CONFIG_TIME_NS\n\tif (nsset->flags & CLONE_NEWTIME)\n' +
		'\t\treturn validate_ns(nsset, &nsp->time_ns->ns);\n#endif\n\treturn 0;\n}\n\n' +
		own.replace(block[0], '\tret = validate_time(nsset, nsp);\n\tif (ret)\n' +
			'\t\tgoto out;\n'));
}));
op('validate-macro', true, (t) => t.edit(at.NSPROXY, (text) => {
	const f = findFunction(text, 'validate_nsset') ?? skip();
	const own = text.slice(f.start, f.end);
	const now =
		own.replace(
		re('g', /\tif \(flags & (\w+)\) \{\n\t\tret = validate_ns\(nsset, (&nsp->\w+->ns)/,
			/\);\n\t\tif \(ret\)\n\t\t\tgoto out;\n\t\}\n/),
		'\tVALIDATE($1, $2);\n');
	return text.replace(own, '#define VALIDATE(flag, ns) do { if (flags & (flag)) { \\\n' +
		'\tret = validate_ns(nsset, ns); if (ret) goto out; } } while (0)\n\n' + now);
}));
op('validate-early-unlock', true, (t) => inFunction(t, at.NSPROXY, 'validate_nsset', (text) =>
	text.replace(/\trcu_read_unlock\(\);\n(\n\t\/\*\n\t \* Install)/,
		'\trcu_read_unlock();\n\tmight_sleep();\n$1')));
op('validate-if-after-unlock', true, (t) => inFunction(t, at.NSPROXY, 'validate_nsset', (text) => {
	const cut = text.indexOf('\t/*\n\t * Install');
	return cut < 0 ? skip() : text.slice(0, cut) + text.slice(cut).replace(
		/#ifdef (CONFIG_\w+)\n\tif \(flags & (\w+)\) \{/g,
			'\tif (IS_ENABLED($1) && (flags & $2)) {')
		.replace(/\t\}\n#endif\n/g, '\t}\n');
}));
op('entries-two-arrays', true, (t) => t.edit(at.ENTRIES, (text) => {
	const own =
		re('m', /^(static const struct proc_ns_operations \*(?:const )?)ns_entries\[\] = /,
			/\{([^]*?)(#ifdef CONFIG_CGROUPS[^]*?)^\};\n/)
		.exec(text) ?? skip();
	return text.replace(own[0],
		`${own[1]}ns_late_entries[] __maybe_unused = {\n${own[3]}};\n\n` +
		`${own[1]}ns_entries[] = {${own[2]}${own[3]}};\n`);
}));
op('entries-by-pointer', true, (t) => t.edit(at.ENTRIES, (text) => text
	.replace(/ns_entries\[\] = \{/, 'ns_entry_list[] = {')
	.replace(/^(static const struct proc_ns_operations [^]*?^\};\n)/m,
		'$1\n#define ns_entries ns_entry_list\n')));
op('struct-in-two', true, (t) => inBlock(t, at.NSPROXY_H, at.STRUCT, (text) => text.replace(
	/(\tstruct time_namespace \*time_ns;\n\tstruct time_namespace \*time_ns_for_children;\n)/,
	'\tstruct {\n$1\t};\n')));
op('struct-typedef', true, (t) => t.sub(at.NSPROXY_H, /^extern struct nsproxy init_nsproxy;/m,
	'typedef struct nsproxy nsproxy_t;\nextern nsproxy_t init_nsproxy;'));
op('init-assigned-at-boot', true, (t) => t.edit(at.NSPROXY, (text) => text
	.replace(/^#ifdef CONFIG_TIME_NS\n\t\.time_ns\s[^]*?#endif\n/m, '')
	.replace(/(nsproxy_cache_init\(void\)\n\{\n)/, '$1#ifdef CONFIG_TIME_NS\n' +
		'\tinit_nsproxy.time_ns = &init_time_ns;\n\tinit_nsproxy.time_ns_for_children ' +
			'= &init_time_ns;\n#endif\n')));
op('switch-in-two', true, (t) => t.edit(at.NSTREE, (text) => {
	const f = findFunction(text, 'ns_tree_from_type') ?? skip();
	const own = text.slice(f.start, f.end);
	const time = /\tcase CLONE_NEWTIME:\n\t\treturn &time_ns_tree;\n/.exec(own) ?? skip();
	return text.replace(own, own.replace(time[0], '').replace('\n\treturn NULL;',
		'\n\tif (ns_type == CLONE_NEWTIME)\n\t\treturn &time_ns_tree;\n\treturn NULL;'));
}));
op('current-helper', true, (t) => t.edit(at.NSFS, (text) => {
	const f = findFunction(text, 'is_current_namespace') ?? skip();
	const own = text.slice(f.start, f.end);
	return text.replace(own, own.replace('bool is_current_namespace',
		'static bool __is_current_namespace') +
		'\n\nbool is_current_namespace(struct ns_common *ns)\n{\n\treturn ' +
			'__is_current_namespace(ns);\n}');
}));
op('active-by-macro', true, (t) => t.edit(at.NSFS, (text) => {
	const f = findFunction(text, 'nsproxy_ns_active_get') ?? skip();
	const own = text.slice(f.start, f.end);
	const calls = [...own.matchAll(/\tns_ref_active_get\(ns->(\w+)\);\n/g)].map((each) =>
		each[1]);
	return text.replace(own, `#define EACH_NS(F) ` +
		`${calls.map((name) => `F(${name})`).join(' ')}\n` +
		'#define ACTIVE_GET(n) ns_ref_active_get(ns->n);\n\n' +
		'void nsproxy_ns_active_get(struct nsproxy *ns)\n{\n\tEACH_NS(ACTIVE_GET)\n}');
}));
op('fh-helper', true, (t) => t.edit(at.NSFS, (text) => {
	const f = findFunction(text, 'nsfs_fh_to_dentry') ?? skip();
	const own = text.slice(f.start, f.end);
	return text.replace(own, own.replace(/current_in_namespace\(to_time_ns\(ns\)\)/,
		'in_own_time(ns)')).replace(own.slice(0, 40), '#define in_own_time(ns) ' +
		`current_in_namespace(to_time_ns(ns))\n\n${own.slice(0, 40)}`);
}));
op('pidfd-helper', true, (t) => t.edit(at.PIDFS, (text) => {
	const f = findFunction(text, 'pidfd_ioctl') ?? skip();
	const own = text.slice(f.start, f.end);
	const cases =
		[...own.matchAll(/\tcase PIDFD_GET_TIME\w*:\n[^]*?\n\t\tbreak;\n/g)].map((each) =>
		each[0]);
	if (cases.length !== 2)
		skip();
	return text.replace(own, 'static struct ns_common *pidfd_time(struct nsproxy *nsp, ' +
		'unsigned int cmd)\n{\n' +
		'\tstruct ns_common *ns_common = NULL;\n\n\tswitch (cmd) {\n' + cases.join('') +
		'\t}\n\treturn ns_common;\n}\n\n' + own.replace(cases.join(''),
			'\tcase PIDFD_GET_TIME_NAMESPACE:\n' +
		'\tcase PIDFD_GET_TIME_FOR_CHILDREN_NAMESPACE:\n\t\tns_common = ' +
			'pidfd_time(nsp, cmd);\n\t\tbreak;\n'));
}));

// One more namespace, which a vendor added after time's: its members, its puts, and its copies in
// create_new_namespaces(), as a pair or by a function that returns an error number.
function later(name, { block, guard }) {
	const guarded = (text) => (guard ? `#ifdef CONFIG_SEAL_NS\n${text}#endif\n` : text);
	op(name, true, (t) => {
		const found = /create_new_namespaces\((u64|unsigned long)/.exec(t.get(at.NSPROXY));
		const type = found?.[1] ?? skip();
		t.sub(at.NSPROXY_H, /^struct cgroup_namespace;$/m, '$&\nstruct seal_namespace;');
		inBlock(t, at.NSPROXY_H, at.STRUCT, (text) => text.replace(/\n\};?$/,
			`\n${guarded('\tstruct seal_namespace *seal_ns;\n' +
				'\tstruct seal_namespace *seal_ns_for_children;\n')}` +
			text.slice(text.lastIndexOf('}'))));
		t.sub(at.NSPROXY_H, /\nextern struct nsproxy init_nsproxy;\n/, `$&
struct seal_namespace *copy_seal_ns(${type} flags, struct user_namespace *user_ns,
				    struct seal_namespace *old_ns);
int copy_seals(struct task_struct *tsk, struct nsproxy *nsproxy);
struct seal_namespace *get_seal_ns(struct seal_namespace *ns);
void put_seal_ns(struct seal_namespace *ns);
`);
		inFunction(t, at.NSPROXY, at.FREE, (text) => text.replace(/(?=\tput_cgroup_ns)/,
			guarded('\tput_seal_ns(ns->seal_ns);\n' +
				'\tput_seal_ns(ns->seal_ns_for_children);\n')));
		inFunction(t, at.NSPROXY, at.CREATE, (text) => {
			const pair = /\tnew_nsp->time_ns = get_time_ns\([^;]*;\n/.exec(text);
			if (!pair) skip();
			const label = /^out_time:\n/m.exec(text) ?? skip();
			return text.replace(label[0], guarded('out_seal:\n' +
				'\tput_time_ns(new_nsp->time_ns);\n' +
				'\tput_time_ns(new_nsp->time_ns_for_children);\n') + label[0])
				.replace(pair[0], `${pair[0]}\n${guarded(block)}`);
		});
	});
}
const PAIR = `\tnew_nsp->seal_ns_for_children = copy_seal_ns(flags, user_ns,
					tsk->nsproxy->seal_ns_for_children);
	if (IS_ERR(new_nsp->seal_ns_for_children)) {
		err = PTR_ERR(new_nsp->seal_ns_for_children);
		goto out_seal;
	}
	new_nsp->seal_ns = get_seal_ns(tsk->nsproxy->seal_ns);
`;
const NUMBER = '\terr = copy_seals(tsk, new_nsp);\n\tif (err)\n\t\tgoto out_seal;\n';
later('create-later-pair', { block: PAIR });
later('create-later-pair-guarded', { block: PAIR, guard: true });
later('create-later-int', { block: NUMBER });
later('create-later-int-guarded', { block: NUMBER, guard: true });
op('create-unlikely', true, (t) => inFunction(t, at.NSPROXY, at.CREATE, (text) => text.replace(
	/if \((IS_ERR\(new_nsp->\w+\))\)/g, 'if (unlikely($1))')));
