// SPDX-License-Identifier: GPL-2.0-only
//
// What is taken for a new namespace is given back, on each error path and when it is freed.

import { compile, paths } from '../paths.mjs';
import { REFERENCES, called, calls } from './calls.mjs';

// What takes a resource, and what gives it back.
const TAKES = new Map(
	Object.entries({
		inc_ucount: 'ucount',
		kzalloc: 'memory',
		kmalloc: 'memory',
		kzalloc_obj: 'memory',
		kmalloc_obj: 'memory',
		kmem_cache_alloc: 'memory',
		get_user_ns: 'user_ns',
		ns_alloc_inum: 'inum',
		proc_alloc_inum: 'inum',
		ns_common_init: 'common',
		ns_tree_add: 'tree',
		task_lock: 'lock',
	})
);
const GIVES = new Map(
	Object.entries({
		dec_ucount: 'ucount',
		kfree: 'memory',
		kfree_rcu: 'memory',
		kmem_cache_free: 'memory',
		put_user_ns: 'user_ns',
		ns_free_inum: 'inum',
		proc_free_inum: 'inum',
		ns_common_free: 'common',
		ns_tree_remove: 'tree',
		task_unlock: 'lock',
	})
);

// Along one path: what is held at the end, and what was given back without being held.
function follow(syntax, path, start, problem) {
	const held = new Map(start.map((r) => [r, 0]));
	const variables = new Map();
	let freed = null;
	for (const [op, node, taken] of path) {
		const text = syntax.flat(node).replace(/^\(|\)$/g, '');
		if (op === 'if') {
			const m = /^(!?)(\w+)$/.exec(text);
			const r = m && variables.get(m[2]);
			// "if (!ns)" is the failure of an allocation, "if (err)" of a call.
			if (r && (r.pointer ? m[1] === '!' : m[1] === '') && taken)
				held.delete(r.what);
			continue;
		}
		const value = op === 'return' ? node.kids.find((k) => k.named) : node;
		for (const c of value && op !== 'end' ? calls(syntax, value) : []) {
			if (freed && c.args.some((a) => syntax.flat(a).includes(freed)))
				problem(c.line, `uses ${freed} after it was freed`);
			const what = TAKES.get(c.name);
			if (what) {
				if (held.has(what))
					problem(c.line, `${c.name}(): ${what} is held already`);
				held.set(what, c.line);
				const m = /^(?:[\w ]+\*)?(\w+) = /.exec(syntax.flat(node));
				if (m)
					variables.set(m[1], {
						what,
						pointer: what === 'memory' || what === 'ucount',
					});
			}
			const gives = GIVES.get(c.name);
			if (gives && !held.delete(gives))
				problem(c.line, `${c.name}(): ${gives} is not held`);
			if (gives === 'memory')
				freed = syntax.flat(
					c.args.at(c.name === 'kmem_cache_free' ? 1 : 0) ?? c.node
				);
		}
	}
	return held;
}

// A static function that nothing names is never run.
export function statics(source, say) {
	const { tokens } = source.lexed;
	for (const f of source.syntax.functions)
		if (f.isStatic && tokens.filter((t) => t.t === f.name).length < 2)
			say(source.path, f.line, `${f.name}() is not used`);
}

export function resources(source, header, spec, common, say) {
	const { syntax } = source;
	const made = new Set(),
		given = new Set();
	const free = syntax.functions.find((f) => f.name === spec.free);
	let creator = null;
	for (const fn of syntax.functions) {
		const at = (line, what) => say(source.path, line, `${fn.name}(): ${what}`);
		if (fn === free) continue;
		const takes =
			called(syntax, fn.body, 'kzalloc') ||
			called(syntax, fn.body, 'kzalloc_obj') ||
			called(syntax, fn.body, 'kmalloc');
		for (const path of paths(compile(syntax, fn))) {
			const held = follow(syntax, path, [], at);
			const value = path.at(-1)[1].kids.find((k) => k.named);
			const text = value ? syntax.flat(value) : '';
			held.delete(held.has('tree') && !takes ? 'tree' : '');
			if (takes && text && !/^(ERR_PTR\(|NULL|-)/.test(text)) {
				creator = fn;
				held.forEach((line, r) => made.add(r));
				continue;
			}
			for (const [r, line] of held)
				at(line || fn.line, `${r} is held when it returns ${text}`);
		}
	}
	if (free) {
		const at = (line, what) => say(source.path, line, `${free.name}(): ${what}`);
		const start = [...new Set([...GIVES.values()])].filter((r) => r !== 'lock');
		for (const path of paths(compile(syntax, free))) {
			const left = follow(syntax, path, start, at);
			start.filter((r) => !left.has(r)).forEach((r) => given.add(r));
		}
		if (!given.has('memory')) at(free.line, 'does not free the memory');
		for (const r of made)
			if (!given.has(r) && creator)
				at(free.line, `${r} of ${creator.name}() is not given back`);
		for (const r of given)
			if (creator && !made.has(r))
				at(
					creator.line,
					`${r} is given back, but ${creator.name}() does not take it`
				);
	}
	if (creator) fields(source, header, creator, spec, common, say);
}

// A new namespace has all its members set before it is seen.
function fields(source, header, fn, spec, common, say) {
	const { syntax } = source;
	const text = syntax.flat(fn.body);
	const at = (what) => say(source.path, fn.line, `${fn.name}(): ${what}`);
	for (const m of header.syntax.structs.get(spec.tag)?.members ?? []) {
		if (m.type === 'struct ns_common') {
			if (!/\b(ns_common_init|ns_alloc_inum|proc_alloc_inum)\(/.test(text))
				at('the common part is not initialised');
			if (
				!/ns_common_init\(/.test(text) &&
				common?.has('ops') &&
				!new RegExp(`->${m.name}\\.ops = &${spec.operations};`).test(text)
			)
				at(`${m.name}.ops is not set`);
			if (
				!/ns_common_init\(/.test(text) &&
				common?.has('count') &&
				!new RegExp(`refcount_set\\(&\\w+->${m.name}\\.count, 1\\)`).test(
					text
				)
			)
				at(`${m.name}.count is not set`);
		} else if (REFERENCES.test(m.type)) {
			if (
				!new RegExp(
					`(kref_init|refcount_set|atomic_set)\\(&\\w+->${m.name}\\b`
				).test(text)
			)
				at(`${m.name} is not set`);
		} else if (!new RegExp(`->${m.name} = `).test(text)) {
			at(`${m.name} is not set`);
		}
	}
	const limit = `${spec.ucount}`;
	for (const f of syntax.functions)
		for (const c of calls(syntax, f.body))
			if (
				/^(inc|dec)_ucount$/.test(c.name) &&
				syntax.flat(c.args.at(-1) ?? c.node) !== limit
			)
				say(
					source.path,
					c.line,
					`${f.name}(): ${c.name}() of another limit`
				);
	if (!text.includes('ERR_PTR(-ENOSPC)')) at('a limit that is reached is not -ENOSPC');
}
