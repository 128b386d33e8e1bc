// SPDX-License-Identifier: GPL-2.0-only
//
// What added lines and the functions around them use must be declared where they are, with that
// many arguments; a member must be one of that struct.

import { declares } from './headers.mjs';
import { MEMBER_LAST, declarator, field, walk } from './syntax.mjs';

const KEYWORDS = new Set(
	`auto break case char const continue default do double else enum extern float for
	goto if inline int long register restrict return short signed sizeof static
	struct switch typedef union unsigned void volatile while asm typeof bool true
	false NULL _Generic _Bool __attribute__ __always_inline __inline __typeof__
	__builtin_types_compatible_p u8 u16 u32 u64 s32 s64 defined __func__ current
	__VA_ARGS__ __user __init __exit __randomize_layout __ro_after_init
	static_assert likely unlikely`.split(/\s+/)
);

class Scope {
	constructor(result, headers, file) {
		this.result = result;
		this.headers = headers;
		this.file = file;
		this.depth = headers.closure(file.path);
		this.own = headers.info(file.path).names;
		this.known = new Map();
		// A function that the tree's own lines call undeclared is not the series' fault.
		const pristine = result.pristine(file.path);
		this.called =
			pristine?.once(
				'called',
				() =>
					new Set(
						pristine.lexed.tokens
							.filter(
								(t, i, all) =>
									t.k === 'i' &&
									!t.macro &&
									all[i + 1]?.t === '('
							)
							.map((t) => t.t)
					)
			) ?? new Set();
	}
	// The numbers of parameters that a name is declared with, or null.
	of(name) {
		if (!this.known.has(name)) this.known.set(name, this.find(name));
		return this.known.get(name);
	}
	find(name) {
		let some = this.own.get(name) ?? null;
		for (const path of this.depth.keys()) {
			const more = this.headers.info(path)?.names.get(name);
			if (more) some = some ? new Set([...some, ...more]) : more;
		}
		return some;
	}
	struct(name) {
		for (const path of [this.file.path, ...this.depth.keys()]) {
			if (!this.headers.info(path)?.structs.has(name)) continue;
			const over = this.result.overlay.get(path);
			if (over) return over.syntax.structs.get(name) ?? null;
			const file = this.result.pristine(path);
			return file.syntax.structs.get(name) ?? null;
		}
		return null;
	}
}

function locals(syntax, fn) {
	const all = new Map(fn.params.map((p) => [p.name, p]));
	// The fixture of a test of the kselftest harness.
	const fixture = /^(?:SETUP|TEARDOWN)_(\w+)$|^(\w+?)__/.exec(fn.name);
	if (fixture && syntax.structs.has(fixture[1] ?? fixture[2]))
		all.set('self', { type: `struct ${fixture[1] ?? fixture[2]}`, pointers: 1 });
	for (const n of walk(fn.body)) {
		if (n.type !== 'declaration') continue;
		for (const kid of n.kids.filter((k) => k.field === 'declarator')) {
			const d = declarator(kid);
			if (d.name && !all.has(syntax.text(d.name)))
				all.set(syntax.text(d.name), {
					type: syntax.flat(field(n, 'type')),
					pointers: d.pointers,
				});
		}
	}
	return all;
}

// "struct x" and the number of stars of an expression, as far as it can be told.
function typeOf(scope, syntax, node, vars) {
	if (!node) return null;
	if (node.type === 'parenthesized_expression')
		return typeOf(
			scope,
			syntax,
			node.kids.find((k) => k.named),
			vars
		);
	if (node.type === 'identifier') {
		const name = syntax.text(node);
		if (vars.has(name)) return vars.get(name);
		if (name === 'current') return { type: 'struct task_struct', pointers: 1 };
		const v = syntax.variables.find((x) => x.name === name);
		return v ?? null;
	}
	if (node.type === 'pointer_expression') {
		const t = typeOf(scope, syntax, field(node, 'argument'), vars);
		return t && { ...t, pointers: t.pointers + (node.kids[0].type === '&' ? 1 : -1) };
	}
	if (node.type === 'field_expression') {
		const t = typeOf(scope, syntax, field(node, 'argument'), vars);
		const struct = /^(?:const )?struct (\w+)$/.exec(t?.type ?? '')?.[1];
		if (!struct) return null;
		const found = scope.struct(struct);
		if (!found) return null;
		const name = syntax.text(field(node, 'field'));
		return (
			found.members.find((m) => m.name === name) ??
			(found.members.length ? { missing: name, struct } : null)
		);
	}
	if (node.type === 'call_expression') {
		const name = syntax.text(field(node, 'function'));
		if (name === 'container_of') {
			const args = field(node, 'arguments')?.kids.filter((k) => k.named) ?? [];
			const m = /^struct_(\w+)$/.exec(syntax.flat(args[1] ?? null));
			return m ? { type: `struct ${m[1]}`, pointers: 1 } : null;
		}
		for (const f of scope.result.overlay.values()) {
			if (!f.fresh) continue;
			const fn = [...f.syntax.functions, ...f.syntax.prototypes].find(
				(x) => x.name === name
			);
			if (fn) return { type: fn.type, pointers: fn.pointers };
		}
	}
	return null;
}

