// SPDX-License-Identifier: GPL-2.0-only
//
// The namespace's own header and source: what every namespace in the tree has, and that what is
// taken for a new one is given back, on each error path and when it is freed.

import { compile, paths } from './paths.mjs';
import { field, walk } from './syntax.mjs';

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
const REFERENCES = /^(kref|refcount_t|atomic_t|atomic_long_t)$|^struct kref$/;

function* calls(syntax, node) {
	for (const n of walk(node))
		if (n.type === 'call_expression')
			yield {
				name: syntax.text(field(n, 'function')),
				node: n,
				line: n.line,
				args: field(n, 'arguments')?.kids.filter((k) => k.named) ?? [],
			};
}

const called = (syntax, node, name) => [...calls(syntax, node)].some((c) => c.name === name);

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

export function judgeOwn(result, headers, say) {
	const { spec, level } = result;
	const header = result.overlay.get(spec.header_path);
	const source = result.overlay.get(spec.source);
	if (!header || !source) {
		say(spec.source, 1, 'the namespace has no header or no source');
		return;
	}
	const config = `CONFIG_${spec.config}`;
	const on = header.syntax,
		off = header.without(config);
	guard(header, spec, say);
	interfaces(header, source, on, off, spec, say);
	references(header, on, spec, say);
	stubs(header, off, spec, level, say);
	copies(source, spec, level, say);
	const common = commonMembers(result);
	initial(result, header, source, common, say);
	statics(source, say);
	resources(source, header, spec, common, say);
	if (level === 'full') operations(result, source, spec, say);
	conditions(header, source, config, say);
	includes(result, headers, header, source, say);
	complete(result, spec, say);
}

function guard(header, spec, say) {
	const d = header.lexed.directives;
	const name = d[0]?.kind === 'ifndef' ? d[0].rest : null;
	if (!name || d[1]?.kind !== 'define' || d[1].rest !== name)
		say(header.path, d[0]?.line ?? 1, 'no include guard');
	else if (name !== spec.guard && !name.includes(spec.NAME))
		say(header.path, d[0].line, `the include guard ${name} is another header's`);
	for (const t of header.lexed.tokens)
		if (name && !t.guards.includes(`!${name}`))
			say(header.path, t.line, 'is outside of the include guard');
	// What an #endif says it ends must be what it ends.
	for (const file of [header]) {
		const open = [];
		file.rows.forEach((s, i) => {
			const m = /^#\s*(if\w*)\s+(.*)/.exec(s);
			if (m) open.push(m[2].trim());
			const e = /^#\s*endif(?:\s*\/\* (\w+) \*\/)?/.exec(s);
			if (e) {
				const was = open.pop();
				if (e[1] && was && e[1] !== was)
					say(file.path, i + 1, `#endif of ${was} says ${e[1]}`);
			}
		});
	}
}

const shape = (f) =>
	`${f.type}${'*'.repeat(f.pointers)} ${f.params
		.map((p) => `${p.type}${'*'.repeat(p.pointers)}`)
		.join(', ')}`;

