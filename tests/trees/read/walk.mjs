// SPDX-License-Identifier: GPL-2.0-only
//
// References, along every path: what a function takes it must hand on or put, exactly once.

import { compile, paths } from './paths.mjs';
import { field, walk } from './syntax.mjs';

// "IS_ERR(nsp->uts_ns)", "!nsp", and what they test.
const TESTED = /^(!?) ?(?:IS_ERR|IS_ERR_OR_NULL|unlikely)?[( ]*([^()]+)->(\w+)\)*$/;

const flat = (syntax, node) =>
	syntax
		.flat(node)
		.replace(/^\((.*)\)$/, '$1')
		.trim();

// The accesses "base->member" to members of struct nsproxy in a piece of syntax.
function accesses(syntax, node, members) {
	const all = [];
	for (const n of walk(node))
		if (n.type === 'field_expression' && members.has(syntax.text(field(n, 'field'))))
			all.push({
				base: syntax.flat(field(n, 'argument')),
				member: syntax.text(field(n, 'field')),
				node: n,
				line: n.line,
			});
	return all;
}

function* calls(syntax, node) {
	for (const n of walk(node))
		if (n.type === 'call_expression')
			yield {
				name: syntax.text(field(n, 'function')),
				line: n.line,
				node: n,
				args: field(n, 'arguments')?.kids.filter((k) => k.named) ?? [],
			};
}

const PUTS = /^(?:put_|free_|__?put_|ns_ref_active_put|\w+_put$|exit_)/;

// Functions that fill a new nsproxy: "new->m = copy(...)" for at least two members.
function fills(syntax, fn, members) {
	const bases = new Map();
	for (const n of walk(fn.body)) {
		if (n.type !== 'assignment_expression') continue;
		const left = field(n, 'left');
		if (
			left?.type !== 'field_expression' ||
			!members.has(syntax.text(field(left, 'field')))
		)
			continue;
		const right = field(n, 'right');
		if (right?.type !== 'call_expression') continue;
		const base = syntax.flat(field(left, 'argument'));
		bases.set(
			base,
			(bases.get(base) ?? new Set()).add(syntax.text(field(left, 'field')))
		);
	}
	for (const [base, some] of bases) if (some.size > 2) return base;
	return null;
}

function fillPath(file, fn, base, members, all, path, say) {
	const { syntax } = file;
	const held = new Map();
	let last = null,
		failed = null,
		bad = false;
	const problem = (line, what) => say(file.path, line, `${fn.name}(): ${what}`);
	for (const [op, node, taken] of path) {
		if (op === 'if') {
			const text = flat(syntax, node);
			const m = TESTED.exec(text);
			if (m && m[2] === base && members.has(m[3]) && /ERR|!/.test(text)) {
				if (last && m[3] !== last)
					problem(node.line, `tests ${m[3]} after copying ${last}`);
				if (taken) {
					failed = m[3];
					bad = true;
					held.delete(m[3]);
				}
			}
			continue;
		}
		if (op === 'return' || op === 'end') {
			const value = node.kids.find((k) => k.named);
			const text = value ? syntax.flat(value) : '';
			if (text === base || (!bad && op === 'return' && text === '0')) {
				for (const m of all)
					if (!held.has(m))
						problem(node.line, `returns without setting ${m}`);
			} else if (bad) {
				for (const [m, line] of held)
					problem(line, `${m} is not put when ${failed} fails`);
			}
			continue;
		}
		for (const n of walk(node)) {
			if (n.type !== 'assignment_expression' || n.field === 'right') continue;
			const left = field(n, 'left');
			const to = accesses(syntax, left, members).find((a) => a.base === base);
			if (!to || left.type !== 'field_expression') continue;
			if (held.has(to.member)) problem(n.line, `${to.member} is set twice`);
			const from = accesses(syntax, field(n, 'right'), members);
			const call = [...calls(syntax, field(n, 'right'))][0];
			if (call && from.length && !from.some((a) => a.member === to.member))
				problem(n.line, `${to.member} is copied from ${from[0].member}`);
			held.set(to.member, n.line);
			last = to.member;
		}
		for (const call of calls(syntax, node)) {
			const arg =
				call.args.length === 1
					? accesses(syntax, call.args[0], members).find(
							(a) => a.base === base
						)
					: null;
			if (!arg || node.type !== 'expression_statement') continue;
			if (call.name === 'PTR_ERR') {
				if (failed && arg.member !== failed)
					problem(
						call.line,
						`error of ${arg.member}, not of ${failed}`
					);
			} else if (PUTS.test(call.name)) {
				if (!held.delete(arg.member))
					problem(
						call.line,
						`${call.name}(${base}->${arg.member}) when ` +
							`${arg.member} is not held`
					);
			}
		}
	}
}