function judgeFunction(scope, syntax, fn, before, say) {
	const { file } = scope;
	const vars = locals(syntax, fn);
	const at = (line, what) => say(file.path, line, `${fn.name}(): ${what}`);
	const broken = [...walk(fn.body)].some((n) => n.type === 'ERROR');
	const skipped = new Set();
	for (const n of walk(fn.body, (x) => !skipped.has(x))) {
		if (skipped.has(n)) continue;
		const callee =
			n.type === 'call_expression' ? syntax.text(field(n, 'function')) : '';
		if (MEMBER_LAST.has(callee)) {
			const args = field(n, 'arguments')?.kids.filter((k) => k.named) ?? [];
			if (args.length > 1) skipped.add(args.at(-1));
			memberArgument(scope, syntax, callee, args, vars, n, at);
		}
		const text = n.type === 'identifier' ? syntax.text(n) : '';
		if (
			text &&
			!vars.has(text) &&
			!KEYWORDS.has(text) &&
			!/^struct_|^__builtin|^CONFIG_/.test(text) &&
			file.near(n.line) &&
			(file.fresh || file.added.has(n.line) || before.has(text)) &&
			!(broken && !file.added.has(n.line)) &&
			!scope.of(text) &&
			(before.has(text) || !scope.called.has(text))
		)
			at(n.line, `${text} is not declared here`);
		if (
			n.type === 'type_identifier' &&
			!KEYWORDS.has(syntax.text(n)) &&
			file.fresh &&
			!scope.of(syntax.text(n)) &&
			!scope.of(`struct ${syntax.text(n)}`)
		)
			at(n.line, `type ${syntax.text(n)} is not declared here`);
		if (!file.near(n.line)) continue;
		if (n.type === 'field_expression') {
			const t = typeOf(scope, syntax, n, vars);
			if (t?.missing) at(n.line, `struct ${t.struct} has no member ${t.missing}`);
			const base = typeOf(scope, syntax, field(n, 'argument'), vars);
			const op = n.kids.find((k) => k.type === '->' || k.type === '.');
			if (
				base &&
				!base.missing &&
				/^struct/.test(base.type) &&
				op &&
				base.pointers !== (op.type === '->' ? 1 : 0) &&
				file.fresh
			)
				at(n.line, `${op.type} after ${syntax.flat(field(n, 'argument'))}`);
		}
		if (n.type === 'call_expression' && field(n, 'function')?.type === 'identifier') {
			const name = syntax.text(field(n, 'function'));
			const args = field(n, 'arguments')?.kids.filter((k) => k.named) ?? [];
			const known = scope.of(name);
			if (
				known &&
				!known.has(null) &&
				!known.has(args.length) &&
				!vars.has(name) &&
				!args.some((a) => a.type === 'ERROR')
			)
				at(
					n.line,
					`${name}() takes ${[...known].join(' or ')} arguments, ` +
						`not ${args.length}`
				);
			types(scope, syntax, name, args, vars, n, at);
		}
		if (n.type === 'return_statement' && file.fresh) {
			const t = typeOf(
				scope,
				syntax,
				n.kids.find((k) => k.named),
				vars
			);
			if (
				t &&
				!t.missing &&
				/^struct/.test(t.type) &&
				(t.type !== fn.type || t.pointers !== fn.pointers)
			)
				at(n.line, `returns ${t.type}, not ${fn.type}`);
		}
		if (n.type === 'assignment_expression') {
			const l = typeOf(scope, syntax, field(n, 'left'), vars);
			const r = typeOf(scope, syntax, field(n, 'right'), vars);
			if (
				l &&
				r &&
				!l.missing &&
				!r.missing &&
				/^struct/.test(l.type) &&
				/^struct/.test(r.type) &&
				(l.type !== r.type || l.pointers !== r.pointers)
			)
				at(n.line, `assigns ${r.type} to ${l.type}`);
		}
	}
}

// What this function could name before the series: a line that is as it was may have lost that.
function declared(result, file, fn) {
	const before = result.pristine(file.path);
	if (!before) return new Set();
	const was = before.syntax.functions.find((f) => f.name === fn.name);
	return new Set([
		...before.once('declares', () => declares(before.text, before.lexed)).names.keys(),
		...(was?.body ? locals(before.syntax, was).keys() : []),
	]);
}