// Defined here, declared there, and called the same with the option on and off.
function interfaces(header, source, on, off, spec, say) {
	const declared = (s, name) =>
		[...s.functions, ...s.prototypes].find((f) => f.name === name);
	for (const name of [spec.copy, spec.get, spec.put]) {
		const a = declared(on, name),
			b = declared(off, name);
		if (!a || !b)
			say(
				header.path,
				1,
				`${name}() is not declared with the option ${a ? 'off' : 'on'}`
			);
		else if (shape(a) !== shape(b))
			say(
				header.path,
				b.line,
				`${name}() differs with the option off: ${shape(b)}`
			);
		if (b && !off.functions.includes(b))
			say(header.path, b.line, `${name}() is not there with the option off`);
	}
	for (const s of [on, off])
		for (const f of s.functions)
			if (!f.isStatic || !f.isInline)
				say(
					header.path,
					f.line,
					`${f.name}() in a header is not static inline`
				);
	for (const p of [...on.prototypes, ...off.prototypes])
		if (!source.syntax.functions.some((f) => f.name === p.name && !f.isStatic))
			say(header.path, p.line, `${p.name}() is not defined`);
	for (const f of source.syntax.functions.filter((x) => !x.isStatic)) {
		const p = on.prototypes.find((x) => x.name === f.name);
		if (!p) say(source.path, f.line, `${f.name}() is not declared in ${header.path}`);
		else if (shape(p) !== shape(f))
			say(source.path, f.line, `${f.name}() is declared as ${shape(p)}`);
	}
	for (const name of [spec.copy, spec.free])
		if (!source.syntax.functions.some((f) => f.name === name))
			say(source.path, 1, `${name}() is not defined`);
	if (!on.variables.some((v) => v.name === spec.init && v.storage.includes('extern')))
		say(header.path, 1, `${spec.init} is not declared`);
	const struct = `struct ${spec.tag}`;
	for (const s of [on, off])
		for (const name of [spec.get, spec.put, spec.copy]) {
			const f = declared(s, name);
			if (f && f.params.at(-1)?.type !== struct)
				say(header.path, f.line, `${name}() does not take ${struct}`);
			if (f && name !== spec.put && (f.type !== struct || f.pointers !== 1))
				say(header.path, f.line, `${name}() does not return ${struct} *`);
			if (f && name === spec.put && (f.type !== 'void' || f.pointers))
				say(header.path, f.line, `${name}() returns something`);
		}
	// A struct that prototypes or members name must be declared before.
	const known = new Set(on.structs.keys());
	for (const m of header.text.matchAll(/^struct (\w+);/gm)) known.add(m[1]);
	const reach = new Set(
		header.lexed.directives.filter((d) => d.kind === 'include').map((d) => d.rest)
	);
	for (const [, s] of on.structs)
		for (const m of s.members) {
			const type = /^struct (\w+)$/.exec(m.type)?.[1];
			if (type && m.pointers && !known.has(type))
				say(header.path, m.line, `struct ${type} is not declared before`);
		}
	for (const p of on.prototypes)
		for (const q of p.params) {
			const type = /^struct (\w+)$/.exec(q.type)?.[1];
			if (type && !known.has(type) && !reach.has(`<linux/${type}.h>`))
				say(header.path, q.line, `struct ${type} is not declared before`);
		}
}