// Functions that do one thing with each member: f(ns->m), no more than one member in a call.
function handles(file, fn, members) {
	const { syntax } = file;
	const param = fn.params.find((p) => p.type === 'struct nsproxy' && p.pointers === 1);
	if (!param) return null;
	const seen = new Map();
	for (const call of calls(syntax, fn.body)) {
		const some = call.args.length === 1 ? accesses(syntax, call.args[0], members) : [];
		if (some.length === 1 && some[0].base === param.name)
			seen.set(some[0].member, [...(seen.get(some[0].member) ?? []), call]);
	}
	return seen.size >= 4 ? seen : null;
}

// A helper has the others; each function that calls it does the same with ours.
export function callersDo(syntax, fn, does) {
	const callsIt = (c) => [...calls(syntax, c.body)].some((x) => x.name === fn.name);
	const callers = syntax.functions.filter((c) => fn.isStatic && c.body && callsIt(c));
	return callers.length > 0 && callers.every(does);
}

const handed = (syntax, fn, member) =>
	[...calls(syntax, fn.body)].filter(
		(c) =>
			c.args.length === 1 &&
			c.args[0].type === 'field_expression' &&
			syntax.text(field(c.args[0], 'field')) === member
	).length === 1;

// Does what a put takes fit it? put_x_ns() takes the member x_ns.
function fits(name, member, members, names) {
	const stem = names.of(name)?.[0];
	return (
		!stem ||
		stem === 'user' ||
		stem === members.get(member) ||
		/copy|get|put|free/.test(name) === false
	);
}

export function judgeNsproxy(file, members, names, level, say) {
	const { syntax } = file;
	for (const fn of syntax.functions) {
		if (!fn.body || !/->/.test(syntax.text(fn.body))) continue;
		const base = fills(syntax, fn, members);
		if (base) {
			const compiled = compile(syntax, fn);
			const all = [...members.keys()];
			const keep = ([, node, taken], path) => {
				// "if (new->m) put(new->m)" is taken if m was.
				const m = /^([^()!]+)->(\w+)$/.exec(flat(syntax, node));
				return (
					!m ||
					m[1] !== base ||
					!members.has(m[2]) ||
					taken === took(syntax, path, base, m[2])
				);
			};
			for (const path of paths(compiled, keep))
				fillPath(file, fn, base, members, all, path, say);
		}
		const seen = handles(file, fn, members);
		if (seen) {
			const some = [...seen.values()].flat();
			const guarded = some.some((c) => /CLONE_NEW/.test(c.name));
			for (const m of members.keys()) {
				const n = seen.get(m)?.length ?? 0;
				if (n === 1 || guarded) continue;
				if (!n && callersDo(syntax, fn, (c) => handed(syntax, c, m)))
					continue;
				if (
					(level !== 'full' && !/put|free/.test(some[0].name)) ||
					(level !== 'full' && /active/.test(some[0].name))
				)
					continue;
				say(
					file.path,
					n ? seen.get(m)[1].line : fn.end,
					`${fn.name}(): ${m} is there ${n} times, the others once`
				);
			}
		}
		for (const call of calls(syntax, fn.body)) {
			for (const a of call.args.length === 1
				? accesses(syntax, call.args[0], members)
				: [])
				if (
					a.node === call.args[0] &&
					!fits(call.name, a.member, members, names)
				)
					say(file.path, call.line, `${call.name}() of ${a.member}`);
		}
	}
}

function took(syntax, path, base, member) {
	let has = false;
	for (const [op, node, taken] of path) {
		const text = flat(syntax, node);
		if (op === 'expr' && text.startsWith(`${base}->${member} =`)) has = true;
		if (op === 'if' && taken && text.includes(`${base}->${member}`) && /ERR/.test(text))
			has = false;
	}
	return has;
}