// kfree_rcu(p, a.b): p points to a struct that has a.b; container_of(p, struct x, m) likewise.
function memberArgument(scope, syntax, callee, args, vars, node, at) {
	const struct =
		callee === 'kfree_rcu'
			? /^struct (\w+)$/.exec(
					typeOf(scope, syntax, args[0], vars)?.type ?? ''
				)?.[1]
			: /^struct_(\w+)$/.exec(syntax.flat(args[1] ?? null))?.[1];
	if (!struct || args.length < 2) return;
	let at1 = scope.struct(struct);
	for (const name of syntax.flat(args.at(-1)).split('.')) {
		if (!at1?.members.length) return;
		const m = at1.members.find((x) => x.name === name);
		if (!m) {
			at(node.line, `struct ${struct} has no member ${name}`);
			return;
		}
		const next = /^struct (\w+)$/.exec(m.type)?.[1];
		at1 = next ? scope.struct(next) : null;
	}
}

// Arguments whose type is known must be what the series' own functions take.
function types(scope, syntax, name, args, vars, node, at) {
	for (const f of scope.result.overlay.values()) {
		if (!f.fresh || !f.c) continue;
		const fn = [...f.syntax.functions, ...f.syntax.prototypes].find(
			(x) => x.name === name
		);
		if (!fn) continue;
		args.forEach((a, i) => {
			const t = typeOf(scope, syntax, a, vars);
			const p = fn.params[i];
			if (
				t &&
				p &&
				!t.missing &&
				/^struct/.test(t.type) &&
				/^struct/.test(p.type) &&
				(t.type !== p.type || t.pointers !== p.pointers)
			)
				at(node.line, `${name}() takes ${p.type}, not ${t.type}`);
		});
		return;
	}
}

export function judgeScope(result, headers, file, say) {
	const scope = new Scope(result, headers, file);
	const { syntax, lexed } = file;
	for (const d of lexed.directives) {
		const m = d.kind === 'include' && /^([<"])([^>"]+)[>"]$/.exec(d.rest);
		const there = () =>
			m && (headers.find(file.path, [m[2], m[1] === '"']) || headers.made(m[2]));
		if (d.kind === 'include' && file.added.has(d.line) && !there())
			say(file.path, d.line, `no ${d.rest} in this tree`);
		if (m && file.added.has(d.line) && d.guards.some((g) => /CONFIG_/.test(g)))
			say(
				file.path,
				d.line,
				`${d.rest} is included under ${d.guards.join(', ')}`
			);
	}
	const config = `CONFIG_${result.spec.config}`;
	for (const state of file.text.includes(config) ? [syntax, file.without(config)] : [syntax])
		for (const fn of state.functions)
			if (
				fn.body &&
				file.changed.some((l) => l >= fn.line - 1 && l <= fn.end + 1)
			)
				judgeFunction(scope, state, fn, declared(result, file, fn), say);
	// Names on added lines outside functions.
	const inside = (line) => syntax.functions.some((f) => line >= f.line && line <= f.end);
	const members = new Set(
		[...syntax.structs.values()].flatMap((s) => s.members.map((m) => m.name))
	);
	lexed.tokens.forEach((tok, i, all) => {
		const before = all[i - 1]?.t;
		if (
			tok.k !== 'i' ||
			!file.added.has(tok.line) ||
			tok.macro ||
			inside(tok.line) ||
			before === '.' ||
			before === '->' ||
			KEYWORDS.has(tok.t)
		)
			return;
		const initial =
			before === '=' ||
			before === '&' ||
			before === '(' ||
			before === '{' ||
			(before === ',' && /[;,}]/.test(all[i + 1]?.t ?? ''));
		if (
			!initial ||
			scope.of(tok.t) ||
			members.has(tok.t) ||
			tok.t.startsWith('struct_')
		)
			return;
		if (syntax.prototypes.some((p) => p.params.some((q) => q.name === tok.t))) return;
		say(file.path, tok.line, `${tok.t} is not declared here`);
	});
	if (file.fresh) early(file, syntax, say);
}

// A static function or an own name used above its declaration.
function early(file, syntax, say) {
	const first = new Map();
	for (const d of [...syntax.prototypes, ...syntax.functions, ...syntax.variables])
		if (!first.has(d.name) || first.get(d.name) > d.line) first.set(d.name, d.line);
	for (const fn of syntax.functions)
		for (const n of walk(fn.body ?? { kids: [] })) {
			const name = n.type === 'identifier' ? syntax.text(n) : '';
			if (
				name &&
				first.get(name) > n.line &&
				!fn.params.some((p) => p.name === name) &&
				file.path.endsWith('.h')
			)
				say(file.path, n.line, `${name} is used before it is declared`);
		}
}
