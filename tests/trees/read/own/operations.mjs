// SPDX-License-Identifier: GPL-2.0-only
//
// The operations of /proc/PID/ns: what they are, and what each does.

import { compile, paths } from '../paths.mjs';
import { field } from '../syntax.mjs';
import { called, calls } from './calls.mjs';

// The members of proc_ns_operations that the neighbours set.
function usual(result) {
	const all = ['name', 'type', 'get', 'put', 'install', 'owner'];
	const sets = ['kernel/utsname.c', 'ipc/namespace.c', 'kernel/time/namespace.c']
		.map((path) => result.file(path)?.syntax)
		.flatMap((syntax) =>
			(syntax?.variables ?? [])
				.filter((v) => v.type === 'struct proc_ns_operations' && v.value)
				.map((v) => syntax.text(v.value))
		);
	return sets.length
		? all.filter((name) => sets.some((text) => text.includes(`.${name}`)))
		: all;
}

export function operations(result, source, spec, say) {
	const { syntax } = source;
	const struct = result
		.file('include/linux/proc_ns.h')
		?.syntax.structs.get('proc_ns_operations');
	const ops = syntax.variables.find((v) => v.name === spec.operations);
	if (!ops?.value) {
		say(source.path, 1, `${spec.operations} is not defined`);
		return;
	}
	if (ops.type !== 'struct proc_ns_operations' || ops.storage.length)
		say(source.path, ops.line, `${spec.operations} is ${ops.storage} ${ops.type}`);
	const set = new Map();
	for (const p of ops.value.kids.filter((k) => k.type === 'initializer_pair'))
		set.set(
			p.kids
				.filter((k) => k.field === 'designator')
				.map((k) => syntax.flat(k).slice(1))
				.join(''),
			syntax.flat(field(p, 'value'))
		);
	for (const [name, value] of set) {
		const m = struct?.members.find((x) => x.name === name);
		if (struct && !m)
			say(source.path, ops.line, `struct proc_ns_operations has no ${name}`);
		if (m?.function || m?.params) {
			const f = syntax.functions.find((x) => x.name === value);
			if (!f)
				say(
					source.path,
					ops.line,
					`.${name} = ${value}, which is no function here`
				);
			else if (
				f.params.map((p) => `${p.type}${p.pointers}`).join() !==
					m.params.map((p) => `${p.type}${p.pointers}`).join() ||
				f.type !== m.type
			)
				say(source.path, f.line, `${value}() does not fit .${name}`);
		}
	}
	for (const name of usual(result))
		if (struct?.members.some((m) => m.name === name) && !set.has(name))
			say(source.path, ops.line, `${spec.operations} has no .${name}`);
	if (set.has('name') && set.get('name') !== `"${result.name}"`)
		say(source.path, ops.line, `.name is ${set.get('name')}`);
	if (set.has('type') && set.get('type') !== spec.clone_flag)
		say(source.path, ops.line, `.type is ${set.get('type')}`);
	const used = new Map();
	for (const [name, value] of set)
		if (struct?.members.find((m) => m.name === name)?.params) {
			if (used.has(value))
				say(
					source.path,
					ops.line,
					`${value}() is .${used.get(value)} and .${name}`
				);
			used.set(value, name);
		}
	const body = (name) => syntax.functions.find((f) => f.name === set.get(name));
	const member = `${spec.member}`;
	const get = body('get'),
		put = body('put'),
		install = body('install'),
		owner = body('owner');
	if (get) {
		const text = syntax.flat(get.body);
		if (!new RegExp(`${spec.get}\\(\\w+->nsproxy->${member}\\)`).test(text))
			say(source.path, get.line, `${get.name}() gets no reference of the task's`);
		if (!/task_lock\b/.test(text))
			say(source.path, get.line, `${get.name}() does not lock the task`);
		if (!/if \(!?\w+->nsproxy\)/.test(text))
			say(
				source.path,
				get.line,
				`${get.name}() does not test the task's nsproxy`
			);
		if (/if \(!\w+->nsproxy\)/.test(text) && !/return NULL;/.test(text))
			say(
				source.path,
				get.line,
				`${get.name}() does not return NULL without an nsproxy`
			);
		if (
			/guard\(task_lock\)/.test(text) &&
			text.indexOf('guard(task_lock)') > text.indexOf('->nsproxy')
		)
			say(source.path, get.line, `${get.name}() reads nsproxy before the lock`);
	}
	if (put && !called(syntax, put.body, spec.put))
		say(source.path, put.line, `${put.name}() puts nothing`);
	if (owner && !/->user_ns;/.test(syntax.flat(owner.body)))
		say(source.path, owner.line, `${owner.name}() returns no user namespace`);
	if (install) installs(source, install, spec, say);
	const tree = result.file('include/linux/nstree.h');
	if (tree && /ns_tree_add/.test(tree.text)) {
		const text = syntax.source;
		const init = syntax.functions.find((f) =>
			new RegExp(`ns_tree_add\\(&${spec.init}\\)`).test(syntax.flat(f.body))
		);
		if (!init) say(source.path, 1, `${spec.init} is not added to its tree`);
		else if (!new RegExp(`^\\w+_initcall\\(${init.name}\\);`, 'm').test(text))
			say(source.path, init.line, `${init.name}() is no initcall`);
	}
}

// The new one is got, the old one put and replaced, only after both tests of capability.
function installs(source, fn, spec, say) {
	const { syntax } = source;
	const at = (line, what) => say(source.path, line, `${fn.name}(): ${what}`);
	const checks = [...calls(syntax, fn.body)].filter((c) => c.name === 'ns_capable');
	// Up to 5.7 there is no struct nsset, and the credentials do not change.
	const its =
		fn.params[0]?.type === 'struct nsproxy' ? /^current_user_ns\(\)$/ : /cred->user_ns/;
	if (
		checks.length !== 2 ||
		!checks.some((c) => its.test(syntax.flat(c.args[0]))) ||
		checks.some((c) => syntax.flat(c.args[1] ?? c.node) !== 'CAP_SYS_ADMIN')
	)
		at(fn.line, 'does not test CAP_SYS_ADMIN over both user namespaces');
	for (const path of paths(compile(syntax, fn))) {
		const value = path.at(-1)[1].kids.find((k) => k.named);
		const ok = value && syntax.flat(value) === '0';
		const did = path.filter(([op]) => op === 'expr').map(([, n]) => syntax.flat(n));
		const get = did.findIndex((s) => s.startsWith(`${spec.get}(`));
		const put = did.findIndex((s) =>
			new RegExp(`^${spec.put}\\(\\w+->${spec.member}\\);`).test(s)
		);
		const set = did.findIndex((s) => new RegExp(`->${spec.member} = \\w+;`).test(s));
		const refused = path.some(
			([op, n, taken]) =>
				op === 'if' && taken && /ns_capable/.test(syntax.flat(n))
		);
		if (ok && (get < 0 || put < get || set < put))
			at(
				path.at(-1)[1].line,
				'does not get the new one, put the old one and set it'
			);
		if ((!ok && (get >= 0 || put >= 0 || set >= 0)) || (ok && refused))
			at(path.at(-1)[1].line, 'goes on after a failure');
		if (!ok && value && syntax.flat(value) !== '-EPERM')
			at(path.at(-1)[1].line, `returns ${syntax.flat(value)}`);
	}
}