// get takes a reference and returns what it got; put drops one and frees on the last.
function references(header, on, spec, say) {
	const get = on.functions.find((f) => f.name === spec.get);
	const put = on.functions.find((f) => f.name === spec.put);
	if (get) {
		if (![...calls(on, get.body)].some((c) => /_(inc|get)$/.test(c.name)))
			say(header.path, get.line, `${get.name}() takes no reference`);
		if (!on.text(get.body).includes(`return ${get.params[0]?.name};`))
			say(header.path, get.line, `${get.name}() does not return what it got`);
	}
	if (put) {
		const text = on.flat(put.body);
		if (![...calls(on, put.body)].some((c) => /(dec_and_test|_put)$/.test(c.name)))
			say(header.path, put.line, `${put.name}() drops no reference`);
		if (!text.includes(spec.free))
			say(header.path, put.line, `${put.name}() never frees`);
		if (called(on, put.body, spec.free) && !/if \(.*(dec_and_test|_put)\(/.test(text))
			say(header.path, put.line, `${put.name}() frees without a test`);
	}
}

function stubs(header, off, spec, level, say) {
	const copy = off.functions.find((f) => f.name === spec.copy);
	const get = off.functions.find((f) => f.name === spec.get);
	const put = off.functions.find((f) => f.name === spec.put);
	if (copy) {
		const text = off.flat(copy.body);
		const old = copy.params.at(-1)?.name;
		if (!text.endsWith(`return ${old}; }`))
			say(
				header.path,
				copy.line,
				`${copy.name}() does not return ${old} when off`
			);
		if (
			level === 'full' &&
			!new RegExp(
				`if \\(\\w+ & ${spec.clone_flag}\\) ` +
					'return ERR_PTR\\(-EINVAL\\);'
			).test(text)
		)
			say(
				header.path,
				copy.line,
				`${copy.name}() takes ${spec.clone_flag} when off`
			);
	}
	if (get && off.flat(get.body) !== `{ return ${get.params[0]?.name}; }`)
		say(header.path, get.line, `${get.name}() does something when off`);
	if (put && off.flat(put.body) !== '{ }')
		say(header.path, put.line, `${put.name}() does something when off`);
}

// With the flag a new one, without it the old one with another reference.
function copies(source, spec, level, say) {
	const { syntax } = source;
	const copy = syntax.functions.find((f) => f.name === spec.copy);
	if (!copy) return;
	const old = copy.params.at(-1)?.name;
	const get = `${spec.get}(${old})`;
	const test = new RegExp(`^\\(?!?\\(?\\w+ & ${spec.clone_flag}\\)?\\)?$`);
	let shared = 0,
		created = 0;
	for (const path of paths(compile(syntax, copy))) {
		const value = path.at(-1)[1].kids.find((k) => k.named);
		const text = value ? syntax.flat(value) : '';
		const cond = path.find(([op, node]) => op === 'if' && test.test(syntax.flat(node)));
		const asked = cond && (/^\(?!/.test(syntax.flat(cond[1])) ? !cond[2] : cond[2]);
		if (text === get) shared++;
		else if (cond && asked) created++;
		else
			say(
				source.path,
				path.at(-1)[1].line,
				`${copy.name}() returns ${text || 'nothing'} ` +
					'when no new namespace is asked for'
			);
		if (text === get && asked)
			say(
				source.path,
				path.at(-1)[1].line,
				`${copy.name}() shares when asked for new`
			);
	}
	if (!shared || (level === 'full' && !created))
		say(
			source.path,
			copy.line,
			`${copy.name}() never ${shared ? 'creates' : 'shares'}`
		);
}

function commonMembers(result) {
	for (const path of ['include/linux/ns_common.h', 'include/linux/ns/ns_common_types.h']) {
		const s = result.file(path)?.syntax.structs.get('ns_common');
		if (s) return new Map(s.members.map((m) => [m.name, m.type]));
	}
	return null;
}

const COUNT =
	/^((KREF|REFCOUNT|ATOMIC|ATOMIC_LONG)_INIT\(2\)|\{ \.refcount = ATOMIC_INIT\(2\),? \})$/;
const TWO = /^REFCOUNT_INIT\(2\)$/;

// Does a neighbour's initial namespace set this member?
const INITIALS = ['init/version.c', 'ipc/msgutil.c', 'kernel/user.c', 'kernel/pid.c'];
const setByOthers = (result, member) =>
	INITIALS.some((path) => result.pristine(path)?.text.includes(`.${member}`));

// Each member of the initial namespace that must not be zero.
function initial(result, header, source, common, say) {
	const { spec, level } = result;
	const { syntax } = source;
	const init = syntax.variables.find((v) => v.name === spec.init);
	const members = header.syntax.structs.get(spec.tag)?.members ?? [];
	if (!init?.value) {
		say(source.path, 1, `${spec.init} is not defined`);
		return;
	}
	if (init.type !== `struct ${spec.tag}` || init.pointers)
		say(source.path, init.line, `${spec.init} is ${init.type}`);
	const set = new Map();
	for (const p of init.value.kids.filter((k) => k.type === 'initializer_pair'))
		set.set(
			p.kids
				.filter((k) => k.field === 'designator')
				.map((k) => syntax.flat(k))
				.join(''),
			syntax.flat(field(p, 'value'))
		);
	const want = (name, value) => {
		if (!value.test(set.get(name) ?? ''))
			say(
				source.path,
				init.line,
				`${spec.init}${name} is ${set.get(name) ?? 'not set'}`
			);
	};
	if (!members.length) say(header.path, 1, `struct ${spec.tag} has no members`);
	for (const m of members) {
		if (REFERENCES.test(m.type))
			want(`.${m.name}`, COUNT);
		else if (m.type === 'struct user_namespace') want(`.${m.name}`, /^&init_user_ns$/);
	}
	if (level !== 'full') return;
	for (const [type, name] of [
		['struct user_namespace', 'user_ns'],
		['struct ucounts', 'ucounts'],
		['struct ns_common', 'ns'],
	])
		if (
			!members.some(
				(m) =>
					m.type === type &&
					m.name === name &&
					m.pointers === (name === 'ns' ? 0 : 1)
			)
		)
			say(header.path, 1, `struct ${spec.tag} has no ${type} ${name}`);
	if (!common) return;
	const own = members.some((m) => REFERENCES.test(m.type));
	if (set.has('.ns')) {
		want('.ns', new RegExp(`^NS_COMMON_INIT\\(${spec.init}\\b.*\\)$`));
	} else {
		want(
			'.ns.inum',
			new RegExp(
				`^(${spec.proc_inum_name}|${spec.inum_name}|ns_init_inum\\(&${spec.init}\\))$`
			)
		);
		if (common.has('ops')) want('.ns.ops', new RegExp(`^&${spec.operations}$`));
		const counts = [...common].filter(([, type]) => type === 'refcount_t');
		for (const [name] of counts)
			want(`.ns.${name}`, name === 'count' ? TWO : /^REFCOUNT_INIT\(\d\)$/);
		if (common.has('ns_type') && setByOthers(result, 'ns_type'))
			want('.ns.ns_type', /^(ns_common_type\(&\w+\)|CLONE_NEW\w+)$/);
	}
	if (!own && ![...common.values()].includes('refcount_t'))
		say(header.path, 1, `struct ${spec.tag} has no reference count`);
}

// A static function that nothing names is never run.
function statics(source, say) {
	const { tokens } = source.lexed;
	for (const f of source.syntax.functions)
		if (f.isStatic && tokens.filter((t) => t.t === f.name).length < 2)
			say(source.path, f.line, `${f.name}() is not used`);
}

function resources(source, header, spec, common, say) {
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

function operations(result, source, spec, say) {
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

// The only option that our own files ask for is ours.
function conditions(header, source, config, say) {
	let found = 0;
	for (const file of [header, source])
		for (const d of file.lexed.directives)
			for (const name of d.kind.startsWith('if') || d.kind === 'elif'
				? (d.rest.match(/CONFIG_\w+/g) ?? [])
				: []) {
				if (name !== config) say(file.path, d.line, `asks for ${name}`);
				found++;
			}
	if (!found) say(header.path, 1, `never asks for ${config}`);
}

// What is used is included from where it is declared; not by chance, through another header.
const UMBRELLA = /\/(cleanup|rcupdate|container_of|gfp\w*|kernel|ns_common\w*|spinlock\w*)\.h$/;

function includes(result, headers, header, source, say) {
	const direct = (file) =>
		new Set(
			(headers.info(file.path)?.includes ?? [])
				.map((i) => headers.find(file.path, i))
				.filter(Boolean)
		);
	const mine = direct(header);
	const has = (file, path) =>
		direct(file).has(path) ||
		(file === source &&
			mine.has(path) &&
			/refcount|kref|ns_common|container_of|err\.h$/.test(path) === true &&
			!/err\.h$/.test(path));
	for (const file of [header, source]) {
		const need = (path, line, why) => {
			if (headers.there(path) && !has(file, path))
				say(
					file.path,
					line,
					`uses ${why}, does not include ${path.slice(8)}`
				);
		};
		const seen = new Set();
		const { tokens } = file.lexed;
		const own = headers.info(file.path).names;
		const closure = headers.closure(file.path);
		tokens.forEach((t, i) => {
			if (t.k !== 'i' || seen.has(t.t)) return;
			seen.add(t.t);
			if (/^u(8|16|32|64)$/.test(t.t) && file === header)
				need('include/linux/types.h', t.line, t.t);
			if (/^CLONE_NEW/.test(t.t) || (t.t === 'task_struct' && file === source))
				need('include/linux/sched.h', t.line, t.t);
			if (/^__init$|_initcall$/.test(t.t))
				need('include/linux/init.h', t.line, t.t);
			if (t.t === 'container_of' && file === header)
				need(
					headers.there('include/linux/container_of.h')
						? 'include/linux/container_of.h'
						: 'include/linux/kernel.h',
					t.line,
					t.t
				);
			if (
				/^(nsproxy|nsset)$/.test(t.t) &&
				tokens[i - 1]?.t === 'struct' &&
				file === source
			)
				need('include/linux/nsproxy.h', t.line, t.t);
			if (t.t === 'proc_ns_operations')
				need('include/linux/proc_ns.h', t.line, t.t);
			if (
				t.t === 'ns_common' &&
				tokens[i + 1]?.t !== ';' &&
				tokens[i + 1]?.t !== '*' &&
				file === header
			)
				need('include/linux/ns_common.h', t.line, t.t);
			if (/^(refcount_t|refcount_\w+)$/.test(t.t) && file === header)
				need('include/linux/refcount.h', t.line, t.t);
			const guarded = tokens[i - 2]?.t === 'guard';
			if (
				(tokens[i + 1]?.t !== '(' && !guarded) ||
				own.has(t.t) ||
				/^(if|for|while|switch|return|sizeof)$/.test(t.t)
			)
				return;
			if (/^[A-Z]/.test(t.t) && t.t !== 'ERR_PTR') return;
			const where = [...closure.keys()].filter((p) => {
				const n = headers.info(p)?.names.get(t.t);
				return n && p.startsWith('include/linux/');
			});
			if (where.length && !where.some((p) => has(file, p) || UMBRELLA.test(p)))
				say(
					file.path,
					t.line,
					`uses ${t.t}(), does not include ${where[0].slice(8)}`
				);
		});
	}
}

// A macro that looks into our struct needs its header.
function complete(result, spec, say) {
	for (const file of result.overlay.values()) {
		if (!file.path.endsWith('.c') || file.fresh) continue;
		const uses = new RegExp(
			`\\b(to_ns_common|ns_ref_\\w+|validate_ns)\\(.*->${spec.member}\\b`
		).exec(file.text);
		const line = uses ? file.text.slice(0, uses.index).split('\n').length : 0;
		if (
			uses &&
			!file.lexed.directives.some(
				(d) => d.kind === 'include' && d.rest === `<${spec.header}>`
			)
		)
			say(
				file.path,
				line,
				`looks into struct ${spec.tag}, does not include ${spec.header}`
			);
	}
}
